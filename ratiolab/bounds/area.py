"""Area bound: by its completion round, the j-th job to finish leaves j areas behind."""

from __future__ import annotations

from fractions import Fraction

from ratiolab.bounds.lower_bound import LowerBound, by_area
from ratiolab.core.pipeline import floor_sum
from ratiolab.instance import JobType


def area(types: tuple[JobType, ...], memory: int) -> LowerBound:
    """Sum over j of ``ceil(P_j / M)``, P_j the sum of the j smallest areas.

    When the j-th job completes, at round C, j jobs have used their whole memory-time area within C
    rounds of M tokens each: ``M*C >= P_j``, and C is an integer. Killed work only adds to it.

    Parameters
    ----------
    types : tuple of JobType
        Distinct job types, own prompts allowed; counts of any size.
    memory : int
        Budget M in tokens.

    Returns
    -------
    LowerBound
    """
    total, before = 0, 0
    for kind in by_area(types):
        total += ceil_sum(before, kind.area, kind.count, memory)
        before += kind.count * kind.area
    return LowerBound("area", Fraction(total), "after arXiv 2601.22996 Lemma 3.8, each term rounded up")


def ceil_sum(before: int, step: int, count: int, memory: int) -> int:
    """Return the sum of ``ceil((before + i*step) / memory)`` over ``1 <= i <= count``, in O(log) steps.

    Parameters
    ----------
    before, step : int
        Area before the first job and area of each, in token-rounds, at least 0.
    count : int
        Number of terms, at least 0.
    memory : int
        Divisor M, at least 1.
    """
    return floor_sum(count, memory, step, before + step + memory - 1)
