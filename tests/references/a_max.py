"""A-Max of arXiv 2508.14544, round by round: shortest first with every length at its upper end."""

from __future__ import annotations

from collections.abc import Sequence

from tests.references.model import Attempt, Machine


def a_max(
    memory: int,
    prompts: Sequence[int],
    responses: Sequence[int],
    order: Sequence[int],
    upper: int | None,
) -> list[Attempt]:
    """Attempts of A-Max; `upper` is cut to what fits beside the prompt, and is that if it is None."""
    machine = Machine(memory, prompts, responses)
    ends = [memory - s if upper is None else min(upper, memory - s) for s in prompts]
    waiting = sorted(order, key=lambda job: (ends[job], order.index(job)))
    while machine.unfinished:
        while waiting and fits(machine, waiting[0], ends):
            machine.start(waiting.pop(0))
        machine.decode()
    return sorted(machine.attempts)


def fits(machine: Machine, newcomer: int, lengths: Sequence[int]) -> bool:
    """Tell whether the batch with `newcomer` stays within budget in every round if `lengths` are right.

    Every single round until the last of the batch is looked at, not only last rounds of jobs.
    """
    batch = {**machine.active, newcomer: 0}
    longest = max(lengths[job] - decoded for job, decoded in batch.items())
    return all(
        sum(
            machine.prompts[job] + decoded + ahead + 1
            for job, decoded in batch.items()
            if decoded + ahead < lengths[job]
        )
        <= machine.memory
        for ahead in range(longest)
    )
