"""From a trace to an instance: a memory budget, a prompt, and what to do with rows that do not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.integers import MAX_MEMORY, IntArray, check_integer
from ratiolab.traces.trace import Trace

#: What to do with rows whose prompt + response exceeds the memory budget.
Oversized = Literal["error", "drop", "clip"]


@dataclass(frozen=True)
class FitReport:
    """What was done to make a trace fit the memory budget.

    Attributes
    ----------
    dropped : int
        Rows left out.
    clipped : int
        Rows whose response was cut to what fits.
    """

    dropped: int
    clipped: int


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
    if oversized not in get_args(Oversized):
        raise InputError(f"oversized is {oversized!r}: use error, drop or clip")
    prompts, responses = trace.prompts, trace.responses
    if prompt is not None:
        prompts = np.full_like(responses, check_integer(prompt, "prompt", 0))
    room = budget - prompts
    misfit = np.flatnonzero(responses > room)
    if not misfit.size:
        return Instance(budget, prompts, responses), FitReport(0, 0)
    if oversized == "error":
        raise InputError(_misfit_message(trace, budget, prompts, misfit))
    if oversized == "drop":
        kept = responses <= room
        if not kept.any():
            raise InputError(f"{trace.name}: no row fits the memory budget {budget}: nothing is left")
        return Instance(budget, prompts[kept], responses[kept]), FitReport(int(misfit.size), 0)
    full = np.flatnonzero(room < 1)
    if full.size:
        first = int(full[0])
        raise InputError(
            f"{trace.name}: rows that cannot be clipped: {full.size}; the first is {trace.place(first)}, "
            f"whose prompt {int(prompts[first])} leaves no room in the memory budget {budget}; "
            "use --drop-oversized or a larger memory"
        )
    return Instance(budget, prompts, np.minimum(responses, room)), FitReport(0, int(misfit.size))


def _misfit_message(trace: Trace, memory: int, prompts: IntArray, misfit: IntArray) -> str:
    first = int(misfit[0])
    s, o = int(prompts[first]), int(trace.responses[first])
    # Two int64 values of at least 0 add up within 64 unsigned bits.
    needs = prompts[misfit].astype(np.uint64) + trace.responses[misfit].astype(np.uint64)
    return (
        f"{trace.name}: {misfit.size} of {len(trace)} rows need more than the memory budget {memory}: the "
        f"first is {trace.place(first)} with prompt {s} + response {o} = {s + o}, the largest need is "
        f"{int(needs.max())}; use --drop-oversized, --clip or a larger memory"
    )
