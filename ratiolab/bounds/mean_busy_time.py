"""Mean-busy-time bound: areas by Smith's rule, plus the tail of each job after its mean busy time."""

from __future__ import annotations

from fractions import Fraction

from ratiolab.bounds.lower_bound import LowerBound, by_area
from ratiolab.instance import JobType

#: Tails are rounded down to multiples of one over six times this: a common denominator for all types.
_FINENESS = 2**32


def mean_busy_time(types: tuple[JobType, ...], memory: int) -> LowerBound:
    """``X + sum_j tail_j`` with ``X = (1/M) * sum_j (n - j + 1/2) * A_(j)``, areas ascending.

    Let B_j be the mean time at which job j holds its token-rounds: ``s + r`` tokens in the round whose
    middle is ``o - r + 1/2`` rounds before its completion. Hence, exactly,

        C_j - B_j  =  (1/A) sum_r (s + r) (o - r + 1/2)  =  (s o^2/2 + o (o+1) (2o+1) / 12) / A
                   =  (6 s o + (o+1) (2o+1)) / (6 (2s + o + 1))  =:  tail_j .

    The B_j of all jobs sum to at least X, as the memory hands out at most M token-rounds a round (Smith's
    rule, smallest area first). Both hold with own prompts. The proofs use ``tail_j >= o_j/3 + 1/6``, with
    equality if s = 0; with long prompts the tail is nearly ``o_j/2``.

    Parameters
    ----------
    types : tuple of JobType
        Distinct job types, own prompts allowed; counts of any size.
    memory : int
        Budget M in tokens.

    Returns
    -------
    LowerBound
        Not rounded up; each tail is rounded down by less than ``2**-34`` rounds (by nothing if s = 0).
        Attained if all lengths are 1 and ``M = s + 1``.
    """
    left = sum(kind.count for kind in types)
    twice_weighted, tails = 0, 0
    for kind in by_area(types):
        # sum of 2*(n - j + 1/2) over the type's places j = n-left+1 .. n-left+count
        twice_weighted += kind.area * kind.count * (2 * left - kind.count)
        s, o = kind.prompt, kind.response
        tails += kind.count * (_FINENESS * (6 * s * o + (o + 1) * (2 * o + 1)) // (2 * s + o + 1))
        left -= kind.count
    value = Fraction(twice_weighted, 2 * memory) + Fraction(tails, 6 * _FINENESS)
    return LowerBound(
        "mean busy time", value, "tighter analysis, lower bound L3, with the exact tails of (a)"
    )
