"""Exact numbers ``a + b*sqrt(d)``: scaling factors, bounds and their comparison, never by floats."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt

from ratiolab.errors import InputError

Rational = int | Fraction


@dataclass(frozen=True)
class Quadratic:
    """The real number ``a + b*sqrt(d)``.

    Attributes
    ----------
    a, b : Fraction
    d : int
        Squarefree and at least 2 where ``b != 0``; 1 where ``b == 0``.
    """

    a: Fraction
    b: Fraction = Fraction(0)
    d: int = 1

    @classmethod
    def of(cls, a: Rational, b: Rational = 0, d: int = 1) -> Quadratic:
        """Build ``a + b*sqrt(d)`` in normal form from any integer ``d >= 0``."""
        root, rest = _square_part(d)
        coefficient = Fraction(b) * root
        if rest == 1 or rest == 0:
            return cls(Fraction(a) + coefficient * rest)
        return cls(Fraction(a), coefficient, rest) if coefficient else cls(Fraction(a))

    @property
    def is_rational(self) -> bool:
        """True if the square root has coefficient zero."""
        return self.b == 0

    def _common(self, other: Quadratic) -> int:
        if self.b and other.b and self.d != other.d:
            raise InputError(
                f"sqrt({self.d}) and sqrt({other.d}) do not mix: use numbers with one square root"
            )
        return self.d if self.b else other.d

    def __add__(self, other: Quadratic | Rational) -> Quadratic:
        o = _lift(other)
        return Quadratic.of(self.a + o.a, self.b + o.b, self._common(o))

    __radd__ = __add__

    def __neg__(self) -> Quadratic:
        return Quadratic(-self.a, -self.b, self.d)

    def __sub__(self, other: Quadratic | Rational) -> Quadratic:
        return self + (-_lift(other))

    def __rsub__(self, other: Rational) -> Quadratic:
        return _lift(other) - self

    def __mul__(self, other: Quadratic | Rational) -> Quadratic:
        o = _lift(other)
        d = self._common(o)
        return Quadratic.of(self.a * o.a + self.b * o.b * d, self.a * o.b + self.b * o.a, d)

    __rmul__ = __mul__

    def reciprocal(self) -> Quadratic:
        """Return ``1/x``.

        Raises
        ------
        InputError
            If the number is zero.
        """
        norm = self.a * self.a - self.b * self.b * self.d
        if norm == 0:
            raise InputError("division by zero")
        return Quadratic.of(self.a / norm, -self.b / norm, self.d)

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
        """Return -1, 0 or 1, decided by comparing squares."""
        if self.b == 0:
            return (self.a > 0) - (self.a < 0)
        if self.a == 0 or (self.a > 0) == (self.b > 0):
            return 1 if self.b > 0 else -1
        larger_a = self.a * self.a > self.b * self.b * self.d  # never equal: d is squarefree
        return 1 if (self.a > 0) == larger_a else -1

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

    def __str__(self) -> str:
        if self.b == 0:
            return str(self.a)
        q = self.a.denominator * self.b.denominator // gcd(self.a.denominator, self.b.denominator)
        p, r = self.a * q, self.b * q
        root = f"sqrt({self.d})" if abs(r) == 1 else f"{abs(r)}*sqrt({self.d})"
        body = f"{p} {'-' if r < 0 else '+'} {root}" if p else f"{'-' if r < 0 else ''}{root}"
        body = body if q == 1 else f"({body})/{q}"
        return body


GOLDEN = Quadratic(Fraction(1, 2), Fraction(1, 2), 5)


def parse_exact(text: str) -> Quadratic:
    """Read an exact number: ``2``, ``4/3``, ``1.5``, ``(7+sqrt(13))/6``, ``golden``.

    Raises
    ------
    InputError
        If the text is no such number or mixes different square roots.
    """
    if len(text) > 200:
        raise InputError("a number of more than 200 characters cannot be read")
    try:
        tree = ast.parse(text.strip(), mode="eval")
        return _evaluate(tree.body, text)
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise InputError(_unreadable(text)) from error


def floor_root(coefficient: int, radicand: int) -> int:
    """Return ``floor(coefficient * sqrt(radicand))`` for integers, `radicand` at least 0."""
    square = coefficient * coefficient * radicand
    root = isqrt(square)
    if coefficient >= 0:
        return root
    return -root if root * root == square else -root - 1


def _evaluate(node: ast.expr, text: str) -> Quadratic:
    match node:
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            return Quadratic(Fraction(value))
        case ast.Constant(value=float()):
            # The decimal as written, not the binary float it would become.
            written = ast.get_source_segment(text.strip(), node) or ""
            if not set(written) <= set("0123456789."):
                raise InputError(_unreadable(text))
            return Quadratic(Fraction(written))
        case ast.Name(id="golden" | "phi"):
            return GOLDEN
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_evaluate(operand, text)
        case ast.Call(func=ast.Name(id="sqrt"), args=[argument], keywords=[]):
            inner = _evaluate(argument, text)
            if not inner.is_rational or inner.a < 0 or inner.a.numerator * inner.a.denominator > 10**12:
                raise InputError(f"{text!r}: sqrt needs a rational number from 0 to 10^12")
            return Quadratic.of(0, Fraction(1, inner.a.denominator), inner.a.numerator * inner.a.denominator)
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=int() as power)):
            if power > 64:
                raise InputError(f"{text!r}: exponents go up to 64")
            return _evaluate(left, text) ** power
        case ast.BinOp(left=left, op=operator, right=right):
            x, y = _evaluate(left, text), _evaluate(right, text)
            match operator:
                case ast.Add():
                    return x + y
                case ast.Sub():
                    return x - y
                case ast.Mult():
                    return x * y
                case ast.Div():
                    return x / y
    raise InputError(_unreadable(text))


def _unreadable(text: str) -> str:
    return f"{text!r} is no exact number: write 2, 4/3, 1.5, (7+sqrt(13))/6 or golden"


def _lift(value: Quadratic | Rational) -> Quadratic:
    return value if isinstance(value, Quadratic) else Quadratic(Fraction(value))


def _square_part(d: int) -> tuple[int, int]:
    """Return (r, m) with ``d == r*r*m`` and m squarefree."""
    if d < 0:
        raise InputError(f"sqrt({d}) is not a real number")
    root, rest, factor = 1, d, 2
    while factor * factor <= rest:
        while rest % (factor * factor) == 0:
            rest //= factor * factor
            root *= factor
        factor += 1
    return root, rest
