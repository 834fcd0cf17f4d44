"""A trace: prompt and response lengths of real requests, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ratiolab.errors import InputError
from ratiolab.integers import IntArray, check_integer


@dataclass(frozen=True, eq=False)
class Trace:
    """Request lengths, one entry per usable row.

    Attributes
    ----------
    name : str
        The file's name, or the workload's.
    format : str
        The format it was read in, a key of `ratiolab.traces.FORMATS`; ``"workload"`` if it was drawn.
    prompts : array of int64, shape (n,)
        Prompt lengths in tokens, at least 0.
    responses : array of int64, shape (n,)
        Response lengths in tokens, at least 1.
    skipped : int
        Rows of the file that are no requests (failures, in formats that log them) and were left out.
    lines : array of int64, shape (n,), optional
        Line of the file (from 1) on which each row ends.
    """

    name: str
    format: str
    prompts: IntArray
    responses: IntArray
    skipped: int = 0
    lines: IntArray | None = None

    def __len__(self) -> int:
        return int(self.responses.size)

    def place(self, row: int) -> str:
        """Return how messages call row `row` (from 0): its number and, where known, its line."""
        return f"row {row}" if self.lines is None else f"row {row} (line {int(self.lines[row])})"


def collect(
    name: str, format: str, rows: Iterable[tuple[int, int, int]], source: str, skipped: int = 0
) -> Trace:
    """Build a trace from checked rows.

    Parameters
    ----------
    name, format : str
        See `Trace`.
    rows : iterable of (line, prompt, response)
        Line number from 1; prompt and response in tokens, within their ranges.
    source : str
        How messages call the file.
    skipped : int
        Rows that were left out.

    Raises
    ------
    InputError
        If there is no row.
    """
    table = np.array(list(rows), dtype=np.int64).reshape(-1, 3)
    if not table.size:
        left_out = f" (failed requests skipped: {skipped})" if skipped else ""
        raise InputError(f"{source}: has no requests{left_out}: at least one row is needed")
    columns = [np.ascontiguousarray(column) for column in table.T]
    for column in columns:
        column.setflags(write=False)
    return Trace(name, format, prompts=columns[1], responses=columns[2], skipped=skipped, lines=columns[0])


def window(trace: Trace, jobs: int, index: int) -> Trace:
    """Return rows ``[index*jobs, (index+1)*jobs)`` of `trace`.

    Every window has exactly `jobs` rows: rows at the end that fill no window belong to none, and a
    trace of fewer than `jobs` rows has no window. ``skipped`` stays that of the whole file.

    Parameters
    ----------
    trace : Trace
    jobs : int
        Rows per window, at least 1.
    index : int
        Which window, from 0.

    Raises
    ------
    InputError
        If there is no such window; the message says how many there are.
    """
    check_integer(jobs, "the number of jobs", 1)
    check_integer(index, "the window", 0)
    count = len(trace) // jobs
    if count == 0:
        raise InputError(f"{trace.name} has {len(trace)} rows: fewer than the {jobs} jobs asked for")
    if index >= count:
        rest = len(trace) - count * jobs
        tail = f"; the last {rest} rows fill no window" if rest else ""
        windows = "1 window (number 0)" if count == 1 else f"{count} windows (0 to {count - 1})"
        raise InputError(
            f"{trace.name} has {len(trace)} rows, {windows} of {jobs}: there is no window {index}{tail}"
        )
    rows = slice(index * jobs, (index + 1) * jobs)
    lines = None if trace.lines is None else trace.lines[rows]
    return Trace(trace.name, trace.format, trace.prompts[rows], trace.responses[rows], trace.skipped, lines)
