"""Verdicts are kept while nothing they depend on changes, and not a moment longer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import proofs.store.sources as sources
from proofs.claim import Claim
from proofs.proof import prove
from proofs.store.folder import VARIABLE
from proofs.store.sources import ROOT
from proofs.verdict import Status
from proofs.verdicts import Verdicts

MODULES = ("proofs.paper.model", "proofs.paper.lattice", "proofs.paper.peak")


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty cache folder."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "verdicts"


def _all(verdicts: Verdicts) -> dict[str, Any]:
    return {claim.name: verdicts.result(claim.name) for claim in verdicts.statements}


def test_kept_verdicts_are_the_same(folder: Path) -> None:
    """A second process finds statements and verdicts as the first one had them, marked as kept."""
    first, second = Verdicts(MODULES), Verdicts(MODULES)
    now, kept = _all(first), _all(second)
    assert len(now) > 8
    assert not any(result.kept for result in now.values())
    assert all(result.kept for result in kept.values())
    assert {name: replace(result, kept=False) for name, result in kept.items()} == now
    assert second.statements == first.statements


def test_kept_verdicts_load_no_claim(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where everything is kept, neither a statement nor a verdict needs the proofs."""

    def unwanted(module: str) -> tuple[Claim, ...]:
        raise AssertionError(f"{module} was loaded")

    _all(Verdicts(MODULES))
    monkeypatch.setattr("proofs.verdicts.claims_of", unwanted)
    assert all(result.kept for result in _all(Verdicts(MODULES)).values())


def test_fresh_discharges_anew(folder: Path) -> None:
    """Asked for fresh verdicts, nothing kept is read; what comes out is kept again."""
    _all(Verdicts(MODULES))
    assert not any(result.kept for result in _all(Verdicts(MODULES, fresh=True)).values())
    assert all(result.kept for result in _all(Verdicts(MODULES)).values())


def test_what_fails_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A verdict that does not hold is worked out again each time."""
    real = Claim.discharge
    monkeypatch.setattr(Claim, "discharge", lambda *given: replace(real(*given), status=Status.UNDECIDED))
    _all(Verdicts(MODULES))
    monkeypatch.undo()
    monkeypatch.setenv(VARIABLE, str(folder.parent))
    assert not any(result.kept for result in _all(Verdicts(MODULES)).values())


def test_a_source_touched_after_loading_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that may have loaded another text than the one on disk neither keeps nor reads a verdict."""
    _all(Verdicts(MODULES))
    kept = sorted(folder.iterdir())
    monkeypatch.setattr(sources, "LOADED", 0)
    assert not any(result.kept for result in _all(Verdicts(MODULES)).values())
    assert sorted(folder.iterdir()) == kept


@pytest.mark.parametrize("damage", [lambda text: "", lambda text: text[:-9], lambda text: text.upper()])
def test_damaged_entries_are_made_anew(folder: Path, damage: Callable[[str], str]) -> None:
    """Cut or changed entries are not read but written over."""
    now = _all(Verdicts(MODULES))
    for path in folder.iterdir():
        path.write_text(damage(path.read_text()))
    again = _all(Verdicts(MODULES))
    assert not any(result.kept for result in again.values())
    assert {name: result.status for name, result in again.items()} == {
        name: result.status for name, result in now.items()
    }
    assert all(result.kept for result in _all(Verdicts(MODULES)).values())


def test_a_proof_says_whether_it_was_kept(folder: Path) -> None:
    """A proof is kept only if every verdict in it is."""
    first = prove("L3.4", verdicts=Verdicts())
    assert not first.kept
    assert prove("L3.4", verdicts=Verdicts()).kept
    assert not prove("L3.8", verdicts=Verdicts()).kept


_PROVE = """
import json, sys
from proofs.proof import prove
proof = prove(sys.argv[1])
print(json.dumps({result.name: [result.status.value, result.kept] for result in proof.results}))
"""


@pytest.mark.slow
def test_an_edited_source_is_proved_anew(tmp_path: Path) -> None:
    """In a copy: an edit of a claim or of a method ends the verdicts that depend on it, and no other."""
    copy = tmp_path / "tree"
    shutil.copytree(ROOT, copy / "proofs", ignore=shutil.ignore_patterns("__pycache__"))
    cache = {VARIABLE: str(tmp_path / "cache"), "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}

    def run() -> dict[str, list[Any]]:
        done = subprocess.run(
            [sys.executable, "-c", _PROVE, "T3.2"],
            env={**os.environ, **cache},
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
        )
        verdicts: dict[str, list[Any]] = json.loads(done.stdout)
        return verdicts

    def edit(path: str, old: str, new: str) -> str:
        text = (copy / "proofs" / path).read_text()
        assert old in text
        (copy / "proofs" / path).write_text(text.replace(old, new, 1))
        return text

    assert not any(kept for _, kept in run().values())
    assert all(kept for _, kept in run().values())

    # a wrong coefficient in one claim: it fails at once, what lies below is still kept
    text = edit("paper/pipeline.py", "rhs=2 * (q * L + tau)", "rhs=2 * q * L + tau")
    verdicts = run()
    assert verdicts["T3.2"] == ["refuted", False]
    assert verdicts["L3.4"] == ["proved", True]
    assert not any(kept for name, (_, kept) in verdicts.items() if name.startswith("T3.2"))
    (copy / "proofs/paper/pipeline.py").write_text(text)
    assert all(status in ("proved", "assumed") for status, _ in run().values())

    # a method that proves nothing any more, three imports below the claims
    edit("method/inequalities.py", "return Finding(Status.PROVED", "return Finding(Status.UNDECIDED")
    verdicts = run()
    assert {status for status, kept in verdicts.values() if kept} == {"assumed"}
    assert "undecided" in {status for status, _ in verdicts.values()}
