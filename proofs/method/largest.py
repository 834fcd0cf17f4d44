"""The largest of some bounds, against a number or an expression."""

from __future__ import annotations

from dataclasses import dataclass, field

import sympy

from proofs.exact.domain import Domain
from proofs.method.inequalities import Inequality
from proofs.step import Obligation, Relation, Step
from proofs.verdict import Finding, Status


@dataclass(frozen=True, kw_only=True)
class Largest(Step):
    """``max(bounds) <= limit``: each of the bounds is.

    Parameters
    ----------
    bounds
        What the largest is taken of.
    limit
        What none of them exceeds.
    domain
        Ranges of the variables.
    """

    bounds: tuple[sympy.Expr, ...]
    limit: sympy.Expr
    domain: Domain = field(default_factory=Domain)
    method = "each bound"

    def parts(self) -> tuple[Inequality, ...]:
        """Return one inequality for each bound."""
        return tuple(
            Inequality(
                name=f"{self.name}: bound {place}",
                lhs=bound,
                relation="<=",
                rhs=self.limit,
                domain=self.domain,
            )
            for place, bound in enumerate(self.bounds)
        )

    def obligations(self) -> tuple[Obligation, ...]:
        """Return the inequalities."""
        return tuple(item for part in self.parts() for item in part.obligations())

    def conclusions(self) -> tuple[tuple[sympy.Expr, Relation, sympy.Expr], ...]:
        """Return that the largest is at most the limit."""
        return ((sympy.Max(*self.bounds, evaluate=False), "<=", self.limit),)

    def decide(self) -> Finding:
        """Prove every one."""
        if not self.bounds:
            raise ValueError("the largest of nothing")
        for part in self.parts():
            finding = part.decide()
            if finding.status is not Status.PROVED:
                return Finding(finding.status, self.method, f"{part.name}: {finding.detail}")
        return Finding(Status.PROVED, self.method, f"{len(self.bounds)} bounds")
