"""``ratiolab lower-bound``: every bound with its certificate, the best one marked."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from ratiolab.certificates.prices import Prices, price_bound
from tests.cli.command import Command

JOBS = ("--lengths", "3x4,7x4,12x2", "--prompt", "2", "--memory", "30")
ROWS = [(2, 3, 4), (2, 7, 4), (2, 12, 2)]


def test_json_carries_values_and_certificates(ratiolab: Command) -> None:
    """The prices printed prove the value printed, and no bound is above the optimum, 84."""
    outcome = ratiolab("lower-bound", *JOBS, "--json")
    assert outcome.code == 0
    document = outcome.json
    assert document["format"] == "ratiolab.lower-bound"
    names = ["length", "area", "mean busy time", "completion", "linear program"]
    assert [bound["name"] for bound in document["bounds"]] == names
    for bound in document["bounds"]:
        assert Fraction(bound["value"]) <= bound["rounded"] <= 84
    proof = document["bounds"][-1]["certificate"]
    prices = Prices(proof["scale"], tuple(proof["rounds"]), tuple(proof["values"]))
    assert price_bound(ROWS, 30, prices) == Fraction(document["bounds"][-1]["value"])
    best = max(document["bounds"], key=lambda bound: bound["rounded"])
    assert (document["best"], document["lower"]) == (best["name"], best["rounded"])
    assert document["lower"] <= 84 <= document["upper"]


def test_table_marks_the_best(ratiolab: Command) -> None:
    """One line is marked as best, and the schedule beside the bounds is named."""
    outcome = ratiolab("lower-bound", *JOBS)
    assert outcome.code == 0
    assert sum("best" in line.split() for line in outcome.out.splitlines()) == 1
    assert "a feasible schedule:" in outcome.out


def test_no_lp(ratiolab: Command) -> None:
    """Without the linear program only the closed forms are there."""
    document = ratiolab("lower-bound", *JOBS, "--no-lp", "--json").json
    assert [bound["certificate"]["kind"] for bound in document["bounds"]] == [
        "length", "area", "mean busy time", "completion",
    ]  # fmt: skip


@pytest.mark.slow
def test_grouped_instances(ratiolab: Command, tmp_path: Path) -> None:
    """10**12 jobs are bounded too; there is no schedule to list beside them."""
    outcome = ratiolab(
        "lower-bound", "--lengths", f"5x{10**12},70x{10**12}", "-s", "3", "-M", "100", "--json"
    )
    assert outcome.code == 0
    assert outcome.json["upper"] is None
    assert outcome.json["lower"] > 75 * 10**12
    assert json.loads(outcome.out)["problem"]["jobs"] == 2 * 10**12


def test_bad_input(ratiolab: Command) -> None:
    """A time limit that is none, and jobs that do not fit, are refused with exit code 2."""
    for limit in ("0", "-1", "nan", "inf"):
        outcome = ratiolab("lower-bound", *JOBS, "--time-limit", limit)
        assert outcome.code == 2
        assert "above 0" in outcome.err
    assert ratiolab("lower-bound", "--lengths", "50", "--memory", "30").code == 2
