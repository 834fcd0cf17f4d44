"""A claim says what its steps show: each false way is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sympy
from sympy import Eq, Ge, Integer, Le, Lt, Rational

from proofs.binding.binder import Binder
from proofs.bounds.conclusion import bounds_of
from proofs.catalogue import PAPER, collect
from proofs.citing import cite, follows
from proofs.coverage import Case
from proofs.exact.domain import at_least, between, domain, real
from proofs.method import Hypothesis, Inequality
from proofs.method.induction import Induction, Invariant, Variable
from proofs.paper.slicing import GSA_BOUND
from proofs.symbols import Q, alpha, gsa, opt, x, y
from proofs.tighter.theorems import THEOREM_B, length_factor
from proofs.verdict import Status
from tests.proofs.binding.stating import SQUARE, X_RANGE, bind, claim, square


def test_a_true_claim_is_bound() -> None:
    """A formula that a step shows in another writing is bound, with nothing left to words."""
    binding = bind(SQUARE)
    assert binding.complete
    assert binding.conclusions == ("x**2 >= 0",)
    result = SQUARE.discharge(Binder())
    assert result.status is Status.PROVED
    assert not result.in_words


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        (Ge(x**2, 1), "no step shows"),
        (Ge(x**2, x), "no step shows"),
        (sympy.Gt(x**2, 0), "no step shows"),
        (Eq(x**2, 0), "no step shows"),
        (Le(x**2, 0), "no step shows"),
        (Ge(y**2, 0), "no step shows"),
        (Ge(x**2 - y, 0), "no step shows"),
    ],
)
def test_a_formula_that_no_step_shows(formula: Any, reason: str) -> None:
    """A number, a sign, strictness or a variable changed in the formula: the claim is undecided."""
    wrong = replace(SQUARE, formula=formula)
    assert any(reason in item for item in bind(wrong).refused)
    assert wrong.discharge(Binder()).status is Status.UNDECIDED


def test_a_theorem_with_another_factor() -> None:
    """GSA <= 2 Opt is not what the steps of Theorem 3.15 show (they are right)."""
    known = {item.name: item for item in collect(PAPER)}
    wrong = replace(GSA_BOUND, formula=Le(gsa, 2 * opt))
    result = wrong.discharge(Binder(known))
    assert {step.verdict for step in result.steps} == {"proved"}
    assert result.status is Status.UNDECIDED
    assert "no step shows GSA <= 2*Opt" in result.binding.refused


def test_premises_left_out_are_missed() -> None:
    """Without its premises every cited formula of Theorem 3.15 is taken from words."""
    known = {item.name: item for item in collect(PAPER)}
    whole, bare = Binder(known).bind(GSA_BOUND), Binder(known).bind(replace(GSA_BOUND, premises=()))
    assert len(bare.words) >= len(whole.words) + 4
    assert not bare.complete


def test_a_premise_that_nothing_uses() -> None:
    """A premise that no hypothesis comes from is refused, unless said to be used in words; then it counts."""
    idle = replace(SQUARE, name="above", premises=("square",))
    assert bind(idle, SQUARE).refused == ("premise square is used by no hypothesis",)
    told = replace(idle, in_words=("square",))
    assert bind(told, SQUARE).refused == ()
    assert bind(told, SQUARE).premises_in_words == ("square",)
    assert not bind(told, SQUARE).complete


def test_said_to_be_in_words_but_used() -> None:
    """What a hypothesis comes from is not said to be used in words."""
    step = follows("sum", Ge(x**2 + x, 0), cite(Ge(x**2, 0)), domain=X_RANGE)
    used = claim(step, formula=Ge(x**2 + x, 0), premises=("square",), name="above")
    assert bind(used, SQUARE).complete
    assert bind(replace(used, in_words=("square",)), SQUARE).refused
    assert bind(replace(used, in_words=("other",)), SQUARE).refused


def test_a_goal_among_its_hypotheses() -> None:
    """What is to be shown is not given; written in another way it is at least taken from words."""
    plain = claim(follows("goal", Ge(x, 5), cite(Ge(x, 5)), domain=X_RANGE), formula=Ge(x, 5))
    assert any("what the step is to show" in item for item in bind(plain).refused)
    turned = claim(follows("goal", Ge(x, 5), cite(Le(5 - x, 0)), domain=X_RANGE), formula=Ge(x, 5))
    assert bind(turned).words
    assert not bind(turned).complete


def test_a_goal_given_to_an_induction() -> None:
    """The invariant is no fact about the input."""
    step = Induction(
        name="i",
        state=(Variable(y, 0, y - 1),),
        invariants=(Invariant(y, ">=", kept=(1,), given=(Hypothesis(y, ">=", Integer(0), Integer(1)),)),),
    )
    assert any("what the step is to show" in item for item in bind(claim(step)).refused)


@pytest.mark.parametrize(
    "given",
    [
        (cite(Ge(y, 1)), cite(Le(y, 0))),
        (Hypothesis(Integer(0), ">=", Integer(1), Integer(1)),),
        (cite(Eq(y, x)), cite(Lt(y, 0))),
        (cite(Ge(y, x + 1)), cite(Le(2 * y, x + 1)), cite(Ge(x, 1))),
    ],
)
def test_contradictory_hypotheses(given: tuple[Hypothesis, ...]) -> None:
    """From a contradiction anything follows, so it is refused."""
    step = follows("anything", Ge(x, 7), *given, domain=domain(at_least(x, 0), real(y)))
    assert any("in common" in item for item in bind(claim(step)).refused)


def test_an_empty_domain() -> None:
    """On no point everything holds."""
    empty = domain(at_least(x, 1), between(y, x, Rational(1, 2)))
    step = Inequality(name="i", lhs=x + y, relation=">=", rhs=9, domain=empty)
    assert any("in common" in item for item in bind(claim(step, area=empty)).refused)


def test_a_step_about_another_variable() -> None:
    """``y^2 >= 0`` says nothing of x."""
    wrong = claim(square(1, symbol=y), formula=Ge(x**2, 0), auxiliary=(at_least(y, 1),))
    refused = bind(wrong).refused
    assert "no step shows x**2 >= 0" in refused
    assert "no step speaks of x" in refused


def test_a_case_covered_by_something_trivial() -> None:
    """Each case must show the statement, not just something."""
    cases = (Case("small", between(x, 0, 1)), Case("large", at_least(x, 1)))
    large = replace(square(1, name="large"), case="large")
    trivial = Inequality(
        name="small", lhs=x, relation=">=", rhs=0, domain=domain(between(x, 0, 1)), case="small"
    )
    wrong = claim(trivial, large, formula=Ge(x**2, 0), cases=cases)
    assert wrong.coverage() == ()
    assert bind(wrong).refused == ("no step shows x**2 >= 0",)
    right = claim(
        replace(square(name="small"), domain=domain(between(x, 0, 1)), case="small"),
        large,
        formula=Ge(x**2, 0),
        cases=cases,
    )
    assert bind(right).complete


def test_a_changed_formula_of_theorem_b() -> None:
    """With Q/3 for 2Q/3 in the statement no number is read, and the claim is refused."""
    wrong = Le(gsa, sympy.Max(Q, Q / 3 + length_factor(alpha), evaluate=False) * opt)
    assert bounds_of(THEOREM_B, opt)
    with pytest.raises(ValueError, match="no step of"):
        bounds_of(replace(THEOREM_B, formula=wrong), opt)
    assert any("no step shows" in item for item in Binder().bind(replace(THEOREM_B, formula=wrong)).refused)
