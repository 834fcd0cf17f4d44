"""The optimum by the start-time integer program, with every answer of the solver checked.

The solver works in floating point. Its schedules are verified in integers before they are used; its
lower bound cannot be verified, so a result that rests on it says so.
"""

from __future__ import annotations

import time
from collections import Counter

import numpy as np

from lp_models import start_time
from lp_models.horizon import latest_start
from lp_models.start_time import StartTimeSolution
from lp_models.status import ModelStatus, rounded_up
from ratiolab.bounds import best, lower_bounds_of_types
from ratiolab.errors import ScheduleError
from ratiolab.instance import Instance, JobType
from ratiolab.optimum.bracket import Bracket
from ratiolab.optimum.result import OptimumResult, Status
from ratiolab.schedule import Schedule, Verified, verify

#: With more job types than this the horizon is the simple one: the sharp one costs types squared.
_SHARP_HORIZON_TYPES = 64

#: Name of the engine.
NAME = "milp"
#: No model with more matrix entries than this is built (about ten seconds of building).
MAX_NONZEROS = 1_000_000
#: No model with a larger budget is built: the solver's tolerances would hide whole tokens.
MAX_MODEL_MEMORY = 1_000_000

_FLOATING = "HiGHS branch and bound in floating point, no certificate"
_FROM_SOLVER = "start-time program, verified"

_STATUS = {
    ModelStatus.OPTIMAL: Status.STOPPED,  # optimal by its own word, but the interval is still open
    ModelStatus.TIME_LIMIT: Status.TIME_LIMIT,
    ModelStatus.MEMORY_LIMIT: Status.MEMORY_LIMIT,
    ModelStatus.INTERRUPTED: Status.INTERRUPTED,
    ModelStatus.INFEASIBLE: Status.CONTRADICTION,
    ModelStatus.OTHER: Status.STOPPED,
}


def solve(
    instance: Instance,
    *,
    upper: Schedule,
    upper_source: str = "given schedule",
    time_limit: float | None = None,
    memory_limit: int | None = None,
    watch: object = None,
    threads: int = 1,
) -> OptimumResult:
    """Enclose the optimum, by the exact lower bounds first and the start-time program after them.

    If the exact bounds meet the flow time of `upper`, no solver runs and the proof is exact. The
    program's horizon comes from that flow time. Ctrl-C ends the run with a valid interval.

    Parameters
    ----------
    instance : Instance
        Own prompts are allowed.
    upper : Schedule
        A feasible schedule, kills allowed: where the upper bound and the horizon come from.
    upper_source : str
        What the result calls it, e.g. the algorithm's name.
    time_limit : float, optional
        Seconds for building and solving, roughly kept; above 0.
    memory_limit : int, optional
        Bytes the process may hold while the solver runs, roughly kept.
    watch : object
        Not used: the solver is silent.
    threads : int
        Threads the solver may use, at least 1.

    Returns
    -------
    OptimumResult
        Its status says which of the refusals below took place:
        ``TOO_LARGE`` above `MAX_NONZEROS` matrix entries or `MAX_MODEL_MEMORY` tokens,
        ``INCUMBENT_REFUSED`` if a schedule of the solver breaks the model or costs other than it says,
        ``CONTRADICTION`` if the solver denies a verified schedule, ``STOPPED`` for any other end
        without a proof. After a refusal only the exact bounds count.

    Raises
    ------
    ScheduleError
        If `upper` itself does not pass `verify`.
    """
    began = time.monotonic()
    verified = verify(instance, upper)
    exact = best(instance)
    interval = Bracket(exact.rounded, verified.flow_time, f"{exact.name} bound, exact", upper_source, upper)
    types = instance.types()
    horizon = latest_starts(types, instance.memory, verified.flow_time)
    rows = [(kind.prompt, kind.response, kind.count) for kind in types]
    if interval.lower == interval.upper:
        return _ended(interval, Status.PROVED, began)
    if instance.memory > MAX_MODEL_MEMORY or start_time.nonzeros(rows, horizon) > MAX_NONZEROS:
        return _ended(interval, Status.TOO_LARGE, began)
    try:
        solution = start_time.solve(
            rows,
            instance.memory,
            horizon,
            incumbent=counted(instance, types, verified),
            time_limit=time_limit,
            memory_limit=memory_limit,
            threads=threads,
        )
    except KeyboardInterrupt:
        return _ended(interval, Status.INTERRUPTED, began)
    return _judged(instance, types, interval, solution, began)


