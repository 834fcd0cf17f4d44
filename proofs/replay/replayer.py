"""Replay a step of a proof on numbers: every range, fact, update and invariant, evaluated exactly.

A trace gives an induction the values of its state before the first element and after each, taken from a
schedule and not from the updates, so that a wrong update is noticed as well as a wrong invariant. A point
gives a single statement the values of its variables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import sympy
from sympy import QQ, Symbol

from proofs.claim import Claim
from proofs.exact.domain import Domain
from proofs.method.induction import Induction
from proofs.method.inequalities import Hypothesis
from proofs.step import Step

Number = int | Fraction
Exact = Any
"""An element of sympy's rationals, whatever they are made of on this machine."""
Values = Mapping[Symbol, Number]
Numbers = dict[Symbol, Number]
Lists = dict[Symbol, list[Number]]
Columns = Mapping[Symbol, Sequence[Number]]


@dataclass(frozen=True)
class Trace:
    """The values an induction takes on a schedule.

    Parameters
    ----------
    step
        Name of the induction within its claim.
    where
        What it runs over, in words.
    constants
        What stays the same.
    states
        Values of every state variable, one more than there are elements.
    inputs
        Values of what each element brings.
    """

    step: str
    where: str
    constants: Values
    states: Columns
    inputs: Columns = field(default_factory=dict)


@dataclass(frozen=True)
class Point:
    """The values a single statement, the step of that name, takes on a schedule."""

    step: str
    where: str
    values: Values


@dataclass(frozen=True)
class Failure:
    """What did not hold: which step, which part of it, where, and the values there."""

    claim: str
    step: str
    part: str
    where: str
    values: Values

    def __str__(self) -> str:
        shown = ", ".join(f"{symbol} = {value}" for symbol, value in self.values.items())
        return f"{self.claim}, step {self.step}: {self.part} fails at {self.where}: {shown}"


@dataclass(frozen=True)
class _Test:
    """``left relation right`` as two places in a row of evaluated expressions."""

    part: str
    left: int
    relation: str
    right: int


_HOLDS: dict[str, Callable[[Exact, Exact], bool]] = {
    "==": lambda left, right: left == right,
    ">=": lambda left, right: left >= right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    "<": lambda left, right: left < right,
}


def exact(value: Number) -> Exact:
    """Turn an integer or fraction into an element of sympy's rationals."""
    return QQ(value.numerator, value.denominator)


class _Program:
    """Expressions compiled to one function of some variables, and what must hold between their values."""

    def __init__(self, symbols: Sequence[Symbol]) -> None:
        self.symbols = tuple(symbols)
        self.names = {symbol: f"v{place}" for place, symbol in enumerate(self.symbols)}
        self.numbers: dict[str, Exact] = {}
        self.texts: list[str] = []
        self.places: dict[str, int] = {}
        self.tests: list[_Test] = []
        self.whole: list[tuple[str, int]] = []
        self.function: Callable[..., tuple[Exact, ...]] | None = None

    def _number(self, value: sympy.Rational) -> str:
        name = f"c{value.p}_{value.q}".replace("-", "m")
        self.numbers[name] = QQ(int(value.p), int(value.q))
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
        """Place of an expression's value in the row."""
        text = self._text(sympy.sympify(expr))
        if text not in self.places:
            self.places[text] = len(self.texts)
            self.texts.append(text)
        return self.places[text]

    def require(self, part: str, left: sympy.Expr | int, relation: str, right: sympy.Expr | int = 0) -> None:
        """Add a relation that must hold."""
        self.tests.append(_Test(part, self.place(left), relation, self.place(right)))

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

    def run(self, row: Sequence[Exact]) -> tuple[tuple[Exact, ...], str | None]:
        """Evaluate at one row of values; return them and the first part that fails."""
        if self.function is None:
            arguments, result = ", ".join(self.names.values()), "".join(f"{text}, " for text in self.texts)
            # the text holds our own names, numbers and + * ** only
            self.function = eval(f"lambda {arguments}: ({result})", dict(self.numbers))
        try:
            values = self.function(*row)
        except ZeroDivisionError:
            return (), "a denominator"
        for test in self.tests:
            if not _HOLDS[test.relation](values[test.left], values[test.right]):
                return values, test.part
        for part, place in self.whole:
            if QQ.denom(values[place]) != 1:
                return values, part
        return values, None


