"""Length bound: every job takes at least its response length."""

from __future__ import annotations

from fractions import Fraction

from ratiolab.bounds.lower_bound import LowerBound
from ratiolab.instance import JobType


def length(types: tuple[JobType, ...], memory: int) -> LowerBound:
    """Sum of all response lengths: ``C_j >= o_j``.

    Parameters
    ----------
    types : tuple of JobType
        Distinct job types; counts of any size.
    memory : int
        Budget M in tokens; plays no part here.

    Returns
    -------
    LowerBound
        Attained if all jobs fit at once.
    """
    total = sum(kind.count * kind.response for kind in types)
    return LowerBound("length", Fraction(total), "C_j >= o_j")
