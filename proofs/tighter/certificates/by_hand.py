"""What is said of the instances before a certificate's first box."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from proofs.tighter.certificates.document import Real

FIRST = Fraction(1, 2)
"""Where boxes begin unless a claim treats what comes before them; U < 1/2 is a matter of its own."""


@dataclass(frozen=True)
class ByHand:
    """A claim that finds weights for ``1/2 <= U <= until``, at its own scaling factor and R and no other.

    Parameters
    ----------
    claim
        Its name.
    alpha, bound
        Its scaling factor and R.
    until
        Where it ends.
    """

    claim: str
    alpha: Real
    bound: Fraction
    until: Fraction


def gap(rest: ByHand | None, alpha: Real, bound: Fraction, start: Fraction) -> str | None:
    """Say why nothing covers what lies between 1/2 and the first box; None if it is covered."""
    if start <= FIRST:
        return None
    if rest is None:
        return f"nothing covers U from {FIRST} to {start}"
    if (rest.alpha, rest.bound) != (alpha, bound):
        return f"{rest.claim} is for alpha = {rest.alpha} and R = {rest.bound}, not {alpha} and {bound}"
    if rest.until < start:
        return f"{rest.claim} ends at U = {rest.until}, and the boxes begin at {start}"
    return None
