"""Errors planted in a claim or in a schedule are named by the replay."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import sympy

from proofs import symbols as x
from proofs.catalogue import collect
from proofs.method.induction import Induction
from proofs.method.inequalities import Hypothesis
from proofs.replay.replayer import ClaimReplay, Failure, InductionReplay, Point, StatementReplay, Trace
from proofs.replay.tables import REPLAYS
from proofs.schedules.plan import Plan, Run
from tests.proofs.schedules.kernels import drawn, plans

CLAIMS = {claim.name: claim for claim in collect()}
INDUCTIONS = [
    (name, step.name) for name in REPLAYS for step in CLAIMS[name].steps if isinstance(step, Induction)
]


@pytest.fixture(scope="module")
def traces() -> dict[tuple[str, str], list[Trace]]:
    """Traces of every induction on a few schedules."""
    found: dict[tuple[str, str], list[Trace]] = {}
    for jobs in drawn(24, 4):
        for plan in plans(jobs) if len(set(jobs.prompts)) == 1 else ():
            for name, replay in REPLAYS.items():
                for item in replay(plan):
                    if isinstance(item, Trace):
                        found.setdefault((name, item.step), []).append(item)
    return found


def caught(claim: str, step: Induction, traces: list[Trace]) -> Failure | None:
    """The first failure of an altered induction, if there is one."""
    ready = InductionReplay(claim, step)
    return next((failure for trace in traces if (failure := ready.replay(trace)) is not None), None)


@pytest.mark.parametrize(("claim", "name"), INDUCTIONS)
def test_alterations_are_caught(claim: str, name: str, traces: dict[tuple[str, str], list[Trace]]) -> None:
    """An update, a start value, an invariant or a given fact that is off by something is named."""
    step = CLAIMS[claim].step(name)
    assert isinstance(step, Induction)
    mine = traces[claim, name]
    assert caught(claim, step, mine) is None
    for place, variable in enumerate(step.state):
        for altered in (
            replace(variable, then=variable.then + 1),
            replace(variable, first=variable.first + 1),
        ):
            state = (*step.state[:place], altered, *step.state[place + 1 :])
            failure = caught(claim, replace(step, state=state), mine)
            assert failure is not None
            assert str(variable.symbol) in failure.part
    for place, invariant in enumerate(step.invariants):
        altered_ones = [replace(invariant, expr=invariant.expr - 1)]
        altered_ones += [
            replace(invariant, given=(Hypothesis(fact.rhs, "<", fact.rhs, sympy.Integer(1)),))
            for fact in invariant.given[:1]
        ]
        for one in altered_ones:
            invariants = (*step.invariants[:place], one, *step.invariants[place + 1 :])
            failure = caught(claim, replace(step, invariants=invariants), mine)
            assert failure is not None
            assert "invariant" in failure.part


def _late(plan: Plan) -> Plan:
    last = max(range(len(plan.runs)), key=lambda place: plan.runs[place].start)
    return _moved(plan, last, plan.makespan)


def _moved(plan: Plan, place: int, by: int) -> Plan:
    run = plan.runs[place]
    moved = Run(run.job, run.start + by, run.rounds)
    return replace(plan, runs=(*plan.runs[:place], moved, *plan.runs[place + 1 :]))


def _early(plan: Plan) -> Plan:
    """Everything starts at once."""
    return replace(plan, runs=tuple(Run(run.job, 0, run.rounds) for run in plan.runs))


def _spread(plan: Plan) -> Plan:
    """Every start is twice as late, and one round more."""
    return replace(plan, runs=tuple(Run(run.job, 2 * run.start + run.job, run.rounds) for run in plan.runs))


def _before_time(plan: Plan) -> Plan:
    """Everything starts a round before the first."""
    return replace(plan, runs=tuple(Run(run.job, -1, run.rounds) for run in plan.runs))


def _all(name: str, plan: Plan) -> Iterator[Failure]:
    ready = ClaimReplay(CLAIMS[name])
    return (failure for item in REPLAYS[name](plan) if (failure := ready.replay(item)) is not None)


@pytest.mark.parametrize(
    ("claim", "kind", "spoil"),
    [
        ("area", "look-ahead", _early),
        ("L3.3", "slicing", _late),
        ("L3.8", "batching", _early),
        ("T3.2.spacing", "pipeline", _early),
        ("T3.2", "pipeline", _late),
        ("L4.2", "slicing", _early),
        ("L4.4", "batching", _late),
        ("L5.1", "slicing", _late),
    ],
)
def test_wrong_schedules_are_caught(claim: str, kind: str, spoil: Callable[[Plan], Plan]) -> None:
    """A schedule that no algorithm would make fails in the claims that speak of it."""
    spoilt = [
        failure
        for jobs in drawn(40, 5)
        for plan in (plans(jobs) if len(set(jobs.prompts)) == 1 else ())
        if plan.kind == kind
        for failure in _all(claim, spoil(plan))
    ]
    assert spoilt
    assert claim in str(spoilt[0])


def test_a_variable_nobody_knows_is_named(traces: dict[tuple[str, str], list[Trace]]) -> None:
    """A claim that speaks of something the replay has no value for does not pass."""
    step = CLAIMS["area"].step("budget")
    assert isinstance(step, Induction)
    invariant = replace(step.invariants[0], expr=step.invariants[0].expr + 0 * x.t + x.q)
    failure = caught("area", replace(step, invariants=(invariant,)), traces["area", "budget"])
    assert failure is not None
    assert "no value is known of q" in str(failure)


STATEMENTS = [
    ("tight.waits", "index"),
    ("tight.lag", "third"),
    ("tight.units", "floor"),
    ("tight.C.recursion", "solved"),
    ("tight.2b", "spacing"),
    ("greedy.F0", "full"),
    ("greedy.F1", "long-enough"),
    ("greedy.F2", "own-run"),
    ("greedy.F3", "ascend"),
    ("greedy.charges", "type-b-length"),
    ("greedy.svf.waiting", "by-look-ahead"),
    ("L5.1", "start"),
    ("ladder", "scale"),
]


@pytest.fixture(scope="module")
def points() -> dict[tuple[str, str], list[Point]]:
    """Points of the statements on single jobs, on a few schedules."""
    found: dict[tuple[str, str], list[Point]] = {place: [] for place in STATEMENTS}
    for jobs in drawn(30, 4):
        for plan in plans(jobs) if len(set(jobs.prompts)) == 1 else ():
            for name in {name for name, _ in STATEMENTS}:
                for item in REPLAYS[name](plan):
                    if isinstance(item, Point) and (name, item.step) in found:
                        found[name, item.step].append(item)
    return found


@pytest.mark.parametrize(("claim", "name"), STATEMENTS)
def test_altered_statements_are_caught(
    claim: str, name: str, points: dict[tuple[str, str], list[Point]]
) -> None:
    """A conclusion turned round, or a hypothesis that is off, fails on some job of some schedule."""
    step = CLAIMS[claim].step(name)
    plain: Any = step
    lhs, rhs = (sympy.sympify(getattr(step, side)) for side in ("lhs", "rhs"))
    huge = 10**9 * (-1 if getattr(step, "relation", "==") in ("<=", "<") else 1)
    altered: list[Any] = [replace(plain, rhs=rhs + huge)]
    for place, fact in enumerate(getattr(step, "hypotheses", ())):
        off = replace(fact, rhs=fact.rhs + 10**9 * (-1 if fact.relation in ("<=", "<") else 1))
        facts = plain.hypotheses
        altered.append(replace(plain, hypotheses=(*facts[:place], off, *facts[place + 1 :])))
    assert lhs.free_symbols
    assert points[claim, name]
    for one in altered:
        ready = StatementReplay(claim, one)
        assert any(ready.replay(point) is not None for point in points[claim, name])


@pytest.mark.parametrize(
    ("claim", "kind", "spoil"),
    [
        ("tight.L1", "look-ahead", _before_time),
        ("tight.first-moment", "look-ahead", _early),
        ("tight.smith", "look-ahead", _early),
        ("tight.waits", "slicing", _late),
        ("tight.3.gba", "batching", _late),
        ("greedy.H", "look-ahead", _early),
        ("greedy.F0", "look-ahead", _spread),
        ("greedy.L1", "look-ahead", _late),
        ("greedy.svf.waiting", "by-size", _spread),
        ("greedy.svf-peak.starts", "by-size", _late),
    ],
)
def test_wrong_schedules_are_caught_by_statements(
    claim: str, kind: str, spoil: Callable[[Plan], Plan]
) -> None:
    """A schedule the algorithm would not make, or that needs too much memory, is named or cannot be read."""
    spoilt: list[str] = []
    for jobs in drawn(40, 5):
        for plan in plans(jobs) if len(set(jobs.prompts)) == 1 else ():
            if plan.kind == kind:
                try:
                    spoilt += [str(failure) for failure in _all(claim, spoil(plan))]
                except IndexError:  # a job waits and no round of its run would be overfull: (H2) fails
                    spoilt.append(claim)
    assert spoilt
    assert claim in spoilt[0]
