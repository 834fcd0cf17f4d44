"""Steps that once passed though what they say is false, or was assumed: each kind is refused by its rule."""

from __future__ import annotations

from typing import Any

import pytest
import sympy
from sympy import Integer, Rational, sqrt

from proofs.claim import Claim
from proofs.exact.domain import Domain, above, at_least, at_most, between, domain, real
from proofs.method import (
    Consequence,
    DerivativeFactor,
    EndBehaviour,
    FiniteSum,
    Hypothesis,
    Identity,
    Induction,
    Inequality,
    SecondDerivative,
    SignChange,
    SumOfSquares,
    ValueAt,
    VertexBound,
)
from proofs.method.induction import Invariant, Variable
from proofs.step import Obligation, Step
from proofs.symbols import k, n, o, p, x, y, z
from proofs.verdict import Status

ZERO, ONE = Integer(0), Integer(1)
POSITIVE = sympy.Symbol("z", positive=True)
WHOLE = sympy.Symbol("n", integer=True)
NOT_EQUAL: Any = "!="


def unevaluated(*factors: sympy.Expr) -> sympy.Expr:
    """Multiply without letting anything cancel."""
    return sympy.Mul(*factors, evaluate=False)


def reason(step: Step) -> str:
    """Return why a step is not proved."""
    verdict = step.discharge()
    assert verdict.status is not Status.PROVED
    return verdict.detail


def test_goal_among_the_hypotheses() -> None:
    """x >= y does not follow from x >= y, nor from y <= x."""
    area = domain(real(x), real(y))
    for given in (Hypothesis(x, ">=", y, ONE), Hypothesis(y, "<=", x, ONE)):
        step = Consequence(name="i", lhs=x, relation=">=", rhs=y, hypotheses=(given,), domain=area)
        assert "own hypotheses" in reason(step)


@pytest.mark.parametrize(
    "step",
    [
        Identity(name="i", lhs=sqrt(POSITIVE**2), rhs=POSITIVE),
        Identity(name="i", lhs=abs(POSITIVE), rhs=POSITIVE),
        Identity(name="i", lhs=sympy.floor(WHOLE), rhs=WHOLE),
        Identity(name="i", lhs=(-1) ** (2 * WHOLE) * WHOLE, rhs=WHOLE),
        Identity(name="i", lhs=sympy.re(sympy.Symbol("x", real=True)), rhs=sympy.Symbol("x", real=True)),
        SumOfSquares(name="i", expr=POSITIVE, squares=((ONE, sqrt(POSITIVE)),)),
        Induction(
            name="i", state=(Variable(WHOLE, 0, WHOLE + 1),), invariants=(Invariant(WHOLE - WHOLE, "=="),)
        ),
        Identity(name="i", lhs=sympy.Dummy("x") * 0 + x + sympy.Dummy("x"), rhs=x),
    ],
)
def test_symbols_carry_no_assumptions(step: Step) -> None:
    """What sympy knows of a symbol is a hypothesis nobody stated."""
    assert "carries assumptions of sympy" in reason(step)


@pytest.mark.parametrize("name", ["f", "floor"])
def test_functions_carry_no_assumptions(name: str) -> None:
    """Nor may a function be declared positive: then sqrt(f(x)^2) is f(x) before anybody looks."""
    value = sympy.Function(name, positive=True)(x)
    assert "nothing defines" in reason(Identity(name="i", lhs=sqrt(value**2), rhs=value))


def test_ranges_carry_no_assumptions() -> None:
    """A range on such a symbol, or with one in a bound, is refused when it is made."""
    with pytest.raises(ValueError, match="carries assumptions"):
        between(POSITIVE, -5, 5)
    with pytest.raises(ValueError, match="carries assumptions"):
        at_least(x, WHOLE)
    with pytest.raises(ValueError, match="carries assumptions"):
        real(sympy.Dummy("x"))
    with pytest.raises(ValueError, match="not finite"):
        at_most(x, sympy.oo)


