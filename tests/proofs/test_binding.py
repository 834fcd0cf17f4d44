"""A claim says what its steps show, and its steps rest on what it lists: each false way is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sympy
from sympy import Eq, Ge, Integer, Le, Lt, Rational, sqrt

from proofs.binding import Binder
from proofs.bounds.conclusion import bounds_of
from proofs.catalogue import GREEDY, PAPER, TIGHTER, collect
from proofs.citing import cite, cite_claim, follows
from proofs.claim import Claim
from proofs.consistent import common_point
from proofs.coverage import Case
from proofs.exact.domain import Domain, above, at_least, at_most, between, domain, real
from proofs.formal.statements import end_theorems
from proofs.kernel import IN_PART, THEOREMS, WHOLE
from proofs.method import FiniteSum, Hypothesis, Inequality, Largest, VertexBound
from proofs.method.induction import Induction, Invariant, Variable
from proofs.origin import Kernel, Premise, ceiling_of, equals, floor_of
from proofs.paper.area import SPACING_AND_AREA
from proofs.paper.ladder import SLICE_SUM
from proofs.paper.slicing import GSA_BOUND
from proofs.relation import Fact, fact
from proofs.step import Relation, Step
from proofs.symbols import M, Q, T, a, alpha, b, gsa, k, m, n, opt, tau, x, y, z
from proofs.tighter.theorems import THEOREM_B, length_factor
from proofs.verdict import Binding, Status

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


def test_consistent_equations_are_solved() -> None:
    """A point is found on equations too, and it is exact."""
    point = common_point(
        domain(at_least(x, 0)), [fact(y, "==", 2 * x + 1), fact(z, "==", y / 3), fact(z, ">", 1)]
    )
    assert point is not None
    assert point[y] == 2 * point[x] + 1
    assert point[z] == point[y] / 3 > 1


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


def _from_slices(low: sympy.Expr | int, strict: bool = False) -> Claim:
    area = domain(above(alpha, low) if strict else at_least(alpha, low))
    step = follows(
        "double",
        Le(2 * T, 2 * tau / (alpha - 1)),
        cite(SLICE_SUM.formula, 2),
        domain=domain(*area.ranges, real(T), real(tau)),
    )
    return claim(step, area=area, formula=Le(2 * T, 2 * tau / (alpha - 1)), premises=("eq.6",), name="above")


def test_a_premise_outside_its_domain() -> None:
    """Inequality (6) holds for alpha > 1 and says nothing at alpha = 1/2 or alpha = 1."""
    known = {item.name: item for item in collect(PAPER)}
    assert not Binder(known).bind(_from_slices(1, strict=True)).words
    for low in (Rational(1, 2), Integer(1)):
        assert Binder(known).bind(_from_slices(low)).words


LINEAR = claim(
    Inequality(name="i", lhs=x * y, relation=">=", rhs=y, domain=domain(at_least(x, 1), at_least(y, 0))),
    area=domain(at_least(x, 1), at_least(y, 0)),
    formula=Ge(x * y, y),
    name="linear",
)


@pytest.mark.parametrize(
    ("ranges", "names", "holds"),
    [
        ((at_least(a, 1), at_least(b, 0)), {x: a, y: b}, True),
        ((at_least(a, 0), at_least(b, 0)), {x: a + 1, y: b}, True),
        ((at_least(a, 0), at_least(b, 0)), {x: a, y: b}, False),
        ((at_least(a, 1), at_least(b, -1)), {x: a, y: b}, False),
        ((at_least(a, 1), real(b)), {x: a, y: b}, False),
        ((at_most(a, 0), at_least(b, 0)), {x: 1 - a, y: b}, True),
    ],
)
def test_a_premise_about_other_variables(ranges: tuple[Any, ...], names: dict[Any, Any], holds: bool) -> None:
    """Renamed, a premise holds where its domain, renamed too, contains that of the claim."""
    goal = Ge(2 * names[x] * names[y], 2 * names[y])
    step = follows("double", goal, cite_claim(LINEAR, names, 2), domain=domain(*ranges))
    above_it = claim(step, area=domain(*ranges), formula=goal, premises=("linear",), name="above")
    binding = bind(above_it, LINEAR)
    assert binding.complete is holds
    assert bool(binding.refused) is not holds


def test_a_letter_with_a_meaning_is_not_exchanged() -> None:
    """The k of Lemma 3.9 is the parallelism of the slice tau: k + 1 is not."""
    known = {item.name: item for item in collect(PAPER)}
    ranges = SPACING_AND_AREA.domain.ranges
    for names, holds in (({k: m}, True), ({k: k + 1}, False), ({M: M + 1}, False)):
        area = domain(*ranges, at_least(m, 1, integer=True))
        hypothesis = cite_claim(SPACING_AND_AREA, names)
        goal = Lt(hypothesis.lhs, hypothesis.rhs + 1)
        step = follows("more", goal, hypothesis, domain=area)
        above_it = claim(step, area=area, formula=goal, premises=("L3.9",), name="above")
        reasons = [item for item in Binder(known).bind(above_it).refused if "not from" in item]
        assert bool(reasons) is not holds, names


def test_one_parameter_has_one_value() -> None:
    """GSA at two scaling factors is two algorithms: facts about both do not combine."""
    known = {item.name: item for item in collect((*PAPER, *TIGHTER))}
    first, second = (cite_claim(GSA_BOUND, {alpha: value}) for value in (Integer(2), Integer(3)))
    step = follows(
        "both",
        Le(2 * gsa, first.rhs + second.rhs),
        first,
        second,
        domain=domain(*GSA_BOUND.domain.ranges, real(gsa)),
    )
    mixed = claim(step, area=GSA_BOUND.domain, premises=("T3.15",), name="above")
    assert any("elsewhere" in item for item in Binder(known).bind(mixed).refused)


def test_a_changed_formula_of_theorem_b() -> None:
    """With Q/3 for 2Q/3 in the statement no number is read, and the claim is refused."""
    wrong = Le(gsa, sympy.Max(Q, Q / 3 + length_factor(alpha), evaluate=False) * opt)
    assert bounds_of(THEOREM_B, opt)
    with pytest.raises(ValueError, match="no step of"):
        bounds_of(replace(THEOREM_B, formula=wrong), opt)
    assert any("no step shows" in item for item in Binder().bind(replace(THEOREM_B, formula=wrong)).refused)


def test_assumptions_are_asked_of_who_cites() -> None:
    """What a claim assumes is part of what it says: who cites it must have it."""
    step = follows("sum", Ge(x + y, 3), cite(Ge(y, 3)), domain=domain(at_least(x, 0), real(y)))
    under = claim(step, formula=Ge(x + y, 3), assumes=(Ge(y, 3),), name="under")
    assert bind(under).complete
    goal = follows("more", Ge(x + y + 1, 4), cite(Ge(x + y, 3)), domain=domain(at_least(x, 0), real(y)))
    bare = claim(goal, formula=Ge(x + y + 1, 4), premises=("under",), name="above")
    assert bind(bare, under).words
    assert bind(replace(bare, assumes=(Ge(y, 3),)), under).complete
    assert bind(replace(bare, assumes=(Ge(y, 2),)), under).words


def test_definitions_are_conservative() -> None:
    """A floor always exists; one with a range, a second meaning, or of itself is refused."""
    area = domain(at_least(x, 0), real(y))
    step = follows("floor", Le(y, x), cite(Le(y, x / 2)), domain=area)
    whole = claim(step, formula=Le(y, x), definitions=(floor_of(y, x / 2),))
    assert bind(whole).complete
    assert bind(replace(whole, auxiliary=(at_least(y, 5),))).refused
    assert bind(replace(whole, definitions=(floor_of(y, x / 2), ceiling_of(y, x)))).refused
    assert not bind(replace(whole, definitions=(floor_of(y, x / 3),))).complete
    with pytest.raises(ValueError, match="defined by itself"):
        equals(y, y + 1)


def test_integers_are_rounded_and_others_not() -> None:
    """``phi < psi + 1`` is ``phi <= psi`` for floors, and not for any two numbers."""
    area = domain(at_least(x, 0), real(y), real(z))
    step = follows("floors", Lt(y, z + 1), cite(Le(y, x)), cite(Lt(x, z + 1)), domain=area)
    whole = claim(step, formula=Le(y, z), definitions=(floor_of(y, x), floor_of(z, x)))
    assert bind(whole).complete
    loose = claim(step, formula=Le(y, z), assumes=(Le(y, x), Lt(x, z + 1)))
    assert bind(loose).refused == ("no step shows y <= z",)


def test_coq_theorems_are_named_and_exist() -> None:
    """A hypothesis may come from an end theorem; the names are those of the development."""
    assert {theorem.name for theorem in end_theorems()} >= THEOREMS
    step = follows(
        "sum", Ge(x + y, 3), cite(Ge(y, 3), origin=Kernel("gsa_2")), domain=domain(*X_RANGE.ranges, real(y))
    )
    assert bind(claim(step, formula=Ge(x + y, 3))).kernel == ("gsa_2",)
    made_up = replace(step, hypotheses=(cite(Ge(y, 3), origin=Kernel("gsa_1")),))
    assert any("no end theorem gsa_1" in item for item in bind(claim(made_up, formula=Ge(x + y, 3))).refused)


def test_the_map_to_coq_is_that_of_the_page() -> None:
    """Which claim a theorem states is said once: the page's table names the same pairs."""
    page = (Path(__file__).parents[2] / "docs" / "formal.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.split("|")] for line in page.splitlines() if line.startswith("| `")
    ]
    shown = {
        (theorem, claim) for row in rows for theorem in re.findall(r"`(\w+)`", row[1]) for claim in row[5:6]
    }
    listed = {*((name, (theorem,)) for name, theorem in WHOLE.items()), *IN_PART.items()}
    known = {item.name for item in collect()}
    for name, theorems in listed:
        assert name in known
        for theorem in theorems:
            if not name.startswith("model."):
                assert any(theorem == row and name in cell for row, cell in shown), (theorem, name)


def test_an_origin_that_says_something_else() -> None:
    """A hypothesis that its named premise does not state is refused."""
    step = follows("sum", Ge(x, 0), cite(Ge(x**2, 1), origin=Premise("square")), domain=X_RANGE)
    assert bind(claim(step, premises=("square",), name="above"), SQUARE).refused
    unlisted = follows("sum", Ge(x, 0), cite(Ge(x**2, 0), origin=Premise("square")), domain=X_RANGE)
    assert any("not listed" in item for item in bind(claim(unlisted, name="above"), SQUARE).refused)


def test_facts_in_two_writings() -> None:
    """A positive factor, both sides exchanged, an equation turned: the same; anything else is not."""
    root = fact(x / (y - 1), ">=", sqrt(2) * y)
    assert root.implies(fact(2 * sqrt(2) * y, "<=", 2 * x / (y - 1)))
    assert not root.implies(fact(x / (y - 1), ">=", sqrt(3) * y))
    assert not root.implies(fact(sqrt(2) * y, ">=", x / (y - 1)))
    assert fact(x, "==", y).implies(fact(y, ">=", x))
    assert fact(x, ">", y).implies(fact(x, ">=", y))
    assert not fact(x, ">=", y).implies(fact(x, ">", y))
    assert not fact(x, ">=", y).implies(fact(x, "==", y))
    larger = fact(x, "<=", sympy.Max(y, 2 * z, evaluate=False))
    assert larger.implies(fact(x, "<=", sympy.Max(2 * z, y, evaluate=False)))
    assert not larger.implies(fact(x, "<=", sympy.Max(z, y, evaluate=False)))
    assert larger.renamed({y: Integer(1), z: Integer(2)}).symbols == {x}
    assert Fact(x, ">").rounded(frozenset({x})) == Fact(x - 1, ">=")
    assert Fact(x - Rational(1, 2), ">").rounded(frozenset({x})) == Fact(2 * x - 2, ">=")
    assert Fact(x - sqrt(2), ">").rounded(frozenset({x})) == Fact(x - sqrt(2), ">")
    assert Fact(x - y, ">").rounded(frozenset({x})) == Fact(x - y, ">")


def test_vertices_scale() -> None:
    """A program normed to 1 holds at every scale >= 0, and the scale is no other thing."""
    program = VertexBound(
        name="v",
        objective=x + y,
        constraints=((x, Integer(1)), (y, Integer(1)), (-x, Integer(0)), (-y, Integer(0))),
        variables=(x, y),
        bounds=(Integer(2),),
        domain=domain(at_least(z, 0)),
        scale=z,
    )
    assert program.discharge().status is Status.PROVED
    assert program.conclusions() == ((x + y, "<=", 2 * z),)
    for wrong in (
        replace(program, domain=domain(real(z))),
        replace(program, objective=x + y + z),
        replace(program, objective=x + y - 1),
        replace(program, scale=x),
    ):
        assert wrong.discharge().status is Status.UNDECIDED


def test_largest() -> None:
    """Each of the bounds is below the limit, or the step fails."""
    good = Largest(name="l", bounds=(x, 2 * x), limit=3 * x, domain=X_RANGE)
    assert good.discharge().status is Status.PROVED
    assert replace(good, limit=3 * x / 2).discharge().status is not Status.PROVED
    assert replace(good, bounds=()).discharge().status is Status.UNDECIDED


def test_a_sum_is_concluded_as_a_sum() -> None:
    """A closed form is concluded with the sum it is of, not with one of its identities."""
    step = FiniteSum(name="s", summand=n, index=n, first=Integer(1), last=m, closed_form=m * (m + 1) / 2)
    gauss = Eq(sympy.Sum(n, (n, 1, m)), m * (m + 1) / 2)
    assert bind(claim(step, area=domain(), formula=gauss)).complete
    wrong = Eq(sympy.Sum(n, (n, 0, m + 1)), m * (m + 1) / 2)
    assert bind(claim(step, area=domain(), formula=wrong)).refused


PINS = {
    "paper": (PAPER, 4, 65, 42),
    "tighter": (TIGHTER, 35, 50, 140),
    "greedy": (GREEDY, 20, 124, 63),
}
"""Per chain at most: claims that state no relation, hypotheses and premises from words. They only fall."""


@pytest.mark.parametrize("chain", PINS)
def test_what_rests_on_words_only_falls(chain: str) -> None:
    """Nothing declared is refused, and no more is taken from words than the pinned counts say."""
    modules, relations, words, premises = PINS[chain]
    binder = Binder({item.name: item for item in collect()})
    bindings = {item.name: binder.bind(item) for item in collect(modules) if item.steps}
    assert {name: item.refused for name, item in bindings.items() if item.refused} == {}
    counts = (
        sum(not item.conclusions for item in bindings.values()),
        sum(len(item.words) for item in bindings.values()),
        sum(len(item.premises_in_words) for item in bindings.values()),
    )
    assert counts == (relations, words, premises), "lower the pinned counts, never raise them"
