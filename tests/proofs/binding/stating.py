"""Small claims to try the binding on."""

from __future__ import annotations

from typing import Any

import sympy
from sympy import Ge

from proofs.binding.binder import Binder
from proofs.claim import Claim
from proofs.exact.domain import Domain, at_least, domain
from proofs.method import Inequality
from proofs.step import Relation, Step
from proofs.symbols import x
from proofs.verdict import Binding

X_RANGE = domain(at_least(x, 0))


def claim(*steps: Step, name: str = "it", area: Domain = X_RANGE, **more: Any) -> Claim:
    """Build a claim about x >= 0."""
    return Claim(name=name, title="it", statement="it", source="test", domain=area, steps=steps, **more)


def bind(item: Claim, *premises: Claim) -> Binding:
    """Bind a claim, given its premises."""
    return Binder({premise.name: premise for premise in (*premises, item)}).bind(item)


def square(
    low: int = 0, relation: Relation = ">=", symbol: sympy.Symbol = x, name: str = "square"
) -> Inequality:
    """``symbol^2 + symbol >= symbol`` from a number on."""
    area = domain(at_least(symbol, low))
    return Inequality(name=name, lhs=symbol**2 + symbol, relation=relation, rhs=symbol, domain=area)


SQUARE = claim(square(), formula=Ge(x**2, 0), name="square")
