"""Statements about sequences of any length: invariants kept by one more element."""

from __future__ import annotations

from dataclasses import dataclass, field

import sympy

from proofs.exact.domain import Domain, Range
from proofs.exact.quadratic import Unsupported
from proofs.method.identities import first_pole, vanishes
from proofs.method.inequalities import Hypothesis, as_difference, prove_sign
from proofs.step import Assumption, Obligation, Relation, Step
from proofs.verdict import Finding, Status


@dataclass(frozen=True)
class Invariant:
    """``expr >= 0``, ``expr > 0`` or ``expr == 0``, kept by every update, with what shows it.

    Parameters
    ----------
    expr
        Expression in state variables, inputs excluded.
    relation
        ``">="``, ``">"`` or ``"=="``.
    kept
        Multiplier per invariant of the same step, by position: what of the old state is used.
    given
        Facts about the input of this update, each with its multiplier. One about the state alone is no
        such fact: it is an invariant, or stands in ``cited``.
    squares
        If the remainder is shown nonnegative as a sum of squares: pairs (weight, expression squared).
    """

    expr: sympy.Expr
    relation: Relation
    kept: tuple[sympy.Expr | int, ...] = ()
    given: tuple[Hypothesis, ...] = ()
    squares: tuple[tuple[sympy.Expr, sympy.Expr], ...] = ()


@dataclass(frozen=True)
class Variable:
    """A state variable: its value for the empty sequence, and after one more element."""

    symbol: sympy.Symbol
    first: sympy.Expr | int
    then: sympy.Expr