@pytest.mark.parametrize(
    "step",
    [
        Inequality(name="i", lhs=x, relation=NOT_EQUAL, rhs=-1, domain=domain(at_least(x, 0))),
        Consequence(
            name="i",
            lhs=x + 1,
            relation=">=",
            rhs=1,
            hypotheses=(Hypothesis(x, NOT_EQUAL, ZERO, ONE),),
            domain=domain(real(x)),
        ),
        Consequence(
            name="i",
            lhs=x,
            relation=NOT_EQUAL,
            rhs=0,
            hypotheses=(Hypothesis(x, ">=", ONE, ONE),),
            domain=domain(real(x)),
        ),
        Induction(
            name="i",
            state=(Variable(x, 1, x),),
            invariants=(Invariant(x, NOT_EQUAL),),
            domain=domain(real(x)),
        ),
        Induction(
            name="i",
            state=(Variable(x, 1, x),),
            invariants=(Invariant(x + 5, ">=", given=(Hypothesis(y, NOT_EQUAL, ONE, ONE),)),),
            domain=domain(real(x), real(y)),
        ),
    ],
)
def test_no_other_relation(step: Step) -> None:
    """``!=`` is no relation, as a goal, a hypothesis, an invariant or a given fact."""
    assert "is no relation" in reason(step)
    with pytest.raises(ValueError, match="is no relation"):
        Obligation("i", x, NOT_EQUAL, ZERO, domain(real(x)))


NEAR_ZERO = domain(at_least(x, 0), real(y))


@pytest.mark.parametrize(
    "step",
    [
        Identity(name="i", lhs=unevaluated(x, y, 1 / x), rhs=y, domain=NEAR_ZERO),
        Inequality(name="i", lhs=unevaluated(x, 1 / x), relation=">=", rhs=1, domain=NEAR_ZERO),
        # the pole cancels in the difference of the sides
        Inequality(name="i", lhs=1 / x + x, relation=">=", rhs=1 / x, domain=NEAR_ZERO),
        # between multiplier and hypothesis
        Consequence(
            name="i",
            lhs=ONE,
            relation="<=",
            rhs=y,
            hypotheses=(Hypothesis(x * y, ">=", x, 1 / x),),
            domain=NEAR_ZERO,
        ),
        # between weight and square
        SumOfSquares(name="i", expr=x, squares=((1 / x, x),), domain=NEAR_ZERO),
        # between an update and the invariant
        Induction(
            name="i",
            state=(Variable(z, 1, 1 / x), Variable(n, x, x)),
            invariants=(Invariant(z * n - 1, ">=", kept=(0,)),),
            domain=domain(at_least(x, 0), real(z), real(n)),
        ),
        # in a summand and in a closed form
        FiniteSum(
            name="i", summand=unevaluated(k - 3, 1 / (k - 3)), index=k, first=ONE, last=n, closed_form=n
        ),
        VertexBound(
            name="i",
            objective=unevaluated(y, 1 / y, x),
            constraints=((x, ONE), (-x, ZERO)),
            variables=(x,),
            bounds=(ONE,),
            domain=domain(at_least(y, 0)),
        ),
    ],
)
def test_poles_are_found_before_they_cancel(step: Step) -> None:
    """Where something is divided by 0, nothing is equal or larger, whatever cancels afterwards."""
    assert "may vanish" in reason(step)


