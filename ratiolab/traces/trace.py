"""A trace: prompt and response lengths of real requests, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.integers import MAX_MEMORY, IntArray, check_integer
from ratiolab.traces.fit import FitReport, Oversized, fit


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

    def window(self, jobs: int, index: int) -> Trace:
        """Return rows ``[index*jobs, (index+1)*jobs)``.

        Every window has exactly `jobs` rows: rows at the end that fill no window belong to none, and a
        trace of fewer than `jobs` rows has no window. ``skipped`` stays that of the whole file.

        Parameters
        ----------
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
        count = len(self) // jobs
        if count == 0:
            raise InputError(f"{self.name} has {len(self)} rows: fewer than the {jobs} jobs asked for")
        if index >= count:
            rest = len(self) - count * jobs
            tail = f"; the last {rest} rows fill no window" if rest else ""
            windows = "1 window (number 0)" if count == 1 else f"{count} windows (0 to {count - 1})"
            raise InputError(
                f"{self.name} has {len(self)} rows, {windows} of {jobs}: there is no window {index}{tail}"
            )
        rows = slice(index * jobs, (index + 1) * jobs)
        lines = None if self.lines is None else self.lines[rows]
        return Trace(self.name, self.format, self.prompts[rows], self.responses[rows], self.skipped, lines)

    def instance(
        self,
        memory: int,
        prompt: int | None = None,
        *,
        jobs: int | None = None,
        window: int = 0,
        oversized: Oversized = "error",
    ) -> Instance:
        """Return the instance of the trace, or of a window of it.

        Parameters
        ----------
        memory : int
            Budget M in tokens, 1 to 2**60.
        prompt : int, optional
            Prompt of every job in tokens, at least 0; by default each row keeps its own.
        jobs : int, optional
            Rows of a window; by default all rows.
        window : int
            Which window, from 0: rows ``[window*jobs, (window+1)*jobs)``.
        oversized : {"error", "drop", "clip"}
            For rows with prompt + response > memory: refuse the trace, leave those rows out, or cut their
            response.

        Raises
        ------
        InputError
            As `to_instance` and `window`.
        """
        if jobs is None and window:
            raise InputError(f"window {window} of how many jobs? give jobs as well")
        rows = self if jobs is None else self.window(jobs, window)
        return to_instance(rows, memory, prompt, oversized)[0]


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


def to_instance(
    trace: Trace, memory: int, prompt: int | None = None, oversized: Oversized = "error"
) -> tuple[Instance, FitReport]:
    """Build the instance of a trace, its jobs in the order of the rows.

    Parameters
    ----------
    trace : Trace
    memory : int
        Budget M in tokens, 1 to 2**60.
    prompt : int, optional
        Prompt of every job in tokens, at least 0; by default each row keeps its own.
    oversized : {"error", "drop", "clip"}
        For rows with prompt + response > memory: refuse the trace, leave those rows out, or cut their
        response to ``memory - prompt``.

    Returns
    -------
    Instance, FitReport

    Raises
    ------
    InputError
        If rows do not fit and `oversized` is ``"error"``; if nothing is left after dropping; if a row
        cannot be clipped because its prompt leaves no room for a token; or if an argument is out of range.
    """
    budget = check_integer(memory, "memory", 1, MAX_MEMORY)
    prompts = trace.prompts
    if prompt is not None:
        prompts = np.full_like(trace.responses, check_integer(prompt, "prompt", 0))
    return fit(prompts, trace.responses, budget, oversized, trace.name, trace.place)
