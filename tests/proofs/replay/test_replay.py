"""The inductions and the statements on single jobs hold on schedules that the kernels make."""

from collections import Counter
from collections.abc import Iterable

import pytest

from proofs.attack import all_checks
from proofs.catalogue import collect
from proofs.method.induction import Induction
from proofs.replay.replayer import ClaimReplay, Failure, Trace
from proofs.replay.tables import ANY_SCHEDULE, NOT_ATTACKED, NOT_REPLAYED, OWN_PROMPTS, REPLAYS
from tests.proofs.schedules.kernels import Jobs, drawn, plans

CLAIMS = {claim.name: claim for claim in collect()}


def failures(instances: Iterable[Jobs], *, thin: bool = False) -> list[Failure]:
    """Replay every claim on the plans of every algorithm.

    If ``thin``, claims on any schedule are replayed on one plan of each instance, in turn.
    """
    ready = {name: ClaimReplay(CLAIMS[name]) for name in REPLAYS}
    found = []
    for number, jobs in enumerate(instances):
        made = list(plans(jobs))
        for place, plan in enumerate(made):
            for name, replay in REPLAYS.items():
                left_out = thin and name in ANY_SCHEDULE and place != number % len(made)
                if left_out or not (plan.common or name in OWN_PROMPTS):
                    continue
                found += [
                    failure for item in replay(plan) if (failure := ready[name].replay(item)) is not None
                ]
    return found


def test_every_step_holds_on_a_sample() -> None:
    """No start value, update, range, given fact, invariant or conclusion fails on real schedules."""
    assert failures(drawn(60, 1)) == []


@pytest.mark.slow
def test_every_step_holds() -> None:
    """The same on 2,000 random and extreme instances."""
    assert failures(drawn(2000, 2), thin=True) == []


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


def test_every_claim_is_attacked_or_excused() -> None:
    """A claim has a check of its name, or a reason why it has none; the list may only shrink."""
    checked = {check.name for check in all_checks()}
    assert set(CLAIMS) - checked == set(NOT_ATTACKED)
    assert len(NOT_ATTACKED) <= 39