def _judged(
    instance: Instance,
    types: tuple[JobType, ...],
    interval: Bracket,
    solution: StartTimeSolution,
    began: float,
) -> OptimumResult:
    """Take from the solver what stands up to checking, and nothing if any of it does not."""
    upper, upper_source, schedule = interval.upper, interval.upper_source, interval.schedule
    assert upper is not None
    if solution.starts is not None:
        try:
            found = expanded(instance, types, solution.starts)
            cost = verify(instance, found).flow_time
        except ScheduleError:
            return _ended(interval, Status.INCUMBENT_REFUSED, began, solution.nodes)
        if cost != solution.objective:
            return _ended(interval, Status.INCUMBENT_REFUSED, began, solution.nodes)
        if cost < upper:
            upper, upper_source, schedule = cost, _FROM_SOLVER, found
    interval = Bracket(interval.lower, upper, interval.lower_source, upper_source, schedule)
    claimed = rounded_up(solution.dual_bound)
    if solution.status is ModelStatus.INFEASIBLE or (claimed is not None and claimed > upper):
        return _ended(interval, Status.CONTRADICTION, began, solution.nodes)
    if claimed is not None and claimed > interval.lower and solution.status is not ModelStatus.OTHER:
        interval = Bracket(claimed, upper, _FLOATING, upper_source, schedule)
    return _ended(interval, _STATUS[solution.status], began, solution.nodes)


def _ended(interval: Bracket, status: Status, began: float, nodes: int = 0) -> OptimumResult:
    return OptimumResult(
        lower=interval.lower,
        upper=interval.upper,
        lower_source=interval.lower_source,
        upper_source=interval.upper_source,
        schedule=interval.schedule,
        status=Status.PROVED if interval.proved else status,
        engine=NAME,
        runtime=time.monotonic() - began,
        nodes=nodes,
    )


def latest_starts(types: tuple[JobType, ...], memory: int, upper: int) -> list[int]:
    """Latest start round of each type: the other jobs take at least what the exact bounds say."""
    total = sum(kind.count * kind.response for kind in types)
    latest = []
    for k, kind in enumerate(types):
        beside = total - kind.response
        if len(types) <= _SHARP_HORIZON_TYPES:
            others = (
                JobType(other.prompt, other.response, other.count - (i == k)) for i, other in enumerate(types)
            )
            beside = max((bound.rounded for bound in lower_bounds_of_types(others, memory)), default=0)
        latest.append(latest_start(upper, beside, kind.response, total))
    return latest


def _members(instance: Instance, kind: JobType) -> list[int]:
    same = (instance.prompts == kind.prompt) & (instance.responses == kind.response)
    return [int(i) for i in np.flatnonzero(same)]


def counted(instance: Instance, types: tuple[JobType, ...], verified: Verified) -> list[Counter[int]]:
    """Start rounds of the finishing attempts, counted by type; killed attempts only cost memory."""
    starts = verified.completions - instance.responses
    return [Counter(int(starts[i]) for i in _members(instance, kind)) for kind in types]


def expanded(instance: Instance, types: tuple[JobType, ...], starts: tuple[dict[int, int], ...]) -> Schedule:
    """Deal counted start rounds out to the jobs of each type, by index.

    Raises
    ------
    ScheduleError
        If the counts do not match the number of jobs.
    """
    by_job = np.zeros(len(instance), dtype=np.int64)
    for kind, counts in zip(types, starts, strict=True):
        listed = [t for t in sorted(counts) for _ in range(counts[t])]
        if len(listed) != kind.count:
            raise ScheduleError(f"{len(listed)} start rounds for {kind.count} jobs of one type")
        by_job[_members(instance, kind)] = listed
    return Schedule.of_starts(by_job, instance)
