"""Greedy algorithms with a queue, round by round: shortest first, smallest volume first, Sorted-F.

Definitions: arXiv 2502.07115 (look-ahead admission), 2606.22327 and 2607.09248 (volumes, reserved peaks),
2508.06133 (Sorted-F). The look-ahead plays the batch through to its end and looks at every round.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from tests.references.model import Attempt, Machine


def fits_to_the_end(machine: Machine, newcomer: int) -> bool:
    """Tell whether the batch with `newcomer` stays within the budget if nobody else ever starts."""
    batch = {**machine.active, newcomer: 0}
    while batch:
        if sum(machine.prompts[job] + decoded + 1 for job, decoded in batch.items()) > machine.memory:
            return False
        batch = {j: decoded + 1 for j, decoded in batch.items() if decoded + 1 < machine.responses[j]}
    return True


def fits_by_peaks(machine: Machine, newcomer: int) -> bool:
    """Tell whether the final memory of the batch with `newcomer` adds up to no more than the budget."""
    batch = [*machine.active, newcomer]
    return sum(machine.prompts[job] + machine.responses[job] for job in batch) <= machine.memory


def serve(
    memory: int,
    prompts: Sequence[int],
    responses: Sequence[int],
    queue: Sequence[int],
    skip: bool = False,
    by_peaks: bool = False,
) -> list[Attempt]:
    """Attempts when the queue is scanned each round, up to the first misfit or past it."""
    machine = Machine(memory, prompts, responses)
    fits = fits_by_peaks if by_peaks else fits_to_the_end
    waiting = list(queue)
    while machine.unfinished:
        for job in list(waiting):
            if fits(machine, job):
                machine.start(job)
                waiting.remove(job)
            elif not skip:
                break
        machine.decode()
    return sorted(machine.attempts)


def by_length(responses: Sequence[int], order: Sequence[int]) -> list[int]:
    """Jobs by ascending length, ties as given."""
    return sorted(order, key=lambda job: responses[job])


def by_volume(prompts: Sequence[int], responses: Sequence[int], order: Sequence[int]) -> list[int]:
    """Jobs by the tokens they hold, summed over their rounds; ties as given."""
    return sorted(order, key=lambda job: sum(prompts[job] + r for r in range(1, responses[job] + 1)))


def sorted_f_list(
    memory: int, prompts: Sequence[int], responses: Sequence[int], order: Sequence[int]
) -> list[int]:
    """The list of Sorted-F, by trying every set of the jobs not yet listed."""
    left = sorted(order, key=lambda job: (responses[job], prompts[job]))
    listed: list[int] = []
    while left:
        best: tuple[Fraction, int, int, tuple[int, ...]] | None = None
        for size in range(1, len(left) + 1):
            for places in combinations(range(len(left)), size):
                jobs = [left[place] for place in places]
                total = sum(responses[job] for job in jobs)
                own = sum(prompts[job] for job in jobs)
                if total + own <= memory:
                    entry = (Fraction(total, size * size), -size, own, places)
                    best = entry if best is None else min(best, entry)
        assert best is not None
        chosen = [left[place] for place in best[3]]
        listed += chosen
        left = [job for job in left if job not in chosen]
    return listed
