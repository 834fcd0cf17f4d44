"""Mean-busy-time bound: areas by Smith's rule, plus the tail of each job after its mean busy time."""

from __future__ import annotations

from fractions import Fraction

from ratiolab.bounds.lower_bound import LowerBound, by_area
from ratiolab.instance import JobType


def mean_busy_time(types: tuple[JobType, ...], memory: int) -> LowerBound:
    """``X + sum_j (o_j/3 + 1/6)`` with ``X = (1/M) * sum_j (n - j + 1/2) * A_(j)``, areas ascending.

    Let B_j be the mean time at which job j holds its token-rounds. The usage grows while a job runs,
    so ``C_j - B_j >= o_j/3 + 1/6``; and the B_j of all jobs sum to at least X, as the memory hands out
    at most M token-rounds a round (Smith's rule, smallest area first). Both hold with own prompts.

    Parameters
    ----------
    types : tuple of JobType
        Distinct job types, own prompts allowed; counts of any size.
    memory : int
        Budget M in tokens.

    Returns
    -------
    LowerBound
        Exact, not rounded. Attained if all lengths are 1 and ``M = s + 1``.
    """
    left = sum(kind.count for kind in types)
    twice_weighted, six_tails = 0, 0
    for kind in by_area(types):
        # sum of 2*(n - j + 1/2) over the type's places j = n-left+1 .. n-left+count
        twice_weighted += kind.area * kind.count * (2 * left - kind.count)
        six_tails += kind.count * (2 * kind.response + 1)
        left -= kind.count
    value = Fraction(twice_weighted, 2 * memory) + Fraction(six_tails, 6)
    return LowerBound("mean busy time", value, "tighter analysis, lower bound L3")
