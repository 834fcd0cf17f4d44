"""The paper's chain as a whole: what it assumes, that statements are concluded, and its misprints."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sympy
from sympy import Le

from proofs.bounds import derivation
from proofs.bounds.conclusion import ratio_of
from proofs.citing import cite
from proofs.claim import Claim
from proofs.exact.domain import above, at_least, between, domain
from proofs.method import Identity, Inequality
from proofs.paper import (
    area,
    batching,
    bound_functions,
    ceilings,
    classes,
    ladder,
    lattice,
    model,
    peak,
    pipeline,
    prefix,
    slicing,
    spillover,
)
from proofs.paper.area import SPACING_AND_AREA
from proofs.paper.ladder import LADDER
from proofs.paper.spillover import SPILLOVER
from proofs.proof import prove
from proofs.symbols import M, N, alpha, beta, c, delta, g, k, kappa, n, o, opt, psi, s, tau, x
from proofs.verdict import Status
from proofs.verdicts import Verdicts
from tests.proofs.asking import derived

MODULES = (lattice, peak, area, pipeline, ladder, classes, batching, spillover, ceilings, prefix, slicing)
CLAIMS = [claim for module in MODULES for claim in module.CLAIMS]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["const.G", "const.F", "T3.2", "L3.8", "L3.4.large-memory"])
def test_only_model_facts_are_assumed(name: str) -> None:
    """Everything below a result is proved, with no finite box, except named facts of the model."""
    proof = prove(name)
    assert proof.holds
    assert not proof.boxes
    assert set(proof.assumed) <= {claim.name for claim in model.CLAIMS}


@pytest.mark.slow
def test_every_claim_of_the_paper_is_there() -> None:
    """The lemmas, the inequality and the theorems of both analyses, all with steps."""
    wanted = [
        "L3.3",
        "L3.4",
        "L3.8",
        "L3.9",
        "T3.2",
        "L4.2",
        "L4.3",
        "L4.4",
        "eq.6",
        "T4.1",
        "L5.1",
        "L5.2",
        "L5.6",
        "L5.3",
        "T3.15",
    ]
    by_name = {claim.name: claim for claim in CLAIMS}
    assert all(by_name[name].steps for name in wanted)
    assert all(claim.discharge().status is Status.PROVED for claim in CLAIMS)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)
def test_argument_uses_every_step(claim: Claim) -> None:
    """How the steps combine is written down, and each step occurs there by name."""
    assert [step.name for step in claim.steps if step.name not in claim.argument] == []


def test_constants_start_from_the_theorems() -> None:
    """The functions that are minimised are the bounds the theorems conclude."""
    for name, claim in (("gba", batching.GBA_BOUND), ("gsa", slicing.GSA_BOUND)):
        minimised = bound_functions.bound_formula(name, alpha, c)
        assert sympy.cancel(ratio_of(claim, opt) - minimised) == 0


@pytest.mark.slow
@pytest.mark.parametrize("regime", ["general", "large-memory"])
@pytest.mark.parametrize("algorithm", ["gsa", "gba", "sps"])
def test_report_with_its_chain(algorithm: str, regime: str) -> None:
    """With the chain nothing is a premise any more, and what is assumed is said."""
    report = derived(algorithm, regime=regime, verdicts=Verdicts())
    assert report.holds
    assert {step.verdict for step in report.steps} == {"proved"}
    assert "assumed: model." in report.steps[0].detail
    short = derived(algorithm, regime=regime)
    assert short.holds
    assert [step.name for step in short.steps] == [step.name for step in report.steps]
    assert "premise" in {step.verdict for step in short.steps}


@pytest.mark.slow
def test_report_does_not_hold_on_a_broken_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    """If a claim below the theorem fails, a report with its chain says so and does not hold."""
    step: Any = LADDER.step("scale")
    broken = LADDER.with_step(replace(step, rhs=o))
    claims = [broken if claim is LADDER else claim for claim in (*model.CLAIMS, *CLAIMS)]
    monkeypatch.setattr(derivation, "prove", lambda name, verdicts: prove(name, claims=claims))
    report = derived("gsa", verdicts=Verdicts())
    assert not report.holds
    assert report.steps[0].verdict == "undecided"
    assert "not proved: ladder" in report.steps[0].detail
    assert derived("gsa").holds


def refuted(step: Any) -> bool:
    """Whether a step is refuted by an exact point."""
    return bool(step.discharge().status is Status.REFUTED)


def proved(step: Any) -> bool:
    """Whether a step is proved."""
    return bool(step.discharge().status is Status.PROVED)


def test_slip_1_inverted_fraction() -> None:
    """Mean spacing is at most a multiple of area over budget; with the fraction inverted it is not."""
    right: Any = SPACING_AND_AREA.step("ratio")
    area_of_slice = area.area(s, tau)
    assert proved(right)
    assert not proved(replace(right, rhs=(1 + 2 / k) * M / area_of_slice))
    # one job of length 15 in a budget of 15: k = 1, area 120, and 15 < 3 * 120/15 but not 3 * 15/120
    point = {tau: 15, s: 0, k: 1, M: 15}
    assert (1 + 2 / k).subs(point) * (area_of_slice / M).subs(point) > 15
    assert (1 + 2 / k).subs(point) * (M / area_of_slice).subs(point) < 15


def test_slip_2_limit_of_the_trap() -> None:
    """One job of length x among n: the ratio lags (n + 1)/2 by a constant over Opt, so that is its limit."""
    optimum = n * (n + 1) / 2 + x - 1
    never_kill = (n + 1) / 2 * (n + x - 1)
    area_of_trap = domain(at_least(n, 1), at_least(x, 1))
    right = Identity(
        name="limit",
        lhs=(n + 1) / 2 - never_kill / optimum,
        rhs=n * (n + 1) * (n - 1) / 4 / optimum,
        domain=area_of_trap,
    )
    assert proved(right)
    assert refuted(replace(right, lhs=n - never_kill / optimum))
    below = Inequality(
        name="never above", lhs=never_kill / optimum, relation="<=", rhs=(n + 1) / 2, domain=area_of_trap
    )
    assert proved(below)
    assert refuted(replace(below, rhs=n / 2, domain=area_of_trap))


def test_slip_4_parallelism_of_another_phase() -> None:
    """The class that is waited for has its own parallelism: with another phase's the step breaks."""
    right: Any = SPILLOVER.step("class")
    other = cite(Le(n * tau / kappa, psi + 1), N)
    wide = domain(*right.domain.ranges, at_least(kappa, 1))
    wrong = replace(right, hypotheses=(right.hypotheses[0], other), domain=wide)
    assert proved(right)
    assert not proved(wrong)
    # n = N = 10, tau = k = 1, so D = 10, and the floor with another phase's k of 10 is psi = 1
    assert 10 * 10 > 10 * (1 + 1) + 10
    assert wrong.discharge().status is Status.UNDECIDED