@pytest.mark.parametrize(
    "step",
    [
        DerivativeFactor(
            name="i", expr=-1 / (x - 2), variable=x, lower=1, stationary=1 / (x - 2) ** 2, cofactor=ONE
        ),
        DerivativeFactor(
            name="i",
            expr=unevaluated(x - 3, x**2, 1 / (x - 3)),
            variable=x,
            lower=1,
            stationary=x,
            cofactor=Integer(2),
        ),
        EndBehaviour(name="i", expr=x + 1 / (x - 2) ** 2, variable=x, lower=1, value=ZERO),
        SignChange(
            name="i",
            polynomial=unevaluated(x - 2, x - 5, 1 / (x - 5)),
            variable=x,
            lower=0,
            root=Integer(2),
        ),
        SecondDerivative(name="i", expr=(x**3 - x**2) / (x - 1), variable=x, point=ONE),
        ValueAt(name="i", expr=(x**2 - 1) / (x - 1), variable=x, point=ONE, value=Integer(2)),
        ValueAt(name="i", expr=(x**2 - 2) / (x - sqrt(2)) - x, variable=x, point=sqrt(2), value=sqrt(2)),
    ],
)
def test_no_part_of_a_minimum_crosses_a_pole(step: Step) -> None:
    """Each of the steps that make a global minimum refuses a pole when it stands alone."""
    assert step.discharge().status is Status.UNDECIDED


@pytest.mark.parametrize("first", [Rational(1, 2), x, k / 2, k + Rational(1, 3), sqrt(2), o])
def test_a_sum_begins_at_an_integer(first: sympy.Expr) -> None:
    """A sum from 1/2 to n has no n - 1/2 terms; o is real here."""
    step = FiniteSum(
        name="i",
        summand=ONE,
        index=p,
        first=first,
        last=n,
        closed_form=n - first + 1,
        domain=domain(at_least(k, 1, integer=True), at_least(x, 1), at_least(o, 1)),
    )
    assert "not an integer" in reason(step)


def test_a_sum_may_begin_at_a_declared_integer() -> None:
    """From k to n there are n - k + 1 terms."""
    step = FiniteSum(
        name="i",
        summand=ONE,
        index=p,
        first=2 * k - 1,
        last=n,
        closed_form=n - 2 * k + 2,
        domain=domain(at_least(k, 1, integer=True)),
    )
    assert step.discharge().status is Status.PROVED


EMPTY = [
    domain(between(x, 2, 1)),
    domain(between(x, 1, 1, lower_open=True)),
    domain(between(x, 1, 1, upper_open=True)),
    domain(between(x, Rational(1, 3), Rational(2, 3), integer=True)),
    domain(between(x, 0, 1, lower_open=True, upper_open=True, integer=True)),
    domain(at_least(y, 0), between(x, y + 1, y)),
    domain(at_least(y, 0), between(x, y, 5)),
]


@pytest.mark.parametrize("area", EMPTY)
def test_nothing_is_said_of_no_point(area: Domain) -> None:
    """On an empty domain everything holds, so nothing is shown there, not even an identity."""
    steps: list[Step] = [
        Identity(name="i", lhs=x, rhs=x, domain=area),
        Inequality(name="i", lhs=ZERO, relation=">=", rhs=-1, domain=area),
        Inequality(name="i", lhs=x, relation=">=", rhs=x - 1, domain=area),
    ]
    assert ["may be empty" in reason(step) for step in steps] == [True] * 3


@pytest.mark.parametrize("area", [*EMPTY, domain(at_least(y, 0), between(x, sqrt(2), sqrt(3) * y))])
def test_a_claim_about_no_point_is_refused(area: Domain) -> None:
    """A claim whose own domain is empty, or may be for some values, says nothing there."""
    step = Identity(name="i", lhs=ONE, rhs=ONE)
    claim = Claim(name="it", title="it", statement="it", source="test", domain=area, steps=(step,))
    result = claim.discharge()
    assert (result.status, result.coverage[0][:6]) == (Status.UNDECIDED, "empty:")


@pytest.mark.parametrize(
    ("area", "holds"),
    [
        (domain(at_least(x, 0)), False),
        (domain(above(x, 0)), True),
        (domain(between(x, -1, 0)), False),
        (domain(between(x, -1, 0, upper_open=True)), True),
        (domain(between(x, -1, 1)), False),
    ],
)
def test_poles_at_the_ends_count(area: Domain, holds: bool) -> None:
    """A pole at a closed end of the range is in it, at an open end it is not."""
    step = Identity(name="i", lhs=(x + 1) / x, rhs=1 + 1 / x, domain=area)
    assert (step.discharge().status is Status.PROVED) is holds
