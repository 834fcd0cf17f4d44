"""Facts in two writings are the same, and what rests on words only falls."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy
from sympy import Eq, Integer, Rational, sqrt

from proofs.binding.binder import Binder
from proofs.binding.consistent import common_point
from proofs.binding.relation import Fact, fact
from proofs.catalogue import GREEDY, PAPER, TIGHTER, collect
from proofs.exact.domain import at_least, domain, real
from proofs.method import FiniteSum, Largest, VertexBound
from proofs.symbols import m, n, x, y, z
from proofs.verdict import Status
from tests.proofs.binding.stating import X_RANGE, bind, claim


def test_consistent_equations_are_solved() -> None:
    """A point is found on equations too, and it is exact."""
    point = common_point(
        domain(at_least(x, 0)), [fact(y, "==", 2 * x + 1), fact(z, "==", y / 3), fact(z, ">", 1)]
    )
    assert point is not None
    assert point[y] == 2 * point[x] + 1
    assert point[z] == point[y] / 3 > 1


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
    "greedy": (GREEDY, 0, 35, 26),
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
