"""Claims whose steps are replayed on the schedules of the little schedulers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from proofs.attack.checks import Check
from proofs.catalogue import collect
from proofs.claim import Claim
from proofs.replay.replayer import ClaimReplay
from proofs.replay.tables import ANY_SCHEDULE, OWN_PROMPTS, REPLAYS
from proofs.schedules.made import plans
from proofs.schedules.model import Case, Phases

MOST_JOBS = 14
"""Instances with more jobs than this are not replayed: the schedules are gone through job by job."""


def _failures(claim: Claim) -> Callable[[Case, Phases], Iterator[str | None]]:
    ready, replay = ClaimReplay(claim), REPLAYS[claim.name]

    def evaluate(case: Case, phases: Phases) -> Iterator[str | None]:
        made = plans(case, phases) if case.n <= MOST_JOBS else ()
        for place, plan in enumerate(made):
            if claim.name in ANY_SCHEDULE and place != case.budget % len(made):
                continue
            if plan.common or claim.name in OWN_PROMPTS:
                for item in replay(plan):
                    failure = ready.replay(item)
                    yield None if failure is None else str(failure)

    return evaluate


def checks() -> tuple[Check, ...]:
    """One check of the same name for every claim that is replayed."""
    return tuple(
        Check(claim.name, claim.title, lambda *_: (), failures=_failures(claim))
        for claim in collect()
        if claim.name in REPLAYS
    )
