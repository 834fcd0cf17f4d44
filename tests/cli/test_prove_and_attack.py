"""``ratiolab prove`` and ``ratiolab attack``: verdicts, files, a broken claim, a violated inequality."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from proofs.attack import AttackResult
from proofs.catalogue import GOALS, claims_of
from proofs.claim import Claim
from proofs.graph import unused
from proofs.method.inequalities import Inequality
from proofs.paper.pipeline import IDENTICAL_JOBS
from proofs.store.folder import VARIABLE
from proofs.verdicts import shared
from tests.cli.command import Command


def test_a_theorem_and_its_chain(ratiolab: Command) -> None:
    """T3.15 holds, and what is assumed below it are model facts only."""
    outcome = ratiolab("prove", "T3.15", "--json")
    document = outcome.json
    assert outcome.code == 0
    assert document["holds"] is True
    assert document["boxes"] == []
    assert all(name.startswith("model.") for name in document["assumed"])
    names = [claim["name"] for claim in document["claims"]]
    assert {"L3.9", "L5.1", "L5.2", "L5.3", "T3.15"} <= set(names)
    position = {name: i for i, name in enumerate(names)}
    for claim in document["claims"]:
        assert all(position[premise] < position[claim["name"]] for premise in claim["premises"])


def test_an_assumed_claim_is_not_called_proved(ratiolab: Command) -> None:
    """A claim without a step says that it is assumed, and nowhere that something was checked or proved."""
    out = ratiolab("prove", "model.no-kill").out
    assert "checked   nothing: it is assumed" in out
    assert "assumed, nothing proved" in out
    assert "every step proved" not in out
    assert "The relations are checked" not in out


def test_a_claim_that_is_no_goal_is_one_line(ratiolab: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim that nothing rests on and no list of goals names is said in one line, with what to do."""
    goals = set(GOALS) - {"L3.8", "tight.D.best"}
    monkeypatch.setattr("proofs.proof.unused", lambda claims: unused(claims, goals))
    outcome = ratiolab("prove", "T3.2")
    assert (outcome.code, outcome.out) == (2, "")
    assert len(outcome.err.splitlines()) == 1
    assert "nothing rests on L3.8, tight.D.best" in outcome.err
    assert "make it a goal in proofs/catalogue.py" in outcome.err


@pytest.fixture
def nothing_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An empty cache folder, and nothing remembered by this process."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    shared.cache_clear()
    yield
    shared.cache_clear()


@pytest.mark.slow
def test_a_broken_step_exits_1(
    ratiolab: Command, monkeypatch: pytest.MonkeyPatch, nothing_kept: None
) -> None:
    """A wrong coefficient planted in one claim is named, and the walk fails."""
    step = IDENTICAL_JOBS.step("two-gaps")
    assert isinstance(step, Inequality)
    broken = IDENTICAL_JOBS.with_step(replace(step, rhs=step.rhs - 1))

    def planted(module: str) -> tuple[Claim, ...]:
        return tuple(broken if claim.name == "T3.2" else claim for claim in claims_of(module))

    monkeypatch.setattr("proofs.verdicts.claims_of", planted)
    outcome = ratiolab("prove", "T3.2")
    assert outcome.code == 1
    assert "not proved: T3.2" in outcome.out
    assert "two-gaps" in outcome.out


@pytest.mark.slow
def test_verdicts_are_kept_and_said_to_be(ratiolab: Command, nothing_kept: None) -> None:
    """The second time a verdict is kept, and both forms of the output say so; --fresh proves it anew."""
    first = ratiolab("prove", "T3.2", "--json").json
    shared.cache_clear()
    second = ratiolab("prove", "T3.2", "--json").json
    assert (first["kept"], second["kept"]) == (False, True)
    assert {claim["kept"] for claim in second["claims"]} == {True}
    for answer in (first, second):
        for part in (answer, *answer["claims"]):
            del part["kept"]
    assert first == second
    shared.cache_clear()
    text = ratiolab("prove", "T3.2").out
    assert f"{len(first['claims'])} verdicts kept" in text
    fresh = ratiolab("prove", "T3.2", "--fresh")
    assert "kept" not in fresh.out
    assert ratiolab("prove", "T3.2", "--fresh", "--json").json["kept"] is False


