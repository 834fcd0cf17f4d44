"""SVF-peak: smallest volume first, admitted by final memory; clairvoyant, prompts may differ.

Problem
    Minimise total flow time of jobs with their own prompts s_i and known response lengths o_i under the
    memory budget M.
Rule
    1. The volume of a job is its memory-time area ``A_i = s_i*o_i + o_i*(o_i+1)/2``; its peak is
       ``s_i + o_i``.
    2. Active jobs always continue.
    3. Each round, scan the waiting jobs by ascending volume and admit each one while the peaks of all
       active and admitted jobs add up to at most M.
    4. Stop the scan at the first job that does not fit.
Choices of ours
    Ties in volume go by the order of the instance. A job that completes at round c gives its peak back
    in round c.
Guarantee (upper)
    ``1 + 2/(1-eps)`` times the optimum if ``s_i + o_i <= eps*M`` for every job, as published: 5 at
    ``eps = 1/2``, ``3 + o(1)`` in large memory. By the greedy analysis
    ``max(2/(1-eps), 1 + 4/(3*(1-eps)))``, and 4 on every instance with a common prompt.
Reference
    arXiv 2607.09248, Algorithm 5 (Greedy) and Theorem 4.

Examples
--------
>>> from ratiolab.instance import Instance
>>> SVFPeak().cost(Instance.common(memory=15, prompt=0, responses=[5] * 15))
Cost(flow_time=225, makespan=25, killed_rounds=0)
>>> jobs = Instance(memory=12, prompts=[0, 7, 1, 4], responses=[6, 2, 3, 1])
>>> SVFPeak().schedule(jobs).start.tolist()
[5, 3, 0, 0]
"""

from __future__ import annotations

from typing import ClassVar

from ratiolab.algorithms.facts import Derived, Facts, Jobs, Trial
from ratiolab.algorithms.queued import QueueAlgorithm, by_area, few_jobs
from ratiolab.core.reservation import reserved_starts
from ratiolab.instance import Instance
from ratiolab.integers import IntArray


class SVFPeak(QueueAlgorithm):
    """Smallest-Volume-First that reserves each job's final memory, stopping at the first misfit."""

    name: ClassVar[str] = "svf-peak"
    facts: ClassVar[Facts] = Facts(
        needs_lengths=True,
        order_free=True,  # with one prompt volumes ascend with lengths
        bounds=(Derived("svf-peak", Jobs.ONE_PROMPT), Derived("svf-peak", Jobs.SMALL)),
        trials=(Trial(few_jobs, turn=1),),
        swept=("",),
    )

    def _queue(self, instance: Instance) -> IntArray:
        return by_area(instance)

    def _serve(self, memory: int, prompts: IntArray, responses: IntArray, starts: IntArray) -> None:
        reserved_starts(memory, prompts, responses, starts)
