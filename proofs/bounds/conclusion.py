"""What a claim concludes about a ratio: the only source of the constants."""

from __future__ import annotations

from sympy import Expr, Le, Max, Symbol

from proofs.binding.binder import shown
from proofs.claim import Claim


def bounds_of(claim: Claim, optimum: Symbol) -> tuple[Expr, ...]:
    """Read the bounds off a claim whose formula is ``cost <= max(bounds) * optimum``, or the single one.

    Raises
    ------
    ValueError
        If the formula has another shape, or no step of the claim shows it (`proofs.binding`).
    """
    formula = claim.formula
    if not isinstance(formula, Le):
        raise ValueError(f"{claim.name} states no upper bound")
    ratio = formula.rhs / optimum
    if ratio.has(optimum):
        raise ValueError(f"{claim.name} is no multiple of the optimum")
    if not shown(claim, formula):
        raise ValueError(f"no step of {claim.name} concludes with its ratio {ratio}")
    return tuple(ratio.args) if isinstance(ratio, Max) else (ratio,)


def ratio_of(claim: Claim, optimum: Symbol) -> Expr:
    """Return the largest of a claim's bounds, as one expression."""
    return Max(*bounds_of(claim, optimum))
