"""Numbers of a real quadratic field and sympy: the way in and the way out."""

from __future__ import annotations

from fractions import Fraction

import sympy

from proofs.exact.surd import GOLDEN, Quadratic, Unsupported, parse_number, square_split


def as_fraction(value: sympy.Rational) -> Fraction:
    """Return a sympy rational as a `Fraction`."""
    return Fraction(int(value.p), int(value.q))


def as_quadratic(expr: sympy.Expr | int | Fraction) -> Quadratic:
    """Evaluate a constant expression exactly in a real quadratic field.

    Parameters
    ----------
    expr
        Built from rationals, ``sqrt`` of nonnegative rationals and the golden ratio by + - * / and integer
        powers, within one field Q(sqrt d).

    Raises
    ------
    Unsupported
        For anything else, floating-point numbers included.
    """
    if isinstance(expr, (int, Fraction)):
        return Quadratic(Fraction(expr))
    if expr is sympy.GoldenRatio:
        return GOLDEN
    if expr.is_Rational is True:
        return Quadratic(as_fraction(expr))
    if expr.is_Add is True or expr.is_Mul is True:
        total = as_quadratic(expr.args[0])
        for argument in expr.args[1:]:
            term = as_quadratic(argument)
            total = total + term if expr.is_Add else total * term
        return total
    if expr.is_Pow is True and expr.exp.is_Rational is True:
        base, power = as_quadratic(expr.base), as_fraction(expr.exp)
        if power.denominator == 1:
            if power < 0 and base.sign() == 0:
                raise Unsupported("division by zero")
            return base ** int(power)
        if power.denominator == 2 and base.d == 1:
            return Quadratic.sqrt(base.a) ** power.numerator
    raise Unsupported(f"{expr} is not a number of a real quadratic field written with sqrt")


def number_text(expr: sympy.Expr | int | Fraction) -> str:
    """Write an exact constant over one denominator, e.g. ``(92 + 26*sqrt(13))/3``; others as sympy does."""
    try:
        return str(as_quadratic(expr))
    except Unsupported:
        return str(expr)


__all__ = [
    "Quadratic",
    "Unsupported",
    "as_fraction",
    "as_quadratic",
    "number_text",
    "parse_number",
    "square_split",
]
