"""Statements as sympy relations: concluded by one step, cited by the steps that rest on them.

A claim states its result once, as its ``formula``; a later step takes the very same object as a hypothesis,
so that changing a statement changes every proof that uses it.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy
from sympy.core.relational import Relational

from proofs.binding.relation import renamed, sign_of
from proofs.claim import Claim
from proofs.exact.domain import Domain
from proofs.method.inequalities import Consequence, Hypothesis
from proofs.origin import Origin, Premise
from proofs.step import Relation


def cite(
    statement: Relational,
    multiplier: sympy.Expr | int = 1,
    names: Mapping[sympy.Symbol, sympy.Expr] | None = None,
    origin: Origin | None = None,
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
    origin
        Where it comes from, if the formulas do not say it (`proofs.origin`).
    """
    lhs, rhs = (renamed(side, names or {}) for side in (statement.lhs, statement.rhs))
    return Hypothesis(lhs, sign_of(statement), rhs, sympy.sympify(multiplier), origin)


def cite_claim(
    claim: Claim, names: Mapping[sympy.Symbol, sympy.Expr], multiplier: sympy.Expr | int = 1, place: int = 0
) -> Hypothesis:
    """Take a conclusion of a listed premise about other variables than its own.

    Parameters
    ----------
    claim
        The premise.
    names
        What stands for its variables here.
    multiplier
        With which it enters.
    place
        Which of its conclusions.
    """
    return cite(claim.conclusions()[place], multiplier, names, Premise(claim.name, names))


def given(
    lhs: sympy.Expr | int, relation: Relation, rhs: sympy.Expr | int, multiplier: sympy.Expr | int = 1
) -> Hypothesis:
    """Build a hypothesis with its multiplier, 1 unless told."""
    return Hypothesis(
        lhs, relation, rhs, sympy.Integer(multiplier) if isinstance(multiplier, int) else multiplier
    )


def follows(
    name: str,
    goal: Relational,
    *hypotheses: Hypothesis,
    domain: Domain,
    statement: str = "",
    case: str = "",
) -> Consequence:
    """State that a relation follows from hypotheses by their multipliers."""
    return Consequence(
        name=name,
        statement=statement,
        case=case,
        lhs=goal.lhs,
        relation=sign_of(goal),
        rhs=goal.rhs,
        hypotheses=hypotheses,
        domain=domain,
    )


__all__ = ["cite", "cite_claim", "follows", "given", "sign_of"]
