"""An interval around the optimum of an instance: schedules first, then an engine that closes in on it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from math import isfinite
from typing import Protocol

from ratiolab.bounds import best
from ratiolab.errors import InputError, OverflowRefused
from ratiolab.instance import EXPAND_LIMIT, GroupedInstance, Instance, Problem
from ratiolab.optimum import automatic, milp, search
from ratiolab.optimum.portfolio import Run, best_run
from ratiolab.optimum.result import OptimumResult, Status
from ratiolab.schedule import Schedule, verify

#: Passes of local search before the engine.
EFFORT = 10


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
        watch: search.Watch | None,
    ) -> OptimumResult:
        """Return an interval; see `solve`."""
        ...


#: Engines by name.
ENGINES: dict[str, Engine] = {
    milp.NAME: milp.solve,
    search.NAME: search.solve,
    automatic.NAME: automatic.solve,
}


def solve(
    problem: Problem,
    *,
    time_limit: float | None = None,
    engine: str | None = automatic.NAME,
    memory_limit: int = search.MEMORY_LIMIT,
    effort: int = EFFORT,
    watch: search.Watch | None = None,
    upper: Schedule | None = None,
    upper_source: str = "given schedule",
    known: Sequence[Run] = (),
) -> OptimumResult:
    """Enclose the least total flow time of `problem`.

    Exact lower bounds and the portfolio's best schedule come first, then the engine.

    Parameters
    ----------
    problem : Instance or GroupedInstance
        Grouped jobs are listed if they are at most `ratiolab.instance.EXPAND_LIMIT`; beyond that the result
        has a lower bound only.
    time_limit : float, optional
        Seconds for portfolio and engine together, above 0; default none.
    engine : str, optional
        A key of `ENGINES`: ``"auto"``, ``"milp"`` or ``"search"``; None for the closed-form bounds and
        the portfolio alone.
    memory_limit : int
        Bytes, above 0; default 6 GiB. Roughly kept, like the time limit; either ends with an interval.
    effort : int
        Passes of local search in the portfolio, at least 0; see `ratiolab.optimum.portfolio.best_run`.
    watch : callable, optional
        Told what the search knows, round by round; the integer program is silent.
    upper : Schedule, optional
        A feasible schedule to start from in place of the portfolio.
    upper_source : str
        What the result calls `upper`.
    known : sequence of Run
        Verified runs made already: they take part in the portfolio.

    Returns
    -------
    OptimumResult
        A `Bracket` with ``lower``, ``upper``, ``proved`` and ``schedule``. Ctrl-C and the limits end with a
        valid one.

    Raises
    ------
    InputError
        If the engine is unknown or a limit is not a number above 0.
    ScheduleError
        If `upper` is not feasible.
    """
    if engine is not None and engine not in ENGINES:
        raise InputError(f"unknown engine {engine!r}: use {', '.join(ENGINES)}")
    if time_limit is not None and not (isfinite(time_limit) and time_limit > 0):
        raise InputError(f"time limit is {time_limit!r} seconds: it must be a number above 0")
    if memory_limit <= 0:
        raise InputError(f"memory limit is {memory_limit} bytes: it must be above 0")
    began = time.monotonic()
    if isinstance(problem, GroupedInstance):
        if problem.jobs > EXPAND_LIMIT:
            return _bounded(problem, "none: too large to verify a schedule", began)
        problem = problem.expand()
    if upper is None:
        try:
            top = best_run(problem, known, effort=effort)
        except OverflowRefused as error:
            return _bounded(problem, f"none: {error}", began)
        upper, upper_source, flow_time = (
            top.schedule,
            f"{top.algorithm.label}, verified",
            top.verified.flow_time,
        )
    else:
        flow_time = verify(problem, upper).flow_time
    if engine is None:
        exact = best(problem)
        return OptimumResult(
            lower=exact.rounded,
            upper=flow_time,
            lower_source=f"{exact.name} bound, exact",
            upper_source=upper_source,
            schedule=upper,
            status=Status.PROVED if exact.rounded == flow_time else Status.NO_ENGINE,
            engine="none",
            runtime=time.monotonic() - began,
            nodes=0,
        )
    spent = time.monotonic() - began
    result = ENGINES[engine](
        problem,
        upper=upper,
        upper_source=upper_source,
        time_limit=None if time_limit is None else max(time_limit - spent, 0.001),
        memory_limit=memory_limit,
        watch=watch,
    )
    return replace(result, runtime=result.runtime + spent)


def _bounded(problem: Problem, why: str, began: float) -> OptimumResult:
    """What is known where no schedule can be listed."""
    exact = best(problem)
    return OptimumResult(
        lower=exact.rounded,
        upper=None,
        lower_source=f"{exact.name} bound, exact",
        upper_source=why,
        status=Status.NO_SCHEDULE,
        engine="none",
        runtime=time.monotonic() - began,
        nodes=0,
    )
