"""The engine ``auto``: exact bounds, beams, exhaustive search, and the integer program for what is left."""

from __future__ import annotations

from dataclasses import replace

from lp_models.deadline import Deadline
from ratiolab.bounds.linear_program import linear_program_bound
from ratiolab.instance import Instance
from ratiolab.optimum import milp, search
from ratiolab.optimum.engines import MEMORY_LIMIT
from ratiolab.optimum.limits import Stopwatch, UntilCtrlC, deadline_after
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
    memory_limit: int = MEMORY_LIMIT,
    watch: search.Watch | None = None,
) -> OptimumResult:
    """Enclose the optimum by the search first and by the integer program if that leaves a gap.

    Parameters
    ----------
    instance : Instance
        Own prompts are allowed.
    upper, upper_source : Schedule and str
        A feasible schedule to start from, and what the result calls it.
    time_limit : float, optional
        Seconds for both engines together, above 0.
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
    deadline = deadline_after(time_limit)
    first = search.solve(
        instance,
        upper=upper,
        upper_source=upper_source,
        time_limit=deadline.share(_SHARE).limit,
        memory_limit=memory_limit,
        watch=watch,
    )
    if first.status is Status.TOO_LARGE_TO_SEARCH:
        first = _with_prices(instance, first, deadline)
    if first.status not in _GO_ON or first.schedule is None or deadline.passed:
        return replace(first, engine=NAME)
    second = milp.solve(
        instance,
        upper=first.schedule,
        upper_source=first.upper_source,
        time_limit=deadline.limit,
        memory_limit=memory_limit,
    )
    both = first.bracket.joined(second)
    return OptimumResult.of(
        both,
        second.status,
        engine=NAME,
        runtime=first.runtime + second.runtime,
        nodes=first.nodes + second.nodes,
        peak_bytes=first.peak_bytes,
        record=first.record if both.lower == first.lower else None,
    )


def _with_prices(instance: Instance, known: OptimumResult, deadline: Deadline) -> OptimumResult:
    """Raise the lower bound of an instance that is too large to search by exact prices of tokens."""
    clock, bracket, status = Stopwatch(), known.bracket, known.status
    with UntilCtrlC() as ctrl_c:
        bound = linear_program_bound(instance, time_limit=deadline.share(0.5).sooner(_LINEAR_SECONDS).limit)
        bracket = bracket.raised(bound.rounded, bound.told)
    if ctrl_c.pressed:
        status = Status.INTERRUPTED
    runtime = known.runtime + clock.seconds
    return OptimumResult.of(
        bracket, status, engine=NAME, runtime=runtime, nodes=known.nodes, peak_bytes=known.peak_bytes
    )
