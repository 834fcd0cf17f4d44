"""Relations in one normal form, so that two ways of writing the same fact are seen to be the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import sympy
from sympy.core.relational import (
    Equality,
    GreaterThan,
    LessThan,
    Relational,
    StrictGreaterThan,
    StrictLessThan,
)

from proofs.exact.quadratic import Unsupported
from proofs.method.identities import vanishes
from proofs.step import Relation

Triple = tuple[sympy.Expr, Relation, sympy.Expr]

_PRIMES = (1009, 1013, 1019, 1021, 1031, 1033, 1039, 1049, 1051, 1061, 1063, 1069, 1087, 1091, 1093, 1097)


def without_maxima(expr: sympy.Expr) -> sympy.Expr:
    """Put one letter for each largest-of, whatever the order of its arguments."""
    names = {
        item: sympy.Symbol("max of " + " | ".join(sorted(map(_as_key, item.args))))
        for item in expr.atoms(sympy.Max)
    }
    return expr.xreplace(names)


def _as_key(expr: sympy.Expr) -> str:
    return str(sympy.radsimp(sympy.expand(expr)) if expr.is_number else sympy.expand(expr))


def renamed(expr: sympy.Expr, names: Mapping[sympy.Symbol, sympy.Expr]) -> sympy.Expr:
    """Exchange variables, all at once; a largest-of stays one, even of numbers."""
    kept: dict[sympy.Expr, sympy.Expr] = {}
    for item in expr.atoms(sympy.Max):
        arguments = [renamed(arg, names) for arg in item.args]
        kept[item] = sympy.Max(*arguments, evaluate=False)
    letters = {item: sympy.Dummy() for item in kept}
    back = {letters[item]: kept[item] for item in kept}
    plain = expr.xreplace(letters).xreplace({key: sympy.sympify(value) for key, value in names.items()})
    return plain.subs(back) if back else plain


@dataclass(frozen=True)
class Fact:
    """``expr >= 0``, ``expr > 0`` or ``expr == 0``.

    Parameters
    ----------
    expr
        The side that is not zero.
    relation
        ``">="``, ``">"`` or ``"=="``.
    """

    expr: sympy.Expr
    relation: Relation

    @cached_property
    def symbols(self) -> frozenset[sympy.Symbol]:
        """Variables that occur in it as written."""
        return frozenset(self.expr.free_symbols)

    @cached_property
    def plain(self) -> Fact:
        """The fact with a letter for each largest-of."""
        return Fact(without_maxima(self.expr), self.relation) if self.expr.has(sympy.Max) else self

    @property
    def _plain(self) -> sympy.Expr:
        return self.plain.expr

    @cached_property
    def _sample(self) -> tuple[sympy.Expr, ...]:
        """Its values at two fixed points, to tell most different facts apart quickly."""
        ordered = sorted(self._plain.free_symbols, key=str)
        values = []
        for shift in (0, 3):
            point = {
                item: sympy.Integer(_PRIMES[(place + shift) % len(_PRIMES)] % (97 + shift))
                for place, item in enumerate(ordered)
            }
            values.append(sympy.radsimp(self._plain.xreplace(point)))
        return tuple(values)

    def renamed(self, names: Mapping[sympy.Symbol, sympy.Expr]) -> Fact:
        """Return the fact about what stands for its variables; all are exchanged at once."""
        return Fact(renamed(self.expr, names), self.relation) if names else self

    def implies(self, other: Fact) -> bool:
        """Whether the other is this one times a positive rational number, and its relation no stronger.

        An equation may be turned round; ``>`` gives ``>=`` and ``==`` gives ``>=``, never the other way.
        """
        if self._plain.free_symbols != other._plain.free_symbols or not _no_stronger(
            self.relation, other.relation
        ):
            return False
        if self.expr == other.expr:
            return True
        factor = self._ratio(other)
        if factor is None or (factor <= 0 and self.relation != "=="):
            return False
        try:
            return vanishes(sympy.sympify(factor * self._plain - other._plain))
        except (Unsupported, sympy.PolynomialError, ArithmeticError):
            return False

    def _ratio(self, other: Fact) -> sympy.Rational | None:
        mine, theirs = self._sample, other._sample
        for own, its in zip(mine, theirs, strict=True):
            if own.is_finite is not True or own == 0 or its.is_finite is not True:
                return sympy.Integer(1)  # the samples say nothing: let the identity decide
        first, second = (sympy.nsimplify(its / own) for own, its in zip(mine, theirs, strict=True))
        if first.is_Rational is not True or sympy.simplify(first - second) != 0:
            return None
        return first

    def rounded(self, whole: frozenset[sympy.Symbol]) -> Fact:
        """Return what holds because both sides are integers: of ``a < b``, ``a + 1 <= b``."""
        if self.relation != ">" or not self.symbols or not self.symbols <= whole:
            return self
        try:
            _, poly = sympy.Poly(self.expr, *sorted(self.symbols, key=str)).clear_denoms(convert=True)
        except sympy.PolynomialError:
            return self
        return Fact(poly.as_expr() - 1, ">=") if poly.domain == sympy.ZZ else self

    def __str__(self) -> str:
        return f"{self.expr} {self.relation} 0"


def _no_stronger(given: Relation, wanted: Relation) -> bool:
    return wanted == given or wanted == ">="


def fact(lhs: sympy.Expr, relation: Relation, rhs: sympy.Expr | int) -> Fact:
    """Write a relation in the normal form."""
    left, right = sympy.sympify(lhs), sympy.sympify(rhs)
    if relation in ("<=", "<"):
        return Fact(right - left, ">=" if relation == "<=" else ">")
    return Fact(left - right, relation)


def facts(triples: Iterable[Triple]) -> tuple[Fact, ...]:
    """Write relations in the normal form."""
    return tuple(fact(*item) for item in triples)


def oriented(lhs: sympy.Expr, relation: Relation, rhs: sympy.Expr | int) -> Triple:
    """Write a relation with ``>=`` or ``>``, each side expanded: the same for two ways of writing it."""
    left, right = sympy.expand(lhs), sympy.expand(rhs)
    if relation in ("<=", "<"):
        return right, ">=" if relation == "<=" else ">", left
    return left, relation, right


def as_text(triple: Triple) -> str:
    """Write a relation for a reader."""
    lhs, relation, rhs = triple
    return f"{lhs} {relation} {rhs}"


_SIGNS: dict[type[Relational], Relation] = {
    GreaterThan: ">=",
    StrictGreaterThan: ">",
    LessThan: "<=",
    StrictLessThan: "<",
    Equality: "==",
}


def sign_of(statement: Relational) -> Relation:
    """Return the relation sign of a statement."""
    return _SIGNS[type(statement)]


def fact_of(statement: Relational) -> Fact:
    """Write a sympy relation in the normal form."""
    return fact(statement.lhs, sign_of(statement), statement.rhs)
