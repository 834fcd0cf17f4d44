"""Statements about single real algebraic numbers: equality, enclosure, minimal polynomial, printed form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

import sympy

from proofs.exact.quadratic import number_text, parse_number
from proofs.exact.real_root import minimal_polynomial_text, real_root
from proofs.step import Step
from proofs.verdict import Finding, Status


@dataclass(frozen=True, kw_only=True)
class EqualNumbers(Step):
    """Two closed forms denote the same real number."""

    left: sympy.Expr
    right: sympy.Expr
    method = "exact comparison"

    @property
    def formula(self) -> str:
        """The equation as text."""
        return f"{number_text(self.left)} == {number_text(self.right)}"

    def decide(self) -> Finding:
        """Compare minimal polynomials and isolating intervals."""
        if real_root(self.left).same_as(real_root(self.right)):
            return Finding(Status.PROVED, self.method, f"both are {number_text(self.left)}")
        texts = number_text(self.left), number_text(self.right)
        return Finding(Status.REFUTED, self.method, f"{texts[0]} is not {texts[1]}")


@dataclass(frozen=True, kw_only=True)
class Enclosure(Step):
    """``lower <= number <= upper`` with rational ends at most ``width`` apart."""

    number: sympy.Expr
    lower: Fraction
    upper: Fraction
    width: Fraction
    method = "exact comparison"

    @property
    def formula(self) -> str:
        """The enclosure as text."""
        return f"{self.lower} <= {number_text(self.number)} <= {self.upper}"

    def decide(self) -> Finding:
        """Compare the number with both ends exactly."""
        root = real_root(self.number)
        if root.compare(self.lower) < 0 or root.compare(self.upper) > 0:
            return Finding(Status.REFUTED, self.method, "the number lies outside")
        if self.upper - self.lower > self.width:
            return Finding(Status.REFUTED, self.method, f"wider than {self.width}")
        return Finding(Status.PROVED, self.method, f"width {self.upper - self.lower}")


@dataclass(frozen=True, kw_only=True)
class MinimalPolynomial(Step):
    """The number is a root of an irreducible polynomial over Q, given as text in ``v``."""

    number: sympy.Expr
    polynomial: str
    method = "irreducible factor"

    @property
    def formula(self) -> str:
        """The claim as text."""
        return f"{self.polynomial} vanishes at {number_text(self.number)} and is irreducible over Q"

    def decide(self) -> Finding:
        """Factor over Q and take the sign at the number, which is 0 only for a true root."""
        variable = sympy.Symbol("v")
        poly = sympy.Poly(sympy.sympify(self.polynomial, locals={"v": variable}), variable, domain=sympy.QQ)
        if poly.degree() < 1 or not poly.is_irreducible:
            return Finding(Status.REFUTED, self.method, "reducible over Q")
        if real_root(self.number).sign_of(poly) != 0:
            return Finding(Status.REFUTED, self.method, "it does not vanish there")
        return Finding(Status.PROVED, self.method, f"degree {poly.degree()}")


@dataclass(frozen=True, kw_only=True)
class PrintedConstant(Step):
    """A constant as printed agrees with the exact value.

    Parameters
    ----------
    number
        The exact value.
    printed
        A decimal with d >= 1 digits after the point: it must be the value rounded *up* to d digits (an
        upper bound stays one). Anything without a decimal point, such as ``32``, ``32/3`` or
        ``(92+26*sqrt(13))/3``, must be exactly equal.
    """

    number: sympy.Expr
    printed: str
    method = "printed constant"

    @property
    def formula(self) -> str:
        """The claim as text."""
        return f"printed {self.printed} is {number_text(self.number)}" + (
            ", rounded up" if self.decimal_digits is not None else ""
        )

    @property
    def decimal_digits(self) -> int | None:
        """Digits after the point, or None if the text is not a decimal."""
        match = re.fullmatch(r"[0-9]+\.([0-9]+)", self.printed.strip())
        return None if match is None else len(match.group(1))

    def decide(self) -> Finding:
        """Round the exact value up, or compare exactly."""
        root = real_root(self.number)
        digits = self.decimal_digits
        if digits is None:
            claimed = parse_number(self.printed)
            if real_root(claimed.sympy()).same_as(root):
                return Finding(Status.PROVED, self.method, "exactly equal")
            return Finding(Status.REFUTED, self.method, f"the value is {number_text(self.number)}")
        rounded = root.ceiling_at(digits)
        shown = decimal_text(rounded, digits)
        if Fraction(self.printed.strip()) == rounded:
            return Finding(Status.PROVED, self.method, f"the value rounded up to {digits} digits is {shown}")
        return Finding(Status.REFUTED, self.method, f"the value rounded up to {digits} digits is {shown}")


def decimal_text(value: Fraction, digits: int) -> str:
    """Write a multiple of ``10**-digits`` with exactly that many digits after the point."""
    scaled = value * 10**digits
    if scaled.denominator != 1:
        raise ValueError(f"{value} has more than {digits} decimals")
    text = str(abs(int(scaled))).rjust(digits + 1, "0")
    sign = "-" if scaled < 0 else ""
    return sign + (text if digits == 0 else f"{text[:-digits]}.{text[-digits:]}")


__all__ = [
    "Enclosure",
    "EqualNumbers",
    "MinimalPolynomial",
    "PrintedConstant",
    "decimal_text",
    "minimal_polynomial_text",
]