def _symbols(*exprs: object) -> set[Symbol]:
    found: set[Symbol] = set()
    for expr in exprs:
        found |= sympy.sympify(expr).free_symbols
    return found


def _closed(symbols: set[Symbol], area: Domain) -> set[Symbol]:
    """Add the variables that the ranges of others mention."""
    closed = set(symbols)
    for item in reversed(area.ranges):
        if item.symbol in closed:
            closed |= _symbols(*(bound for bound in (item.lower, item.upper) if bound is not None))
    return closed


def _hypotheses(program: _Program, label: str, facts: Sequence[Hypothesis]) -> None:
    for place, fact in enumerate(facts):
        text = f"{label} {place} ({fact.lhs} {fact.relation} {fact.rhs})"
        program.require(text, fact.lhs, fact.relation, fact.rhs)
        if fact.relation != "==":
            program.require(f"sign of the multiplier of {text}", fact.multiplier, ">=")


class InductionReplay:
    """One induction, ready to be replayed.

    Parameters
    ----------
    claim
        Name of its claim.
    step
        The induction.
    """

    def __init__(self, claim: str, step: Induction) -> None:
        self.claim, self.step = claim, step
        self.state = tuple(item.symbol for item in step.state)
        self.before = _symbols(*(item.first for item in step.state))
        always = _symbols(*(item.expr for item in step.invariants)) | set(self.state)
        given = [fact for item in step.invariants for fact in item.given]
        during = always | _symbols(*(item.then for item in step.state))
        during |= _symbols(*(part for fact in given for part in (fact.lhs, fact.rhs, fact.multiplier)))
        always, during = _closed(always, step.domain), _closed(during, step.domain)
        self.always = _Program(sorted(always, key=str))
        for place, item in enumerate(step.invariants):
            self.always.require(
                f"invariant {place} ({item.expr} {item.relation} 0)", item.expr, item.relation
            )
        self.always.ranges(step.domain, always)
        self.during = _Program(sorted(during, key=str))
        self.during.ranges(step.domain, during)
        for place, item in enumerate(step.invariants):
            _hypotheses(self.during, f"given fact of invariant {place}", item.given)
        self.after = [self.during.place(item.then) for item in step.state]
        self.start = _Program(sorted(self.before, key=str))
        self.first = [self.start.place(item.first) for item in step.state]

    def _fail(self, part: str, where: str, values: Values) -> Failure:
        return Failure(self.claim, self.step.name, part, where, values)

    def replay(self, trace: Trace) -> Failure | None:
        """Return the first thing that does not hold on a trace; None if all does."""
        steps = _length(trace)
        lacking = [
            symbol
            for symbol in (*self.start.symbols, *self.always.symbols, *self.during.symbols)
            if symbol not in trace.constants
            and symbol not in trace.states
            and (symbol not in trace.inputs or symbol in self.before)
        ]
        if lacking:
            return self._fail(f"no value is known of {lacking[0]}: the replay", trace.where, {})
        constants = {symbol: exact(value) for symbol, value in trace.constants.items()}
        states = {symbol: [exact(value) for value in column] for symbol, column in trace.states.items()}
        inputs = {symbol: [exact(value) for value in column] for symbol, column in trace.inputs.items()}
        for element in range(steps + 1):
            row = {**constants, **{symbol: column[element] for symbol, column in states.items()}}
            where = f"{trace.where}, after {element} of {steps}"
            _, part = self.always.run([row[symbol] for symbol in self.always.symbols])
            if part is None and element == 0:
                values, part = self.start.run([row[symbol] for symbol in self.start.symbols])
                part = part or self._differs("start value", values, self.first, row)
            if part is None and element < steps:
                row |= {symbol: column[element] for symbol, column in inputs.items()}
                values, part = self.during.run([row[symbol] for symbol in self.during.symbols])
                if part is None:
                    later = {symbol: column[element + 1] for symbol, column in states.items()}
                    part = self._differs("update", values, self.after, later)
            if part is not None:
                return self._fail(part, where, row)
        return None

    def _differs(
        self, what: str, values: tuple[Exact, ...], places: Sequence[int], row: Mapping[Symbol, Exact]
    ) -> str | None:
        for item, place in zip(self.step.state, places, strict=True):
            if values[place] != row[item.symbol]:
                return f"{what} of {item.symbol} (found {row[item.symbol]}, claimed {values[place]})"
        return None


