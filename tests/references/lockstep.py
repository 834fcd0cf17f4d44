"""Simultaneous-Schedule: as many jobs as fit with all their tokens, in lockstep, batch after batch."""

from __future__ import annotations

from collections.abc import Sequence

from tests.references.model import Attempt, Machine


def sims(memory: int, prompt: int, responses: Sequence[int], order: Sequence[int]) -> list[Attempt]:
    """Attempts of lockstep batches whose size and rounds are those of the longest job."""
    machine = Machine(memory, [prompt] * len(responses), responses)
    longest = max(responses)
    waiting = list(order)
    while machine.unfinished:
        if machine.round % longest == 0:
            room = memory
            while waiting and room >= prompt + longest:
                machine.start(waiting.pop(0))
                room -= prompt + longest
        machine.decode()
    return sorted(machine.attempts)
