"""``ratiolab compare`` and ``ratiolab show``: numbers, files, pictures, refusals."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from tests.cli.command import Command

BASE = ("compare", "--alg", "gsa:alpha=2", "--alg", "mc-sf", "--workload", "uniform")


def test_means_are_exact_and_above_the_floor(ratiolab: Command) -> None:
    """Every mean is an exact fraction of at least the lower bound; repeats average seeds."""
    one = ratiolab(*BASE, "--jobs", "20:60:20", "--json").json
    two = ratiolab(*BASE, "--jobs", "20", "--repeat", "2", "--json").json
    seed1 = ratiolab(
        "ratio", "--alg", "mc-sf", "--workload", "uniform", "--jobs", "20", "--seed", "1", "--json"
    )
    assert [row["jobs"] for row in one["rows"]] == [20, 40, 60]
    for row in one["rows"]:
        means = {label: Fraction(value) for label, value in row["mean_flow_time"].items()}
        assert (
            means["lower bound"] <= means["best known schedule"] <= min(means["gsa(alpha=2)"], means["mc-sf"])
        )
    first = Fraction(one["rows"][0]["mean_flow_time"]["mc-sf"])
    second = Fraction(seed1.json["algorithms"][0]["flow_time"], 20)
    assert Fraction(two["rows"][0]["mean_flow_time"]["mc-sf"]) == (first + second) / 2


def test_csv_and_plot(ratiolab: Command, tmp_path: Path) -> None:
    """The table goes to CSV and the picture is written."""
    table, plot = tmp_path / "means.csv", tmp_path / "means.png"
    outcome = ratiolab(*BASE, "--jobs", "10:30:10", "--csv", str(table), "--plot", str(plot))
    assert outcome.code == 0
    with table.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["jobs"] for row in rows] == ["10", "20", "30"]
    assert plot.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (("--jobs", "0"), "1 <= FIRST"),
        (("--jobs", "5:1"), "1 <= FIRST"),
        (("--jobs", "many"), "FIRST:LAST:STEP"),
        (("--jobs", "5", "--repeat", "0"), "--repeat is 0"),
        (("--jobs", "5", "--plot", "x.gif"), "a picture ends in"),
        (("--jobs", "5", "--trace", "x.csv"), "give one source"),
    ],
)
def test_compare_bad_input(ratiolab: Command, arguments: tuple[str, ...], fragment: str) -> None:
    """Bad input is one line and exit code 2."""
    outcome = ratiolab(*BASE, *arguments)
    assert outcome.code == 2
    assert fragment in outcome.err


@pytest.mark.slow
@pytest.mark.parametrize("workload", ["two-lengths", "staggered"])
def test_show(ratiolab: Command, tmp_path: Path, workload: str) -> None:
    """A picture with and without killed attempts is written."""
    path = tmp_path / "memory.svg"
    outcome = ratiolab("show", "--alg", "gsa:alpha=2", "--workload", workload, "--out", str(path))
    assert outcome.code == 0
    assert "<svg" in path.read_text()


@pytest.mark.slow
def test_show_draws_every_algorithm(ratiolab: Command, tmp_path: Path) -> None:
    """Of several algorithms none is left out: each has a panel and its cost in the text."""
    path = tmp_path / "memory.svg"
    algorithms = ("--alg", "gsa:alpha=2", "--alg", "mc-sf")
    outcome = ratiolab("show", *algorithms, "--workload", "two-lengths", "--out", str(path))
    assert outcome.code == 0
    assert "gsa(alpha=2): flow time 18542" in outcome.out
    assert "mc-sf: flow time 13448" in outcome.out


def test_show_refuses_what_it_cannot_write(ratiolab: Command, tmp_path: Path) -> None:
    """A wrong ending and a missing folder are input errors."""
    base = ("show", "--alg", "sps", "--workload", "staggered", "--out")
    assert "a picture ends in" in ratiolab(*base, "memory.txt").err
    missing = ratiolab(*base, str(tmp_path / "nowhere" / "memory.png"))
    assert missing.code == 2
    assert "cannot be written" in missing.err


def test_memory_of_a_workload_is_told(ratiolab: Command) -> None:
    """Without --memory the budget of the workload is in the title and in the JSON."""
    arguments = ("compare", "--alg", "sps", "--workload", "two-lengths", "--jobs", "10")
    assert ratiolab(*arguments, "--json").json["memory"] == 256
    assert "M = 256" in ratiolab(*arguments).out
