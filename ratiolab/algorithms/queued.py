"""What the clairvoyant greedy algorithms share: a queue, sorted once, and a kernel that serves it."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np

from ratiolab.algorithms.base import Algorithm, cost_of_starts, require_64_bits, schedule_of_positions
from ratiolab.instance import Instance, Problem
from ratiolab.integers import INT64_MAX, IntArray
from ratiolab.schedule import Cost, Schedule

#: Beyond this many jobs the queues that are slow to serve, and hardly ever the best, are not worth a try.
MANY_JOBS = 20_000


def few_jobs(instance: Instance) -> bool:
    """Whether a queue that is slow to serve is worth a try."""
    return len(instance) <= MANY_JOBS


def own_prompts(instance: Instance) -> bool:
    """Whether prompts differ: with a common one these queues make the schedule of MC-SF."""
    return instance.common_prompt is None


class QueueAlgorithm(Algorithm):
    """Base of the algorithms that sort all jobs first and never kill one."""

    @abstractmethod
    def _queue(self, instance: Instance) -> IntArray:
        """Positions in the order of the instance, as the queue is served."""

    @abstractmethod
    def _serve(self, memory: int, prompts: IntArray, responses: IntArray, starts: IntArray) -> None:
        """Fill the start rounds of the jobs of the queue."""

    def _starts(self, instance: Instance) -> IntArray:
        """Start rounds by position in the order of the instance."""
        require_64_bits(self, instance)
        queue = self._queue(instance)
        served = np.empty(len(instance), dtype=np.int64)
        prompts, responses = instance.ordered_prompts[queue], instance.ordered_responses[queue]
        self._serve(instance.memory, prompts, responses, served)
        starts = np.empty(len(instance), dtype=np.int64)
        starts[queue] = served
        return starts

    def cost(self, problem: Problem) -> Cost:
        """Flow time and makespan; there is no closed form for grouped jobs, they are listed."""
        instance = self.explicit(problem)
        return cost_of_starts(instance.ordered_responses, self._starts(instance))

    def schedule(self, instance: Instance) -> Schedule:
        """One attempt per job."""
        return schedule_of_positions(instance, self._starts(instance))


def by_length(instance: Instance) -> IntArray:
    """Positions by ascending response length, ties in the order of the instance."""
    return np.argsort(instance.ordered_responses, kind="stable")


def by_area(instance: Instance) -> IntArray:
    """Positions by ascending memory-time area ``s*o + o*(o+1)/2``, ties in the order of the instance."""
    prompts, responses = instance.ordered_prompts, instance.ordered_responses
    longest, largest = int(responses.max()), int(prompts.max())
    if longest * (2 * largest + longest + 1) <= INT64_MAX:
        return np.argsort(responses * (2 * prompts + responses + 1), kind="stable")
    # Areas beyond 64 bits: compare them as Python integers.
    pairs = list(zip(prompts.tolist(), responses.tolist(), strict=True))
    areas = [o * (2 * s + o + 1) for s, o in pairs]
    return np.array(sorted(range(len(areas)), key=areas.__getitem__), dtype=np.int64)
