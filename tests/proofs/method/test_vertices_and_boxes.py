"""Linear programs by their vertices, and counting facts on finite boxes."""

from collections.abc import Callable
from dataclasses import replace
from math import gcd

import pytest
import sympy

from proofs.exact.domain import at_least, domain
from proofs.method import Exhaustive, VertexBound
from proofs.symbols import Q, X, Y, r
from proofs.verdict import Status
from tests.proofs.mutation import changed

TWO_BOUNDS = VertexBound(
    name="M7",
    objective=Q * X + r * Y,
    constraints=(
        (X + Y / 3, sympy.Integer(1)),
        (Y, sympy.Integer(1)),
        (-X, sympy.Integer(0)),
        (-Y, sympy.Integer(0)),
    ),
    variables=(X, Y),
    bounds=(Q, 2 * Q / 3 + r),
    vertices=(
        (sympy.Integer(0), sympy.Integer(0)),
        (sympy.Integer(1), sympy.Integer(0)),
        (sympy.Rational(2, 3), sympy.Integer(1)),
        (sympy.Integer(0), sympy.Integer(1)),
    ),
    domain=domain(at_least(Q, 0), at_least(r, 0)),
)


def test_two_lower_bounds_combine() -> None:
    """Q X + r Y <= max(Q, 2Q/3 + r) Opt, from the vertices of the region of (X, Y)."""
    assert TWO_BOUNDS.discharge().status is Status.PROVED


@pytest.mark.parametrize(
    "mutant",
    [
        replace(TWO_BOUNDS, bounds=(Q, Q / 2 + r)),
        replace(TWO_BOUNDS, bounds=(Q,)),
        replace(TWO_BOUNDS, bounds=(2 * Q / 3 + r,)),
        replace(TWO_BOUNDS, vertices=TWO_BOUNDS.vertices[1:] if TWO_BOUNDS.vertices else None),
        replace(TWO_BOUNDS, constraints=TWO_BOUNDS.constraints[:1] + TWO_BOUNDS.constraints[2:]),
        replace(TWO_BOUNDS, constraints=TWO_BOUNDS.constraints[1:], vertices=None),
        replace(TWO_BOUNDS, constraints=(*TWO_BOUNDS.constraints, (X, sympy.Integer(-1))), vertices=None),
        replace(TWO_BOUNDS, objective=Q * X**2 + r * Y),
        replace(TWO_BOUNDS, domain=domain(at_least(Q, -1), at_least(r, 0))),
    ],
)
def test_linear_program_mutants(mutant: VertexBound) -> None:
    """A weaker bound, a vertex list with one missing, an unbounded or empty region does not pass."""
    assert mutant.discharge().status is not Status.PROVED


def lattice_sum(k: int, tau: int, more: int = 0) -> bool:
    """Sum of floor(x tau/k) over x < k in closed form (proof of Lemma 3.3)."""
    return 2 * sum(x * tau // k for x in range(k)) == (k - 1) * (tau - 1) + gcd(k, tau) - 1 + more


def misprinted(k: int, tau: int) -> bool:
    """The same without the gcd."""
    return 2 * sum(x * tau // k for x in range(k)) == (k - 1) * (tau - 1)


BOX = Exhaustive(
    name="lattice", predicate=lattice_sum, box=(("k", 1, 20), ("tau", 1, 20)), planted=(("more", 1),)
)


def test_box_is_part_of_the_verdict() -> None:
    """A counting fact checked on a box says which box and how many cases."""
    verdict = BOX.discharge()
    assert verdict.status is Status.PROVED
    assert verdict.box == "1 <= k <= 20, 1 <= tau <= 20"
    assert verdict.detail == "400 cases; with more = 1 it fails at k = 1, tau = 1"
    assert verdict.box in BOX.text


def test_wrong_counting_fact_is_refuted() -> None:
    """The first failing case is named."""
    verdict = replace(BOX, predicate=misprinted).discharge()
    assert verdict.status is Status.REFUTED
    assert verdict.detail == "fails at k = 2, tau = 2"


def test_box_without_cases_proves_nothing() -> None:
    """An empty box, or a filter nothing passes, is undecided."""
    assert replace(BOX, box=(("k", 2, 1), ("tau", 1, 20))).discharge().status is Status.UNDECIDED
    assert replace(BOX, where=lambda k, tau: k > 20).discharge().status is Status.UNDECIDED


def test_predicate_must_answer_with_a_bool() -> None:
    """A predicate that returns None by mistake is not a proof."""
    assert changed(BOX, predicate=lambda k, tau: 1).discharge().status is Status.UNDECIDED


def vacuous(k: int, tau: int, more: int = 0) -> bool:
    """Hold of everything, an error included."""
    return True


def forgetful(k: int, tau: int, more: int = 0) -> bool:
    """Compare a value with itself."""
    value = k * tau + more
    return value == k * tau + more


def never_reached(k: int, tau: int, more: int = 0) -> bool:
    """Speak only of cases outside the box."""
    return k <= 20 or lattice_sum(k, tau, more + 1)


@pytest.mark.parametrize("predicate", [vacuous, forgetful, never_reached])
def test_a_predicate_that_cannot_fail_shows_nothing(predicate: Callable[..., bool]) -> None:
    """What holds with the planted error too is undecided, and says so."""
    verdict = replace(BOX, predicate=predicate).discharge()
    assert verdict.status is Status.UNDECIDED
    assert verdict.detail == "the predicate does not fail with the planted error more = 1 either"


@pytest.mark.parametrize("planted", [(), (("k", 3),), (("less", 1),)])
def test_an_error_must_be_planted(planted: tuple[tuple[str, int], ...]) -> None:
    """No error, one that is a variable of the box, or one the predicate does not know: undecided."""
    assert replace(BOX, planted=planted).discharge().status is Status.UNDECIDED


def test_constraints_are_hypotheses() -> None:
    """What a linear program assumes is read off its obligation, like the premises of any other step."""
    (obligation,) = TWO_BOUNDS.obligations()
    assert obligation.hypotheses == tuple((left, "<=", right) for left, right in TWO_BOUNDS.constraints)
    assert (obligation.rhs, *obligation.others) == TWO_BOUNDS.bounds
