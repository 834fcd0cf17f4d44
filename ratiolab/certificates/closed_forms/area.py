"""The area bound: token-rounds of the smallest jobs against the memory."""

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
    return closed_form_words("area", area, said, means)


def area(types: Sequence[TypeRow], memory: int) -> Fraction:
    """``sum_j ceil(P_j / M)``, P_j the sum of the j smallest areas.

    The first j completions have used at least P_j token-rounds, and a round has M.
    """
    total, used = 0, 0
    for one, _, count in by_area(types):
        total += sum_of_ceilings(used, one, count, memory)
        used += one * count
    return Fraction(total)
