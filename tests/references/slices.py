"""Exact comparisons with powers of the scaling factor, and the slices they give.

Section 3.3 of arXiv 2601.22996 sets ``l = floor(log_alpha(M - s))`` and gives phase p the slice
``floor((M - s) / alpha**(l - p))``. Here the factor is a Fraction or a number ``(a + b*sqrt(d)) / c``;
comparisons with the latter are decided by comparing squares of integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Surd:
    """The number ``(a + b*sqrt(d)) / c`` with integers, c > 0 and d >= 0."""

    a: int
    b: int
    d: int
    c: int

    def power(self, exponent: int) -> Surd:
        """Return this number multiplied by itself, `exponent` factors in all."""
        a, b, c = 1, 0, 1
        for _ in range(exponent):
            a, b, c = a * self.a + b * self.b * self.d, a * self.b + b * self.a, c * self.c
        return Surd(a, b, self.d, c)


Alpha = Fraction | Surd


def at_most(token_count: int, alpha: Alpha, exponent: int, span: int) -> bool:
    """Tell whether ``token_count * alpha**exponent <= span``, exactly; token_count >= 0."""
    if isinstance(alpha, Fraction):
        return token_count * alpha**exponent <= span
    factor = alpha.power(exponent)
    whole, root = token_count * factor.a - span * factor.c, token_count * factor.b
    # whole + root*sqrt(d) <= 0?
    if root >= 0:
        return whole <= 0 and root * root * alpha.d <= whole * whole
    return whole <= 0 or whole * whole <= root * root * alpha.d


def last_phase(span: int, alpha: Alpha) -> int:
    """Return ``floor(log_alpha(span))``, span = M - s >= 1."""
    exponent = 0
    while at_most(1, alpha, exponent + 1, span):
        exponent += 1
    return exponent


def slices(span: int, alpha: Alpha) -> list[int]:
    """Return the slices of phases 0, 1, ..., l, span = M - s >= 1."""
    last = last_phase(span, alpha)
    descending = []
    candidate = span
    for exponent in range(last + 1):
        if isinstance(alpha, Fraction):
            candidate = int(Fraction(span) / alpha**exponent)
        else:
            while not at_most(candidate, alpha, exponent, span):
                candidate -= 1
        descending.append(candidate)
    return descending[::-1]
