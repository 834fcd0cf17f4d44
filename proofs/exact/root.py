"""Real algebraic numbers beyond square roots, without computer algebra: what a kept bound may be."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from proofs.exact.surd import Quadratic


@dataclass(frozen=True)
class Root:
    """A real root of an irreducible integer polynomial of degree at least 3.

    Parameters
    ----------
    coefficients
        Of the polynomial in x, highest power first.
    index
        Which of the real roots, in increasing order from 0.
    lower, upper
        Rationals with this root and no other between them.
    """

    coefficients: tuple[int, ...]
    index: int
    lower: Fraction
    upper: Fraction

    def _above(self, value: Fraction) -> bool:
        """Whether the number is larger than a rational, which it never equals."""
        if not self.lower < value < self.upper:
            return value <= self.lower
        # the only root in between is a simple one, so the sign on its left is that at the lower end
        return (self._at(value) > 0) == (self._at(self.lower) > 0)

    def _at(self, value: Fraction) -> Fraction:
        total = Fraction(0)
        for coefficient in self.coefficients:
            total = total * value + coefficient
        return total

    def floor_at(self, digits: int) -> Fraction:
        """Return the largest multiple of ``10**-digits`` that does not exceed the number."""
        scale = 10**digits
        low, high = floor(self.lower * scale), floor(self.upper * scale) + 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._above(Fraction(middle, scale)) else (low, middle)
        return Fraction(low, scale)

    def decimal(self, digits: int = 6) -> str:
        """Return the number rounded to nearest at `digits` decimals, for people (never for a verdict)."""
        return Quadratic(self.floor_at(digits + 1) + Fraction(1, 10 ** (digits + 2))).decimal(digits)

    def sympy(self) -> Any:
        """Return the number as a `sympy.CRootOf`."""
        import sympy  # only here: most users of these numbers need no computer algebra

        return sympy.CRootOf(sympy.Poly(self.coefficients, sympy.Symbol("x")), self.index)

    def __str__(self) -> str:
        return f"CRootOf({polynomial_text(self.coefficients, 'x')}, {self.index})"


Number = Quadratic | Root


def floor_at(number: Number, digits: int) -> Fraction:
    """Return the largest multiple of ``10**-digits`` that does not exceed a number."""
    if isinstance(number, Root):
        return number.floor_at(digits)
    return Fraction((number * 10**digits).floor(), 10**digits)


def polynomial_text(coefficients: tuple[int, ...], name: str) -> str:
    """Write a polynomial with integer coefficients, highest power first, as sympy does."""
    text = ""
    for place, coefficient in enumerate(coefficients):
        power = len(coefficients) - 1 - place
        if coefficient == 0:
            continue
        factor = "" if power == 0 else name if power == 1 else f"{name}**{power}"
        size = str(abs(coefficient)) if abs(coefficient) != 1 or not factor else ""
        sign = (" - " if coefficient < 0 else " + ") if text else ("-" if coefficient < 0 else "")
        text += sign + "*".join(part for part in (size, factor) if part)
    return text or "0"


def number_to_json(number: Number) -> dict[str, Any]:
    """Write an exact number as plain data."""
    if isinstance(number, Quadratic):
        return {"a": str(number.a), "b": str(number.b), "d": number.d}
    ends = {"lower": str(number.lower), "upper": str(number.upper)}
    return {"coefficients": list(number.coefficients), "index": number.index, **ends}


def number_from_json(data: dict[str, Any]) -> Number:
    """Read what `number_to_json` wrote; KeyError, TypeError or ValueError for anything else."""
    if "d" in data:
        return Quadratic(Fraction(data["a"]), Fraction(data["b"]), data["d"])
    ends = Fraction(data["lower"]), Fraction(data["upper"])
    return Root(tuple(data["coefficients"]), data["index"], *ends)


__all__ = ["Number", "Root", "floor_at", "number_from_json", "number_to_json", "polynomial_text"]
