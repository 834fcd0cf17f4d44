"""A-Max: MC-SF on upper ends of the lengths; non-clairvoyant, prompts may differ.

Problem
    Minimise total flow time of jobs under the memory budget M, where of each response length only an
    upper end u is known.
Rule
    1. Active jobs always continue.
    2. Each round, scan the waiting jobs by ascending u and admit each one for which, at the last round
       of every active or admitted job as if each had length u, the total stays within M.
    3. Stop the scan at the first job that does not fit.
    4. A job that completes before its upper end frees its memory and what was reserved for it.
Choices of ours
    One `upper` for all jobs, or where it is not given the largest length that fits, ``M - prompt``, with
    which jobs run one at a time. A job for which `upper` does not fit has ``u = M - prompt``. Ties in u
    go by the order of the instance, so with one prompt the rule is first come, first served.
Guarantee
    No constant: the ratio grows without limit with u over the shortest length. It never evicts.
Reference
    Chen, Ye, Zhou, arXiv 2508.14544 (A_max).

Examples
--------
>>> from ratiolab.instance import Instance
>>> jobs = Instance.common(memory=256, prompt=0, responses=[16] * 200)
>>> AMax(upper=16).cost(jobs)
Cost(flow_time=21632, makespan=208, killed_rounds=0)
>>> AMax().cost(jobs)
Cost(flow_time=321600, makespan=3200, killed_rounds=0)
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

import numpy as np

from ratiolab.algorithms.base import (
    Algorithm,
    cost_of_starts,
    integer_parameter,
    require_64_bits,
    schedule_of_positions,
)
from ratiolab.algorithms.facts import Facts, FlowTimes, Loop
from ratiolab.core.compiled import compiled
from ratiolab.core.estimates import reserve_longest
from ratiolab.errors import InputError
from ratiolab.instance import Instance, Problem
from ratiolab.integers import IntArray
from ratiolab.schedule import Cost, Schedule


@compiled
def _flow_times(memory: int, prompt: int, orders: IntArray) -> IntArray:
    rows, n = orders.shape
    prompts, reserved = np.full(n, prompt, np.int64), np.full(n, memory - prompt, np.int64)
    flows, starts = np.empty(rows, dtype=np.int64), np.empty(n, dtype=np.int64)
    for i in range(rows):
        reserve_longest(memory, prompts, orders[i], reserved, starts)
        flows[i] = starts.sum() + orders[i].sum()
    return flows


def _loop(algorithm: AMax, memory: int, prompt: int) -> FlowTimes | None:
    return partial(_flow_times, memory, prompt) if algorithm.upper is None else None


class AMax(Algorithm):
    """MC-SF with every length taken as the upper end of its interval.

    Parameters
    ----------
    upper : int or str, optional
        Upper end of every response length in tokens, at least 1; by default the largest that fits.
    """

    name: ClassVar[str] = "a-max"
    facts: ClassVar[Facts] = Facts(loop=Loop(_loop), swept=("",))

    def __init__(self, upper: int | str | None = None) -> None:
        self.upper = None if upper is None else integer_parameter(upper, "upper", 1)

    @property
    def parameters(self) -> dict[str, str]:
        """The upper end, if one was given."""
        return {} if self.upper is None else {"upper": str(self.upper)}

    def _starts(self, instance: Instance) -> IntArray:
        """Start rounds by position in the order of the instance."""
        require_64_bits(self, instance)
        if self.upper is not None and int(instance.responses.max()) > self.upper:
            job = int(np.flatnonzero(instance.responses > self.upper)[0])
            raise InputError(
                f"a-max: upper={self.upper} is below the response length "
                f"{int(instance.responses[job])} of job {job}"
            )
        prompts = instance.ordered_prompts
        reserved = instance.memory - prompts
        if self.upper is not None:
            reserved = np.minimum(reserved, self.upper)
        ascending = np.argsort(reserved, kind="stable")
        served, starts = (np.empty(len(instance), dtype=np.int64) for _ in range(2))
        reserve_longest(
            instance.memory,
            prompts[ascending],
            instance.ordered_responses[ascending],
            reserved[ascending],
            served,
        )
        starts[ascending] = served
        return starts

    def cost(self, problem: Problem) -> Cost:
        """Flow time and makespan; grouped jobs are listed."""
        instance = self.explicit(problem)
        return cost_of_starts(instance.ordered_responses, self._starts(instance))

    def schedule(self, instance: Instance) -> Schedule:
        """One attempt per job."""
        return schedule_of_positions(instance, self._starts(instance))
