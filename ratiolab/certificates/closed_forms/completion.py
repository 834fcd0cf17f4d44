"""The completion bound: the j-th completion waits for the later of area and length."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ratiolab.certificates.closed_forms.closed_form import by_area, closed_form_words, sum_of_ceilings
from ratiolab.certificates.document import Statement, TypeRow
from ratiolab.certificates.means import Means

#: No field beside ``kind``: the bound follows from the instance alone.
FIELDS: tuple[str, ...] = ()


def check(said: Statement, proof: dict[str, Any], means: Means) -> str:
    """Check that the bound reaches the claim; see `ratiolab.certificates.kinds`."""
    return closed_form_words("completion", completion, said, means)


def completion(types: Sequence[TypeRow], memory: int) -> Fraction:
    """``sum_j max(o_(j), ceil(P_j / M))``: the j-th completion waits for the later of two things.

    Among the first j jobs to complete one is at least o_(j) long, and together they used at least P_j.
    """
    areas = [[one, count] for one, _, count in by_area(types)]
    lengths = sorted([o, count] for _, o, count in types)
    total, used, i, k = 0, 0, 0, 0
    while i < len(areas):
        one, longest = areas[i][0], lengths[k][0]
        both = min(areas[i][1], lengths[k][1])
        # ceil((used + m * one) / M) <= longest for the first so many m
        shorter = min(max((longest * memory - used) // one, 0), both)
        total += shorter * longest
        total += sum_of_ceilings(used + shorter * one, one, both - shorter, memory)
        used += both * one
        areas[i][1] -= both
        lengths[k][1] -= both
        i += areas[i][1] == 0
        k += lengths[k][1] == 0
    return Fraction(total)
