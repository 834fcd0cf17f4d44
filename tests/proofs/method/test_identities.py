"""Identities and sums: planted errors are refuted."""

from dataclasses import replace

import pytest
import sympy
from sympy import Rational

from proofs.exact.domain import above, at_least, domain
from proofs.method import FiniteSum, Identity
from proofs.symbols import a, alpha, n, o, p, q, r, x, y
from proofs.verdict import Status

PEAK = Identity(
    name="M3",
    lhs=(a + n) ** 2 - n**2 / 2 - a - n / 2,
    rhs=a * (a + n - 1) + n * a + n * (n - 1) / 2,
    domain=domain(at_least(a, 0), at_least(n, 0)),
)


def test_true_identity() -> None:
    """The count of waiting pairs in a phase has two equal forms."""
    assert PEAK.discharge().status is Status.PROVED


@pytest.mark.parametrize("change", [sympy.Integer(1), a, -n, a * n, n**2 / 2])
def test_false_identity_has_a_counterexample(change: sympy.Expr) -> None:
    """An identity that is off by anything is refuted by an exact point."""
    verdict = replace(PEAK, rhs=PEAK.rhs + change).discharge()
    assert verdict.status is Status.REFUTED
    assert "difference" in verdict.detail


def test_denominator_needs_the_domain() -> None:
    """1/(alpha - 1) is meaningless at 1, whatever cancels."""
    step = Identity(
        name="i",
        lhs=1 / (alpha - 1) - 1 / alpha,
        rhs=1 / (alpha * (alpha - 1)),
        domain=domain(above(alpha, 1)),
    )
    assert step.discharge().status is Status.PROVED
    assert replace(step, domain=domain(at_least(alpha, 1))).discharge().status is Status.UNDECIDED
    assert replace(step, domain=domain()).discharge().status is Status.UNDECIDED


def test_cancelled_pole_is_seen() -> None:
    """A pole on one side alone keeps the identity from being proved on the whole domain."""
    step = Identity(name="i", lhs=(x**2 - 1) / (x - 1), rhs=x + 1, domain=domain(at_least(x, 0)))
    assert step.discharge().status is Status.UNDECIDED


def test_square_roots_in_coefficients() -> None:
    """Coefficients in Q(sqrt d) are compared exactly."""
    root = sympy.sqrt(13)
    step = Identity(name="i", lhs=(x - root) * (x + root), rhs=x**2 - 13, domain=domain(at_least(x, 0)))
    assert step.discharge().status is Status.PROVED
    assert replace(step, rhs=x**2 - 12).discharge().status is Status.REFUTED


GEOMETRIC = FiniteSum(
    name="M4",
    summand=alpha**q,
    index=q,
    first=sympy.Integer(0),
    last=p,
    closed_form=(alpha ** (p + 1) - 1) / (alpha - 1),
    domain=domain(above(alpha, 1)),
)
BUSY_TIME = FiniteSum(
    name="M1",
    summand=r * (o - r + Rational(1, 2)),
    index=r,
    first=sympy.Integer(1),
    last=n,
    closed_form=n * (n + 1) * (3 * o - 2 * n + Rational(1, 2)) / 6,
    domain=domain(at_least(o, 1)),
)


@pytest.mark.parametrize("step", [GEOMETRIC, BUSY_TIME])
def test_true_sums(step: FiniteSum) -> None:
    """A geometric sum and the mean-busy-time sum are proved by induction."""
    assert step.discharge().status is Status.PROVED


@pytest.mark.parametrize("step", [GEOMETRIC, BUSY_TIME])
def test_wrong_base_case(step: FiniteSum) -> None:
    """A closed form off by a constant passes the induction step but not the base case."""
    verdict = replace(step, closed_form=step.closed_form + 1).discharge()
    assert verdict.status is Status.REFUTED
    assert verdict.detail.startswith("base case")


@pytest.mark.parametrize("step", [GEOMETRIC, BUSY_TIME])
def test_wrong_first_index(step: FiniteSum) -> None:
    """Dropping the first term breaks the base case where the term is not zero."""
    assert replace(step, first=step.first + 1).discharge().status is not Status.PROVED


@pytest.mark.parametrize("step", [GEOMETRIC, BUSY_TIME])
def test_wrong_induction_step(step: FiniteSum) -> None:
    """A closed form right for the empty sum and wrong later is refused at the induction step."""
    verdict = replace(step, closed_form=step.closed_form * 2).discharge()
    assert verdict.status is not Status.PROVED
    assert verdict.detail.startswith("induction step")


def test_sum_with_the_last_index_in_its_terms_is_refused() -> None:
    """If terms depend on the last index, the difference of closed forms is not the last term."""
    step = replace(BUSY_TIME, summand=r * (n - r + 1), closed_form=n * (n + 1) * (n + 2) / 6)
    assert step.discharge().status is Status.UNDECIDED


def test_powers_of_a_base_that_may_vanish() -> None:
    """0**p is a trap at p = 0, so the base needs a sign."""
    step = Identity(name="i", lhs=x**p * x**y, rhs=x ** (p + y), domain=domain(above(x, 0)))
    assert step.discharge().status is Status.PROVED
    assert replace(step, domain=domain(at_least(x, 0))).discharge().status is Status.UNDECIDED
