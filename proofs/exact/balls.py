"""Enclosures of exact constants by ball arithmetic, evaluated apart from the exact methods.

Uses the `arb` type of python-flint, an optional dependency. A ball answers a comparison with True only where
it is certain.
"""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from proofs.exact.quadratic import Unsupported


class BallsMissing(RuntimeError):
    """The optional library is not installed."""


@dataclass(frozen=True)
class Ball:
    """All reals within ``radius`` of ``middle``.

    Parameters
    ----------
    middle, radius
        Exact dyadic rationals.
    """

    middle: Fraction
    radius: Fraction

    @property
    def lower(self) -> Fraction:
        """Smallest number of the ball."""
        return self.middle - self.radius

    @property
    def upper(self) -> Fraction:
        """Largest number of the ball."""
        return self.middle + self.radius

    def below(self, value: Fraction | int) -> bool:
        """Whether the number is certainly smaller than ``value``."""
        return self.upper < value

    def above(self, value: Fraction | int) -> bool:
        """Whether the number is certainly larger than ``value``."""
        return self.lower > value

    def inside(self, lower: Fraction, upper: Fraction) -> bool:
        """Whether the number certainly lies in ``[lower, upper]``."""
        return lower <= self.lower and self.upper <= upper

    def overlaps(self, lower: Fraction, upper: Fraction) -> bool:
        """Whether it may lie in ``[lower, upper]``; False excludes that for certain."""
        return self.lower <= upper and lower <= self.upper

    def __str__(self) -> str:
        digits = 0
        while digits < 60 and 2 * self.radius * 10 ** (digits + 1) < 1:
            digits += 1
        scaled = round(self.middle * 10**digits)
        error = self.radius + abs(self.middle - Fraction(scaled, 10**digits))
        text = str(abs(scaled)).rjust(digits + 1, "0")
        whole = text if digits == 0 else f"{text[:-digits]}.{text[-digits:]}"
        sign = "-" if scaled < 0 else ""
        return f"[{sign}{whole} +/- {_rounded_up(error)}]"


def _rounded_up(value: Fraction) -> str:
    if value == 0:
        return "0"
    power = 0
    while value < 1:
        value, power = value * 10, power - 1
    while value >= 10:
        value, power = value / 10, power + 1
    hundredths = -((-value.numerator * 100) // value.denominator)
    return f"{hundredths // 100}.{hundredths % 100:02d}e{power}"


def _flint() -> Any:
    try:
        return importlib.import_module("flint")
    except ImportError as error:
        raise BallsMissing(
            "ball arithmetic needs python-flint, which is not installed: pip install python-flint"
        ) from error


def ball(expr: sympy.Expr | Fraction | int, bits: int = 128) -> Ball:
    """Enclose an exact constant.

    Parameters
    ----------
    expr
        Built from rationals, the golden ratio and real `sympy.CRootOf` numbers by + - * /, integer powers
        and roots of nonnegative numbers.
    bits
        The radius is at most ``2**-bits`` times the larger of 1 and the number. At least 2.

    Raises
    ------
    BallsMissing
        If python-flint is not installed.
    Unsupported
        If the expression is anything else, floating-point numbers included, or the precision is not reached
        (a root or a quotient of a number that cannot be told from 0).
    """
    if bits < 2:
        raise ValueError(f"bits must be at least 2, not {bits}")
    flint = _flint()
    if isinstance(expr, Fraction):
        expr = sympy.Rational(expr.numerator, expr.denominator)
    number = sympy.sympify(expr)
    precision = bits + 16
    while precision <= 16 * bits + 1024:
        with flint.ctx.workprec(precision):
            value = _Evaluation(flint).value(number)
            if value.is_finite():
                around = Ball(_dyadic(value.mid()), _dyadic(value.rad()))
                if around.radius * 2**bits <= max(Fraction(1), abs(around.middle)):
                    return around
        precision *= 2
    raise Unsupported(f"{number} could not be enclosed to {bits} bits")


def _dyadic(exact: Any) -> Fraction:
    mantissa, exponent = (int(part) for part in exact.man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent


@dataclass(frozen=True)
class _Evaluation:
    """Walks an expression with the current working precision."""

    flint: Any

    def value(self, expr: sympy.Expr) -> Any:
        """Return the `arb` of an expression."""
        arb = self.flint.arb
        if expr.is_Rational is True:
            return arb(self.flint.fmpq(int(expr.p), int(expr.q)))
        if expr is sympy.GoldenRatio:
            return (1 + arb(5).sqrt()) / 2
        if expr.is_Add is True or expr.is_Mul is True:
            combine: Callable[[Any, Any], Any] = _add if expr.is_Add else _multiply
            total = self.value(expr.args[0])
            for argument in expr.args[1:]:
                total = combine(total, self.value(argument))
            return total
        if expr.is_Pow is True and expr.exp.is_Rational is True:
            base = self.value(expr.base)
            if expr.exp.q != 1:
                base = base.root(int(expr.exp.q))
            return base ** int(expr.exp.p)
        if isinstance(expr, sympy.CRootOf):
            return self.root(expr)
        raise Unsupported(f"{expr} is not an exact algebraic constant")

    def root(self, number: sympy.CRootOf) -> Any:
        """Return the real root of the stated index from all roots of the polynomial."""
        _, cleared = sympy.Poly(number.poly.as_expr(), number.poly.gen, domain=sympy.QQ).clear_denoms(
            convert=True
        )
        coefficients = [int(entry) for entry in reversed(cleared.all_coeffs())]
        roots = self.flint.fmpz_poly(coefficients).complex_roots()
        real = sorted(
            (root.real for root, _ in roots if root.imag == 0), key=lambda root: _dyadic(root.mid())
        )
        apart = all(one < two for one, two in itertools.pairwise(real))
        if not apart or not 0 <= number.index < len(real):
            raise Unsupported(f"{number} is not a real root told apart from the others")
        return real[number.index]


def _add(left: Any, right: Any) -> Any:
    return left + right


def _multiply(left: Any, right: Any) -> Any:
    return left * right


__all__ = ["Ball", "BallsMissing", "ball"]
