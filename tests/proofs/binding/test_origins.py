"""Hypotheses come from where they are said to: premises in their domain, assumptions, definitions, Coq."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sympy
from sympy import Ge, Integer, Le, Lt, Rational

from proofs.binding.binder import Binder
from proofs.binding.kernel import IN_PART, THEOREMS, WHOLE
from proofs.catalogue import PAPER, TIGHTER, collect
from proofs.citing import cite, cite_claim, follows
from proofs.claim import Claim
from proofs.exact.domain import above, at_least, at_most, domain, real
from proofs.formal.statements import end_theorems
from proofs.method import Inequality
from proofs.origin import Kernel, Premise, ceiling_of, equals, floor_of
from proofs.paper.area import SPACING_AND_AREA
from proofs.paper.ladder import SLICE_SUM
from proofs.paper.slicing import GSA_BOUND
from proofs.symbols import M, T, a, alpha, b, gsa, k, m, tau, x, y, z
from tests.proofs.binding.stating import SQUARE, X_RANGE, bind, claim


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
    page = (Path(__file__).parents[3] / "docs" / "formal.md").read_text(encoding="utf-8")
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
