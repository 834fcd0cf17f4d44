"""Exact real numbers a + b*sqrt(d) with rational a and b."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import isqrt, lcm

import sympy


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
    small = sympy.factorint(
        value.numerator * value.denominator, limit=10**5, use_rho=False, use_pm1=False, use_ecm=False
    )
    for base, exponent in small.items():
        prime, power = int(base), int(exponent)
        root = isqrt(prime)
        if root * root == prime:
            prime, power = root, 2 * power
        factor *= prime ** (power // 2)
        free *= prime ** (power % 2)
    return factor, free


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
    def make(cls, a: Fraction | int, b: Fraction | int = 0, d: int = 1) -> Quadratic:
        """Normalise: a number without irrational part has ``d = 1``."""
        if b == 0:
            return cls(Fraction(a))
        if d == 1:
            return cls(Fraction(a) + Fraction(b))
        return cls(Fraction(a), Fraction(b), d)

    @classmethod
    def sqrt(cls, value: Fraction) -> Quadratic:
        """Square root of a nonnegative rational; raises `Unsupported` for a negative one."""
        if value < 0:
            raise Unsupported(f"the square root of {value} is not real")
        factor, d = square_split(value)
        return cls.make(0, factor, d)

    def _field(self, other: Quadratic) -> int:
        if self.d != 1 and other.d != 1 and self.d != other.d:
            raise Unsupported(f"sqrt({self.d}) and sqrt({other.d}) lie in different quadratic fields")
        return max(self.d, other.d)

    def __add__(self, other: Quadratic) -> Quadratic:
        return Quadratic.make(self.a + other.a, self.b + other.b, self._field(other))

    def __sub__(self, other: Quadratic) -> Quadratic:
        return Quadratic.make(self.a - other.a, self.b - other.b, self._field(other))

    def __neg__(self) -> Quadratic:
        return Quadratic.make(-self.a, -self.b, self.d)

    def __mul__(self, other: Quadratic) -> Quadratic:
        d = self._field(other)
        return Quadratic.make(self.a * other.a + self.b * other.b * d, self.a * other.b + self.b * other.a, d)

    def __truediv__(self, other: Quadratic) -> Quadratic:
        norm = other.a**2 - other.b**2 * other.d
        if norm == 0:
            raise ZeroDivisionError("division by zero in a quadratic field")
        return self * Quadratic.make(other.a / norm, -other.b / norm, other.d)

    def __pow__(self, exponent: int) -> Quadratic:
        if exponent < 0:
            return Quadratic(Fraction(1)) / self**-exponent
        result = Quadratic(Fraction(1))
        for _ in range(exponent):
            result = result * self
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

    def sympy(self) -> sympy.Expr:
        """Return the number as the sympy expression ``a + b*sqrt(d)``."""
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
        return Quadratic.make(Fraction(1, 2), Fraction(1, 2), 5)
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


def parse_number(text: str) -> Quadratic:
    """Read an exact number such as ``61.92``, ``32/3`` or ``(92 + 26*sqrt(13))/3``.

    Only integers, decimals, ``sqrt(...)``, + - * /, integer powers ``**`` and parentheses are read; the
    text is never evaluated as a program.

    Raises
    ------
    Unsupported
        If the text is anything else, or leaves the quadratic field.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError) as error:
        raise Unsupported(f"{text!r} is not a number") from error

    def value(node: ast.expr) -> Quadratic:
        match node:
            case ast.Constant() if type(node.value) in (int, float):
                source = ast.get_source_segment(text.strip(), node) or ""
                if re.fullmatch(r"[0-9]+(\.[0-9]*)?|\.[0-9]+", source):
                    return Quadratic(Fraction(source))
            case ast.UnaryOp(op=ast.USub()):
                return -value(node.operand)
            case ast.Call(func=ast.Name(id="sqrt"), args=[argument], keywords=[]):
                inside = value(argument)
                if inside.d == 1:
                    return Quadratic.sqrt(inside.a)
            case ast.BinOp(op=ast.Add()):
                return value(node.left) + value(node.right)
            case ast.BinOp(op=ast.Sub()):
                return value(node.left) - value(node.right)
            case ast.BinOp(op=ast.Mult()):
                return value(node.left) * value(node.right)
            case ast.BinOp(op=ast.Div()):
                below = value(node.right)
                if below.sign() != 0:
                    return value(node.left) / below
            case ast.BinOp(op=ast.Pow()):
                power = value(node.right)
                if power.d == 1 and power.a.denominator == 1 and 0 <= power.a <= 100:
                    return value(node.left) ** int(power.a)
        raise Unsupported(f"{text!r} is not a number of the form (p + q*sqrt(d))/m")

    return value(tree.body)