def test_graph_files(ratiolab: Command, tmp_path: Path) -> None:
    """The graph is written as picture, JSON and GraphML; another ending is refused."""
    for name in ("graph.png", "graph.json", "graph.graphml"):
        assert ratiolab("prove", "T3.2", "--graph", str(tmp_path / name)).code == 0
    nodes = {node["id"] for node in json.loads((tmp_path / "graph.json").read_text())["nodes"]}
    assert {"T3.2", "T3.2.spacing"} <= nodes
    assert (tmp_path / "graph.png").read_bytes().startswith(b"\x89PNG")
    assert ratiolab("prove", "T3.2", "--graph", str(tmp_path / "graph.txt")).code == 2


@pytest.mark.slow
def test_export_and_second_opinion(ratiolab: Command, tmp_path: Path) -> None:
    """Obligations are exported, and z3 agrees with every one of them it decides."""
    outcome = ratiolab("prove", "T3.2", "--export", "smt2", "--out", str(tmp_path))
    assert outcome.code == 0
    assert list(tmp_path.glob("*.smt2"))
    pytest.importorskip("z3")
    opinions = ratiolab("prove", "T3.2", "--second-opinion", "--json")
    assert opinions.code == 0
    assert opinions.json["counts"]["agrees"] > 0
    assert opinions.json["counts"]["disagrees"] == 0


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (("L9.9",), "unknown claim 'L9.9'"),
        (("T3.2", "--export", "smt2"), "needs --out DIR"),
        (("--formal", "T3.15"), "--formal goes alone"),
        (("gsa_2",), "gsa_2 is a theorem in Coq: prove --formal"),
        (("--formal", "--steps"), "--formal goes alone: leave out --steps"),
        (("--recheck",), "--recheck goes with --formal"),
    ],
)
def test_prove_bad_input(ratiolab: Command, arguments: tuple[str, ...], fragment: str) -> None:
    """Bad input is one message and exit code 2."""
    outcome = ratiolab("prove", *arguments)
    assert outcome.code == 2
    assert fragment in outcome.err


def test_attack_survives(ratiolab: Command) -> None:
    """A short attack finds no violation and says that this is no proof."""
    outcome = ratiolab("attack", "L3.9", "eq.6", "--instances", "60")
    assert outcome.code == 0
    assert "No proof" in outcome.out


def test_claims_are_replayed(ratiolab: Command) -> None:
    """A claim without two sides of its own is replayed under its name."""
    outcome = ratiolab("attack", "greedy.F2", "regroup", "--instances", "20", "--json")
    results = outcome.json["results"]
    assert outcome.code == 0
    assert [result["name"] for result in results] == ["greedy.F2", "regroup"]
    assert all(result["evaluated"] > 0 for result in results)


def test_attack_reports_a_violation(ratiolab: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A violated inequality is shown with its instance and exits 1."""
    bad = AttackResult("L3.9", "planted", 5, Fraction(-1, 3), "here", "M=3, s=1: 5 > 4")
    monkeypatch.setattr("proofs.attack.attack", lambda *arguments: [bad])
    outcome = ratiolab("attack", "L3.9", "--json")
    assert outcome.code == 1
    assert outcome.json["results"][0]["violation"] == "M=3, s=1: 5 > 4"


def test_attack_bad_input(ratiolab: Command) -> None:
    """An unknown inequality lists the known ones."""
    outcome = ratiolab("attack", "L0")
    assert outcome.code == 2
    assert "known: L3.3" in outcome.err
