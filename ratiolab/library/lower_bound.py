"""Every lower bound on the optimum of an instance, beside a schedule."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ratiolab.bounds import BOUNDS, LowerBound
from ratiolab.bounds.linear_program import linear_program_bound
from ratiolab.instance import Problem
from ratiolab.optimum import solve
from ratiolab.optimum.engines import check_seconds
from ratiolab.problem import LoadedProblem, loaded
from ratiolab.ratios import at_least_text
from ratiolab.tables import Column, Result, Table


@dataclass(frozen=True)
class TimedBound:
    """A lower bound and how long it took, in seconds."""

    bound: LowerBound
    seconds: float


_COLUMNS = (
    Column("bound"),
    Column("", lambda is_best: "best" if is_best else "", key="best"),
    Column("at least", at_least_text, numeric=True, key="value"),
    Column("rounded up", numeric=True),
    Column("seconds", lambda seconds: f"{seconds:.3f}", numeric=True),
    Column("by"),
)


@dataclass(frozen=True, repr=False)
class LowerBounds(Result):
    """Proved lower bounds on the least total flow time; what ``ratiolab lower-bound`` prints.

    Attributes
    ----------
    problem : LoadedProblem
    bounds : tuple of TimedBound
        Closed forms first, then prices.
    upper : int or None
        Flow time of a verified schedule, if one can be listed.
    upper_source : str
        What made it, or why there is none.
    """

    kind: ClassVar[str] = "lower-bound"

    problem: LoadedProblem
    bounds: tuple[TimedBound, ...]
    upper: int | None
    upper_source: str

    @property
    def best(self) -> LowerBound:
        """The largest after rounding up; the first of equal ones."""
        return max((timed.bound for timed in self.bounds), key=lambda bound: bound.rounded)

    @property
    def lower(self) -> int:
        """The least total flow time is at least this, in rounds."""
        return self.best.rounded

    def parts(self) -> Sequence[Table | str]:
        """The instance, one row per bound, and a schedule beside them."""
        rows = [
            [t.bound.name, t.bound is self.best, t.bound.value, t.bound.rounded, t.seconds, t.bound.source]
            for t in self.bounds
        ]
        beside = f"a feasible schedule: {self.upper} ({self.upper_source})"
        if self.upper is None:
            beside = f"no schedule beside them: {self.upper_source}"
        title = "Lower bounds on the least total flow time, in rounds"
        return self.problem.title(), Table(title, _COLUMNS, rows), beside

    def content(self) -> dict[str, Any]:
        """The keys of ``lower-bound --json``."""
        return {
            "problem": self.problem.to_json(),
            "bounds": [
                {
                    "name": timed.bound.name,
                    "value": str(timed.bound.value),
                    "rounded": timed.bound.rounded,
                    "source": timed.bound.source,
                    "seconds": round(timed.seconds, 4),
                    "certificate": timed.bound.certificate,
                }
                for timed in self.bounds
            ],
            "best": self.best.name,
            "lower": self.lower,
            "upper": self.upper,
            "upper_source": self.upper_source,
        }


def lower_bound(problem: Problem | LoadedProblem, *, time_limit: float | None = 10.0) -> LowerBounds:
    """Prove lower bounds on the least total flow time, exactly.

    Parameters
    ----------
    problem : Instance or GroupedInstance
        Any number of jobs.
    time_limit : float or None
        Seconds for the linear program that is asked for prices, above 0; None leaves it out.

    Returns
    -------
    LowerBounds
        ``lower``, ``best``, ``bounds``, and the flow time ``upper`` of a schedule.

    Raises
    ------
    InputError
        If the time limit is not above 0.
    """
    check_seconds(time_limit)
    named = loaded(problem)
    types, memory, bounds = named.problem.types(), named.problem.memory, []
    for bound in BOUNDS.values():
        began = time.monotonic()
        bounds.append(TimedBound(bound(types, memory), time.monotonic() - began))
    if time_limit is not None:
        began = time.monotonic()
        by_prices = linear_program_bound(named.problem, time_limit=time_limit)
        bounds.append(TimedBound(by_prices, time.monotonic() - began))
    bracket = solve(named.problem, engine=None, effort=1).unless_interrupted().bracket
    for timed in bounds:
        bracket = bracket.raised(timed.bound.rounded, timed.bound.told)
    return LowerBounds(named, tuple(bounds), bracket.upper, bracket.upper_source)
