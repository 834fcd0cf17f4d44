"""Replay a step of a proof on numbers: every range, fact, update and invariant, evaluated exactly.

A trace gives an induction the values of its state before the first element and after each, taken from a
schedule and not from the updates, so that a wrong update is noticed as well as a wrong invariant. A point
gives a single statement the values of its variables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sympy
from sympy import Symbol

from proofs.claim import Claim
from proofs.exact.domain import Domain
from proofs.method.induction import Induction
from proofs.method.inequalities import Hypothesis
from proofs.replay.program import Exact, Number, Program, closed, exact, require_all, symbols_of
from proofs.step import Step

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
        self.before = symbols_of(*(item.first for item in step.state))
        always = symbols_of(*(item.expr for item in step.invariants)) | set(self.state)
        given = [fact for item in step.invariants for fact in item.given]
        during = always | symbols_of(*(item.then for item in step.state))
        during |= symbols_of(*(part for fact in given for part in (fact.lhs, fact.rhs, fact.multiplier)))
        always |= symbols_of(*(side for fact in step.cited for side in (fact.lhs, fact.rhs)))
        always, during = closed(always, step.domain), closed(during, step.domain)
        self.always = Program(sorted(always, key=str))
        for place, item in enumerate(step.invariants):
            self.always.require(
                f"invariant {place} ({item.expr} {item.relation} 0)", item.expr, item.relation
            )
        self.always.ranges(step.domain, always)
        require_all(self.always, "cited fact", step.cited)
        self.during = Program(sorted(during, key=str))
        self.during.ranges(step.domain, during)
        for place, item in enumerate(step.invariants):
            require_all(self.during, f"given fact of invariant {place}", item.given)
        self.after = [self.during.place(item.then) for item in step.state]
        self.start = Program(sorted(self.before, key=str))
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
        symbols = symbols_of(lhs, rhs, *parts)
        area: Domain = getattr(step, "domain", Domain())
        symbols = closed(symbols, area)
        self.program = Program(sorted(symbols, key=str))
        self.program.ranges(area, symbols)
        require_all(self.program, "hypothesis", facts)
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


__all__ = [
    "ClaimReplay",
    "Columns",
    "Failure",
    "InductionReplay",
    "Lists",
    "Number",
    "Numbers",
    "Point",
    "StatementReplay",
    "Trace",
    "Values",
]
