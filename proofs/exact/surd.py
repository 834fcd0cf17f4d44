"""Exact real numbers a + b*sqrt(d) with rational a and b: arithmetic, order, floors, reading, writing.

No computer algebra is loaded here: slices and verdicts need these numbers without it.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import isqrt, lcm
from typing import Any

Rational = int | Fraction

_LARGEST_FACTOR = 10**5
#: Bits of the longest number that a power in a text makes.
_MOST_BITS = 10_000
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+")


class Unsupported(ValueError):
    """An expression or a domain lies outside what an exact method can decide."""


@lru_cache(maxsize=4096)
def square_split(value: Fraction) -> tuple[Fraction, int]:
    """Write a nonnegative rational as ``factor**2 * d`` with an integer d that is 1 or no square.

    d is squarefree up to squares of primes above 10^5, which are looked for only as a whole: factoring has
    no time limit otherwise. A d that is not squarefree costs generality (two fields that are one), not
    soundness. (0 becomes (0, 1).)
    """
    if value == 0:
        return Fraction(0), 1
    factor, free = Fraction(1, value.denominator), 1
    left = value.numerator * value.denominator
    prime = 2
    while prime * prime <= left and prime <= _LARGEST_FACTOR:
        power = 0
        while left % prime == 0:
            left //= prime
            power += 1
        factor *= prime ** (power // 2)
        free *= prime ** (power % 2)
        prime += 1 if prime == 2 else 2
    root = isqrt(left)
    return (factor * root, free) if root * root == left else (factor, free * left)


@dataclass(frozen=True)
class Quadratic:
    """The real number ``a + b*sqrt(d)``.

    Parameters
    ----------
    a, b
        Rationals.
    d
        Integer >= 1, no square unless 1 (`square_split`); 1 exactly when the number is rational, and then
        ``b`` is 0.
    """

    a: Fraction
    b: Fraction = Fraction(0)
    d: int = 1

    @classmethod
    def make(cls, a: Rational, b: Rational = 0, d: int = 1) -> Quadratic:
        """Normalise, for a d that is 1 or no square: a number without irrational part has ``d = 1``."""
        if b == 0:
            return cls(Fraction(a))
        if d == 1:
            return cls(Fraction(a) + Fraction(b))
        return cls(Fraction(a), Fraction(b), d)

    @classmethod
    def of(cls, a: Rational, b: Rational = 0, d: int = 1) -> Quadratic:
        """Build ``a + b*sqrt(d)`` from any integer ``d >= 0``."""
        return cls(Fraction(a)) + cls.sqrt(Fraction(d)) * b

    @classmethod
    def sqrt(cls, value: Fraction) -> Quadratic:
        """Square root of a nonnegative rational; raises `Unsupported` for a negative one."""
        if value < 0:
            raise Unsupported(f"the square root of {value} is not real")
        factor, d = square_split(value)
        return cls.make(0, factor, d)

    @property
    def is_rational(self) -> bool:
        """True if the square root has coefficient zero."""
        return self.b == 0

    def _field(self, other: Quadratic) -> int:
        if self.d != 1 and other.d != 1 and self.d != other.d:
            raise Unsupported(f"sqrt({self.d}) and sqrt({other.d}) lie in different quadratic fields")
        return max(self.d, other.d)

    def __add__(self, other: Quadratic | Rational) -> Quadratic:
        o = _lift(other)
        return Quadratic.make(self.a + o.a, self.b + o.b, self._field(o))

    __radd__ = __add__

    def __neg__(self) -> Quadratic:
        return Quadratic.make(-self.a, -self.b, self.d)

    def __sub__(self, other: Quadratic | Rational) -> Quadratic:
        return self + (-_lift(other))

    def __rsub__(self, other: Rational) -> Quadratic:
        return _lift(other) - self

    def __mul__(self, other: Quadratic | Rational) -> Quadratic:
        o = _lift(other)
        d = self._field(o)
        return Quadratic.make(self.a * o.a + self.b * o.b * d, self.a * o.b + self.b * o.a, d)

    __rmul__ = __mul__

    def reciprocal(self) -> Quadratic:
        """Return ``1/x``; raises ZeroDivisionError for 0."""
        norm = self.a**2 - self.b**2 * self.d
        if norm == 0:
            raise ZeroDivisionError("division by zero in a quadratic field")
        return Quadratic.make(self.a / norm, -self.b / norm, self.d)

    def __truediv__(self, other: Quadratic | Rational) -> Quadratic:
        return self * _lift(other).reciprocal()

    def __rtruediv__(self, other: Rational) -> Quadratic:
        return _lift(other) * self.reciprocal()

    def __pow__(self, exponent: int) -> Quadratic:
        base = self if exponent >= 0 else self.reciprocal()
        result = Quadratic(Fraction(1))
        for _ in range(abs(exponent)):
            result = result * base
        return result

    def sign(self) -> int:
        """-1, 0 or 1, decided in integers."""
        left, right = self.a, self.b
        if right == 0 or (left > 0) == (right > 0):
            lead = right if right != 0 else left
            return (lead > 0) - (lead < 0)
        # opposite signs (or a = 0): the larger square wins; equality is impossible as d is not a square
        difference = left**2 - right**2 * self.d
        winner = left if difference > 0 else right
        return (winner > 0) - (winner < 0)

    def __lt__(self, other: Quadratic | Rational) -> bool:
        return (self - other).sign() < 0

    def __le__(self, other: Quadratic | Rational) -> bool:
        return (self - other).sign() <= 0

    def __gt__(self, other: Quadratic | Rational) -> bool:
        return (self - other).sign() > 0

    def __ge__(self, other: Quadratic | Rational) -> bool:
        return (self - other).sign() >= 0

    def floor(self) -> int:
        """Return the largest integer at most the number, by an integer square root."""
        denominator = self.a.denominator * self.b.denominator
        whole = self.a.numerator * self.b.denominator
        coefficient = self.b.numerator * self.a.denominator
        return (whole + floor_root(coefficient, self.d)) // denominator

    def decimal(self, digits: int = 6) -> str:
        """Return the number rounded to nearest at `digits` decimals, for people (never for a verdict)."""
        scale = 10**digits
        scaled = (self * scale + Fraction(1, 2)).floor()
        whole, rest = divmod(abs(scaled), scale)
        return f"{'-' if scaled < 0 else ''}{whole}" + (f".{rest:0{digits}d}" if digits else "")

    def sympy(self) -> Any:
        """Return the number as the sympy expression ``a + b*sqrt(d)``."""
        import sympy  # only here: most users of these numbers need no computer algebra

        whole = sympy.Rational(self.a.numerator, self.a.denominator)
        return whole + sympy.Rational(self.b.numerator, self.b.denominator) * sympy.sqrt(self.d)

    def __str__(self) -> str:
        if self.b == 0:
            return str(self.a)
        denominator = lcm(self.a.denominator, self.b.denominator)
        whole, root = int(self.a * denominator), int(self.b * denominator)
        radical = f"sqrt({self.d})" if abs(root) == 1 else f"{abs(root)}*sqrt({self.d})"
        if whole == 0:
            text = radical if root > 0 else f"-{radical}"
            return text if denominator == 1 else f"{text}/{denominator}"
        text = f"{whole} {'+' if root > 0 else '-'} {radical}"
        return text if denominator == 1 else f"({text})/{denominator}"


GOLDEN = Quadratic(Fraction(1, 2), Fraction(1, 2), 5)


def _lift(value: Quadratic | Rational) -> Quadratic:
    return value if isinstance(value, Quadratic) else Quadratic(Fraction(value))


def floor_root(coefficient: int, radicand: int) -> int:
    """Return ``floor(coefficient * sqrt(radicand))`` for integers, `radicand` at least 0."""
    square = coefficient * coefficient * radicand
    root = isqrt(square)
    if coefficient >= 0:
        return root
    return -root if root * root == square else -root - 1


def parse_number(text: str) -> Quadratic:
    """Read an exact number such as ``61.92``, ``32/3``, ``(92 + 26*sqrt(13))/3`` or ``golden``.

    Only integers, decimals, ``golden`` (or ``phi``), ``sqrt(...)``, + - * /, integer powers ``**`` up to
    100 and parentheses are read; the text is never evaluated as a program.

    Raises
    ------
    Unsupported
        If the text is anything else, or leaves the quadratic field.
    """
    text = text.strip()
    if len(text) > 200:
        raise Unsupported("a number of more than 200 characters is not read")
    try:
        tree = ast.parse(text, mode="eval")
        return _evaluate(tree.body, text)
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise Unsupported(_unreadable(text)) from error
    except ZeroDivisionError as error:
        raise Unsupported(f"{text!r} divides by zero") from error


def _evaluate(node: ast.expr, text: str) -> Quadratic:
    match node:
        case ast.Constant() if type(node.value) in (int, float):
            # the digits as written, not the binary float they would become
            written = ast.get_source_segment(text, node) or ""
            if _DECIMAL.fullmatch(written):
                return Quadratic(Fraction(written))
        case ast.Name(id="golden" | "phi"):
            return GOLDEN
        case ast.UnaryOp(op=ast.USub()):
            return -_evaluate(node.operand, text)
        case ast.Call(func=ast.Name(id="sqrt"), args=[argument], keywords=[]):
            inside = _evaluate(argument, text)
            if inside.is_rational:
                return Quadratic.sqrt(inside.a)
        case ast.BinOp(op=ast.Add()):
            return _evaluate(node.left, text) + _evaluate(node.right, text)
        case ast.BinOp(op=ast.Sub()):
            return _evaluate(node.left, text) - _evaluate(node.right, text)
        case ast.BinOp(op=ast.Mult()):
            return _evaluate(node.left, text) * _evaluate(node.right, text)
        case ast.BinOp(op=ast.Div()):
            return _evaluate(node.left, text) / _evaluate(node.right, text)
        case ast.BinOp(op=ast.Pow()):
            power = _evaluate(node.right, text)
            if power.is_rational and power.a.denominator == 1 and 0 <= power.a <= 100:
                base = _evaluate(node.left, text)
                if _bits(base) * power.a > _MOST_BITS:
                    raise Unsupported(f"{text!r} is a number of too many digits")
                return base ** int(power.a)
    raise Unsupported(_unreadable(text))


def _bits(number: Quadratic) -> int:
    """Bits of its longest part."""
    parts = (number.a.numerator, number.a.denominator, number.b.numerator, number.b.denominator, number.d)
    return max(part.bit_length() for part in parts)


def _unreadable(text: str) -> str:
    return f"{text!r} is no exact number: write 2, 4/3, 1.5, (7+sqrt(13))/6 or golden"
