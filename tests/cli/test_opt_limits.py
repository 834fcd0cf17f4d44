"""``ratiolab opt`` where time, disk or patience run out: nothing known is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ratiolab.cli import main as entry
from ratiolab.library.solve import Solution, solve
from tests.cli.command import Command

JOBS = ("--lengths", "3x4,7x4,12x2", "--prompt", "2", "--memory", "30")

needs_dev_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")


@pytest.mark.slow
def test_start_up_counts(ratiolab: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds that have passed since the command began are taken off the time limit."""
    limits: list[float] = []

    def watched(*given: Any, time_limit: float, **options: Any) -> Solution:
        limits.append(time_limit)
        return solve(*given, time_limit=60.0, **options)

    monkeypatch.setattr("ratiolab.cli.opt.solve", watched)
    for late, allowed in ((0.0, 100.0), (90.0, 10.0), (1e6, 0.1)):
        monkeypatch.setattr(entry, "monotonic", lambda late=late: time.monotonic() - late)
        assert ratiolab("opt", *JOBS, "--time-limit", "100", "--json").code == 0
        assert 0 < limits[-1] <= allowed


@pytest.mark.slow
@needs_dev_full
def test_a_file_that_cannot_be_written_loses_nothing(ratiolab: Command, tmp_path: Path) -> None:
    """The other file is written and the result is printed; then the error, exit code 2."""
    proof = tmp_path / "proof.json"
    outcome = ratiolab("opt", *JOBS, "--schedule", "/dev/full", "--certificate", str(proof), "--json")
    assert outcome.code == 2
    assert outcome.err.startswith("Error: /dev/full: cannot be written")
    assert outcome.err.count("\n") == 1
    assert (outcome.json["opt"]["upper"], outcome.json["certified"]) == (84, 84)
    assert json.loads(proof.read_text())["claim"] == {"lower": 84, "upper": 84}
    outcome = ratiolab("opt", *JOBS, "--certificate", "/dev/full", "--json")
    assert (outcome.code, outcome.json["opt"]["upper"], outcome.json["certified"]) == (2, 84, None)


@pytest.mark.slow
@needs_dev_full
def test_output_that_cannot_be_written_loses_no_file(tmp_path: Path) -> None:
    """Files come before the output: a full disk there costs the printed text only, and one line says so."""
    schedule = tmp_path / "best.json"
    command = [sys.executable, "-m", "ratiolab", "opt", *JOBS, "--schedule", str(schedule)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=dict(os.environ)
        )
    assert done.returncode == 2
    assert done.stderr == "Error: the output cannot be written: No space left on device.\n"
    assert len(json.loads(schedule.read_text())["start"]) == 10
