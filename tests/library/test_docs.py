"""What the documentation shows in Python runs as it stands."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.fixture
def beside_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to write into, with the examples beside, as at the root of the repository."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_library_page(beside_examples: Path) -> None:
    """Every example of docs/library.md gives what the page says."""
    outcome = doctest.testfile(str(ROOT / "docs" / "library.md"), module_relative=False, optionflags=FLAGS)
    assert outcome.attempted > 20
    assert outcome.failed == 0
