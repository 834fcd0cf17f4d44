"""An interval around the optimum of an instance: schedules first, then an engine that closes in on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from lp_models.deadline import Deadline
from ratiolab.errors import InputError, OverflowRefused
from ratiolab.instance import EXPAND_LIMIT, Instance, Problem
from ratiolab.optimum.bracket import Bracket, closed_form
from ratiolab.optimum.engines import DEFAULT, ENGINES, MEMORY_LIMIT, check_bytes
from ratiolab.optimum.limits import Stopwatch, UntilCtrlC, deadline_after
from ratiolab.optimum.portfolio import Run, runs
from ratiolab.optimum.result import OptimumResult, Status
from ratiolab.optimum.search import Watch
from ratiolab.schedule import Schedule, verify

#: Passes of local search before the engine.
EFFORT = 10
#: Share of a time limit for the portfolio.
_PORTFOLIO_SHARE = 0.25
#: What results call the engine where none ran.
NO_ENGINE = "none"

_TOO_LARGE = "none: too large to verify a schedule"


class Engine(Protocol):
    """Encloses an optimum, starting from a feasible schedule."""

    def __call__(
        self,
        instance: Instance,
        *,
        upper: Schedule,
        upper_source: str,
        time_limit: float | None,
        memory_limit: int,
        watch: Watch | None,
    ) -> OptimumResult:
        """Return an interval; see `solve`."""
        ...


def solve(
    problem: Problem,
    *,
    time_limit: float | None = None,
    engine: str | None = DEFAULT,
    memory_limit: int = MEMORY_LIMIT,
    effort: int = EFFORT,
    watch: Watch | None = None,
    upper: Schedule | None = None,
    upper_source: str = "given schedule",
    known: Sequence[Run] = (),
) -> OptimumResult:
    """Enclose the least total flow time: closed-form bounds, the portfolio's best schedule, an engine.

    Parameters
    ----------
    problem : Instance or GroupedInstance
        Too many jobs to list give a lower bound only.
    time_limit : float, optional
        Seconds for all of it, above 0. Compiling, the first time on a machine, does not count.
    engine : str, optional
        A key of `ENGINES`: ``"auto"``, ``"milp"``, ``"search"``; None for bounds and portfolio alone.
    memory_limit, effort : int
        Bytes, above 0; passes of local search in the portfolio, at least 0.
    watch : callable, optional
        Told what the search knows, round by round; the integer program is silent.
    upper, upper_source : Schedule and str, optional
        A feasible schedule to start from in place of the portfolio, and what the result calls it.
    known : sequence of Run
        Verified runs made already: they take part in the portfolio.

    Returns
    -------
    OptimumResult
        A `Bracket`: ``lower``, ``upper``, ``proved``, ``schedule``. A limit or Ctrl-C ends with a valid one.

    Raises
    ------
    InputError, ScheduleError
        If the engine is unknown, a limit is not a number above 0, or `upper` is not feasible.
    """
    if engine is not None and engine not in ENGINES:
        raise InputError(f"unknown engine {engine!r}: use {', '.join(ENGINES)}")
    check_bytes(memory_limit)
    deadline, clock, instance = deadline_after(time_limit), Stopwatch(), _listed(problem)
    if instance is None:
        bracket, status = closed_form(problem, None, None, _TOO_LARGE), Status.NO_SCHEDULE
    elif upper is not None:
        bracket = closed_form(instance, upper, verify(instance, upper).flow_time, upper_source)
        status = Status.NO_ENGINE
    else:
        bracket, status = _start(instance, known, effort, deadline.share(_PORTFOLIO_SHARE))
    if engine is None or instance is None or bracket.schedule is None or status is Status.INTERRUPTED:
        return OptimumResult.of(bracket, status, engine=NO_ENGINE, runtime=clock.seconds)
    if deadline.passed:
        return OptimumResult.of(bracket, Status.TIME_LIMIT, engine=engine, runtime=clock.seconds)
    chosen: Engine = ENGINES[engine]
    limited = partial(chosen, time_limit=deadline.limit, memory_limit=memory_limit, watch=watch)
    result = limited(instance, upper=bracket.schedule, upper_source=bracket.upper_source)
    return replace(result, runtime=clock.seconds)


def _listed(problem: Problem) -> Instance | None:
    """The jobs one by one, or None if they are too many."""
    if isinstance(problem, Instance):
        return problem
    return problem.expand() if problem.jobs <= EXPAND_LIMIT else None


def _start(
    instance: Instance, known: Sequence[Run], effort: int, deadline: Deadline
) -> tuple[Bracket, Status]:
    """Closed-form bound and the portfolio's best schedule: what of it there is if Ctrl-C ends it."""
    top: Run | None = None
    why = "interrupted before the first schedule"
    with UntilCtrlC() as ctrl_c:
        try:
            for made in runs(instance, known, effort=effort, deadline=deadline):
                if top is None or made.verified.flow_time < top.verified.flow_time:
                    top = made
        except OverflowRefused as error:
            why = str(error)
    if top is None:
        bracket, status = closed_form(instance, None, None, f"none: {why}"), Status.NO_SCHEDULE
    else:
        source = f"{top.algorithm.label}, verified"
        bracket = closed_form(instance, top.schedule, top.verified.flow_time, source)
        status = Status.NO_ENGINE
    return bracket, Status.INTERRUPTED if ctrl_c.pressed else status
