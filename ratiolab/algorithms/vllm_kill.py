"""vLLM-kill: first come, first served with eviction of the latest; non-clairvoyant, prompts may differ.

Problem
    Minimise total flow time of jobs with unknown response lengths under the memory budget M.
Rule
    Each round:

    1. While the active jobs would hold more than M tokens in this round, evict the one admitted
       latest: its tokens are lost and it goes to the front of the queue.
    2. If nobody was evicted, admit jobs from the front of the queue while the total of this round,
       ``prompt + 1`` for the newcomer, stays within M. There is no look-ahead.
    3. Every active job decodes one token.
Choices of ours
    The queue is first in the order of the instance; of jobs admitted in one round, the one further back
    counts as the later.
Guarantee
    None: the ratio is unbounded. One job of length ``2**l`` among ``n - 1`` of length 1, prompt
    ``2**l``, memory ``2**(l+1)``, in random order costs ``(n+1)/2 * (n + 2**l - 1)`` against an optimum
    of ``n*(n+1)/2 + 2**l - 1``; with ``2**l`` large the ratio tends to ``(n+1)/2``.
Reference
    Feng, Yang, Zhang, arXiv 2601.22996, Section 7 (rule) and Example 3.14 (instance); after the
    scheduler of vLLM (Kwon et al., SOSP 2023).

Examples
--------
>>> from ratiolab.instance import Instance
>>> jobs = Instance.common(memory=256, prompt=96, responses=[160] * 6 + [1] * 194)
>>> VLLMKill().cost(jobs)
Cost(flow_time=185892, makespan=1026, killed_rounds=290)
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

import numpy as np

from ratiolab.algorithms.base import Algorithm, require_64_bits
from ratiolab.algorithms.facts import Facts, FlowTimes, Loop
from ratiolab.core.compiled import compiled
from ratiolab.core.eviction import evict_latest
from ratiolab.instance import Instance, Problem
from ratiolab.integers import IntArray, exact_sum
from ratiolab.schedule import Cost, Schedule


def run_evicting_latest(
    algorithm: Algorithm, instance: Instance, attempts: int
) -> tuple[Cost, int, tuple[IntArray, IntArray, IntArray]]:
    """Run vLLM's rule, with the tokens of evicted jobs kept if the algorithm keeps progress.

    Parameters
    ----------
    algorithm : Algorithm
    instance : Instance
    attempts : int
        How many attempts to return; 0 where only the cost is wanted.

    Returns
    -------
    cost : Cost
    made : int
        Number of attempts of the whole run.
    columns : tuple of three arrays of int, shape (attempts,)
        Job position, first round and rounds run of the first attempts that ended.

    Raises
    ------
    OverflowRefused
        If flow times might not fit 64 bits.
    """
    require_64_bits(algorithm, instance)
    responses = instance.ordered_responses
    position, starts, rounds = (np.empty(attempts, dtype=np.int64) for _ in range(3))
    flow, makespan, lost, made = evict_latest(
        instance.memory,
        instance.ordered_prompts,
        responses,
        algorithm.keeps_progress,
        exact_sum(responses),
        position,
        starts,
        rounds,
    )
    return Cost(flow, makespan, lost), made, (position, starts, rounds)


@compiled
def _flow_times(memory: int, prompt: int, keep: bool, orders: IntArray) -> IntArray:
    rows, n = orders.shape
    prompts, none = np.full(n, prompt, np.int64), np.empty(0, np.int64)
    flows = np.empty(rows, dtype=np.int64)
    for i in range(rows):
        flows[i] = evict_latest(memory, prompts, orders[i], keep, orders[i].sum(), none, none, none)[0]
    return flows


def flow_times(algorithm: Algorithm, memory: int, prompt: int) -> FlowTimes:
    """Flow times of many sequences of lengths under `run_evicting_latest`, as a fact of both algorithms."""
    return partial(_flow_times, memory, prompt, algorithm.keeps_progress)


class VLLMKill(Algorithm):
    """First come, first served; on overflow the latest admitted jobs are evicted and lose their tokens."""

    name: ClassVar[str] = "vllm-kill"
    facts: ClassVar[Facts] = Facts(loop=Loop(flow_times), by_round=1, swept=("",))

    def cost(self, problem: Problem) -> Cost:
        """Flow time, makespan and killed rounds; grouped jobs are listed."""
        return run_evicting_latest(self, self.explicit(problem), 0)[0]

    def schedule(self, instance: Instance) -> Schedule:
        """Every attempt, killed ones included, in the order in which they end."""
        made = run_evicting_latest(self, instance, 0)[1]
        position, starts, rounds = run_evicting_latest(self, instance, made)[2]
        finished = rounds == instance.ordered_responses[position]
        return Schedule(instance.order[position], starts, rounds, finished)
