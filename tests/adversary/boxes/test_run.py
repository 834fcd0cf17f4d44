"""A box that lasts: stopped, killed and resumed as if never interrupted; what is no box is refused."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ratiolab.adversary.boxes import run as box_job
from ratiolab.adversary.boxes.cell import Cell, Worst, worst_order
from ratiolab.adversary.boxes.folder import DATABASE
from ratiolab.adversary.boxes.run import Box, BoxOutcome, run_box
from ratiolab.adversary.boxes.tiny import tiny_optima
from ratiolab.algorithms import Algorithm
from ratiolab.errors import InputError
from ratiolab.integers import IntArray


def summary(outcome: BoxOutcome) -> list[object]:
    """Everything an outcome says but the time it took."""
    return [
        (name, at, maximum.cell, maximum.worst, maximum.ratio, maximum.faults)
        for name, cells in outcome.maxima.items()
        for at, maximum in cells.items()
    ]


@pytest.mark.slow
@pytest.mark.parametrize("stop_at", [1, 30, 95])
def test_stopped_and_resumed_equals_uninterrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop_at: int
) -> None:
    """Ctrl-C in any cell, then the rest: the same maxima, places and counts; nothing is done twice."""
    asked = Box(3, 5, 2, ("gsa:alpha=2", "a-min", "mc-sf"))
    whole = run_box(tmp_path / "whole", asked)
    calls: list[Cell] = []

    def stopping(algorithm: Algorithm, cell: Cell, lengths: IntArray, optima: IntArray) -> Worst:
        calls.append(cell)
        if len(calls) == stop_at:
            raise KeyboardInterrupt
        return worst_order(algorithm, cell, lengths, optima)

    monkeypatch.setattr(box_job, "worst_order", stopping)
    with pytest.raises(KeyboardInterrupt):
        run_box(tmp_path / "parts", asked)
    resumed = run_box(tmp_path / "parts", None)
    assert summary(resumed) == summary(whole)
    assert len(calls) == 2 * 45 + 30 + 1  # 15 cells for each n, A-Min up to two jobs, one stop
    assert resumed.box == asked


@pytest.mark.slow
def test_killed_and_resumed_equals_uninterrupted(tmp_path: Path) -> None:
    """kill -9 in the middle loses at most the cell at hand."""
    names = ("gsa:alpha=2", "vllm-kill", "mc-sf")
    command = [
        sys.executable,
        "-m",
        "ratiolab",
        "box",
        "--n",
        "4",
        "--memory",
        "9",
        "--out",
        str(tmp_path / "k"),
    ]
    process = subprocess.Popen(
        [*command, *(word for name in names for word in ("--alg", name))],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    give_up = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < give_up and cells(tmp_path / "k") < 60:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert cells(tmp_path / "k") >= 60
    resumed = run_box(tmp_path / "k", None)
    assert summary(resumed) == summary(run_box(tmp_path / "whole", Box(4, 9, 5, names)))


def cells(folder: Path) -> int:
    """How many cells a run has on disk."""
    if not (folder / DATABASE).exists():
        return 0
    try:
        with sqlite3.connect(folder / DATABASE) as database:
            return int(database.execute("SELECT COUNT(*) FROM cell").fetchone()[0])
    except sqlite3.OperationalError:  # its tables are about to be made
        return 0


def test_refuses_what_is_no_box(tmp_path: Path) -> None:
    """Too large, an algorithm twice, a folder in use, or nothing to resume: refused with the reason."""
    with pytest.raises(InputError, match="from 1 to 8"):
        run_box(tmp_path / "a", Box(9, 5, 5))
    with pytest.raises(InputError, match="twice"):
        run_box(tmp_path / "a", Box(2, 3, 2, ("gsa:alpha=2", "gsa:alpha=4/2")))
    with pytest.raises(InputError, match="no box to resume"):
        run_box(tmp_path / "a", None)
    run_box(tmp_path / "b", Box(1, 2, 1, ("mc-sf",)))
    with pytest.raises(InputError, match="already holds a box"):
        run_box(tmp_path / "b", Box(1, 2, 1, ("mc-sf",)))


def test_a_run_below_the_optimum_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An optimum that is too high makes some run cheaper than it: told, whatever the maximum is."""
    monkeypatch.setattr(box_job, "tiny_optima", lambda *cell: np.asarray(tiny_optima(*cell) + 1))
    outcome = run_box(tmp_path, Box(2, 3, 2, ("gsa:alpha=2", "mc-sf")))
    assert any("cheaper than the optimum" in fault for fault in outcome.faults)
