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
from proofs.replay.program import HOLDS, Exact, Number, Program, closed, exact, require_all, symbols_of
from proofs.step import Relation, Step

STATEMENT = "(statement)"
"""Where a failure lies that is in no step, but in what the claim says."""
Values = Mapping[Symbol, Number]
Numbers = dict[Symbol, Number]
Lists = dict[Symbol, list[Number]]
Columns = Mapping[Symbol, Sequence[Number]]
Known = Mapping[Symbol, Sequence[Exact]]
Found = tuple[str, int] | None
"""What failed, and after how many elements."""


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
class Fact:
    """What a claim says of a schedule as a whole or of one job: two numbers and how they compare."""

    where: str
    part: str
    left: Number
    relation: Relation
    right: Number


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
        self.start = Program(sorted(self.before, key=str))
        for variable in step.state:
            self.during.result(variable.then)
            self.start.result(variable.first)

    def replay(self, trace: Trace) -> Failure | None:
        """Return the first thing that does not hold on a trace; None if all does."""
        steps = _length(trace)
        known = {symbol: [exact(value)] * (steps + 1) for symbol, value in trace.constants.items()}
        known |= {symbol: [exact(value) for value in column] for symbol, column in trace.states.items()}
        at_start = {symbol: column[:1] for symbol, column in known.items()}
        inputs = {symbol: [exact(value) for value in column] for symbol, column in trace.inputs.items()}
        found = self._first_failure(steps, at_start, known, {**known, **inputs})
        if found is None:
            return None
        part, element = found
        shown = {**known, **inputs}
        row = {symbol: column[element] for symbol, column in shown.items() if element < len(column)}
        where = f"{trace.where}, after {element} of {steps}"
        return Failure(self.claim, self.step.name, part, where, row)

    def _first_failure(self, steps: int, at_start: Known, known: Known, everything: Known) -> Found:
        for program, columns in ((self.start, at_start), (self.always, known), (self.during, everything)):
            for symbol in program.symbols:
                if symbol not in columns:
                    return f"no value is known of {symbol}: the replay", 0
        values, part = self.start.run([at_start[symbol][0] for symbol in self.start.symbols])
        part = part or self._differs("start value", values, known, 0)
        if part is not None:
            return part, 0
        before = _rows(self.always, known, steps + 1)
        during = _rows(self.during, everything, steps)
        for element, row in enumerate(before):
            part = self.always.run(row)[1]
            if part is None and element < steps:
                values, part = self.during.run(during[element])
                part = part or self._differs("update", values, known, element + 1)
            if part is not None:
                return part, element
        return None

    def _differs(self, what: str, values: tuple[Exact, ...], known: Known, element: int) -> str | None:
        for symbol, value in zip(self.state, values, strict=True):
            found = known[symbol][element]
            if value != found:
                return f"{what} of {symbol} (found {found}, claimed {value})"
        return None


def _rows(program: Program, columns: Known, count: int) -> list[tuple[Exact, ...]]:
    if not program.symbols:
        return [()] * count
    return list(zip(*(columns[symbol][:count] for symbol in program.symbols), strict=True))


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
        _, broken = self.program.run([exact(point.values[symbol]) for symbol in self.program.symbols])
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

    def _compare(self, item: Fact) -> Failure | None:
        self.seen[STATEMENT] += 1
        left, right = exact(item.left), exact(item.right)
        if HOLDS[item.relation](left, right):
            return None
        part = f"{item.part} ({left} {item.relation} {right})"
        return Failure(self.claim.name, STATEMENT, part, item.where, {})

    def replay(self, item: Trace | Point | Fact) -> Failure | None:
        """Replay one trace, point or fact; return what fails, None if nothing does.

        Raises
        ------
        KeyError
            If the claim has no step of that name.
        TypeError
            If a trace is given for a step that is no induction.
        """
        if isinstance(item, Fact):
            return self._compare(item)
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
    "STATEMENT",
    "ClaimReplay",
    "Columns",
    "Fact",
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