class StatementReplay:
    """One plain statement: an identity, an inequality, or a consequence with its hypotheses.

    Parameters
    ----------
    claim
        Name of its claim.
    step
        The step; it has two sides, and possibly a relation, hypotheses and a domain.
    """

    def __init__(self, claim: str, step: Step) -> None:
        self.claim, self.step = claim, step
        lhs, rhs = (sympy.sympify(getattr(step, side)) for side in ("lhs", "rhs"))
        relation: str = getattr(step, "relation", "==")
        facts: tuple[Hypothesis, ...] = getattr(step, "hypotheses", ())
        parts = [part for fact in facts for part in (fact.lhs, fact.rhs, fact.multiplier)]
        symbols = _symbols(lhs, rhs, *parts)
        area: Domain = getattr(step, "domain", Domain())
        symbols = _closed(symbols, area)
        self.program = _Program(sorted(symbols, key=str))
        self.program.ranges(area, symbols)
        _hypotheses(self.program, "hypothesis", facts)
        self.program.require(f"conclusion ({lhs} {relation} {rhs})", lhs, relation, rhs)

    def replay(self, point: Point) -> Failure | None:
        """Return the first thing that does not hold at a point; None if all does."""
        lacking = [symbol for symbol in self.program.symbols if symbol not in point.values]
        if lacking:
            part = f"no value is known of {lacking[0]}: the replay"
            return Failure(self.claim, self.step.name, part, point.where, {})
        row = {symbol: exact(value) for symbol, value in point.values.items()}
        _, broken = self.program.run([row[symbol] for symbol in self.program.symbols])
        if broken is None:
            return None
        return Failure(self.claim, self.step.name, broken, point.where, point.values)


def _length(trace: Trace) -> int:
    sizes = {len(column) - 1 for column in trace.states.values()}
    sizes |= {len(column) for column in trace.inputs.values()}
    if len(sizes) != 1:
        raise ValueError(f"{trace.where}: columns for {sorted(sizes)} elements")
    return sizes.pop()


class ClaimReplay:
    """The steps of one claim, ready to be replayed; ``seen`` counts traces and points per step."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.seen: Counter[str] = Counter()
        self._inductions: dict[str, InductionReplay] = {}
        self._statements: dict[str, StatementReplay] = {}

    def replay(self, item: Trace | Point) -> Failure | None:
        """Replay one trace or point; return what fails, None if nothing does.

        Raises
        ------
        KeyError
            If the claim has no step of that name.
        TypeError
            If a trace is given for a step that is no induction.
        """
        step, name = self.claim.step(item.step), item.step
        self.seen[name] += 1
        if isinstance(item, Point):
            if name not in self._statements:
                self._statements[name] = StatementReplay(self.claim.name, step)
            return self._statements[name].replay(item)
        if not isinstance(step, Induction):
            raise TypeError(f"{self.claim.name}: step {name} is no induction")
        if name not in self._inductions:
            self._inductions[name] = InductionReplay(self.claim.name, step)
        return self._inductions[name].replay(item)
