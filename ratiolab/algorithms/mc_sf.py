"""MC-SF, Memory-Constrained Shortest-First: clairvoyant, greedy, prompts may differ.

Problem
    Minimise total flow time of jobs with known response lengths under the memory budget M.
Rule
    1. Active jobs always continue.
    2. Each round, scan the waiting jobs by ascending response length and admit each one for which, at
       the last round of every active or admitted job, the total stays within M (look-ahead).
    3. Stop the scan at the first job that does not fit.
Choices of ours
    Ties in length go by the order of the instance.
Guarantee (upper)
    9216 times the optimum with a common prompt, as published.
Reference
    Jaillet et al., arXiv 2502.07115, Algorithm 1 and Lemmas 4.4, 4.7 (constant as quoted in arXiv
    2601.22996).

Examples
--------
>>> from ratiolab.instance import Instance
>>> MCSF().cost(Instance.common(memory=256, prompt=0, responses=[16] * 200))
Cost(flow_time=21632, makespan=208, killed_rounds=0)
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from ratiolab.algorithms.base import Algorithm, cost_of_starts, require_64_bits, schedule_of_positions
from ratiolab.core.admission import mc_sf_starts
from ratiolab.instance import Instance, Problem
from ratiolab.integers import IntArray
from ratiolab.schedule import Cost, Schedule


class MCSF(Algorithm):
    """Memory-Constrained Shortest-First, stopping at the first job that does not fit."""

    name: ClassVar[str] = "mc-sf"
    knows_lengths: ClassVar[bool] = True

    def _starts(self, instance: Instance) -> IntArray:
        """Start rounds by position in the order of the instance."""
        require_64_bits(self, instance)
        responses = instance.ordered_responses
        ascending = np.argsort(responses, kind="stable")
        sorted_starts = np.empty(len(instance), dtype=np.int64)
        mc_sf_starts(
            instance.memory, instance.ordered_prompts[ascending], responses[ascending], sorted_starts
        )
        starts = np.empty(len(instance), dtype=np.int64)
        starts[ascending] = sorted_starts
        return starts

    def cost(self, problem: Problem) -> Cost:
        """Flow time and makespan; there is no closed form for grouped jobs, they are listed."""
        instance = self.explicit(problem)
        return cost_of_starts(instance.ordered_responses, self._starts(instance))

    def schedule(self, instance: Instance) -> Schedule:
        """One attempt per job."""
        return schedule_of_positions(instance, self._starts(instance))
