"""Lower bounds that follow from the instance alone, computed without the rest of ratiolab.

C_j are the completion rounds of any schedule; an optimal one neither kills nor pauses. A job uses
``A = s*o + o*(o+1)/2`` token-rounds. ``x_(j)`` is the j-th smallest of the x. The time taken depends on
the number of types, not of jobs.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ratiolab.certificates.document import TypeRow


def length(types: Sequence[TypeRow], memory: int) -> Fraction:
    """``sum o_j``: no job completes before round o_j."""
    return Fraction(sum(o * count for _, o, count in types))


def area(types: Sequence[TypeRow], memory: int) -> Fraction:
    """``sum_j ceil(P_j / M)``, P_j the sum of the j smallest areas.

    The first j completions have used at least P_j token-rounds, and a round has M.
    """
    total, used = 0, 0
    for one, _, count in _by_area(types):
        total += _sum_of_ceilings(used, one, count, memory)
        used += one * count
    return Fraction(total)


def mean_busy_time(types: Sequence[TypeRow], memory: int) -> Fraction:
    """``(1/M) sum_j (n - j + 1/2) A_(j)`` plus, for each job, the exact time after its mean busy time.

    B_j is the mean of the middles of the rounds of job j, weighted by the tokens it holds in them.

    - The tokens held in a round sum to at most M; by Smith's rule the B_j sum to at least the first
      term, which is what one gets by filling the memory with jobs of ascending area.
    - A job decodes its r-th token ``o - r + 1/2`` rounds before its completion, counted from the middle of
      the round, and holds s + r tokens then: ``C_j - B_j = (1/A) sum_r (s + r) (o - r + 1/2)
      = (1/A) (s*o*o/2 + o*(o+1)/2 * (2*o+1)/6)``.
    """
    after = sum(count for _, _, count in types)
    total = Fraction(0)
    for one, (s, o), count in _by_area(types):
        # The ranks from the back, n - j + 1/2, of these jobs run from after - 1/2 down: count of them.
        total += Fraction(one * count * (2 * after - count), 2 * memory)
        total += count * (Fraction(s * o * o, 2) + Fraction(o * (o + 1) * (2 * o + 1), 12)) / one
        after -= count
    return total


def completion(types: Sequence[TypeRow], memory: int) -> Fraction:
    """``sum_j max(o_(j), ceil(P_j / M))``: the j-th completion waits for the later of two things.

    Among the first j jobs to complete one is at least o_(j) long, and together they used at least P_j.
    """
    areas = [[one, count] for one, _, count in _by_area(types)]
    lengths = sorted([o, count] for _, o, count in types)
    total, used, i, k = 0, 0, 0, 0
    while i < len(areas):
        one, longest = areas[i][0], lengths[k][0]
        both = min(areas[i][1], lengths[k][1])
        # ceil((used + m * one) / M) <= longest for the first so many m
        shorter = min(max((longest * memory - used) // one, 0), both)
        total += shorter * longest
        total += _sum_of_ceilings(used + shorter * one, one, both - shorter, memory)
        used += both * one
        areas[i][1] -= both
        lengths[k][1] -= both
        i += areas[i][1] == 0
        k += lengths[k][1] == 0
    return Fraction(total)


#: The closed forms by name.
CLOSED_FORMS = {
    "length": length,
    "area": area,
    "mean busy time": mean_busy_time,
    "completion": completion,
}


def _by_area(types: Sequence[TypeRow]) -> list[tuple[int, tuple[int, int], int]]:
    """Area of one job, its prompt and response, and the count: by ascending area."""
    return sorted((s * o + o * (o + 1) // 2, (s, o), count) for s, o, count in types)


def _sum_of_ceilings(before: int, step: int, count: int, divisor: int) -> int:
    """``sum of ceil((before + m * step) / divisor)`` over ``1 <= m <= count``.

    Ceilings are floors of ``+ divisor - 1``. Whole multiples of the divisor are taken out of step and
    offset; what is left counts lattice points under a line, and its axes are swapped, as in Euclid's
    algorithm.
    """
    total, sign = 0, 1
    slope, offset, terms = step, before + step + divisor - 1, count  # floors over 0 <= m < terms
    while terms > 0:
        total += sign * (slope // divisor) * (terms * (terms - 1) // 2)
        total += sign * (offset // divisor) * terms
        slope, offset = slope % divisor, offset % divisor
        top = (slope * (terms - 1) + offset) // divisor  # largest of the floors that are left
        if top == 0:
            break
        # sum_{m < terms} floor = terms * top - sum_{y < top} (number of m with floor <= y)
        total += sign * terms * top
        sign = -sign
        # m with floor(m) <= y: m < ((y + 1) * divisor - offset) / slope, rounded up
        slope, divisor, offset, terms = divisor, slope, divisor - offset + slope - 1, top
    return total
