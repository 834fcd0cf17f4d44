"""The weight t of Theorem B at which its constant Q is smallest."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from sympy import Expr

from proofs.exact.quadratic import Quadratic, as_quadratic
from proofs.exact.real_root import real_root
from proofs.tighter.quadratic_form import linear_constant, square_constant
from proofs.tighter.theorems import spacing_factors

_SIMPLE = 1000  # largest denominator of a weight that is not taken exactly


def area_constants(scale: Expr, weight: Expr, k_min: int | None) -> tuple[Expr, Expr]:
    """Return the linear and the square constant of Theorem B, both of which Q has to bound."""
    first, second = spacing_factors(k_min)
    return first * linear_constant(scale, weight), second * square_constant(scale, weight)


def best_weight(scale: Expr, k_min: int | None) -> Expr:
    """Return the weight t at which Theorem B's Q is smallest, or a simple rational close to it.

    Both constants are convex in t, the square one least at 1/alpha, the linear one at 1/sqrt(alpha); so the
    larger is least at one of these, or where the two are equal in between. A weight outside the field of
    alpha is replaced by a rational with a denominator of at most 1000; any weight gives a proven bound.
    """
    number, one = as_quadratic(scale), Quadratic(Fraction(1))

    def gap(weight: Quadratic) -> int:
        linear, square = area_constants(scale, weight.sympy(), k_min)
        return (as_quadratic(linear) - as_quadratic(square)).sign()

    low = one / number
    if gap(low) <= 0:
        return low.sympy()
    root = _root(number)
    high = one / (root if root is not None else _rational_root(number))
    if gap(high) >= 0:
        return high.sympy()
    first, second = (as_quadratic(value) for value in spacing_factors(k_min))
    # equal where p t^2 + (p + q) t - q = 0
    p = second * number**3 - first * number * (number + one)
    q = first * (number + one) - second * number
    middle = p + q
    radicand = middle * middle + Quadratic(Fraction(4)) * p * q
    root = _root(radicand)
    if root is None or p.sign() == 0:
        root = _rational_root(radicand)
    crossing = (root - middle) / (p + p) if p.sign() != 0 else q / middle
    return crossing.sympy() if number.d == 1 else _simple(crossing).sympy()


def _root(value: Quadratic) -> Quadratic | None:
    """Square root of a rational, exactly; None for an irrational."""
    return Quadratic.sqrt(value.a) if value.d == 1 and value.a > 0 else None


def _simple(value: Quadratic) -> Quadratic:
    """A nearby rational with a small denominator, at most 1."""
    close = real_root(value.sympy()).within(Fraction(1, _SIMPLE**2)).lower
    return Quadratic(min(Fraction(1), max(close.limit_denominator(_SIMPLE), Fraction(1, _SIMPLE))))


def _rational_root(value: Quadratic) -> Quadratic:
    """A rational close to the square root of a positive number."""
    close = real_root(value.sympy()).within(Fraction(1, _SIMPLE**3)).lower
    return Quadratic(Fraction(isqrt(int(close * _SIMPLE**4)), _SIMPLE**2).limit_denominator(_SIMPLE))
