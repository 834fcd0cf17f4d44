"""Expressions of a proof compiled to exact arithmetic on rationals, with what must hold between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy
from sympy import QQ, Symbol

from proofs.exact.domain import Domain
from proofs.method.inequalities import Hypothesis

Number = int | Fraction
Exact = Any
"""An element of sympy's rationals, whatever they are made of on this machine."""


@dataclass(frozen=True)
class Test:
    """``left relation right`` as two places in a row of evaluated expressions."""

    part: str
    left: int
    relation: str
    right: int


HOLDS: dict[str, Callable[[Exact, Exact], bool]] = {
    "==": lambda left, right: left == right,
    ">=": lambda left, right: left >= right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    "<": lambda left, right: left < right,
}
"""What each sign asks of two numbers."""


_RATIONAL: Any = QQ.dtype


def exact(value: Number) -> Exact:
    """Turn an integer or fraction into an element of sympy's rationals."""
    return _RATIONAL(value) if isinstance(value, int) else _RATIONAL(value.numerator, value.denominator)


def _is_whole(value: Exact) -> bool:
    return bool(QQ.denom(value) == 1)


class Program:
    """Expressions compiled to one function of some variables, and what must hold between their values."""

    def __init__(self, symbols: Sequence[Symbol]) -> None:
        self.symbols = tuple(symbols)
        self.names = {symbol: f"v{place}" for place, symbol in enumerate(self.symbols)}
        self.numbers: dict[str, Exact] = {}
        self.texts: list[str] = []
        self.places: dict[str, int] = {}
        self.tests: list[Test] = []
        self.whole: list[tuple[str, int]] = []
        self.results: list[int] = []
        self.function: Callable[..., tuple[int, tuple[Exact, ...]]] | None = None

    def _number(self, value: sympy.Rational) -> str:
        name = f"c{value.p}_{value.q}".replace("-", "m")
        self.numbers[name] = _RATIONAL(int(value.p), int(value.q))
        return name

    def _text(self, expr: sympy.Expr) -> str:
        if expr.is_Symbol:
            return self.names[expr]
        if expr.is_Rational:
            return self._number(expr)
        if expr.is_Add:
            return "(" + " + ".join(self._text(part) for part in expr.args) + ")"
        if expr.is_Mul:
            return "(" + " * ".join(self._text(part) for part in expr.args) + ")"
        if expr.is_Pow and expr.exp.is_Integer:
            return f"({self._text(expr.base)} ** ({int(expr.exp)}))"
        raise ValueError(f"{expr} is no rational expression")

    def place(self, expr: sympy.Expr | int) -> int:
        """Place of an expression among those that are evaluated."""
        text = self._text(sympy.sympify(expr))
        if text not in self.places:
            self.places[text] = len(self.texts)
            self.texts.append(text)
        return self.places[text]

    def result(self, expr: sympy.Expr | int) -> None:
        """Add an expression to what `run` returns."""
        self.results.append(self.place(expr))

    def require(self, part: str, left: sympy.Expr | int, relation: str, right: sympy.Expr | int = 0) -> None:
        """Add a relation that must hold."""
        self.tests.append(Test(part, self.place(left), relation, self.place(right)))

    def ranges(self, area: Domain, within: Iterable[Symbol]) -> None:
        """Require the ranges of some variables."""
        chosen = set(within)
        for item in area.ranges:
            if item.symbol not in chosen:
                continue
            part = f"range {item}"
            if item.lower is not None:
                self.require(part, item.symbol, ">" if item.lower_open else ">=", item.lower)
            if item.upper is not None:
                self.require(part, item.symbol, "<" if item.upper_open else "<=", item.upper)
            if item.integer:
                self.whole.append((part, self.place(item.symbol)))

    def _compiled(self) -> Callable[..., tuple[int, tuple[Exact, ...]]]:
        """Write the function: it returns the place of the first test that fails, or -1, and the results."""
        lines = [f"def evaluate({', '.join(self.names.values())}):"]
        lines += [f"    t{place} = {text}" for place, text in enumerate(self.texts)]
        for place, test in enumerate(self.tests):
            lines.append(f"    if not t{test.left} {test.relation} t{test.right}: return {place}, ()")
        for place, (_, value) in enumerate(self.whole, start=len(self.tests)):
            lines.append(f"    if not is_whole(t{value}): return {place}, ()")
        lines.append(f"    return -1, ({''.join(f't{place}, ' for place in self.results)})")
        space: dict[str, Any] = {**self.numbers, "is_whole": _is_whole}
        # the text holds our own names, numbers, signs and + * ** only
        exec("\n".join(lines), space)
        function: Callable[..., tuple[int, tuple[Exact, ...]]] = space["evaluate"]
        return function

    def run(self, row: Sequence[Exact]) -> tuple[tuple[Exact, ...], str | None]:
        """Evaluate at one row of values; return the results and the first part that fails."""
        if self.function is None:
            self.function = self._compiled()
        try:
            failed, values = self.function(*row)
        except ZeroDivisionError:
            return (), "a denominator"
        if failed < 0:
            return values, None
        broken = len(self.tests)
        return (), self.tests[failed].part if failed < broken else self.whole[failed - broken][0]


def symbols_of(*exprs: object) -> set[Symbol]:
    """The variables of some expressions."""
    found: set[Symbol] = set()
    for expr in exprs:
        found |= sympy.sympify(expr).free_symbols
    return found


def closed(symbols: set[Symbol], area: Domain) -> set[Symbol]:
    """Add the variables that the ranges of others mention."""
    found = set(symbols)
    for item in reversed(area.ranges):
        if item.symbol in found:
            found |= symbols_of(*(bound for bound in (item.lower, item.upper) if bound is not None))
    return found


def require_all(program: Program, label: str, facts: Sequence[Hypothesis]) -> None:
    """Require facts, and that the multiplier of an inequality is not negative."""
    for place, fact in enumerate(facts):
        text = f"{label} {place} ({fact.lhs} {fact.relation} {fact.rhs})"
        program.require(text, fact.lhs, fact.relation, fact.rhs)
        if fact.relation != "==" and sympy.sympify(fact.multiplier).is_nonnegative is not True:
            program.require(f"sign of the multiplier of {text}", fact.multiplier, ">=")
