"""The inductions and the statements on single jobs hold on schedules that the kernels make."""

from collections import Counter
from collections.abc import Iterable

import pytest

from proofs.catalogue import collect
from proofs.method.induction import Induction
from proofs.replay.replayer import ClaimReplay, Failure, Trace
from proofs.replay.tables import NOT_REPLAYED, OWN_PROMPTS, REPLAYS
from tests.proofs.replay.kernels import Jobs, drawn, plans

CLAIMS = {claim.name: claim for claim in collect()}


def failures(instances: Iterable[Jobs]) -> tuple[list[Failure], Counter[tuple[str, str]]]:
    """Replay every claim on the plans of every algorithm; also count traces and points per step."""
    ready = {name: ClaimReplay(CLAIMS[name]) for name in REPLAYS}
    found = [
        failure
        for jobs in instances
        for plan in plans(jobs)
        for name, replay in REPLAYS.items()
        if plan.common or name in OWN_PROMPTS
        for item in replay(plan)
        if (failure := ready[name].replay(item)) is not None
    ]
    seen = Counter({(name, step): times for name, one in ready.items() for step, times in one.seen.items()})
    return found, seen


def test_every_step_holds_on_a_sample() -> None:
    """No start value, update, range, given fact, invariant or conclusion fails on real schedules."""
    found, _ = failures(drawn(60, 1))
    assert found == []


@pytest.mark.slow
def test_every_step_holds() -> None:
    """The same on 2,000 random and extreme instances."""
    found, _ = failures(drawn(2000, 2))
    assert found == []


def test_every_induction_is_replayed() -> None:
    """Each induction of the catalogue meets elements of real schedules, but for those listed."""
    elements: Counter[tuple[str, str]] = Counter()
    for jobs in drawn(30, 4):
        for plan in plans(jobs):
            for name, replay in REPLAYS.items():
                for item in replay(plan) if plan.common or name in OWN_PROMPTS else ():
                    if isinstance(item, Trace):
                        elements[name, item.step] += len(next(iter(item.states.values()))) - 1
    inductions = {
        (claim.name, step.name)
        for claim in CLAIMS.values()
        for step in claim.steps
        if isinstance(step, Induction)
    }
    assert {place for place in inductions if not elements[place]} == set(NOT_REPLAYED)


def test_no_induction_is_excused() -> None:
    """The list of inductions that are not replayed may only shrink, and it is empty."""
    assert NOT_REPLAYED == {}
