"""A search that is resumed with a scheduler that fails now."""

from __future__ import annotations

import sys
from importlib import invalidate_caches
from pathlib import Path

import pytest

from ratiolab.adversary.campaign import failing
from tests.cli.command import Command


def test_a_folder_is_not_to_blame(ratiolab: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A search resumed with a scheduler that now fails: exit code 3, and the folder is not damaged."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(failing, "SECONDS", 0.3)
    code = "from examples.shortest_first import Cautious\n\n\nclass Turns(Cautious):\n    pass\n"
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "turncoat", raising=False)
    Path("turncoat.py").write_text(code, encoding="utf-8")
    search = ("search", "--strategy", "evolve", "--max-memory", "8", "--max-jobs", "6", "--budget", "5")
    assert ratiolab(*search, "--alg", "turncoat:Turns", "--out", "run").code == 0
    del sys.modules["turncoat"]
    Path("turncoat.py").write_text(
        code.replace("pass", "def decide(self, view):\n        raise KeyError"), encoding="utf-8"
    )
    invalidate_caches()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    outcome = ratiolab("search", "--resume", "run", "--trust", "turncoat")
    assert outcome.code == 3
    assert "Traceback" not in outcome.out + outcome.err
    assert "damaged" not in outcome.err
    sys.modules.pop("turncoat", None)
