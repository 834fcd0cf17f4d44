"""The optimum by the start-time integer program, with every answer of the solver checked.

The solver works in floating point. Its schedules are verified in integers before they are used; its
lower bound cannot be verified, so a result that rests on it says so.
"""

from __future__ import annotations

from lp_models import start_time
from lp_models.horizon import latest_start
from lp_models.start_time import StartTimeSolution
from lp_models.status import ModelStatus, rounded_up
from ratiolab.bounds import lower_bounds_of_types
from ratiolab.errors import ScheduleError
from ratiolab.instance import Instance, JobType
from ratiolab.optimum.bracket import Bracket, closed_form
from ratiolab.optimum.limits import Stopwatch, UntilCtrlC, deadline_after
from ratiolab.optimum.result import OptimumResult, Status
from ratiolab.optimum.starts import counted, dealt
from ratiolab.schedule import Schedule, verify

#: With more job types than this the horizon is the simple one: the sharp one costs types squared.
_SHARP_HORIZON_TYPES = 64

#: Name of the engine.
NAME = "milp"
#: No model with more matrix entries than this is built (about ten seconds of building).
MAX_NONZEROS = 1_000_000
#: Building a model takes about so long.
_SECONDS_PER_ENTRY = 1e-5
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
) -> OptimumResult:
    """Enclose the optimum, by the exact lower bounds first and the start-time program after them.

    The program's horizon comes from the flow time of `upper`. Ctrl-C ends the run with a valid interval.

    Parameters
    ----------
    instance : Instance
    upper, upper_source : Schedule and str
        A feasible schedule, kills allowed, where the upper bound and the horizon come from; its name.
    time_limit : float, optional
        Seconds for building and solving, above 0. No model is built that would take longer to build.
    memory_limit : int, optional
        Bytes the process may hold while the solver runs, roughly kept.
    watch : object
        Not used.

    Returns
    -------
    OptimumResult
        ``TOO_LARGE`` above `MAX_NONZEROS` matrix entries or `MAX_MODEL_MEMORY` tokens, ``INCUMBENT_REFUSED``
        if a schedule of the solver breaks the model or costs other than it says, ``CONTRADICTION`` if the
        solver denies a verified schedule: only the exact bounds count then.

    Raises
    ------
    ScheduleError
        If `upper` itself does not pass `verify`.
    """
    clock, deadline = Stopwatch(), deadline_after(time_limit)
    verified = verify(instance, upper)
    bracket = closed_form(instance, upper, verified.flow_time, upper_source)
    if bracket.proved:
        return _ended(bracket, Status.PROVED, clock)
    rows = [(kind.prompt, kind.response, kind.count) for kind in instance.types()]
    horizon = latest_starts(instance.types(), instance.memory, verified.flow_time)
    entries = start_time.nonzeros(rows, horizon)
    if instance.memory > MAX_MODEL_MEMORY or entries > MAX_NONZEROS:
        return _ended(bracket, Status.TOO_LARGE, clock)
    if entries * _SECONDS_PER_ENTRY > deadline.left:
        return _ended(bracket, Status.TIME_LIMIT, clock)
    with UntilCtrlC():
        solution = start_time.solve(
            rows,
            instance.memory,
            horizon,
            incumbent=counted(instance, verified),
            time_limit=deadline.limit,
            memory_limit=memory_limit,
        )
        return _judged(instance, bracket, solution, clock)
    return _ended(bracket, Status.INTERRUPTED, clock)


def _judged(
    instance: Instance, bracket: Bracket, solution: StartTimeSolution, clock: Stopwatch
) -> OptimumResult:
    """Take from the solver what stands up to checking, and nothing if any of it does not."""
    if solution.starts is not None:
        try:
            schedule = dealt(instance, solution.starts)
            cost = verify(instance, schedule).flow_time
        except ScheduleError:
            return _ended(bracket, Status.INCUMBENT_REFUSED, clock, solution.nodes)
        if cost != solution.objective:
            return _ended(bracket, Status.INCUMBENT_REFUSED, clock, solution.nodes)
        bracket = bracket.lowered(cost, _FROM_SOLVER, schedule)
    assert bracket.upper is not None
    claimed = rounded_up(solution.dual_bound)
    if solution.status is ModelStatus.INFEASIBLE or (claimed is not None and claimed > bracket.upper):
        return _ended(bracket, Status.CONTRADICTION, clock, solution.nodes)
    if claimed is not None and solution.status is not ModelStatus.OTHER:
        bracket = bracket.raised(claimed, _FLOATING)
    return _ended(bracket, _STATUS[solution.status], clock, solution.nodes)


def _ended(bracket: Bracket, status: Status, clock: Stopwatch, nodes: int = 0) -> OptimumResult:
    return OptimumResult.of(bracket, status, engine=NAME, runtime=clock.seconds, nodes=nodes)


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
