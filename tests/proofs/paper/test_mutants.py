"""The paper's chain with one thing wrong: the step that breaks is named, and no other breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sympy
from sympy import Ge, Integer, Le, Lt, Rational

from proofs.citing import cite
from proofs.claim import Claim
from proofs.exact.domain import above, at_least, between
from proofs.method import Consequence
from proofs.method.induction import Induction
from proofs.paper.area import AREA, LONG_JOBS, SPACING_AND_AREA, area
from proofs.paper.batching import BATCHING_COST, COMMON_BOUND, GBA_BOUND
from proofs.paper.ceilings import CEILINGS
from proofs.paper.classes import CLASS_BOUND, CLASS_SPACING
from proofs.paper.ladder import LADDER, PHASE, REGROUP, SLICE_SUM
from proofs.paper.lattice import LATTICE
from proofs.paper.model import peak
from proofs.paper.peak import LARGE_MEMORY, PARALLELISM_BOUNDS, PEAK
from proofs.paper.pipeline import IDENTICAL_JOBS, SPACING
from proofs.paper.prefix import PHASE_PREFIX
from proofs.paper.slicing import GSA_BOUND
from proofs.paper.spillover import SLICING_COST, SPILLOVER
from proofs.symbols import (
    A,
    D,
    K,
    L,
    M,
    N,
    Q,
    T,
    Y,
    alpha,
    beta,
    c,
    g,
    i,
    k,
    kappa,
    ladders,
    n,
    o,
    opt,
    phases,
    phi,
    psi,
    q,
    r,
    s,
    tau,
    u,
    waits,
    x,
    y,
    z,
)
from proofs.verdict import Status

Change = Callable[[Any], Any]


def put(**values: Any) -> Change:
    """Exchange fields of a step."""
    return lambda step: replace(step, **values)


def ranged(*ranges: Any) -> Change:
    """Exchange ranges in the domain of a step."""

    def change(step: Any) -> Any:
        area_of_step = step.domain
        for item in ranges:
            area_of_step = area_of_step.replace(item)
        return replace(step, domain=area_of_step)

    return change


def given(place: int, *new: Any) -> Change:
    """Exchange one hypothesis of a step or of the first invariant of an induction; nothing new drops it."""

    def change(step: Any) -> Any:
        if isinstance(step, Induction):
            first = step.invariants[0]
            facts = (*first.given[:place], *new, *first.given[place + 1 :])
            return replace(step, invariants=(replace(first, given=facts), *step.invariants[1:]))
        assert isinstance(step, Consequence)
        facts = (*step.hypotheses[:place], *new, *step.hypotheses[place + 1 :])
        return replace(step, hypotheses=facts)

    return change


def invariant(extra: sympy.Expr) -> Change:
    """Add something to the first invariant of an induction."""

    def change(step: Any) -> Any:
        first = step.invariants[0]
        return replace(step, invariants=(replace(first, expr=first.expr + extra), *step.invariants[1:]))

    return change


def update(place: int, extra: sympy.Expr) -> Change:
    """Add something to what one more element does to a state variable."""

    def change(step: Any) -> Any:
        item = step.state[place]
        state = (*step.state[:place], replace(item, then=item.then + extra), *step.state[place + 1 :])
        return replace(step, state=state)

    return change


MUTANTS: list[tuple[Claim, str, Change]] = [
    # the pipeline
    (LATTICE, "total", put(rhs=(k - 1) * (tau - 1))),
    (LATTICE, "other-pair", put(lhs=(k - x) * tau - (k * (tau - phi) + (k - sympy.Symbol("e"))))),
    (LATTICE, "coprime", put(rhs=Integer(0))),
    (LATTICE, "next-multiple", put(rhs=g * LATTICE.step("next-multiple").obligations()[0].lhs)),
    (LATTICE, "count", update(0, -z)),
    (PEAK, "period", put(rhs=i * tau / k + k)),
    (PEAK, "value", put(rhs=peak(k, tau, s, Integer(0)))),
    (PEAK, "usage", update(0, Integer(-1))),
    (PEAK, "bound", given(0)),
    (PEAK, "next-start", given(0, cite(Ge(sympy.Symbol("offset"), sympy.Symbol("rho")), k))),
    (PEAK, "last-start", given(1)),
    (PEAK, "more-parallel", put(rhs=s + 2)),
    (PEAK, "longer-slice", put(rhs=Integer(2))),
    (
        PARALLELISM_BOUNDS,
        "floor-admitted",
        given(0, cite(Le(k * (2 * s + tau + 1), 2 * M - tau + 2), Rational(1, 2))),
    ),
    (PARALLELISM_BOUNDS, "upper", put(rhs=2 * M - 1)),
    (PARALLELISM_BOUNDS, "one", put(rhs=s + tau + 1)),
    (LARGE_MEMORY, "admitted", given(1, cite(Lt(tau, 2 * x), K + 1))),
    # memory-time
    (AREA, "closed-form", put(closed_form=area(s, o - 1))),
    (AREA, "budget", given(0, cite(Le(x, M + 1)))),
    (LONG_JOBS, "total", invariant(-n * A / M)),
    (LONG_JOBS, "completion", put(relation=">")),
    (SPACING_AND_AREA, "budget", ranged(at_least(g, 0))),
    (SPACING_AND_AREA, "ratio", put(rhs=(1 + 1 / k) * area(s, tau) / M)),
    # identical jobs
    (SPACING, "needs-peak", given(0, cite(Le(2 * L, tau + 2), k / 2))),
    (SPACING, "gap-within-life", given(0, cite(Le(L, tau + 1), Integer(1)))),
    (SPACING, "contradiction", given(1)),
    (SPACING, "chain", invariant(-L)),
    (IDENTICAL_JOBS, "twice", given(1, cite(Ge(sympy.Symbol("C"), q * L), 2))),
    # the ladder
    (LADDER, "above-first", ranged(between(beta, 1, 2 * alpha))),
    (LADDER, "at-least-one", ranged(between(beta, 0, alpha))),
    (LADDER, "scale", put(rhs=o)),
    (LADDER, "fits", given(1)),
    (SLICE_SUM, "next-slice", ranged(between(beta, 0, alpha))),
    (SLICE_SUM, "next-slice", put(rhs=(tau - 1) / (alpha - 1))),
    (SLICE_SUM, "sum", ranged(above(alpha, 0))),
    (REGROUP, "one-more-class", update(1, n * x)),
    (PHASE, "fewer-jobs", given(0, cite(Le(phi, (n + 1) * tau / k)))),
    # the batching algorithm
    (CLASS_BOUND, "own-share", put(rhs=A * (n + N))),
    (CLASS_BOUND, "order-free", given(1)),
    (CLASS_BOUND, "split", update(2, A * n / M)),
    (CLASS_SPACING, "scaled", put(rhs=alpha * area(s, y))),
    (CLASS_SPACING, "spacing", given(0)),
    (BATCHING_COST, "prefix", given(1)),
    (BATCHING_COST, "class", update(2, -tau)),
    (COMMON_BOUND, "factor", ranged(at_least(kappa, 1))),
    (COMMON_BOUND, "class-spacing", given(1)),
    (COMMON_BOUND, "waiting", given(1)),
    (COMMON_BOUND, "lengths", given(1)),
    (COMMON_BOUND, "ladder-of-class", update(0, tau)),
    (COMMON_BOUND, "sum", put(rhs=(alpha**2 * c + alpha) * opt)),
    (COMMON_BOUND, "sum", given(4, cite(Ge(opt, sympy.Symbol("Within")), alpha**2 * c))),
    (GBA_BOUND, "together", put(rhs=(alpha**2 * c + alpha + 1 / (alpha - 1)) * opt)),
    # the slicing algorithm
    (SLICING_COST, "start", put(rhs=D + psi)),
    (SLICING_COST, "index", given(1)),
    (SLICING_COST, "completion", put(rhs=T + D + psi)),
    (SPILLOVER, "class", put(rhs=N * (psi + tau))),
    (SPILLOVER, "own-slices", invariant(-n)),
    (SPILLOVER, "together", put(rhs=waits)),
    (CEILINGS, "divisible", put(rhs=k * q * (q + 1) / 2)),
    (CEILINGS, "remainder", put(lhs=(q * k + r) * (q + 2))),
    (CEILINGS, "full-blocks", put(closed_form=k * q * (q - 1) / 2)),
    (PHASE_PREFIX, "split", put(rhs=psi + tau * z)),
    (PHASE_PREFIX, "class", put(rhs=N * (tau + psi) + tau * Y)),
    (PHASE_PREFIX, "narrower", put(lhs=n / kappa, rhs=n / (kappa + u))),
    (PHASE_PREFIX, "slices-times-ceilings", given(0)),
    (PHASE_PREFIX, "ranks", update(1, -tau)),
    (PHASE_PREFIX, "total", invariant(-Q)),
    (PHASE_PREFIX, "together", put(rhs=(1 + 1 / (alpha - 1)) * waits + 2 / (alpha - 1) * ladders)),
    (GSA_BOUND, "against-gba-bar", put(rhs=(1 + 2 / (alpha - 1)) * (waits + ladders))),
    (GSA_BOUND, "against-gba-bar", given(2, cite(Le(phases, (1 + 3 / (alpha - 1)) * waits + ladders)))),
    (GSA_BOUND, "together", given(1)),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("whole", "name", "change"),
    MUTANTS,
    ids=[f"{place}-{whole.name}-{name}" for place, (whole, name, _) in enumerate(MUTANTS)],
)
def test_mutant_is_refused_by_name(whole: Claim, name: str, change: Change) -> None:
    """A wrong coefficient, sign, constant, premise or domain breaks exactly the step it is in."""
    assert whole.discharge().status is Status.PROVED
    result = whole.with_step(change(whole.step(name))).discharge()
    assert result.status in (Status.REFUTED, Status.UNDECIDED)
    assert [step.name for step in result.steps if step.verdict != "proved"] == [name]


@pytest.mark.parametrize(
    ("whole", "name", "new"),
    [
        (SPACING_AND_AREA, "ratio", at_least(k, 2, integer=True)),
        (CLASS_SPACING, "scaled", at_least(alpha, 2)),
        (COMMON_BOUND, "sum", at_least(c, 3)),
        (PEAK, "more-parallel", at_least(s, 1, integer=True)),
        (CEILINGS, "remainder", at_least(r, 2, integer=True)),
        (SLICE_SUM, "sum", above(alpha, 2)),
    ],
)
def test_narrowed_step_does_not_prove_the_claim(whole: Claim, name: str, new: Any) -> None:
    """A step shown on less than the claim's domain holds, and the claim does not."""
    result = whole.with_step(ranged(new)(whole.step(name))).discharge()
    assert [step.verdict for step in result.steps if step.name == name] == ["proved"]
    assert result.status is Status.UNDECIDED
    assert result.coverage == (f"uncovered: step {name}, variable {new.symbol}",)
