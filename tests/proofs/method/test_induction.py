"""Inductions: what is assumed of the state must be shown, and what is given is no goal."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Integer, Rational

from proofs.exact.domain import Domain, Range, above, at_least, at_most, between, domain, real
from proofs.method import (
    Hypothesis,
    Induction,
)
from proofs.method.induction import Invariant, Variable
from proofs.step import Step
from proofs.symbols import N, o, p, x, y, z
from proofs.verdict import Status

ZERO, ONE = Integer(0), Integer(1)


def reason(step: Step) -> str:
    """Return why a step is not proved."""
    verdict = step.discharge()
    assert verdict.status is not Status.PROVED
    return verdict.detail


def down(*invariants: Invariant, area: Domain, **more: Any) -> Induction:
    """Count x down from 1: it does not stay nonnegative."""
    state = (Variable(x, 1, x - 1),)
    return Induction(name="i", state=state, invariants=invariants, domain=area, **more)


def test_range_of_a_state_variable_is_no_assumption() -> None:
    """From x0 = 1 and x -> x - 1 nothing follows about x >= 0, however it is put."""
    stays = Invariant(x, ">=", kept=(0,))
    assert "neither an invariant nor cited" in reason(
        down(Invariant(x + 5, ">="), area=domain(at_least(x, 0)))
    )
    assert "remainder" in reason(down(stays, area=domain(at_least(x, 0))))
    assert "remainder" in reason(down(Invariant(x, ">=", kept=(1,)), area=domain(real(x))))
    assert "neither" in reason(down(Invariant(x + 5, ">="), area=domain(between(x, 0, 7))))
    assert "neither" in reason(down(Invariant(1 - x, ">=", kept=(1,)), area=domain(at_most(x, 0))))
    # an invariant x >= 0 is not x > 0
    up = Induction(
        name="i",
        state=(Variable(x, 0, x + y),),
        invariants=(Invariant(x, ">=", kept=(1,)),),
        domain=domain(above(x, 0), at_least(y, 0)),
    )
    assert "neither" in reason(up)


def test_range_of_a_state_variable_may_be_an_invariant() -> None:
    """What start and update show may be used as a range, strict or not, and so may what is cited."""

    def grows(first: int, sign: Any, area: Range, **more: Any) -> Induction:
        return Induction(
            name="i",
            state=(Variable(x, first, x + y), Variable(z, 0, z + x * y)),
            invariants=(Invariant(z, ">=", kept=(1,)), *more.pop("also", (Invariant(x, sign, kept=(0, 1)),))),
            domain=domain(area, at_least(y, 0)),
            **more,
        )

    assert grows(0, ">=", at_least(x, 0)).discharge().status is Status.PROVED
    assert grows(1, ">", above(x, 0)).discharge().status is Status.PROVED
    assert "start" in reason(grows(-1, ">=", at_least(x, 0)))
    assert "start" in reason(grows(0, ">", above(x, 0)))
    cited = grows(0, ">=", at_least(x, 0), also=(), cited=(Hypothesis(x, ">=", ZERO, ONE),))
    assert cited.discharge().status is Status.PROVED
    assert all((x, ">=", ZERO) in item.hypotheses for item in cited.obligations() if "step" in item.name)


@pytest.mark.parametrize(
    ("state", "invariants", "why"),
    [
        ((Variable(x, 0, x + 1), Variable(x, 5, x)), (Invariant(x - 5, "==", kept=(1,)),), "twice"),
        ((Variable(x, x, x),), (Invariant(x - x, "=="),), "speaks of the state"),
        ((Variable(x, 1, x), Variable(y, x, y)), (Invariant(y, ">=", kept=(1,)),), "speaks of the state"),
        ((Variable(x, 0, x + 1),), (), "nothing is said"),
    ],
)
def test_the_state_is_clear(state: tuple[Variable, ...], invariants: tuple[Invariant, ...], why: str) -> None:
    """One start per variable, which does not speak of the state, and something to show of it."""
    step = Induction(name="i", state=state, invariants=invariants, domain=domain(real(x), real(y)))
    assert why in reason(step)


def test_the_start_knows_nothing_of_the_state() -> None:
    """N starts at any y whose range is "at least N": that says nothing of y before N is shown >= 0."""
    circle = Induction(
        name="i",
        state=(Variable(N, y, N + o),),
        invariants=(Invariant(N, ">=", kept=(1,)),),
        domain=domain(at_least(N, 0), at_least(y, N), at_least(o, 0)),
    )
    assert circle.discharge().status is not Status.PROVED


@pytest.mark.parametrize(
    "fact",
    [
        Hypothesis(x - 1, ">=", ZERO, ONE),
        Hypothesis(x, ">=", ONE, ONE),
        Hypothesis(3 * x, ">=", Integer(3), Rational(1, 3)),
        Hypothesis(ONE, "<=", x, ONE),
        Hypothesis(x, ">=", ZERO, ONE),
    ],
)
def test_a_given_fact_is_not_the_goal(fact: Hypothesis) -> None:
    """What is to be shown of the state may not be given, nor anything that speaks of the state alone."""
    assert "speaks of the state alone" in reason(
        down(Invariant(x, ">=", given=(fact,)), area=domain(real(x)))
    )


@pytest.mark.parametrize(
    "fact",
    [
        Hypothesis(2 * x, ">=", 2 * y, Rational(1, 2)),
        Hypothesis(x * p, ">=", y * p, 1 / p),
        Hypothesis((x - y) / p, ">", ZERO, p),
        Hypothesis(p * x + o, ">=", o, 1 / p),
    ],
)
def test_a_given_fact_with_an_input_is_not_the_goal(fact: Hypothesis) -> None:
    """Nor may it be the goal after the update, or an invariant, times anything but the state."""
    step = Induction(
        name="i",
        state=(Variable(x, 0, x - y),),
        invariants=(Invariant(x, ">=", given=(fact,)),),
        domain=domain(real(x), at_least(y, 0), at_least(p, 1), real(o)),
    )
    assert "is what is to be shown" in reason(step)
