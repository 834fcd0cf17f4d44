"""What every test of the proofs may rely on."""

from __future__ import annotations

import pytest

from proofs.store.folder import TOLD, VARIABLE


@pytest.fixture(scope="session")
def kept_apart(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A cache folder of this session: what a test derives is seen by no other run."""
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(autouse=True)
def no_earlier_verdicts(monkeypatch: pytest.MonkeyPatch, kept_apart: str) -> None:
    """Tests read no verdict that an earlier run kept, and leave none behind."""
    monkeypatch.setenv(VARIABLE, kept_apart)
    monkeypatch.setenv(TOLD, "")
