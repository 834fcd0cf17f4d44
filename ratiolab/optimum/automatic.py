"""The engine ``auto``: exact bounds, beams, exhaustive search, and the integer program for what is left."""

from __future__ import annotations

import time
from dataclasses import replace

from ratiolab.bounds.linear_program import linear_program_bound
from ratiolab.instance import Instance
from ratiolab.optimum import milp, search
from ratiolab.optimum.result import OptimumResult, Status
from ratiolab.schedule import Schedule

#: Name of the engine.
NAME = "auto"
#: Share of the time limit for the search; the integer program has the rest.
_SHARE = 0.8
#: Seconds for the linear program of an instance that is too large to search.
_LINEAR_SECONDS = 10.0
#: After these ends of the search the integer program may still help.
_GO_ON = (Status.TIME_LIMIT, Status.MEMORY_LIMIT, Status.TOO_LARGE_TO_SEARCH)


def solve(
    instance: Instance,
    *,
    upper: Schedule,
    upper_source: str = "given schedule",
    time_limit: float | None = None,
    memory_limit: int = search.MEMORY_LIMIT,
    watch: search.Watch | None = None,
) -> OptimumResult:
    """Enclose the optimum by the search first and by the integer program if that leaves a gap.

    Parameters
    ----------
    instance : Instance
        Own prompts are allowed.
    upper : Schedule
        A feasible schedule: the upper bound to start from.
    upper_source : str
        What the result calls it.
    time_limit : float, optional
        Seconds for both engines together, roughly kept; above 0.
    memory_limit : int
        Bytes, as in each engine.
    watch : callable, optional
        Told what the search knows, round by round.

    Returns
    -------
    OptimumResult
        The better of the two bounds on either side, with its source; nodes are added up. The status is
        that of the engine that ran last.
    """
    first = search.solve(
        instance,
        upper=upper,
        upper_source=upper_source,
        time_limit=None if time_limit is None else _SHARE * time_limit,
        memory_limit=memory_limit,
        watch=watch,
    )
    if first.status is Status.TOO_LARGE_TO_SEARCH:
        first = _with_prices(instance, first, time_limit)
    left = None if time_limit is None else time_limit - first.runtime
    if first.status not in _GO_ON or first.schedule is None or (left is not None and left <= 0):
        return replace(first, engine=NAME)
    second = milp.solve(
        instance,
        upper=first.schedule,
        upper_source=first.upper_source,
        time_limit=left,
        memory_limit=memory_limit,
    )
    if second.upper is None or first.lower > second.upper:
        raise AssertionError(
            f"{first.lower_source}: {first.lower} is above the verified flow time {second.upper}"
        )
    top = second if second.lower > first.lower else first
    status = second.status
    if top.lower == second.upper:
        status = Status.PROVED
    return OptimumResult(
        lower=top.lower,
        upper=second.upper,
        status=status,
        engine=NAME,
        runtime=first.runtime + second.runtime,
        nodes=first.nodes + second.nodes,
        lower_source=top.lower_source,
        upper_source=second.upper_source,
        schedule=second.schedule,
        peak_bytes=first.peak_bytes,
        record=top.record,
    )


def _with_prices(instance: Instance, known: OptimumResult, time_limit: float | None) -> OptimumResult:
    """Raise the lower bound of an instance that is too large to search by exact prices of tokens."""
    began = time.monotonic()
    seconds = _LINEAR_SECONDS if time_limit is None else min(_LINEAR_SECONDS, time_limit / 2)
    try:
        bound = linear_program_bound(instance, time_limit=seconds)
    except KeyboardInterrupt:
        status = Status.PROVED if known.proved else Status.INTERRUPTED
        return replace(known, status=status, runtime=known.runtime + time.monotonic() - began)
    if bound.rounded > known.lower:
        met = bound.rounded == known.upper
        known = replace(
            known,
            lower=bound.rounded,
            lower_source=f"{bound.name} bound, exact",
            status=Status.PROVED if met else known.status,
        )
    return replace(known, runtime=known.runtime + time.monotonic() - began)
