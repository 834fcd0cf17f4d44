"""From rows to an instance: a memory budget, a prompt, and what to do with rows that do not fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.integers import IntArray

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


def fit(
    prompts: IntArray,
    responses: IntArray,
    memory: int,
    oversized: Oversized,
    name: str,
    place: Callable[[int], str],
) -> tuple[Instance, FitReport]:
    """Build an instance of rows, its jobs in their order; `ratiolab.traces.trace.to_instance` says more.

    Parameters
    ----------
    prompts, responses : array of int64, shape (n,)
        Tokens of each row.
    memory : int
        Budget in tokens, checked.
    oversized : {"error", "drop", "clip"}
    name : str
        How messages call the trace.
    place : callable
        How they call a row, from 0.
    """
    if oversized not in get_args(Oversized):
        raise InputError(f"oversized is {oversized!r}: use error, drop or clip")
    room = memory - prompts
    misfit = np.flatnonzero(responses > room)
    if not misfit.size:
        return Instance(memory, prompts, responses), FitReport(0, 0)
    if oversized == "error":
        raise InputError(_misfit_message(prompts, responses, memory, misfit, name, place))
    if oversized == "drop":
        kept = responses <= room
        if not kept.any():
            raise InputError(f"{name}: no row fits the memory budget {memory}: nothing is left")
        return Instance(memory, prompts[kept], responses[kept]), FitReport(int(misfit.size), 0)
    full = np.flatnonzero(room < 1)
    if full.size:
        first = int(full[0])
        raise InputError(
            f"{name}: rows that cannot be clipped: {full.size}; the first is {place(first)}, "
            f"whose prompt {int(prompts[first])} leaves no room in the memory budget {memory}; "
            'drop such rows (--drop-oversized, oversized="drop") or use a larger memory'
        )
    return Instance(memory, prompts, np.minimum(responses, room)), FitReport(0, int(misfit.size))


def _misfit_message(
    prompts: IntArray,
    responses: IntArray,
    memory: int,
    misfit: IntArray,
    name: str,
    place: Callable[[int], str],
) -> str:
    first = int(misfit[0])
    s, o = int(prompts[first]), int(responses[first])
    # Two int64 values of at least 0 add up within 64 unsigned bits.
    needs = prompts[misfit].astype(np.uint64) + responses[misfit].astype(np.uint64)
    return (
        f"{name}: {misfit.size} of {responses.size} rows need more than the memory budget {memory}: the "
        f"first is {place(first)} with prompt {s} + response {o} = {s + o}, the largest need is "
        f'{int(needs.max())}; drop such rows (--drop-oversized, oversized="drop"), '
        'clip them (--clip, oversized="clip") or use a larger memory'
    )
