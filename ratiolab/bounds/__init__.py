"""Proved lower bounds on the optimal flow time, in exact arithmetic and closed form per job type.

Cost grows with the number of distinct job types, not with the number of jobs: 10**12 equal jobs take
as long as one. A bound on the optimum from below is what a claim "never above theory" rests on.

`lower_bounds` are closed forms and take milliseconds. `linear_program.linear_program_bound` asks a solver
for prices, so it takes seconds: callers opt in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ratiolab.bounds.lower_bound import LowerBound
from ratiolab.instance import JobType, Problem
from ratiolab.lazily import Registry

#: Every bound there is, by name: a function of the job types and the memory budget.
BOUNDS: Registry[Callable[[tuple[JobType, ...], int], LowerBound]] = Registry(
    {
        "length": "ratiolab.bounds.length:length",
        "area": "ratiolab.bounds.area:area",
        "mean busy time": "ratiolab.bounds.mean_busy_time:mean_busy_time",
        "completion": "ratiolab.bounds.completion:completion",
    }
)


def lower_bounds(problem: Problem) -> tuple[LowerBound, ...]:
    """All lower bounds on the optimal flow time of `problem`, in a fixed order.

    Parameters
    ----------
    problem : Instance or GroupedInstance
        Any number of jobs; only ``problem.types()`` and ``problem.memory`` are used.

    Returns
    -------
    tuple of LowerBound
        One for each of `BOUNDS`, in its order.
    """
    return lower_bounds_of_types(problem.types(), problem.memory)


def lower_bounds_of_types(types: Iterable[JobType], memory: int) -> tuple[LowerBound, ...]:
    """As `lower_bounds`, for job types at hand; no job at all gives no bounds.

    Parameters
    ----------
    types : iterable of JobType
        Types with a count of 0 are allowed and ignored.
    memory : int
        Budget M in tokens, at least 1.
    """
    present = tuple(kind for kind in types if kind.count)
    if not present:
        return ()
    return tuple(bound(present, memory) for bound in BOUNDS.values())


def best(problem: Problem) -> LowerBound:
    """Return the largest lower bound of `problem` after rounding up; the first one named if several are.

    Parameters
    ----------
    problem : Instance or GroupedInstance
    """
    return max(lower_bounds(problem), key=lambda bound: bound.rounded)


__all__ = ["BOUNDS", "LowerBound", "best", "lower_bounds", "lower_bounds_of_types"]
