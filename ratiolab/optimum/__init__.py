"""Exact optima: an interval that always holds, closed where it can be."""

from __future__ import annotations

from math import isfinite
from typing import Protocol

from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.optimum import automatic, milp, search
from ratiolab.optimum.result import OptimumResult, Status
from ratiolab.schedule import Schedule


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
        """Return an interval; see `optimum`."""
        ...


#: Engines by name.
ENGINES: dict[str, Engine] = {
    milp.NAME: milp.solve,
    search.NAME: search.solve,
    automatic.NAME: automatic.solve,
}


def optimum(
    instance: Instance,
    *,
    upper_schedule: Schedule,
    upper_source: str = "given schedule",
    engine: str = automatic.NAME,
    time_limit: float | None = None,
    memory_limit: int = search.MEMORY_LIMIT,
    watch: search.Watch | None = None,
) -> OptimumResult:
    """Enclose the least total flow time of `instance`.

    Parameters
    ----------
    instance : Instance
    upper_schedule : Schedule
        A feasible schedule: the upper bound to start from, and to fall back on.
    upper_source : str
        What the result calls it.
    engine : str
        A key of `ENGINES`: ``"auto"``, ``"milp"`` or ``"search"``.
    time_limit : float, optional
        Seconds, above 0; default none.
    memory_limit : int
        Bytes, above 0; default 6 GiB. Roughly kept, like the time limit; either ends with an interval.
    watch : callable, optional
        Told what the search knows, round by round; the integer program is silent.

    Returns
    -------
    OptimumResult

    Raises
    ------
    InputError
        If the engine is unknown or a limit is not a number above 0.
    ScheduleError
        If `upper_schedule` is not feasible.
    """
    if engine not in ENGINES:
        raise InputError(f"unknown engine {engine!r}: use {', '.join(ENGINES)}")
    if time_limit is not None and not (isfinite(time_limit) and time_limit > 0):
        raise InputError(f"time limit is {time_limit!r} seconds: it must be a number above 0")
    if memory_limit <= 0:
        raise InputError(f"memory limit is {memory_limit} bytes: it must be above 0")
    return ENGINES[engine](
        instance,
        upper=upper_schedule,
        upper_source=upper_source,
        time_limit=time_limit,
        memory_limit=memory_limit,
        watch=watch,
    )


__all__ = ["ENGINES", "OptimumResult", "Status", "optimum"]
