"""The length bound: no job takes fewer rounds than its response."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ratiolab.certificates.closed_forms.closed_form import closed_form_words
from ratiolab.certificates.document import Statement, TypeRow
from ratiolab.certificates.means import Means

#: No field beside ``kind``: the bound follows from the instance alone.
FIELDS: tuple[str, ...] = ()


def check(said: Statement, proof: dict[str, Any], means: Means) -> str:
    """Check that the bound reaches the claim; see `ratiolab.certificates.kinds`."""
    return closed_form_words("length", length, said, means)


def length(types: Sequence[TypeRow], memory: int) -> Fraction:
    """``sum o_j``: no job completes before round o_j."""
    return Fraction(sum(o * count for _, o, count in types))
