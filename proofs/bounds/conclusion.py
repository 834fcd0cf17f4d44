"""What a claim concludes about a ratio: the only source of the constants."""

from __future__ import annotations

from sympy import Expr, Le, Max, Rational, Symbol, expand

from proofs.claim import Claim
from proofs.method.induction import Induction
from proofs.method.inequalities import Consequence
from proofs.method.vertices import VertexBound
from proofs.step import Step
from proofs.tighter.certificates.step import BoxCertificate


def bounds_of(claim: Claim, optimum: Symbol) -> tuple[Expr, ...]:
    """Read the bounds off a claim whose formula is ``cost <= max(bounds) * optimum``, or the single one.

    Raises
    ------
    ValueError
        If the formula has another shape, or no step of the claim concludes it.
    """
    formula = claim.formula
    if not isinstance(formula, Le):
        raise ValueError(f"{claim.name} states no upper bound")
    ratio = formula.rhs / optimum
    if ratio.has(optimum):
        raise ValueError(f"{claim.name} is no multiple of the optimum")
    bounds = tuple(ratio.args) if isinstance(ratio, Max) else (ratio,)
    if not any(_concludes(step, formula, bounds) for step in claim.steps):
        raise ValueError(f"no step of {claim.name} concludes with its ratio {ratio}")
    return bounds


def ratio_of(claim: Claim, optimum: Symbol) -> Expr:
    """Return the largest of a claim's bounds, as one expression."""
    return Max(*bounds_of(claim, optimum))


def _concludes(step: Step, formula: Le, bounds: tuple[Expr, ...]) -> bool:
    if isinstance(step, Consequence):
        return step.relation == "<=" and (step.lhs, step.rhs) == (formula.lhs, formula.rhs)
    if isinstance(step, VertexBound):
        return set(step.bounds) == set(bounds)
    if isinstance(step, BoxCertificate):
        return bounds == (Rational(step.bound.numerator, step.bound.denominator),)
    if isinstance(step, Induction):
        slack = formula.rhs - formula.lhs
        return any(item.relation == ">=" and expand(item.expr - slack) == 0 for item in step.invariants)
    return False
