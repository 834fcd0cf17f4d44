"""What GBA and SPS share: one pipeline call per class of lengths, without restarts."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np

from ratiolab.algorithms.base import Algorithm, cost_of_starts, schedule_of_positions
from ratiolab.algorithms.facts import Calls, Phases
from ratiolab.algorithms.slicing import classes_of
from ratiolab.core.grouped import class_cost_grouped
from ratiolab.core.phases import class_starts, fits_64_bits
from ratiolab.errors import OverflowRefused
from ratiolab.instance import GroupedInstance, Instance, Problem
from ratiolab.integers import IntArray
from ratiolab.schedule import Cost, Schedule


class PipelinePerClass(Algorithm):
    """Base of the algorithms that run each class of lengths in one pipeline call of its own."""

    @abstractmethod
    def _calls(self, memory: int, prompt: int, lengths: IntArray) -> Phases:
        """Slices in ascending order, the last at least the longest length, and their parallelisms."""

    def _starts(self, instance: Instance) -> IntArray | None:
        """Start rounds by position, or None if they might not fit 64 bits."""
        responses = instance.ordered_responses
        prompt = self.require_common_prompt(instance)
        slices, parallelisms = self._calls(instance.memory, prompt, responses)
        if not fits_64_bits(len(instance), slices, parallelisms):
            return None
        starts = np.empty(len(instance), dtype=np.int64)
        classes = classes_of(slices, responses)
        class_starts(responses, np.array(slices), np.array(parallelisms), classes, starts)
        return starts

    def cost(self, problem: Problem) -> Cost:
        """Flow time and makespan; grouped jobs and huge totals in closed form."""
        if isinstance(problem, Instance):
            starts = self._starts(problem)
            if starts is not None:
                return cost_of_starts(problem.ordered_responses, starts)
        prompt = self.require_common_prompt(problem)
        grouped = problem if isinstance(problem, GroupedInstance) else problem.grouped()
        lengths = np.array([g.response for g in grouped.groups], dtype=np.int64)
        slices, parallelisms = self._calls(grouped.memory, prompt, lengths)
        classes = classes_of(slices, lengths).tolist()
        return class_cost_grouped(grouped.groups, classes, slices, parallelisms)

    def schedule(self, instance: Instance) -> Schedule:
        """One attempt per job."""
        starts = self._starts(instance)
        if starts is None:
            raise OverflowRefused(
                f"{self.name}: the rounds of this schedule do not fit 64 bits; use fewer or shorter jobs"
            )
        return schedule_of_positions(instance, starts)


def _calls_of(algorithm: PipelinePerClass, memory: int, prompt: int, lengths: IntArray) -> Phases:
    return algorithm._calls(memory, prompt, lengths)


#: The fact that all these algorithms have in common.
CALL_PER_CLASS = Calls(_calls_of)
