"""``ratiolab opt`` and ``ratiolab verify``: a schedule that leaves one passes the other."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command import Command

JOBS = ("--lengths", "3x4,7x4,12x2", "--prompt", "2", "--memory", "30")


def test_optimum_and_its_schedule(ratiolab: Command, tmp_path: Path) -> None:
    """The proved optimum's schedule verifies to the same flow time."""
    path = tmp_path / "best.json"
    outcome = ratiolab("opt", *JOBS, "--schedule", str(path), "--json")
    opt = outcome.json["opt"]
    assert (opt["lower"], opt["upper"], opt["proved"]) == (84, 84, True)
    checked = ratiolab("verify", *JOBS, "--schedule", str(path), "--json")
    assert checked.code == 0
    assert checked.json["flow_time"] == 84


def test_corrupted_schedule_is_refused(ratiolab: Command, tmp_path: Path) -> None:
    """A start moved into a full round is refused with the round, exit code 1."""
    path = tmp_path / "best.json"
    ratiolab("opt", *JOBS, "--schedule", str(path))
    document = json.loads(path.read_text())
    document["start"] = [0] * len(document["start"])
    path.write_text(json.dumps(document))
    outcome = ratiolab("verify", *JOBS, "--schedule", str(path))
    assert outcome.code == 1
    assert "more than the memory budget 30" in outcome.err


def test_time_limit_gives_an_interval(ratiolab: Command) -> None:
    """A run cut short says so and still brackets the optimum."""
    arguments = ("--workload", "uniform", "--jobs", "30", "--memory", "40", "--time-limit", "0.5", "--json")
    found = ratiolab("opt", *arguments).json
    assert found["status"] == "time limit"
    assert found["opt"]["proved"] is False
    assert found["opt"]["lower"] < found["opt"]["upper"]


def test_bad_time_limit(ratiolab: Command) -> None:
    """A time limit of zero or less is refused."""
    outcome = ratiolab("opt", *JOBS, "--time-limit", "0")
    assert outcome.code == 2
    assert "time limit" in outcome.err
