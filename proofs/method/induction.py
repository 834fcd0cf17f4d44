"""Statements about sequences of any length: invariants kept by one more element."""

from __future__ import annotations

from dataclasses import dataclass, field

import sympy

from proofs.exact.domain import Domain
from proofs.exact.quadratic import Unsupported
from proofs.method.identities import denominators_nonzero, vanishes
from proofs.method.inequalities import Hypothesis, prove_sign
from proofs.step import Obligation, Relation, Step
from proofs.verdict import Finding, Status


@dataclass(frozen=True)
class Invariant:
    """``expr >= 0`` or ``expr == 0``, kept by every update, with the multipliers that show it.

    Parameters
    ----------
    expr
        Expression in state variables, inputs excluded.
    relation
        ``">="`` or ``"=="``.
    kept
        Multiplier per invariant of the same step, by position: what of the old state is used.
    given
        Facts about the input of this update, each with its multiplier.
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
        Ranges of parameters and inputs. A state variable is unbounded here, unless its range is a fact
        of its own at every step (a count is >= 0), which ``statement`` must then say.

    Notes
    -----
    Start: every invariant with the initial values put in. Step: the invariant after the update equals
    nonnegative multiples of old invariants and given facts plus something nonnegative (equations: any
    multiples, and nothing left).
    """

    state: tuple[Variable, ...]
    invariants: tuple[Invariant, ...]
    domain: Domain = field(default_factory=Domain)
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
            if start != 0:
                obligations.append(Obligation(f"{name}, start", start, item.relation, zero, self.domain))
            used = tuple(fact for fact, factor in zip(old, item.kept, strict=False) if factor != 0)
            facts = tuple((fact.lhs, fact.relation, fact.rhs) for fact in item.given)
            after = self._after(item.expr)
            obligations.append(
                Obligation(f"{name}, step", after, item.relation, zero, self.domain, (*used, *facts))
            )
        return tuple(obligations)

    @property
    def formula(self) -> str:
        """The invariants as text."""
        return "always " + ", ".join(f"{item.expr} {item.relation} 0" for item in self.invariants)

    def decide(self) -> Finding:
        """Prove the start and the step of every invariant."""
        for place, item in enumerate(self.invariants):
            if item.relation not in ("==", ">="):
                raise Unsupported("an invariant is an equation or >=")
            start = self._before(item.expr)
            base = vanishes(start) if item.relation == "==" else self._nonnegative(start)
            if not base or denominators_nonzero(start, self.domain) is not None:
                return Finding(Status.UNDECIDED, self.method, f"invariant {place} is not shown at the start")
            reason = self._kept(item)
            if reason is not None:
                return Finding(Status.UNDECIDED, self.method, f"invariant {place}: {reason}")
        return Finding(Status.PROVED, self.method, f"start and step of {len(self.invariants)} invariants")

    def _nonnegative(self, expr: sympy.Expr) -> bool:
        return vanishes(expr) or prove_sign(expr, self.domain, strict=False) is not None

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
            left, right = (fact.rhs, fact.lhs) if fact.relation in ("<=", "<") else (fact.lhs, fact.rhs)
            used.append((sympy.sympify(left) - right, fact.relation, sympy.sympify(fact.multiplier)))
        for expr, relation, factor in used:
            for part in (expr, factor):
                pole = denominators_nonzero(part, self.domain)
                if pole is not None:
                    return f"{pole} may vanish"
            if relation != "==":
                if equation and factor != 0:
                    return "an equation rests on an inequality"
                if not self._nonnegative(factor):
                    return f"multiplier {factor} may be negative"
            remainder = remainder - factor * expr
        pole = denominators_nonzero(self._after(item.expr), self.domain)
        if pole is not None:
            return f"{pole} may vanish"
        if equation:
            return None if vanishes(remainder) else "the difference does not expand to 0"
        for weight, square in item.squares:
            if not self._nonnegative(sympy.sympify(weight)):
                return f"weight {weight} is not shown nonnegative"
            if denominators_nonzero(square, self.domain) is not None:
                return f"{square} may have a pole"
            remainder = remainder - weight * square**2
        return (
            None if self._nonnegative(sympy.cancel(remainder)) else "the remainder is not shown nonnegative"
        )
