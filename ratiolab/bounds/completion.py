"""Completion bound: the j-th completion round is late for two reasons, and the later one counts."""

from __future__ import annotations

from fractions import Fraction

from ratiolab.bounds.area import ceil_sum
from ratiolab.bounds.lower_bound import LowerBound, by_area
from ratiolab.instance import JobType


def completion(types: tuple[JobType, ...], memory: int) -> LowerBound:
    """Sum over j of ``max(o_(j), ceil(P_j / M))``.

    o_(j) is the j-th smallest response length and P_j the sum of the j smallest areas. By the j-th
    completion j jobs are done: one of them is at least o_(j) long, and together they used at least
    P_j. The bound is never below the length bound or the area bound.

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
    lengths = iter(sorted((kind.response, kind.count) for kind in types))
    response, same_length = next(lengths)
    total, before = 0, 0
    for kind in by_area(types):
        same_area = kind.count
        while same_area:
            if not same_length:
                response, same_length = next(lengths)
            both = min(same_area, same_length)
            # ceil((before + i*A) / M) <= o exactly for i <= (o*M - before) / A
            by_length = min(both, max(0, (response * memory - before) // kind.area))
            total += by_length * response
            total += ceil_sum(before + by_length * kind.area, kind.area, both - by_length, memory)
            before += both * kind.area
            same_area -= both
            same_length -= both
    return LowerBound("completion", Fraction(total), "length and area bound on each completion round")
