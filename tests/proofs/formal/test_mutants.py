"""Errors planted in the development are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofs.formal.statements import FOLDER
from tests.proofs.formal.mutants import MUTANTS, Mutant, outcome


def test_mutants_change_something() -> None:
    """Every mutant's text is in its source, names are unique, and there are enough of them."""
    for mutant in MUTANTS:
        assert mutant.broken_source(FOLDER) != (FOLDER / f"{mutant.file}.v").read_text()
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 30
    page = (Path(__file__).parents[3] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert f"{len(MUTANTS)} planted errors" in page


@pytest.mark.formal
@pytest.mark.slow
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_mutant_breaks_the_build(mutant: Mutant, build: Path, tmp_path: Path) -> None:
    """A proof or a computation fails, and not because the source cannot be read."""
    error = outcome(mutant, build, tmp_path)
    assert "Error" in error
    assert "Syntax error" not in error
