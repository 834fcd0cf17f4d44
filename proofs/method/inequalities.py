"""Polynomial and rational inequalities on a domain, plain or under further hypotheses."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import sympy

from proofs.exact.domain import Domain, Range
from proofs.exact.polynomial import quotient
from proofs.exact.positivity import nonzero_sign, polynomial_sign
from proofs.exact.quadratic import Unsupported
from proofs.method.identities import Identity, counterexample, denominators_nonzero, first_pole
from proofs.origin import Origin
from proofs.step import Assumption, Obligation, Relation, Step
from proofs.verdict import Finding, Status


def as_difference(lhs: sympy.Expr, relation: Relation, rhs: sympy.Expr) -> tuple[sympy.Expr, bool]:
    """Write the statement as ``difference >= 0``, or ``> 0`` if the second entry is True."""
    left, right = sympy.sympify(lhs), sympy.sympify(rhs)
    if relation in ("<=", "<"):
        left, right = right, left
    return left - right, relation in (">", "<")


def prove_sign(expr: sympy.Expr, area: Domain, *, strict: bool) -> str | None:
    """Prove a rational expression nonnegative (positive) on a domain; return the method or None.

    Raises
    ------
    Unsupported
        If it is not a rational expression over Q or a real quadratic field in variables with ranges.
    """
    if denominators_nonzero(expr, area) is not None:
        return None
    numerator, denominator = quotient(expr)
    sign = nonzero_sign(denominator, area)
    if sign is None:
        return None
    return polynomial_sign(sign * numerator, area, strict=strict)


@dataclass(frozen=True, kw_only=True)
class Inequality(Step):
    """``lhs relation rhs`` on the whole domain.

    Parameters
    ----------
    lhs, rhs
        Rational expressions with coefficients in Q or Q(sqrt d).
    relation
        One of ``>=``, ``>``, ``<=``, ``<``.
    domain
        Ranges of all variables.
    cuts
        Pairs (variable, constant point): the domain is cut there and each piece proved separately.

    Notes
    -----
    Proved by nonnegative coefficients after shifting to nonnegative variables, or in one variable by
    isolating real roots (`proofs.exact.positivity`). Refuted by an exact counterexample. Otherwise undecided.
    """

    lhs: sympy.Expr
    relation: Relation
    rhs: sympy.Expr | int
    domain: Domain = field(default_factory=Domain)
    cuts: tuple[tuple[sympy.Symbol, sympy.Expr], ...] = ()
    method = "sign on a domain"

    def obligations(self) -> tuple[Obligation, ...]:
        """Return the inequality itself."""
        return (Obligation(self.name, self.lhs, self.relation, sympy.sympify(self.rhs), self.domain),)

    def pieces(self) -> Iterator[Domain]:
        """Yield the domain cut at the given points; neighbouring pieces share the point."""
        choices: list[list[Range]] = []
        for item in self.domain.ranges:
            points = [sympy.sympify(point) for symbol, point in self.cuts if symbol == item.symbol]
            edges = [item.lower, *points, item.upper]
            pieces = []
            for place, (low, high) in enumerate(itertools.pairwise(edges)):
                pieces.append(
                    Range(
                        item.symbol,
                        low,
                        high,
                        item.lower_open and place == 0,
                        item.upper_open and place == len(edges) - 2,
                        item.integer,
                    )
                )
            choices.append(pieces)
        for combination in itertools.product(*choices):
            yield Domain(combination)

    def decide(self) -> Finding:
        """Prove every piece, or look for a counterexample."""
        if self.relation == "==":
            raise ValueError("an equation is an Identity, not an Inequality")
        difference, strict = as_difference(self.lhs, self.relation, self.rhs)
        methods: list[str] = []
        for piece in self.pieces():
            reason = "no method applies"
            try:
                pole = first_pole(piece, self.lhs, self.rhs)
                how = prove_sign(difference, piece, strict=strict) if pole is None else None
                reason = f"{pole} may vanish" if pole is not None else reason
            except Unsupported as error:
                how, reason = None, str(error)
            if how is None:
                witness = counterexample(difference, self.domain, {-1, 0} if strict else {-1})
                if witness is not None:
                    return Finding(Status.REFUTED, self.method, witness)
                return Finding(Status.UNDECIDED, self.method, f"{reason} on {piece}")
            if how not in methods:
                methods.append(how)
        return Finding(Status.PROVED, " and ".join(methods), f"on {self.domain}")


@dataclass(frozen=True)
class Hypothesis:
    """``lhs relation rhs``, assumed, with the multiplier it enters the proof with and its origin, if said."""

    lhs: sympy.Expr
    relation: Relation
    rhs: sympy.Expr
    multiplier: sympy.Expr
    origin: Origin | None = None

    def assumption(self) -> Assumption:
        """Return it without the multiplier."""
        return Assumption(self.lhs, self.relation, sympy.sympify(self.rhs), self.origin)


_TURNED: dict[Relation, Relation] = {"<=": ">=", "<": ">"}


def _is_goal(given: Hypothesis, lhs: sympy.Expr, relation: Relation, rhs: sympy.Expr | int) -> bool:
    """Whether a hypothesis says word for word what is to be shown, perhaps read from right to left."""

    def upward(left: sympy.Expr, sign: Relation, right: sympy.Expr | int) -> tuple[object, ...]:
        sides = (sympy.sympify(left), sympy.sympify(right))
        return (*reversed(sides), _TURNED[sign]) if sign in _TURNED else (*sides, sign)

    return upward(given.lhs, given.relation, given.rhs) == upward(lhs, relation, rhs)


@dataclass(frozen=True, kw_only=True)
class Consequence(Step):
    """``lhs relation rhs`` wherever the hypotheses hold, by explicit multipliers.

    Every hypothesis is read as ``h_i >= 0`` (or ``> 0``, or ``== 0``) and the goal as ``goal >= 0``. Shown:
    each multiplier is nonnegative on the domain (any sign for an equation), and
    ``goal - sum(multiplier_i * h_i)`` is nonnegative on the domain. A strict goal needs that remainder
    positive, or a strict hypothesis with a positive multiplier. A hypothesis that is the goal word for word
    is refused: nothing would be shown.

    Parameters
    ----------
    lhs, relation, rhs
        The goal; ``relation`` is one of ``>=``, ``>``, ``<=``, ``<``.
    hypotheses
        With multipliers; linear-programming duality is the case of constant multipliers.
    domain
        Ranges of all variables.
    """

    lhs: sympy.Expr
    relation: Relation
    rhs: sympy.Expr | int
    hypotheses: tuple[Hypothesis, ...]
    domain: Domain = field(default_factory=Domain)
    method = "multipliers"

    def obligations(self) -> tuple[Obligation, ...]:
        """Return the goal under the hypotheses."""
        assumed = tuple((item.lhs, item.relation, item.rhs) for item in self.hypotheses)
        goal = sympy.sympify(self.rhs)
        return (Obligation(self.name, self.lhs, self.relation, goal, self.domain, assumed),)

    def assumptions(self) -> tuple[Assumption, ...]:
        """Return the hypotheses."""
        return tuple(item.assumption() for item in self.hypotheses)

    @property
    def formula(self) -> str:
        """The implication as text."""
        given = ", ".join(f"{item.lhs} {item.relation} {item.rhs}" for item in self.hypotheses)
        return f"if {given} then {self.lhs} {self.relation} {self.rhs}"

    def decide(self) -> Finding:
        """Check the multipliers and the remainder; a largest-of is a number like any other."""
        if self.relation == "==":
            raise ValueError("the goal of a Consequence is an inequality")
        remainder, strict = as_difference(self.lhs, self.relation, self.rhs)
        pole = first_pole(self.domain, self.lhs, self.rhs)
        if pole is not None:
            return Finding(Status.UNDECIDED, self.method, f"{pole} may vanish on the domain")
        strict_by_hypothesis = False
        for item in self.hypotheses:
            given, given_strict = as_difference(item.lhs, item.relation, item.rhs)
            multiplier = sympy.sympify(item.multiplier)
            if item.origin is None and _is_goal(item, self.lhs, self.relation, self.rhs):
                return Finding(Status.UNDECIDED, self.method, "the goal is one of its own hypotheses")
            remainder = remainder - multiplier * given
            pole = first_pole(self.domain, multiplier, item.lhs, item.rhs)
            if pole is not None:
                return Finding(Status.UNDECIDED, self.method, f"{pole} may vanish on the domain")
            if item.relation == "==":
                continue
            if prove_sign(multiplier, self.domain, strict=False) is None:
                return Finding(Status.UNDECIDED, self.method, f"multiplier {multiplier} may be negative")
            if given_strict and prove_sign(multiplier, self.domain, strict=True) is not None:
                strict_by_hypothesis = True
        rest = sympy.expand(remainder) if remainder.has(sympy.Max) else remainder
        how = prove_sign(rest, self.domain, strict=strict and not strict_by_hypothesis)
        if how is not None:
            used = f"{len(self.hypotheses)} hypothes{'is' if len(self.hypotheses) == 1 else 'es'} used"
            return Finding(Status.PROVED, f"{self.method}, {how}", used)
        return Finding(Status.UNDECIDED, self.method, "the remainder is not shown nonnegative")


@dataclass(frozen=True, kw_only=True)
class SumOfSquares(Step):
    """``expr == sum(weight * square**2)`` with every weight nonnegative on the domain, hence ``expr >= 0``.

    Parameters
    ----------
    expr
        The expression shown to be nonnegative; for all real values of variables without bounds.
    squares
        Pairs (weight, expression to be squared).
    domain
        Ranges the weights and denominators need.
    """

    expr: sympy.Expr
    squares: tuple[tuple[sympy.Expr, sympy.Expr], ...]
    domain: Domain = field(default_factory=Domain)
    method = "explicit squares"

    def obligations(self) -> tuple[Obligation, ...]:
        """Return ``expr >= 0``."""
        return (Obligation(self.name, self.expr, ">=", sympy.Integer(0), self.domain),)

    def decide(self) -> Finding:
        """Check the decomposition and the weights."""
        pole = first_pole(self.domain, *(part for pair in self.squares for part in pair))
        if pole is not None:
            return Finding(Status.UNDECIDED, self.method, f"{pole} may vanish on the domain")
        total = sympy.Add(*(weight * square**2 for weight, square in self.squares))
        same = Identity(name="decomposition", lhs=self.expr, rhs=total, domain=self.domain).decide()
        if same.status is not Status.PROVED:
            negative = counterexample(sympy.sympify(self.expr), self.domain, {-1})
            if negative is not None:
                return Finding(Status.REFUTED, self.method, negative)
            return Finding(Status.UNDECIDED, self.method, f"not the given sum of squares: {same.detail}")
        for weight, _ in self.squares:
            if prove_sign(sympy.sympify(weight), self.domain, strict=False) is None:
                return Finding(Status.UNDECIDED, self.method, f"weight {weight} is not shown nonnegative")
        return Finding(Status.PROVED, self.method, f"{len(self.squares)} squares with nonnegative weights")
