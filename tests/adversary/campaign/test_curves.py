"""Strategies at an equal budget: exact ratios, runs that go on, comparisons seed by seed."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from ratiolab.adversary.campaign.curves import Curve, curves_csv, planned, rankings, run_curves, run_name
from ratiolab.adversary.scoring.scorer import Scorer
from ratiolab.adversary.search.candidate import Candidate
from ratiolab.adversary.witnesses.file import read_witness
from ratiolab.adversary.witnesses.witness import verify_witness
from ratiolab.errors import InputError
from tests.cli.command import Command

TASKS = planned(["gsa:alpha=2"], ["random", "structured"], 2, 120, memory=500, jobs=100)


@pytest.mark.slow
def test_curves_rise_and_end_at_the_verified_witness(tmp_path: Path) -> None:
    """Steps ascend within the budget; the last ratio is exactly that of the run's verified witness file."""
    curves = list(run_curves(tmp_path, TASKS))
    assert [(c.strategy, c.seed) for c in curves] == [
        ("random", 0), ("random", 1), ("structured", 0), ("structured", 1)
    ]  # fmt: skip
    for task, curve in zip(TASKS, curves, strict=True):
        evaluations, ratios = zip(*curve.steps, strict=True)
        assert list(evaluations) == sorted(set(evaluations))
        assert list(ratios) == sorted(set(ratios))
        assert 1 <= evaluations[0] <= evaluations[-1] <= 120
        kept = verify_witness(read_witness(tmp_path / run_name(task) / "witness.json"))
        assert kept.witness.ratio == curve.final == curve.at(120)


@pytest.mark.slow
def test_interrupted_curves_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle of the second run, then the same call: the same curves, nothing done twice."""
    whole = list(run_curves(tmp_path / "whole", TASKS))
    plain, calls = Scorer.score, 0

    def stopping(self: Scorer, candidate: Candidate) -> float:
        nonlocal calls
        calls += 1
        if calls == 170:
            raise KeyboardInterrupt
        return plain(self, candidate)

    monkeypatch.setattr(Scorer, "score", stopping)
    with pytest.raises(KeyboardInterrupt):
        list(run_curves(tmp_path / "parts", TASKS))
    told: list[tuple[int, int]] = []
    again = run_curves(tmp_path / "parts", TASKS, lambda done, total, what: told.append((done, total)))
    assert list(again) == whole
    assert calls - 170 <= 360  # the first run was kept
    assert told == sorted(told)
    assert told[-1] == (480, 480)


def test_a_folder_of_other_runs_is_refused(tmp_path: Path) -> None:
    """A run with another budget in the same folder is neither continued nor taken for this one."""
    list(run_curves(tmp_path, TASKS[:1]))
    with pytest.raises(InputError, match="holds another search"):
        list(run_curves(tmp_path, planned(["gsa:alpha=2"], ["random"], 1, 121, memory=500, jobs=100)))


def test_steps_between_improvements() -> None:
    """The best so far is 0 before the first improvement and constant between two."""
    curve = Curve("a", "s", 0, 10, ((3, Fraction(3, 2)), (7, Fraction(2))))
    assert [curve.at(e) for e in (1, 2, 3, 6, 7, 10)] == [0, 0, Fraction(3, 2), Fraction(3, 2), 2, 2]
    assert Curve("a", "s", 0, 10, ()).final == 0


def test_rankings_are_exact() -> None:
    """A difference beyond floating point decides, a tie is no win, and one good run of another is told."""
    tiny = Fraction(1, 10**30)

    def made(strategy: str, *finals: Fraction) -> list[Curve]:
        return [Curve("a", strategy, seed, 9, ((1, ratio),)) for seed, ratio in enumerate(finals)]

    two, three = Fraction(2), Fraction(3)
    curves = made("x", two - tiny, three) + made("y", two, two) + made("z", two - tiny, two - tiny)
    listed = {s.strategy: s for s in rankings(curves + made("top", two, three), "top")}
    assert [(s, listed[s].beaten, listed[s].below_worst) for s in "xyz"] == [
        ("x", 1, False), ("y", 1, False), ("z", 2, True)
    ]  # fmt: skip
    assert listed["x"].median == (5 - tiny) / 2


def test_csv_holds_exact_fractions() -> None:
    """Every improvement is a row, its ratio an exact fraction."""
    text = curves_csv([Curve("gsa:alpha=2", "hill", 4, 10, ((3, Fraction(3, 2)), (7, Fraction(2))))])
    rows = list(csv.DictReader(text.splitlines()))
    assert [(r["strategy"], r["seed"], r["evaluation"], Fraction(r["ratio"])) for r in rows] == [
        ("hill", "4", "3", Fraction(3, 2)), ("hill", "4", "7", Fraction(2))
    ]  # fmt: skip


@pytest.mark.slow
def test_command(ratiolab: Command, tmp_path: Path) -> None:
    """The command writes page, picture and table; called again it only reads and says the same."""
    options = ["--alg", "gsa:alpha=2", "--strategy", "random", "--strategy", "structured", "--seeds", "2"]
    options += ["--budget", "60", "--max-memory", "500", "--out", str(tmp_path)]
    done = ratiolab("curves", *options, "--json")
    assert (done.code, done.json["leader"], len(done.json["runs"])) == (0, "structured", 4)
    page = (tmp_path / "README.md").read_text()
    assert "60 evaluations a run" in page
    assert "| random |" in page
    assert (tmp_path / "curves.png").read_bytes().startswith(b"\x89PNG")
    table = (tmp_path / "curves.csv").read_text()
    assert ratiolab("curves", *options, "--json").json == done.json
    assert (tmp_path / "curves.csv").read_text() == table


def test_command_refuses(ratiolab: Command, tmp_path: Path) -> None:
    """Unknown algorithms, regions out of range and a file in place of the folder: one line, exit code 2."""
    (tmp_path / "file").write_text("")
    for options in (
        ("--alg", "nothing", "--out", str(tmp_path)),
        ("--max-memory", "1", "--out", str(tmp_path / "a")),
        ("--out", str(tmp_path / "file")),
    ):
        done = ratiolab("curves", *options)
        assert (done.code, done.err.count("\n")) == (2, 1), options
