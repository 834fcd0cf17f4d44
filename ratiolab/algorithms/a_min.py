"""A-Min: admission by estimates that rise with experience; non-clairvoyant, prompts may differ.

Problem
    Minimise total flow time of jobs with unknown response lengths under the memory budget M.
Rule
    The estimate of a job's length starts at a lower end and rises to the most tokens the job has
    decoded in any attempt. Each round:

    1. While the active jobs would hold more than M tokens in this round, evict the one with the least
       estimate, ties uniformly at random: its tokens are lost.
    2. Scan the waiting jobs by ascending estimate and admit each one for which, at the last round of
       every active or admitted job as if its estimate were its length, the total stays within M; stop
       at the first that does not fit.
    3. Every active job decodes one token.
Choices of ours
    - An active job that has reached its estimate is taken to end in the present round.
    - A job evicted in a round is not admitted again in that round.
    - ``kill="remaining"`` evicts by the estimated remaining length, estimate minus tokens decoded, as
      arXiv 2601.22996 describes the rule, instead of by the estimate.
    - ``estimate="next"`` raises the estimate to one token more than was decoded, the least length an
      unfinished job can have, and with it every run ends. With ``"reached"``, as published, a job
      evicted exactly at its estimate learns nothing: with ``kill="remaining"`` jobs then oust one
      another for ever, on measured workloads too, and such runs are refused. So ``"next"`` is the
      default there, and ``"reached"`` with ``kill="estimate"``.
    - Waiting jobs with equal estimates go by the order of the instance. Tied victims are listed in
      that order; each draw takes one and moves the first listed into its place (splitmix64, from
      `seed`).
Guarantee (upper)
    O(log M) in the large-memory regime, as published, without a constant. No constant holds for all
    M: where one job fits at a time nothing is ever evicted, and the instance given for `vllm-kill`
    makes the ratio grow like ``(n+1)/2``.
Reference
    Chen, Ye, Zhou, arXiv 2508.14544 (A_min).

Examples
--------
>>> from ratiolab.instance import Instance
>>> jobs = Instance.common(memory=256, prompt=96, responses=[160] * 6 + [1] * 194)
>>> AMin().cost(jobs)
Cost(flow_time=44192, makespan=1056, killed_rounds=308)
>>> AMin(kill="remaining", seed=1).cost(jobs)
Cost(flow_time=58472, makespan=4086, killed_rounds=3872)
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from ratiolab.algorithms.base import Algorithm, integer_parameter
from ratiolab.algorithms.facts import Facts
from ratiolab.core.estimated_eviction import evict_least_estimate
from ratiolab.errors import InputError, OverflowRefused
from ratiolab.instance import Instance, Problem
from ratiolab.integers import INT64_MAX, IntArray
from ratiolab.schedule import Cost, Schedule

#: Rounds with evictions in a row, without a completion or a risen estimate, after which a run is refused.
PATIENCE = 1_000_000


class AMin(Algorithm):
    """Admission by estimates, eviction of the least estimate.

    Parameters
    ----------
    kill : str
        ``estimate`` or ``remaining``: what evictions go by.
    estimate : str, optional
        ``reached`` or ``next``: whether an unfinished job is estimated at what it has decoded, or at one
        token more; default ``reached`` to kill by estimate, ``next`` to kill by remaining length.
    lower : int or str
        Lower end of every response length in tokens, at least 1: the first estimate.
    seed : int or str
        Of the random ties, 0 to 2**63 - 1.
    """

    name: ClassVar[str] = "a-min"
    facts: ClassVar[Facts] = Facts(by_round=1, swept=("",))

    def __init__(
        self,
        kill: str = "estimate",
        estimate: str | None = None,
        lower: int | str = 1,
        seed: int | str = 0,
    ) -> None:
        if kill not in ("estimate", "remaining"):
            raise InputError(f"kill is {kill!r}: use estimate or remaining")
        if estimate is None:
            estimate = "next" if kill == "remaining" else "reached"
        if estimate not in ("reached", "next"):
            raise InputError(f"estimate is {estimate!r}: use reached or next")
        self.kill = kill
        self.estimate = estimate
        self.lower = integer_parameter(lower, "lower", 1)
        self.seed = integer_parameter(seed, "seed", 0)

    @property
    def parameters(self) -> dict[str, str]:
        """All parameters but a lower end of 1, which says nothing."""
        lower = {"lower": str(self.lower)} if self.lower > 1 else {}
        return {"kill": self.kill, "estimate": self.estimate, **lower, "seed": str(self.seed)}

    def cost(self, problem: Problem) -> Cost:
        """Flow time, makespan and killed rounds; grouped jobs are listed."""
        none = np.empty(0, dtype=np.int64)
        flow, makespan, lost, _ = self._run(self.explicit(problem), none, none, none)
        return Cost(flow, makespan, lost)

    def schedule(self, instance: Instance) -> Schedule:
        """Every attempt, killed ones included, in the order in which they end."""
        none = np.empty(0, dtype=np.int64)
        attempts = self._run(instance, none, none, none)[3]
        position, starts, rounds = (np.empty(attempts, dtype=np.int64) for _ in range(3))
        self._run(instance, position, starts, rounds)
        finished = rounds == instance.ordered_responses[position]
        return Schedule(instance.order[position], starts, rounds, finished)

    def _run(
        self, instance: Instance, position: IntArray, starts: IntArray, rounds: IntArray
    ) -> tuple[int, int, int, int]:
        shortest = int(instance.responses.min())
        if self.lower > shortest:
            job = int(instance.responses.argmin())
            raise InputError(
                f"a-min: lower={self.lower} is above the response length {shortest} of job {job}"
            )
        latest = min(INT64_MAX // len(instance), 2**62)
        flow, makespan, lost, attempts = evict_least_estimate(
            instance.memory, instance.ordered_prompts, instance.ordered_responses, self.lower,
            1 if self.estimate == "next" else 0, self.kill == "remaining", self.seed,
            PATIENCE, latest, position, starts, rounds,
        )  # fmt: skip
        if flow == -1:
            raise OverflowRefused(
                f"a-min: rounds beyond {latest} do not fit 64 bits in total; use fewer or shorter jobs"
            )
        if flow == -2:
            raise InputError(
                f"{self.label}: at round {makespan} nothing has completed and no estimate has risen "
                f"over {PATIENCE} rounds with evictions: jobs oust one another; use estimate=next"
            )
        return flow, makespan, lost, attempts
