"""The mean-busy-time bound: Smith's rule on areas, plus the exact rest of each job."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ratiolab.certificates.closed_forms.closed_form import by_area, closed_form_words, sum_of_fractions
from ratiolab.certificates.document import Statement, TypeRow
from ratiolab.certificates.means import Means

#: No field beside ``kind``: the bound follows from the instance alone.
FIELDS: tuple[str, ...] = ()


def check(said: Statement, proof: dict[str, Any], means: Means) -> str:
    """Check that the bound reaches the claim; see `ratiolab.certificates.kinds`."""
    return closed_form_words("mean busy time", mean_busy_time, said, means)


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
    terms = []
    for one, (s, o), count in by_area(types):
        # The ranks from the back, n - j + 1/2, of these jobs run from after - 1/2 down: count of them.
        terms.append(Fraction(one * count * (2 * after - count), 2 * memory))
        terms.append(count * (Fraction(s * o * o, 2) + Fraction(o * (o + 1) * (2 * o + 1), 12)) / one)
        after -= count
    return sum_of_fractions(terms)