@dataclass(frozen=True, kw_only=True)
class Induction(Step):
    """Invariants hold after any number of updates, whatever the inputs within their ranges.

    Parameters
    ----------
    state
        State variables with initial value and update; all are updated at once.
    invariants
        What holds before the first update and is kept by each.
    domain
        Ranges of parameters and inputs. That of a state variable must be one of the invariants
        (``x >= 0``, shown at the start and for every update like any other) or stand in ``cited``.
    cited
        What another claim says of the state after any number of updates; hypotheses of the step. Their
        multipliers are not used.

    Notes
    -----
    Start: every invariant with the initial values put in. Step: the invariant after the update equals
    nonnegative multiples of old invariants and given facts plus something nonnegative (equations: any
    multiples, and nothing left; ``>``: plus something positive, or a positive multiple of another ``>``).
    """

    state: tuple[Variable, ...]
    invariants: tuple[Invariant, ...]
    domain: Domain = field(default_factory=Domain)
    cited: tuple[Hypothesis, ...] = ()
    method = "invariants by induction"

    def _after(self, expr: sympy.Expr) -> sympy.Expr:
        return expr.xreplace({item.symbol: sympy.sympify(item.then) for item in self.state})

    def _before(self, expr: sympy.Expr) -> sympy.Expr:
        return expr.xreplace({item.symbol: sympy.sympify(item.first) for item in self.state})

    def obligations(self) -> tuple[Obligation, ...]:
        """Return start and step of every invariant, old invariants and facts as hypotheses."""
        zero = sympy.Integer(0)
        old = tuple((item.expr, item.relation, zero) for item in self.invariants)
        obligations = []
        for place, item in enumerate(self.invariants):
            name = f"{self.name}: invariant {place}"
            start = self._before(item.expr)
            if start != 0 or item.relation == ">":
                obligations.append(Obligation(f"{name}, start", start, item.relation, zero, self._at_start()))
            used = tuple(fact for fact, factor in zip(old, item.kept, strict=False) if factor != 0)
            facts = tuple((fact.lhs, fact.relation, fact.rhs) for fact in (*item.given, *self.cited))
            after = self._after(item.expr)
            obligations.append(
                Obligation(f"{name}, step", after, item.relation, zero, self.domain, (*used, *facts))
            )
        return tuple(obligations)

    def conclusions(self) -> tuple[tuple[sympy.Expr, Relation, sympy.Expr], ...]:
        """Return the invariants, of the state after any number of updates."""
        return tuple((item.expr, item.relation, sympy.Integer(0)) for item in self.invariants)

    def assumptions(self) -> tuple[Assumption, ...]:
        """Return the facts about the inputs and the state; that the invariants held is the induction."""
        facts = (*(fact for item in self.invariants for fact in item.given), *self.cited)
        return tuple(fact.assumption() for fact in facts)

    def sums(self) -> frozenset[sympy.Symbol]:
        """Return the state variables."""
        return frozenset(item.symbol for item in self.state)

    @property
    def formula(self) -> str:
        """The invariants as text."""
        return "always " + ", ".join(f"{item.expr} {item.relation} 0" for item in self.invariants)

    def decide(self) -> Finding:
        """Prove the start and the step of every invariant."""
        unclear = self._unclear_state()
        if unclear is not None:
            return Finding(Status.UNDECIDED, self.method, unclear)
        assumed = self._assumed_range()
        if assumed is not None:
            return Finding(Status.UNDECIDED, self.method, f"{assumed} is neither an invariant nor cited")
        pole = first_pole(self._at_start(), *(item.first for item in self.state))
        pole = pole or first_pole(self.domain, *(item.then for item in self.state))
        if pole is not None:
            return Finding(Status.UNDECIDED, self.method, f"{pole} may vanish")
        for place, item in enumerate(self.invariants):
            if item.relation not in ("==", ">=", ">"):
                raise Unsupported("an invariant is an equation, >= or >")
            start, area = self._before(item.expr), self._at_start()
            strict = item.relation == ">"
            base = vanishes(start) if item.relation == "==" else self._nonnegative(start, area, strict=strict)
            if not base or first_pole(area, start) or first_pole(self.domain, item.expr):
                return Finding(Status.UNDECIDED, self.method, f"invariant {place} is not shown at the start")
            reason = self._kept(item)
            if reason is not None:
                return Finding(Status.UNDECIDED, self.method, f"invariant {place}: {reason}")
        return Finding(Status.PROVED, self.method, f"start and step of {len(self.invariants)} invariants")

    def _unclear_state(self) -> str | None:
        """Return why it is not clear what the state is, or what is shown of it; None if it is."""
        state = [item.symbol for item in self.state]
        if len(set(state)) != len(state):
            return "a state variable is listed twice"
        for item in self.state:
            if sympy.sympify(item.first).free_symbols & set(state):
                return f"{item.symbol} starts at {item.first}, which speaks of the state itself"
        return None if self.invariants else "no invariant, so nothing is said"

    def _assumed_range(self) -> str | None:
        """Return a range of a state variable that is neither an invariant nor cited; None if none is."""
        state = {item.symbol for item in self.state}
        known = [(item.expr, item.relation) for item in self.invariants]
        for fact in self.cited:
            slack, strict = as_difference(fact.lhs, fact.relation, fact.rhs)
            known.append((slack, ">" if strict else ">="))
        for item in self.domain.ranges:
            if item.symbol not in state:
                continue
            bounds = []
            if item.lower is not None:
                bounds.append((item.symbol - item.lower, item.lower_open))
            if item.upper is not None:
                bounds.append((item.upper - item.symbol, item.upper_open))
            for slack, is_open in bounds:
                enough = (">",) if is_open else (">", ">=")
                if not any(sympy.expand(expr - slack) == 0 and sign in enough for expr, sign in known):
                    return f"the range {item} of a state variable"
        return None

    def _not_new(self, fact: Hypothesis, item: Invariant) -> str | None:
        """Return why a given fact may not be taken; None if it may."""
        given = sympy.expand(as_difference(fact.lhs, fact.relation, fact.rhs)[0])
        state = {variable.symbol for variable in self.state}
        if given.free_symbols and given.free_symbols <= state:
            return f"{fact.lhs} {fact.relation} {fact.rhs} speaks of the state alone: make it an invariant"
        for goal in (self._after(item.expr), *(other.expr for other in self.invariants)):
            factor = sympy.cancel(sympy.expand(goal) / given) if given != 0 else given
            speaks = goal.free_symbols & state and given.free_symbols & state
            if factor != 0 and speaks and not factor.free_symbols & state:
                return f"{fact.lhs} {fact.relation} {fact.rhs} is what is to be shown"
        return None

    def _at_start(self) -> Domain:
        """Return the domain without the state and all that is bounded by it: nothing is known of it yet."""
        ranges: list[Range] = []
        for item in self.domain.ranges:
            mentioned = {item.symbol, *(symbol for end in item.ends for symbol in end.free_symbols)}
            known = {other.symbol for other in ranges} | {item.symbol}
            if mentioned <= known and item.symbol not in {variable.symbol for variable in self.state}:
                ranges.append(item)
        return Domain(tuple(ranges))

    @staticmethod
    def _nonnegative(expr: sympy.Expr, area: Domain, *, strict: bool = False) -> bool:
        if not strict and vanishes(expr):
            return True
        return prove_sign(expr, area, strict=strict) is not None

    def _kept(self, item: Invariant) -> str | None:
        """Return why an update is not shown to keep an invariant; None if it is."""
        equation = item.relation == "=="
        remainder = self._after(item.expr)
        if len(item.kept) > len(self.invariants):
            return "more multipliers than invariants"
        used = [
            (old.expr, old.relation, sympy.sympify(factor))
            for old, factor in zip(self.invariants, item.kept, strict=False)
        ]
        for fact in item.given:
            reason = self._not_new(fact, item)
            if reason is not None:
                return reason
            given, _ = as_difference(fact.lhs, fact.relation, fact.rhs)
            used.append((given, fact.relation, sympy.sympify(fact.multiplier)))
        strict = item.relation == ">"
        for expr, relation, factor in used:
            pole = first_pole(self.domain, expr, factor)
            if pole is not None:
                return f"{pole} may vanish"
            if relation != "==":
                if equation and factor != 0:
                    return "an equation rests on an inequality"
                if not self._nonnegative(factor, self.domain):
                    return f"multiplier {factor} may be negative"
                if relation in (">", "<") and strict and self._nonnegative(factor, self.domain, strict=True):
                    strict = False  # a positive multiple of something positive
            remainder = remainder - factor * expr
        sides = (side for fact in item.given for side in (fact.lhs, fact.rhs))
        pole = first_pole(self.domain, self._after(item.expr), *sides)
        if pole is not None:
            return f"{pole} may vanish"
        if equation:
            return None if vanishes(remainder) else "the difference does not expand to 0"
        for weight, square in item.squares:
            if not self._nonnegative(sympy.sympify(weight), self.domain):
                return f"weight {weight} is not shown nonnegative"
            if first_pole(self.domain, weight, square) is not None:
                return f"{square} may have a pole"
            remainder = remainder - weight * square**2
        kept = self._nonnegative(sympy.cancel(remainder), self.domain, strict=strict)
        return None if kept else f"the remainder is not shown {'positive' if strict else 'nonnegative'}"
