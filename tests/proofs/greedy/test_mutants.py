"""Planted errors in the greedy analysis: each is refused, by the name of the step that breaks."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from sympy import Ge, Integer, Le, Rational

from proofs.bounds.conclusion import ratio_of
from proofs.catalogue import GREEDY, collect
from proofs.citing import given
from proofs.claim import Claim
from proofs.exact.domain import at_least, between, domain, real
from proofs.greedy.chosen_jobs import SUBSET
from proofs.greedy.delays import LAST, NEXT_START, SUFFIX, WINDOWS
from proofs.greedy.families import LOWER_2, LOWER_3
from proofs.greedy.large_memory import AVERAGE_START, CROWD
from proofs.greedy.mc_sf import COMPLETIONS, LARGE_JOBS, STARTS, THEOREM_1, TIGHT
from proofs.greedy.schedules import ascending_lengths, look_ahead_starts
from proofs.greedy.small_jobs import FEW, MANY, REGIMES, THEOREM_2
from proofs.greedy.start_times import CHARGE, SHAPE, START_TIMES, WINDOW
from proofs.greedy.structure import FULL, RULES
from proofs.greedy.svf import OWN, OWN_STARTS, WAITING
from proofs.greedy.svf import REGIMES as VOLUME_REGIMES
from proofs.greedy.svf_peak import PEAK, PEAK_STARTS
from proofs.method.induction import Induction, Variable
from proofs.method.inequalities import Consequence
from proofs.step import Step
from proofs.symbols import (
    Y_L,
    B,
    D,
    G,
    K,
    M,
    P,
    S,
    S_h,
    S_i,
    S_j,
    S_k,
    T,
    V,
    X,
    Y,
    Z,
    a,
    b,
    c,
    d,
    e,
    eps,
    f,
    g,
    h,
    k,
    n_Z,
    o,
    o_i,
    o_j,
    opt,
    r,
    s,
    t,
    tau,
    w,
    x,
    y,
    y_k,
)
from proofs.verdict import Status
from proofs.verdicts import shared
from tests.proofs.mutation import changed, part


def with_hypothesis(claim: Claim, step: str, place: int, new: Any) -> Step:
    """Exchange one hypothesis of a consequence."""
    old = claim.step(step)
    assert isinstance(old, Consequence)
    given_ = list(old.hypotheses)
    given_[place] = new
    return replace(old, hypotheses=tuple(given_))


def without_given(claim: Claim, step: str) -> Step:
    """Drop the facts about the input from every invariant of an induction."""
    old = claim.step(step)
    assert isinstance(old, Induction)
    return replace(old, invariants=tuple(replace(item, given=()) for item in old.invariants))


def with_update(claim: Claim, step: str, place: int, new: Variable) -> Step:
    """Exchange one update of an induction."""
    old = claim.step(step)
    assert isinstance(old, Induction)
    state = list(old.state)
    state[place] = new
    return replace(old, state=tuple(state))


def by_areas(n: int, M: int, s: int) -> bool:
    """Start times against ``(s + o) o`` in place of ``2 s o + o^2``."""
    for lengths in ascending_lengths(n, M - s):
        starts = look_ahead_starts((s,) * n, lengths, M)
        if any(M * starts[j] > sum((s + o) * o for o in lengths[:j]) for j in range(n)):
            return False
    return True


def one_round_late(n: int, M: int, s: int) -> bool:
    """(F0) to (F3) on starts that are a round too late where they wait."""
    for lengths in ascending_lengths(n, M - s):
        starts = list(look_ahead_starts((s,) * n, lengths, M))
        late = [start + (start > 0) for start in starts]
        if any(M * start > sum(2 * s * o + o * o for o in lengths[:j]) for j, start in enumerate(late)):
            return False
    return True


def strictly_ascending(n: int, M: int, s: int) -> bool:
    """No two jobs start together."""
    return all(
        all(before < after for before, after in pairwise(look_ahead_starts((s,) * n, lengths, M)))
        for lengths in ascending_lengths(n, M - s)
    )


def tighter_average(n: int, M: int, s: int) -> bool:
    """The bound on the sum of starts with 1/2 in place of 1/2 - eps."""
    for lengths in ascending_lengths(n, M - s):
        largest = s + lengths[-1]
        if 2 * largest > M:
            continue
        starts = look_ahead_starts((s,) * n, lengths, M)
        right = sum(length * max(0, 2 * (n - 1 - i) * (s + length) - M) for i, length in enumerate(lengths))
        if 2 * (M - largest) * sum(starts) > right:
            return False
    return True


def earlier_batches(m: int, d: int, g: int, K: int) -> bool:
    """As if batch q completed a round before q times the length."""
    parallel = max(2 * m // g - 1, 1)
    length, jobs = parallel * d, m * K
    starts = look_ahead_starts((0,) * jobs, (length,) * jobs, m * length)
    return sum(starts) + jobs * length == m * sum(q * length - 1 for q in range(1, K + 1))


MUTANTS: list[tuple[Claim, Step]] = [
    (RULES, changed(RULES.step("every-schedule"), predicate=strictly_ascending)),
    (RULES, with_hypothesis(RULES, "refused", 0, given(G + (s + tau - t + 1), ">=", M))),
    (RULES, with_hypothesis(RULES, "ends", 0, given(tau, "<=", t + o_j))),
    (FULL, changed(FULL.step("full"), rhs=M + 1)),
    (FULL, changed(FULL.step("own-share"), rhs=s + y)),
    (LAST, with_hypothesis(LAST, "not-empty", 1, given(y, "<=", o_j))),
    (LAST, with_hypothesis(LAST, "in-the-way", 1, given(S_i, ">=", S_h - 1))),
    (SUFFIX, changed(SUFFIX.step("long-enough"), rhs=S_j - S_i + y + 1)),
    (NEXT_START, with_hypothesis(NEXT_START, "room", 0, given(G + (s + y), ">=", M - 1))),
    (NEXT_START, with_hypothesis(NEXT_START, "room", 2, given(x, ">=", tau - S_k))),
    (WINDOWS, with_hypothesis(WINDOWS, "ascend", 1, given(S_h, ">=", S_j))),
    (
        WINDOWS,
        changed(
            WINDOWS.step("ascend"),
            domain=domain(at_least(y_k, -1), *(real(item) for item in (y, S_h, S_j, S_k))),
        ),
    ),
    (WINDOW, without_given(WINDOW, "sums")),
    (WINDOW, changed(WINDOW.step("weight"), rhs=(s + o) * o - o)),
    (SHAPE, changed(SHAPE.step("type-b-length"), rhs=w + a + b + 1)),
    (SHAPE, with_hypothesis(SHAPE, "type-b-delay", 0, given(S_k, ">=", S_i - 1))),
    (START_TIMES, without_given(START_TIMES, "full-waits")),
    (START_TIMES, changed(START_TIMES.step("P1"), rhs=2 * s * y - y**2)),
    (START_TIMES, changed(START_TIMES.step("P2"), rhs=s * (a + 2 * b))),
    (START_TIMES, changed(START_TIMES.step("P3"), rhs=s * (b + c) + a * c + (b + c) ** 2)),
    (START_TIMES, changed(START_TIMES.step("case-C"), rhs=(s + o) * o)),
    (START_TIMES, with_hypothesis(START_TIMES, "case-C", 0, given(o, ">=", w, 2 * s + o + w))),
    (START_TIMES, with_hypothesis(START_TIMES, "own-B", 1, given(y, "<=", a + b, w))),
    (START_TIMES, with_hypothesis(START_TIMES, "case-B", 1, given(x, "<=", o, s + o))),
    (START_TIMES, with_hypothesis(START_TIMES, "case-BC", 1, given(o, ">=", a, s + o + b))),
    (START_TIMES, changed(START_TIMES.step("bookkeeping"), predicate=by_areas)),
    (START_TIMES, changed(START_TIMES.step("bookkeeping"), predicate=one_round_late)),
    (COMPLETIONS, changed(COMPLETIONS.step("P4"), rhs=CHARGE + o)),
    (TIGHT, changed(TIGHT.step("slack"), rhs=s * (o - w) + (o - w) ** 2)),
    (STARTS, with_update(STARTS, "jobs", 3, Variable(X, 0, X))),
    (STARTS, with_update(STARTS, "jobs", 1, Variable(P, 0, P + 2 * V))),
    (THEOREM_1, changed(THEOREM_1.step("ratio"), rhs=Rational(9, 4) * opt)),
    (THEOREM_1, with_hypothesis(THEOREM_1, "ratio", 1, given(opt, ">=", X + Y / 4, 2))),
    (LARGE_JOBS, changed(LARGE_JOBS.step("two-bounds"), bounds=(Integer(2), Rational(7, 3) - t))),
    (LARGE_JOBS, with_hypothesis(LARGE_JOBS, "total", 1, given(t * M * Y / 3, "<=", B, 1 / M))),
    (LARGE_JOBS, without_given(LARGE_JOBS, "areas")),
    (CROWD, changed(CROWD.step("P6"), rhs=D * (1 - eps) / (1 - eps))),
    (CROWD, without_given(CROWD, "chebyshev")),
    (CROWD, changed(CROWD.step("half"), rhs=D * (1 - eps) * M / 2)),
    (AVERAGE_START, changed(AVERAGE_START.step("every-schedule"), predicate=tighter_average)),
    (AVERAGE_START, changed(AVERAGE_START.step("total"), lhs=T)),
    (AVERAGE_START, with_hypothesis(AVERAGE_START, "positive", 0, given(e, "<=", 2 * o, h))),
    (SUBSET, with_hypothesis(SUBSET, "half-budget", 0, given(n_Z, "<=", r + 2, s + o))),
    (SUBSET, with_hypothesis(SUBSET, "subset", 1, given(Z, ">=", Y - 2 * Y_L))),
    (SUBSET, changed(SUBSET.step("chosen"), rhs=o * (x * (s + o) / M - Rational(1, 3)))),
    (THEOREM_2, changed(THEOREM_2.step("many"), domain=part(THEOREM_2, "few", "domain"))),
    (THEOREM_2, changed(THEOREM_2.step("few"), domain=part(THEOREM_2, "many", "domain"))),
    (THEOREM_2, changed(THEOREM_2.step("many"), rhs=2 / (1 - eps / 2) * opt)),
    (THEOREM_2, changed(THEOREM_2.step("few"), rhs=2 / (1 - eps / 2) * opt)),
    (REGIMES, changed(REGIMES.step("difference"), rhs=(1 - 6 * eps) / (3 * (1 - eps)))),
    (REGIMES, changed(REGIMES.step("limit-high"), rhs=2 + 3 * eps)),
    (
        REGIMES,
        changed(REGIMES.step("below"), domain=domain(between(eps, 0, Rational(1, 6), lower_open=True))),
    ),
    (WAITING, with_hypothesis(WAITING, "by-look-ahead", 2, given(tau, "<=", t + o))),
    (PEAK_STARTS, with_hypothesis(PEAK_STARTS, "own-term", 0, given(w, "<=", 2 * o_i, s + o - 1))),
    (PEAK_STARTS, without_given(PEAK_STARTS, "rounds")),
    (PEAK, changed(PEAK.step("ratio"), rhs=Rational(19, 5) * opt)),
    (PEAK, with_update(PEAK, "jobs", 0, Variable(T, 0, T + 2 * S))),
    (OWN_STARTS, changed(OWN_STARTS.step("filled"), rhs=M)),
    (OWN_STARTS, changed(OWN_STARTS.step("total"), lhs=M * S)),
    (PEAK_STARTS, changed(PEAK_STARTS.step("total"), rhs=2 * P)),
    (OWN, changed(OWN.step("two-bounds"), bounds=(2 / (1 - eps), 1 + 1 / (1 - eps)))),
    (OWN, changed(OWN.step("two-bounds"), bounds=(1 + 4 / (3 * (1 - eps)),))),
    (VOLUME_REGIMES, changed(VOLUME_REGIMES.step("at-half"), rhs=Integer(5))),
    (LOWER_2, changed(LOWER_2.step("limit"), rhs=2 * k / (k + 1) - Rational(1, 100) / K)),
    (
        LOWER_2,
        changed(
            LOWER_2.step("feasible"),
            domain=domain(*(at_least(item, 1) for item in (k, g, d)), between(x, 1, d + 1)),
        ),
    ),
    (LOWER_2, changed(LOWER_2.step("simulated"), predicate=earlier_batches)),
    (LOWER_3, changed(LOWER_3.step("three"), rhs=6 * h - 4)),
    (LOWER_3, changed(LOWER_3.step("limit"), rhs=3)),
]


@pytest.mark.slow
@pytest.mark.parametrize(("claim", "mutant"), MUTANTS, ids=[f"{one.name}:{two.name}" for one, two in MUTANTS])
def test_mutant_is_refused_by_name(claim: Claim, mutant: Step) -> None:
    """A wrong coefficient, hypothesis, domain, predicate or constant breaks its own step."""
    assert claim.step(mutant.name).discharge().status is Status.PROVED
    assert claim.step(mutant.name) != mutant
    assert mutant.discharge().status in (Status.REFUTED, Status.UNDECIDED)


def test_missing_case_is_refused() -> None:
    """Theorem 2 with a gap between its two cases is not proved, although every step is."""
    narrow = replace(MANY, within=between(f, Rational(4, 5), 1))
    result = replace(THEOREM_2, cases=(FEW, narrow)).discharge()
    assert {step.verdict for step in result.steps} == {"proved"}
    assert result.status is Status.UNDECIDED
    assert result.coverage[0].startswith("uncovered: cases")


def test_narrow_domain_is_refused() -> None:
    """The charging shown for s >= 1 only does not cover s = 0."""
    step = changed(
        START_TIMES.step("case-0"), domain=domain(at_least(s, 1, integer=True), at_least(o, 1, integer=True))
    )
    result = START_TIMES.with_step(step).coverage()
    assert result == ("uncovered: step case-0, variable s",)


def test_ratio_must_be_concluded() -> None:
    """A constant written into a statement without a step that shows it is not read."""
    with pytest.raises(ValueError, match=r"greedy\.T1 concludes"):
        ratio_of(replace(THEOREM_1, formula=Le(T + Y, 2 * opt)), opt)
    with pytest.raises(ValueError, match="states no upper bound"):
        ratio_of(replace(THEOREM_1, formula=Ge(T + Y, 2 * opt)), opt)
    with pytest.raises(ValueError, match="no multiple"):
        ratio_of(replace(THEOREM_1, formula=Le(T + Y, opt + 1)), opt)


@pytest.mark.slow
def test_every_claim_holds() -> None:
    """Each greedy claim is proved given its premises, with no gap, and says how its steps combine."""
    for claim in collect(GREEDY):
        result = shared().result(claim.name)
        assert (result.status, result.coverage) == (Status.PROVED, ()), claim.name
        named = [step.name for step in claim.steps if f"`{step.name}`" not in claim.argument]
        assert not named, f"{claim.name}: the argument does not mention {named}"


def test_boxes_are_marked() -> None:
    """The claims that rest on a finite box are these and no others."""
    boxed = {
        item.name
        for item in collect(GREEDY)
        if any(type(step).__name__ == "Exhaustive" for step in item.steps)
    }
    assert boxed == {
        "greedy.H",
        "greedy.L1",
        "greedy.T2.starts",
        "greedy.svf-peak.starts",
        "greedy.svf.starts",
        "greedy.lower-2",
        "greedy.lower-3",
    }