def test_slip_6_minimum_over_nonempty_classes() -> None:
    """The last slice M - s always has parallelism 1, so a minimum over all phases is always 1."""
    last = Inequality(
        name="two do not fit",
        lhs=model.peak(sympy.Integer(2), tau, s, g),
        relation=">",
        rhs=s + tau,
        domain=domain(at_least(tau, 1), at_least(s, 0), between(g, 1, 2)),
    )
    assert proved(last)
    assert refuted(replace(last, relation="<="))
    assert proved(
        Identity(name="one fits", lhs=model.peak(sympy.Integer(1), tau, s, g).subs(g, 1), rhs=s + tau)
    )


def test_slip_7_parallelism_in_units_of_the_length() -> None:
    """With M = o B: (2M - o + 1)/(o + 1) = 2B - 1 - (2B - 2)/(o + 1), not 2B - (2B - 1)/(o + 1)."""
    b = sympy.Symbol("b")
    right = Identity(
        name="quotient",
        lhs=(2 * o * b - o + 1) / (o + 1),
        rhs=2 * b - 1 - (2 * b - 2) / (o + 1),
        domain=domain(at_least(o, 1), at_least(b, 1)),
    )
    assert proved(right)
    assert refuted(replace(right, rhs=2 * b - (2 * b - 1) / (o + 1)))


def test_slip_8_three_units_of_slack() -> None:
    """Jobs of length o started every d = o/3 + delta need 2 o - 3 delta, three less than the budget."""
    d = o / 3 + delta
    need = o + (o - d) + (o - 2 * d)
    right = Identity(name="slack", lhs=2 * o - 3 * delta + 3 - need, rhs=sympy.Integer(3))
    assert proved(right)
    assert refuted(replace(right, rhs=sympy.Integer(0), domain=domain(at_least(o, 3), at_least(delta, 0))))
    fourth = Inequality(
        name="the fourth job starts after the first ends",
        lhs=3 * d,
        relation=">",
        rhs=o,
        domain=domain(at_least(o, 3), above(delta, 0)),
    )
    assert proved(fourth)


def test_slip_9_first_slice_beyond_the_scaling_factor() -> None:
    """For beta >= alpha a job of length 1 may be in no class, and the steps on classes break."""
    right: Any = LADDER.step("above-first")
    assert proved(right)
    wide = domain(above(alpha, 1), at_least(beta, 1))
    assert refuted(replace(right, domain=wide))
    experiments = domain(between(beta, 64, 256), above(alpha, 1))
    assert refuted(replace(right, domain=experiments))
