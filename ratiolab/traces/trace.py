"""A trace: prompt and response lengths of real requests, in the order of the file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

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
        Rows with 0 response tokens that were left out, up to where the file was read: failures, in formats
        that log them, and what ``skip_empty`` asked to skip.
    lines : array of int64, shape (n,), optional
        Line of the file (from 1) on which each row ends.
    arrivals : tuple of Fraction, length n, optional
        When each request came, exact, in seconds on the file's own clock, in the order of the file; None if
        the file does not say. An instance does not use them: its jobs are all there from round 0.
    """

    name: str
    format: str
    prompts: IntArray
    responses: IntArray
    skipped: int = 0
    lines: IntArray | None = None
    arrivals: tuple[Fraction, ...] | None = None

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
        if (index + 1) * jobs > len(self):
            raise no_window(self.name, len(self), jobs, index)
        rows = slice(index * jobs, (index + 1) * jobs)
        return replace(
            self,
            prompts=self.prompts[rows],
            responses=self.responses[rows],
            lines=None if self.lines is None else self.lines[rows],
            arrivals=None if self.arrivals is None else self.arrivals[rows],
        )

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


def no_window(name: str, rows: int, jobs: int, index: int) -> InputError:
    """Say that a trace of so many rows has no window `index` of `jobs` rows, and how many it has."""
    count = rows // jobs
    if count == 0:
        return InputError(f"{name} has {rows} rows: fewer than the {jobs} jobs asked for")
    rest = rows - count * jobs
    last = "the last row fills" if rest == 1 else f"the last {rest} rows fill"
    tail = f"; {last} no window" if rest else ""
    windows = "1 window (number 0)" if count == 1 else f"{count} windows (0 to {count - 1})"
    return InputError(f"{name} has {rows} rows, {windows} of {jobs}: there is no window {index}{tail}")


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
