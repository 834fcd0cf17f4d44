"""The tighter chain with one thing wrong: the step that breaks is named, and no other breaks."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from sympy import Integer, Rational, sqrt

from proofs.catalogue import TIGHTER, collect
from proofs.claim import Claim
from proofs.exact.domain import above, at_least, between, domain, real
from proofs.graph import GraphError, build
from proofs.method.induction import Induction, Variable
from proofs.method.inequalities import Hypothesis
from proofs.symbols import (
    F,
    L,
    M,
    N,
    Q,
    R,
    S,
    T,
    U,
    X,
    Y,
    alpha,
    g,
    h,
    k,
    kappa,
    m,
    n,
    o,
    opt,
    r,
    s,
    t,
    tau,
    u,
    v,
    w,
    x,
    y,
)
from proofs.tighter.batching import BEST_GBA, THEOREM_D
from proofs.tighter.box_lemma import BOTTOM, LAST, SMALL, WEIGHTS
from proofs.tighter.box_recursion import DEEP, RECURSION
from proofs.tighter.box_theorem import CERTIFIED, HAND
from proofs.tighter.boxes import TARGETS
from proofs.tighter.families import CLAIMS as FAMILIES
from proofs.tighter.families import LIMIT
from proofs.tighter.lower_bounds import FIRST_MOMENT, LAG, MEAN_BUSY, SMITH, area_of
from proofs.tighter.packing import PARALLELISM, SPACING_AREA, SPACING_SQUARE, WIDTHS
from proofs.tighter.phase_cost import GBA_COST, GSA_COST, SLICES
from proofs.tighter.quadratic_form import AREA_GROWTH, FORM, LEMMA_Q
from proofs.tighter.theorems import THEOREM_B_LARGE, TWO_BOUNDS
from proofs.tighter.units import UNITS
from proofs.tighter.values import CLAIMS as VALUES
from proofs.verdict import Status
from tests.proofs.mutation import broken, mutated, part

ROOT_3 = next(claim for claim in VALUES if claim.name == "tight.B.sqrt(3)")
GBA_LARGE = next(claim for claim in VALUES if claim.name == "tight.A.gba.large")
WITNESS = next(claim for claim in FAMILIES if claim.name == "tight.low.9/4")


def without_kept(claim: Claim, step: str, place: int = 0, **changes: Any) -> dict[str, Any]:
    """Change one invariant of an induction step."""
    old = claim.step(step)
    assert isinstance(old, Induction)
    invariants = list(old.invariants)
    invariants[place] = replace(invariants[place], **changes)
    return {"invariants": tuple(invariants)}


def updated(claim: Claim, step: str, changed: Variable) -> dict[str, Any]:
    """Change one state variable of an induction step."""
    old = claim.step(step)
    assert isinstance(old, Induction)
    return {"state": tuple(changed if item.symbol == changed.symbol else item for item in old.state)}


MUTANTS: list[tuple[Claim, str, dict[str, Any]]] = [
    (LAG, "third", {"rhs": area_of(o) * (o / 2 + Rational(1, 6))}),
    (LAG, "third", {"rhs": area_of(o) * (o / 3 + Rational(1, 5))}),
    (LAG, "moment", {"summand": (s + r) * (o - r + 1)}),
    (FIRST_MOMENT, "rounds", updated(FIRST_MOMENT, "rounds", Variable(F, 0, F + T * m))),
    (FIRST_MOMENT, "rounds", without_kept(FIRST_MOMENT, "rounds", 1, kept=(0, 1))),
    (SMITH, "jobs", without_kept(SMITH, "jobs", given=())),
    (SMITH, "one-more", {"rhs": Integer(2)}),
    (MEAN_BUSY, "sum", {"rhs": X + Y / 2 + n / 6}),
    (WIDTHS, "increment", {"rhs": 2}),
    (SPACING_SQUARE, "spacing", {"rhs": (1 + 1 / k) * (s + Rational(1, 2)) * tau + (1 + 1 / k) * tau**2 / 2}),
    (
        SPACING_SQUARE,
        "uniform",
        {"domain": domain(at_least(s, 0), at_least(tau, 1), at_least(k, 1), at_least(m, k), at_least(u, 0))},
    ),
    (SPACING_AREA, "spacing", {"rhs": (1 + 1 / k) * area_of(tau)}),
    (
        PARALLELISM,
        "fits",
        {"hypotheses": (Hypothesis(k * (2 * s + tau), "<=", 2 * M - tau + 1, Rational(1, 2)),)},
    ),
    (SLICES, "job", {"rhs": o / (alpha - 1)}),
    (SLICES, "factor", {"rhs": (2 * alpha + 1) / (alpha - 1) * o}),
    (GSA_COST, "count", {"lhs": (N + n) ** 2 - n**2 / 2}),
    (GSA_COST, "some-later", {"domain": domain(at_least(N, 0), at_least(n, 0))}),
    (GBA_COST, "form", {"rhs": n * N / 2 + n**2 / 4}),
    (FORM, "weights", {"summand": N + r}),
    (FORM, "classes", updated(FORM, "classes", Variable(N, 0, N + 2 * n))),
    (LEMMA_Q, "phase", {"rhs": 2 * part(LEMMA_Q, "phase", "rhs")}),
    (LEMMA_Q, "linear", {"rhs": alpha * (1 + t) + 1 / t}),
    (LEMMA_Q, "phases", without_kept(LEMMA_Q, "phases", squares=())),
    (LEMMA_Q, "means", {"squares": ((1 / t, t * x + y),)}),
    (AREA_GROWTH, "growth", {"rhs": alpha * (S * y + y**2 / 2)}),
    (TWO_BOUNDS, "vertices", {"bounds": (Q, Q / 2 + r)}),
    (THEOREM_B_LARGE, "which", {"domain": domain(at_least(alpha, Rational(17, 10)))}),
    (THEOREM_B_LARGE, "from-where", {"root": Rational(2)}),
    (ROOT_3, "square", {"rhs": 3 + 2 * sqrt(3)}),
    (ROOT_3, "printed", {"printed": "8.8301"}),
    (GBA_LARGE, "minimal-polynomial", {"polynomial": "18*v**3 - 132*v**2 + 212*v - 112"}),
    (UNITS, "at-least-one", {"rhs": 2}),
    (UNITS, "floor", {"rhs": (kappa + 1) + (kappa + 1) * v}),
    (THEOREM_D, "one-short", {"rhs": Rational(1, 2)}),
    (THEOREM_D, "several-bound", {"rhs": Rational(19, 10) * alpha**2}),
    (THEOREM_D, "top", {"rhs": alpha**2}),
    (BEST_GBA, "printed", {"printed": "7.5994"}),
    (
        BEST_GBA,
        "crossing",
        {"rhs": alpha**2 * (4 * alpha**2 - 10 * alpha + 5) / ((2 * alpha - 1) * (alpha - 1))},
    ),
    (BOTTOM, "enough", {"hypotheses": part(BOTTOM, "enough", "hypotheses")[:2]}),
    (WEIGHTS, "phases", without_kept(WEIGHTS, "phases", given=())),
    (
        RECURSION,
        "above-one",
        {"domain": domain(above(alpha, 1), at_least(kappa, 1), at_least(k, kappa), above(w, 0))},
    ),
    (RECURSION, "share", {"rhs": Integer(2)}),
    (DEEP, "kept", {"rhs": t + Rational(1, 100)}),
    (DEEP, "second", {"hypotheses": part(DEEP, "second", "hypotheses")[:2]}),
    (SMALL, "constant", {"rhs": alpha * (1 + t) + 1 / t + 1}),
    (LAST, "ratio", {"rhs": 9 * R / 10 * opt}),
    (HAND, "second", {"rhs": Rational(3, 4)}),
    (HAND, "first", {"domain": domain(between(HAND.domain.symbols[0], 0, Rational(1, 10)))}),
    (CERTIFIED[0], "certificate", {"bound": Fraction("15.264")}),
    (CERTIFIED[0], "certificate", {"alpha": TARGETS[2].alpha}),
    (CERTIFIED[1], "certificate", {"start": Fraction(1, 2)}),
    (LIMIT, "gap", {"lhs": x**2 + x**3 / (x**2 - 1) - L}),
    (WITNESS, "instance", {"ratio": Fraction("11.2626")}),
    (WITNESS, "instance", {"budget": 131073}),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("claim", "step", "changes"),
    MUTANTS,
    ids=[f"{item[0].name}-{item[1]}-{place}" for place, item in enumerate(MUTANTS)],
)
def test_mutant_breaks_its_step(claim: Claim, step: str, changes: dict[str, Any]) -> None:
    """A wrong coefficient, sign, domain, hypothesis or constant is refused at that step, nowhere else."""
    assert broken(claim) == ()
    complaints = broken(mutated(claim, step, **changes))
    assert {item for item in complaints if not item.startswith("uncovered")} == {step}


@pytest.mark.parametrize(
    ("claim", "step", "changes", "variable"),
    [
        (
            SPACING_AREA,
            "spacing",
            {"domain": domain(at_least(s, 0), at_least(tau, 1), at_least(k, 2), at_least(g, 1), real(M))},
            "k",
        ),
        (THEOREM_D, "top", {"domain": domain(at_least(alpha, 2), above(v, 0))}, "alpha"),
        (DEEP, "larger-2", {"domain": domain(at_least(kappa, 2), at_least(k, kappa))}, "kappa"),
        (UNITS, "smaller", {"domain": UNITS.domain.replace(at_least(U, 1))}, "U"),
        (FIRST_MOMENT, "rounds", {"domain": domain(above(M, 0), between(m, 0, M / 2), real(F))}, "m"),
        (
            SLICES,
            "job",
            {
                "domain": domain(
                    above(alpha, 2), above(SLICES.domain.symbols[1], 0), at_least(h, 0), above(o, h)
                )
            },
            "alpha",
        ),
    ],
)
def test_smaller_domain_is_noticed(claim: Claim, step: str, changes: dict[str, Any], variable: str) -> None:
    """A step on less than the claim's range leaves the claim unproved, and says which variable."""
    mutant = mutated(claim, step, **changes)
    assert mutant.discharge().status is not Status.PROVED
    assert f"uncovered: step {step}, variable {variable}" in mutant.coverage()


@pytest.mark.parametrize("name", ["tight.L3", "tight.Q", "tight.6", "tight.C.recursion"])
def test_missing_premise_is_an_error(name: str) -> None:
    """Without one of its claims the chain is no graph."""
    rest = [claim for claim in collect() if claim.name != name]
    with pytest.raises(GraphError, match=name.replace(".", r"\.")):
        build(rest)


def test_every_claim_says_how_its_steps_combine() -> None:
    """A claim with several steps explains how they imply its statement."""
    for claim in collect(TIGHTER):
        assert claim.argument or len(claim.steps) == 1, claim.name
