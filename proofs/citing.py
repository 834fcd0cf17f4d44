"""Statements as sympy relations: concluded by one step, cited by the steps that rest on them.

A claim states its result once, as its ``formula``; a later step takes the very same object as a hypothesis,
so that changing a statement changes every proof that uses it.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy
from sympy.core.relational import (
    Equality,
    GreaterThan,
    LessThan,
    Relational,
    StrictGreaterThan,
    StrictLessThan,
)

from proofs.exact.domain import Domain
from proofs.method.inequalities import Consequence, Hypothesis
from proofs.step import Relation

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


def cite(
    statement: Relational,
    multiplier: sympy.Expr | int = 1,
    names: Mapping[sympy.Symbol, sympy.Expr] | None = None,
) -> Hypothesis:
    """Take a statement as a hypothesis.

    Parameters
    ----------
    statement
        The formula of a premise, or a fact about an input.
    multiplier
        With which it enters.
    names
        What stands for its variables here.
    """
    renamed = statement.xreplace(dict(names or {}))
    return Hypothesis(renamed.lhs, sign_of(statement), renamed.rhs, sympy.sympify(multiplier))


def follows(
    name: str, goal: Relational, *hypotheses: Hypothesis, domain: Domain, statement: str = ""
) -> Consequence:
    """State that a relation follows from hypotheses by their multipliers."""
    return Consequence(
        name=name,
        statement=statement,
        lhs=goal.lhs,
        relation=sign_of(goal),
        rhs=goal.rhs,
        hypotheses=hypotheses,
        domain=domain,
    )
