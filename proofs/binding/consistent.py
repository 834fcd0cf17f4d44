"""Whether hypotheses and a domain can hold together: from a contradiction anything follows.

A rational point is looked for; that one is found is checked exactly. None found does not prove a
contradiction, but a step without such a point is left undecided.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf, isfinite

import sympy

from proofs.binding.relation import Fact
from proofs.exact.domain import Domain, Range

_TRIALS = 400
_SHARES = (Fraction(1, 2), Fraction(1, 8), Fraction(7, 8), Fraction(0), Fraction(1))
_REACH = (1, 3, 1, 10, 100)
Point = dict[sympy.Symbol, Fraction]
_Linear = tuple[Callable[..., float], Callable[..., float]]


@dataclass(frozen=True)
class _Row:
    """One fact, ready to be asked for the range it leaves a variable."""

    fact: Fact
    ordered: tuple[sympy.Symbol, ...]
    parts: dict[sympy.Symbol, _Linear]

    @staticmethod
    def of(item: Fact) -> _Row:
        ordered = tuple(sorted(item.symbols, key=str))
        numerator, denominator = sympy.fraction(sympy.together(item.expr))
        parts: dict[sympy.Symbol, _Linear] = {}
        for symbol in ordered:
            if denominator.has(symbol) or not numerator.is_polynomial(symbol):
                continue
            poly = sympy.Poly(numerator, symbol)
            if poly.degree() == 1:
                slope, constant = poly.all_coeffs()
                parts[symbol] = (
                    sympy.lambdify(ordered, slope / denominator, "math"),
                    sympy.lambdify(ordered, constant / denominator, "math"),
                )
        return _Row(item, ordered, parts)

    def last_open(self, known: Point, symbol: sympy.Symbol) -> bool:
        """Whether the variable is the only one of it that has no value yet."""
        return symbol in self.ordered and all(item in known or item == symbol for item in self.ordered)

    def limits(self, known: Point, symbol: sympy.Symbol) -> tuple[float, float] | None:
        """Return what it leaves for the variable; None if the value must be tried."""
        if symbol not in self.parts:
            return None
        values = [float(known.get(item, 0)) for item in self.ordered]
        slope, constant = (part(*values) for part in self.parts[symbol])
        if slope == 0:
            return (-inf, inf)
        border = -constant / slope
        if self.fact.relation == "==":
            return (border, border)
        return (border, inf) if slope > 0 else (-inf, border)


def common_point(area: Domain, facts: Sequence[Fact]) -> Point | None:
    """Return a rational point of the domain at which all facts hold; None if the search finds none.

    Parameters
    ----------
    area
        Ranges; a variable without one may be any real number, and integers may be any number here.
    facts
        All of them must hold at the point, exactly.
    """
    ends = (end for item in area.ranges for end in bounds_of_range(item))
    rows = [_Row.of(item) for item in (*ends, *facts)]
    symbols = sorted({symbol for row in rows for symbol in row.ordered}, key=str)
    source = random.Random(7)
    order = _order(area, symbols, facts)
    for trial in range(_TRIALS):
        point = _attempt(rows, order, source, trial)
        if point is not None and all(_holds(row.fact, point) for row in rows):
            return point
        if trial % 8 == 7:
            source.shuffle(order)
    return None


def _order(area: Domain, symbols: list[sympy.Symbol], facts: Sequence[Fact]) -> list[sympy.Symbol]:
    """Declared variables first, then those that the fewest facts speak of."""
    declared = [symbol for symbol in area.symbols if symbol in symbols]
    weight = {symbol: sum(symbol in item.symbols for item in facts) for symbol in symbols}
    rest = [symbol for symbol in symbols if symbol not in declared]
    return declared + sorted(rest, key=lambda symbol: (-weight[symbol], str(symbol)))


def bounds_of_range(item: Range) -> list[Fact]:
    """Return the bounds of a variable as facts."""
    found = []
    if item.lower is not None:
        found.append(Fact(item.symbol - item.lower, ">" if item.lower_open else ">="))
    if item.upper is not None:
        found.append(Fact(item.upper - item.symbol, ">" if item.upper_open else ">="))
    return found


def _attempt(
    rows: Sequence[_Row], order: Sequence[sympy.Symbol], source: random.Random, trial: int
) -> Point | None:
    point: Point = {}
    for symbol in order:
        low, high = -inf, inf
        equation: _Row | None = None
        for row in rows:
            if not row.last_open(point, symbol):
                continue
            try:
                limits = row.limits(point, symbol)
            except (ArithmeticError, ValueError):
                return None
            if limits is not None:
                low, high = max(low, limits[0]), min(high, limits[1])
                if row.fact.relation == "==" and symbol in row.parts:
                    equation = row
        value = _solved(equation.fact, point, symbol) if equation is not None else None
        if value is None:
            value = _chosen(low, high, source, trial)
        if value is None:
            return None
        point[symbol] = value
    return point


def _chosen(low: float, high: float, source: random.Random, trial: int) -> Fraction | None:
    if low > high + 1e-9:
        return None
    reach = _REACH[trial % len(_REACH)]
    if not isfinite(low) and not isfinite(high):
        return Fraction(source.choice((0, 1, 2, -1, 5, 20))) * reach
    if not isfinite(high):
        return _simple(low) + source.choice((1, 0, 2, 5)) * reach
    if not isfinite(low):
        return _simple(high) - source.choice((1, 0, 2, 5)) * reach
    share = source.choice(_SHARES)
    if high - low < 1e-9:
        return _simple((low + high) / 2)
    return _simple(low) + (_simple(high) - _simple(low)) * share


def _simple(value: float) -> Fraction:
    return Fraction(value).limit_denominator(10**6)


def _solved(item: Fact, point: Point, symbol: sympy.Symbol) -> Fraction | None:
    """Solve an equation for the last variable, exactly; None if it does not determine a rational one."""
    rest = item.expr.xreplace({key: _rational(value) for key, value in point.items()})
    numerator = sympy.fraction(sympy.together(rest))[0]
    poly = sympy.Poly(numerator, symbol)
    if poly.degree() != 1:
        return None
    root = -poly.coeff_monomial(1) / poly.coeff_monomial(symbol)
    return Fraction(int(root.p), int(root.q)) if root.is_Rational is True else None


def _rational(value: Fraction) -> sympy.Rational:
    return sympy.Rational(value.numerator, value.denominator)


def _holds(item: Fact, point: Point) -> bool:
    value = item.expr.xreplace({key: _rational(number) for key, number in point.items()})
    if value.is_finite is not True:
        return False
    if item.relation == "==":
        return bool(sympy.simplify(value) == 0)
    return bool(value.is_positive or (item.relation == ">=" and value.is_nonnegative))
