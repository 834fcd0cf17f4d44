"""Per-length periodic packings: OPT's side where many jobs are equal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from ratiolab.algorithms.base import Algorithm, cost_of_starts, schedule_of_positions
from ratiolab.core.packing import best_packing
from ratiolab.core.spacing import densest_spacing
from ratiolab.core.start_times import periodic_starts
from ratiolab.errors import InputError
from ratiolab.instance import Instance, JobType, Problem
from ratiolab.integers import IntArray, exact_sum
from ratiolab.schedule import Cost, Schedule

#: The proved densest pattern is tried from so many jobs on, up to this length and so many states and
#: edges: beyond them it takes longer than milliseconds or makes no difference.
FEWEST_JOBS, LONGEST, MOST_STATES, MOST_EDGES = 8, 8, 300, 50_000
#: Starts a period of the evenly spaced patterns tried.
WIDEST = 64
#: Most rotations of a pattern that are tried.
MOST_ROTATIONS = 16
#: Most rounds, all jobs one after the other, and most distinct jobs.
MOST_ROUNDS, MOST_TYPES = 200_000, 64


class PeriodicPackings(Algorithm):
    """Jobs of one length in the densest start pattern known, shortest first; prompts may differ.

    The patterns are the evenly spaced starts, the proved densest pattern from each of its rounds on
    (small cases) and no pattern at all. A length begins in the first round in which one of its jobs
    fits beside the tail of the shorter ones, and takes the pattern that adds least: its own start
    rounds, plus its last start for every longer job still to come. No claim covers it.
    """

    name: ClassVar[str] = "periodic-packings"
    knows_lengths: ClassVar[bool] = True

    def schedule(self, instance: Instance) -> Schedule:
        """One attempt per job.

        Raises
        ------
        InputError
            If the jobs are too many, too long or too different; see `MOST_ROUNDS` and `MOST_TYPES`.
        """
        return schedule_of_positions(instance, self._starts(instance))

    def cost(self, problem: Problem) -> Cost:
        """Flow time and makespan; grouped jobs are listed."""
        instance = self.explicit(problem)
        return cost_of_starts(instance.ordered_responses, self._starts(instance))

    def _starts(self, instance: Instance) -> IntArray:
        """Start rounds by position in the order of the instance."""
        types, rounds = instance.types(), exact_sum(instance.responses)
        if rounds > MOST_ROUNDS or len(types) > MOST_TYPES:
            raise InputError(
                f"{self.name}: {rounds} rounds of {len(types)} distinct jobs: at most {MOST_ROUNDS} rounds "
                f"and {MOST_TYPES} distinct jobs"
            )
        held = np.zeros(2 * rounds + 1, dtype=np.int64)
        starts = np.empty(len(instance), dtype=np.int64)
        left = len(instance)
        for kind in types:
            left -= kind.count
            placed, held = _least(instance.memory, kind, left, held)
            same = (instance.ordered_prompts == kind.prompt) & (instance.ordered_responses == kind.response)
            starts[same] = placed
        return starts


def _least(memory: int, kind: JobType, left: int, held: IntArray) -> tuple[IntArray, IntArray]:
    """Start rounds of equal jobs by the best pattern, and the tokens held with them.

    `left` jobs are still to come. Jobs without a pattern always fit within the horizon.
    """
    best: tuple[IntArray, IntArray] | None = None
    least = 0
    for offsets in patterns(kind.prompt, kind.response, memory, kind.count):
        for slides in (False, True):
            starts, after = np.empty(kind.count, dtype=np.int64), held.copy()
            if not periodic_starts(memory, kind.prompt, kind.response, offsets, slides, after, starts):
                continue
            value = exact_sum(starts) + left * int(starts.max())
            if best is None or value < least:
                best, least = (starts, after), value
    assert best is not None
    return best


def patterns(prompt: int, response: int, memory: int, count: int) -> Iterator[IntArray]:
    """Start rounds of `count` equal jobs, counted from the first: every pattern worth trying.

    Parameters
    ----------
    prompt, response, memory : int
        Of one job, in tokens, and the budget; ``prompt + response <= memory``.
    count : int
        At least 1.

    Yields
    ------
    array of int, shape (count,)
        Ascending from 0; all 0 first: no pattern.
    """
    yield np.zeros(count, dtype=np.int64)
    if count == 1:
        return
    index = np.arange(count, dtype=np.int64)
    spacing = densest_spacing(response, prompt, memory, WIDEST)
    yield index * spacing.period // spacing.width
    if count < FEWEST_JOBS or not 1 < response <= LONGEST:  # jobs of one round are dense as they come
        return
    packing = best_packing(response, prompt, memory, MOST_STATES, MOST_EDGES)
    if packing is None:
        return
    width = len(packing.offsets)
    offsets = np.array(packing.offsets, dtype=np.int64)
    for turn in range(min(width, MOST_ROTATIONS)):
        at = turn + index
        yield offsets[at % width] + at // width * packing.period - offsets[turn]
