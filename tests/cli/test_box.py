"""``ratiolab box``: report, JSON and exit codes; planted errors end with exit code 1."""

from __future__ import annotations

import shlex
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proofs.exact.surd import Quadratic
from ratiolab.adversary.boxes import maximum as box_check
from ratiolab.adversary.boxes import run as box_job
from ratiolab.adversary.boxes.cell import worst_order
from ratiolab.adversary.boxes.run import Box
from ratiolab.adversary.boxes.tiny import tiny_optima
from ratiolab.report.box_report import REPORT
from ratiolab.theory import TheoryBound
from tests.cli.command import Command

SMALL = ("box", "--n", "2", "--memory", "4", "--alg", "gsa:alpha=2", "--alg", "mc-sf")


@pytest.mark.slow
def test_report_table_and_picture(ratiolab: Command, tmp_path: Path) -> None:
    """The command writes what it prints: every algorithm, its box, its maximum; and a picture."""
    outcome = ratiolab(*SMALL, "--out", str(tmp_path / "run"), "--report", str(tmp_path / "report"))
    assert outcome.code == 0
    text = (tmp_path / "report" / "README.md").read_text(encoding="utf-8")
    for told in (outcome.out, text):
        assert "gsa(alpha=2)" in told
        assert "n <= 2, M <= 4" in told
    assert (tmp_path / "report" / "maxima.png").stat().st_size > 10_000


@pytest.mark.slow
def test_json_and_resume(ratiolab: Command, tmp_path: Path) -> None:
    """JSON holds exact fractions with where they are attained; a resumed run says the same."""
    first = ratiolab(*SMALL, "--out", str(tmp_path / "run"), "--json")
    again = ratiolab("box", "--resume", str(tmp_path / "run"), "--json")
    assert (first.code, again.code) == (0, 0)
    assert first.json == again.json
    largest = first.json["algorithms"]["gsa:alpha=2"]["maximum"]
    assert Fraction(largest["ratio"]) == Fraction(largest["cost"], largest["optimum"]) > 1
    assert first.json["faults"] == []


@pytest.mark.slow
def test_the_command_on_the_page_makes_the_page(ratiolab: Command, tmp_path: Path) -> None:
    """Algorithms that are no default ones are in it; run again as it stands, it writes the same page."""
    algorithms = ("--alg", "gsa:alpha=(7+sqrt(13))/6", "--alg", "sims")
    assert ratiolab("box", "--n", "2", "--memory", "4", *algorithms, "--out", str(tmp_path / "run")).code == 0
    page = (tmp_path / "run" / REPORT).read_text(encoding="utf-8")
    (line,) = (line for line in page.splitlines() if line.startswith("    ratiolab"))
    program, *words = shlex.split(line)
    assert (program, words[-2:]) == ("ratiolab", ["--out", "run"])
    assert ratiolab(*words[:-1], str(tmp_path / "again")).code == 0
    assert (tmp_path / "again" / REPORT).read_text(encoding="utf-8") == page
    assert Box(3, 4, 2).command == "ratiolab box --n 3 --memory 4 --slow-n 2"


@pytest.mark.parametrize("option", [("--n", "3"), ("--slow-n", "5"), ("--alg", "gsa")])
def test_resume_takes_no_other_box(ratiolab: Command, tmp_path: Path, option: tuple[str, str]) -> None:
    """What would be passed over is refused, even where it says the default."""
    done = ratiolab("box", "--resume", str(tmp_path), *option)
    assert done.code == 2
    assert "leave out --n, --memory, --slow-n and --alg" in done.err


@pytest.mark.slow
def test_a_planted_low_optimum_is_refused(
    ratiolab: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Optima one round too low: the search engine contradicts them, exit code 1."""
    lower = lambda *cell: np.maximum(tiny_optima(*cell) - 1, 1)  # noqa: E731
    monkeypatch.setattr(box_job, "tiny_optima", lower)
    outcome = ratiolab(*SMALL, "--out", str(tmp_path))
    assert outcome.code == 1
    assert "the search engine proves" in outcome.err


@pytest.mark.slow
@pytest.mark.parametrize("factor", [2, 100])
def test_a_planted_high_cost_is_refused(
    ratiolab: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, factor: int
) -> None:
    """A cost that no schedule has: the verified schedule contradicts it, exit code 1."""

    def dearer(*arguments: Any) -> Any:
        worst = worst_order(*arguments)
        return replace(worst, cost=factor * worst.cost)

    monkeypatch.setattr(box_job, "worst_order", dearer)
    outcome = ratiolab(*SMALL, "--out", str(tmp_path))
    assert outcome.code == 1
    assert "the verified schedule" in outcome.err
    assert ("above the proved" in outcome.err) == (factor == 100)
    assert "FAULTS" in (tmp_path / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_ratio_above_a_proved_bound_is_exit_code_one(
    ratiolab: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bound just below the true maximum: both are named."""
    bound = TheoryBound(Quadratic(Fraction(101, 100)), "planted", derived=False)
    monkeypatch.setattr(box_check, "bound_for", lambda *_: bound)
    outcome = ratiolab(*SMALL, "--out", str(tmp_path))
    assert outcome.code == 1
    assert "above the proved 101/100" in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--n", "3", "--memory", "4"),
        ("--out", "x"),
        ("--out", "x", "--n", "3"),
        ("--out", "x", "--resume", "x"),
    ],
)
def test_usage_errors(
    ratiolab: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """No folder, no box, or two folders: one line and exit code 2."""
    monkeypatch.chdir(tmp_path)
    outcome = ratiolab("box", *arguments)
    assert outcome.code == 2
    assert outcome.err.startswith("Error: give ")
