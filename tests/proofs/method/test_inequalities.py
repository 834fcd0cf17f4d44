"""Consequences by multipliers: only what the hypotheses give."""

from __future__ import annotations

import pytest
from sympy import Expr, Integer

from proofs.exact.domain import at_least, domain, real
from proofs.method import Consequence, Hypothesis
from proofs.step import Relation
from proofs.symbols import x, y
from proofs.verdict import Status


@pytest.mark.parametrize(
    ("relation", "multiplier", "right"),
    [(">=", Integer(-1), False), (">", Integer(-1), False), ("==", Integer(-1), True), (">=", -y, False)],
)
def test_an_inequality_takes_no_negative_multiplier(
    relation: Relation, multiplier: Expr, right: bool
) -> None:
    """From x >= 1 does not follow y x <= y; from x == 1 it does: an equation may enter with any sign."""
    factor = -multiplier
    step = Consequence(
        name="upside down",
        lhs=factor * x,
        relation="<=",
        rhs=factor,
        hypotheses=(Hypothesis(x, relation, Integer(1), multiplier),),
        domain=domain(real(x), at_least(y, 0)),
    )
    assert (step.discharge().status is Status.PROVED) is right
