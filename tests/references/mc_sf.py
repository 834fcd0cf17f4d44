"""MC-SF, the shortest-first greedy of arXiv 2502.07115: admit while no future round can overflow."""

from __future__ import annotations

from collections.abc import Sequence

from tests.references.model import Attempt, Machine


def mc_sf(
    memory: int, prompts: Sequence[int], responses: Sequence[int], order: Sequence[int]
) -> list[Attempt]:
    """Attempts of MC-SF: each round, by ascending length (ties as given), stop at the first misfit."""
    machine = Machine(memory, prompts, responses)
    waiting = [job for _, job in sorted(enumerate(order), key=lambda entry: (responses[entry[1]], entry[0]))]
    while machine.unfinished:
        while waiting and _look_ahead(machine, waiting[0]):
            machine.start(waiting.pop(0))
        machine.decode()
    return sorted(machine.attempts)


def _look_ahead(machine: Machine, newcomer: int) -> bool:
    """Tell whether the batch with `newcomer` fits in the last round of each of its jobs."""
    batch = {**machine.active, newcomer: 0}
    for member, decoded in batch.items():
        ahead = machine.responses[member] - decoded - 1  # rounds from now to its last one
        held = sum(
            machine.prompts[job] + tokens + ahead + 1
            for job, tokens in batch.items()
            if tokens + ahead < machine.responses[job]
        )
        if held > machine.memory:
            return False
    return True
