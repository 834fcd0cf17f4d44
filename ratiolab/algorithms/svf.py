"""SVF, Smallest-Volume-First: clairvoyant, greedy, prompts may differ.

Problem
    Minimise total flow time of jobs with their own prompts s_i and known response lengths o_i under the
    memory budget M.
Rule
    1. The volume of a job is its memory-time area ``A_i = s_i*o_i + o_i*(o_i+1)/2``.
    2. Active jobs always continue.
    3. Each round, scan the waiting jobs by ascending volume and admit each one for which, at the last
       round of every active or admitted job, the total stays within M (look-ahead).
    4. Stop the scan at the first job that does not fit.
Choices of ours
    Ties in volume go by the order of the instance. With a common prompt volumes ascend with lengths, so
    the schedule is that of MC-SF.
Guarantee (upper)
    ``1 + 2/(1-eps)`` times the optimum if ``s_i + o_i <= eps*M`` for every job, as published: 5 at
    ``eps = 1/2``, ``3 + o(1)`` in large memory. By the greedy analysis
    ``max(2/(1-eps), 1 + 4/(3*(1-eps)))``: 4 and ``7/3 + o(1)``. Without that condition no rule of a single
    priority has a constant ratio.
Reference
    arXiv 2606.22327; arXiv 2607.09248, Proposition 1 (the limits of single priorities).

Examples
--------
>>> from ratiolab.instance import Instance
>>> jobs = Instance(memory=12, prompts=[0, 7, 1, 4], responses=[6, 2, 3, 1])
>>> SVF().schedule(jobs).start.tolist()
[3, 2, 0, 0]
>>> SVF().cost(jobs)
Cost(flow_time=17, makespan=9, killed_rounds=0)
"""

from __future__ import annotations

from typing import ClassVar

from ratiolab.algorithms.facts import Derived, Facts, Jobs, Trial
from ratiolab.algorithms.queued import QueueAlgorithm, by_area, own_prompts
from ratiolab.core.lookahead import starts_in_order
from ratiolab.instance import Instance
from ratiolab.integers import IntArray


class SVF(QueueAlgorithm):
    """Smallest-Volume-First, stopping at the first job that does not fit."""

    name: ClassVar[str] = "svf"
    facts: ClassVar[Facts] = Facts(
        needs_lengths=True,
        order_free=True,  # with one prompt volumes ascend with lengths
        bounds=(
            Derived("mc-sf", Jobs.ONE_PROMPT, why="the schedule of mc-sf where all have one prompt"),
            Derived("svf", Jobs.SMALL),
        ),
        trials=(Trial(own_prompts, turn=7),),
        swept=("",),
    )

    def _queue(self, instance: Instance) -> IntArray:
        return by_area(instance)

    def _serve(self, memory: int, prompts: IntArray, responses: IntArray, starts: IntArray) -> None:
        starts_in_order(memory, prompts, responses, starts)
