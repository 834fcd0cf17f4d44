"""GSA, the Geometric Slicing Algorithm: non-clairvoyant, common prompt.

Problem
    Minimise total flow time of jobs with one common prompt s and unknown response lengths under the
    memory budget M.
Rule
    1. ``ell = floor(log_alpha(M-s))``, slices ``tau_p = floor((M-s)/alpha**(ell-p))``, p = 0..ell.
    2. For p = 0, 1, ... while jobs are unfinished: one staggered-pipeline call with slice ``tau_p``
       and parallelism ``k*(tau_p, s)`` on all unfinished jobs, in order. Job i of the call starts at
       ``floor(i*tau/k)`` and is killed if it is unfinished ``tau`` rounds later.
    3. A phase ends when its last job's slice ends; the next begins in that round.
Choices of ours
    The order inside a phase is the order of the instance in every phase (the paper leaves it open);
    a job killed at the end of a phase may start the next one in the same round, as in the paper's
    analysis.
Guarantee (upper)
    ``(2 + 2/(alpha-1)) * (alpha**2*(1+2/k_min) + alpha + alpha/(alpha-1))`` times the optimum,
    61.92 at ``alpha = (7+sqrt(13))/6``; by the tighter analysis 15.265 at ``alpha = 17/8``, and 28/3 at
    ``alpha = 2`` in large memory, where it is tight (``ratiolab bound --alg gsa --analysis tight``).
Reference
    Feng, Yang, Zhang, arXiv 2601.22996, Algorithm 2 and Theorem 3.15.

Examples
--------
>>> from ratiolab.instance import Instance
>>> jobs = Instance.common(memory=256, prompt=96, responses=[160] * 6 + [1] * 194)
>>> GSA("2").cost(jobs)
Cost(flow_time=18542, makespan=1809, killed_rounds=948)
"""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import ClassVar

import numpy as np

from proofs.exact.surd import Quadratic
from ratiolab.algorithms.base import Algorithm
from ratiolab.algorithms.facts import Calls, ClosedForm, Derived, Facts, FlowTimes, Jobs, Loop, Phases
from ratiolab.algorithms.slicing import classes_of, phases
from ratiolab.core.compiled import compiled
from ratiolab.core.grouped import gsa_cost_grouped
from ratiolab.core.phases import first_slice, fits_64_bits, gsa_attempts, gsa_cost
from ratiolab.errors import OverflowRefused
from ratiolab.instance import GroupedInstance, Instance, Problem
from ratiolab.integers import IntArray
from ratiolab.schedule import Cost, Schedule
from ratiolab.slices import scaling_factor


def _calls(algorithm: GSA, memory: int, prompt: int, lengths: IntArray) -> Phases:
    return phases(algorithm.alpha, memory, prompt, int(lengths.max()))


@compiled
def _flow_times(slices: IntArray, parallelisms: IntArray, orders: IntArray) -> IntArray:
    flows = np.empty(orders.shape[0], dtype=np.int64)
    for i in range(orders.shape[0]):
        used = first_slice(slices, orders[i].max()) + 1
        flows[i] = gsa_cost(orders[i], slices[:used], parallelisms[:used])[0]
    return flows


def _loop(algorithm: GSA, memory: int, prompt: int) -> FlowTimes:
    slices, parallelisms = phases(algorithm.alpha, memory, prompt, memory - prompt)
    return partial(_flow_times, np.array(slices), np.array(parallelisms))


class GSA(Algorithm):
    """Geometric Slicing Algorithm.

    Parameters
    ----------
    alpha : str, int or Quadratic
        Scaling factor above 1, exact; default the one that minimises the paper's general bound.
    """

    name: ClassVar[str] = "gsa"
    facts: ClassVar[Facts] = Facts(
        one_prompt=True,
        closed_form=ClosedForm.ANY,
        scaling_factor=attrgetter("alpha"),
        calls=Calls(_calls, restarts=True),
        loop=Loop(_loop),
        bounds=(Derived("gsa", Jobs.ONE_PROMPT),),
        swept=("alpha=2", "alpha=golden", "alpha=3/2", "alpha=(7+sqrt(13))/6", "alpha=17/8"),
    )

    def __init__(self, alpha: str | int | Quadratic = "(7+sqrt(13))/6") -> None:
        self.alpha = scaling_factor(alpha)

    @property
    def parameters(self) -> dict[str, str]:
        """The scaling factor, exactly."""
        return {"alpha": str(self.alpha)}

    def _phases(self, problem: Problem) -> Phases:
        prompt = self.require_common_prompt(problem)
        if isinstance(problem, GroupedInstance):
            longest = max(g.response for g in problem.groups)
        else:
            longest = int(problem.responses.max())
        return phases(self.alpha, problem.memory, prompt, longest)

    def cost(self, problem: Problem) -> Cost:
        """Flow time, makespan and killed rounds; grouped jobs and huge totals in closed form."""
        slices, parallelisms = self._phases(problem)
        if isinstance(problem, Instance) and fits_64_bits(len(problem), slices, parallelisms):
            return Cost(*gsa_cost(problem.ordered_responses, np.array(slices), np.array(parallelisms)))
        grouped = problem.grouped() if isinstance(problem, Instance) else problem
        return gsa_cost_grouped(grouped.groups, slices, parallelisms)

    def schedule(self, instance: Instance) -> Schedule:
        """Every attempt, killed ones included."""
        slices, parallelisms = self._phases(instance)
        if not fits_64_bits(len(instance), slices, parallelisms):
            raise OverflowRefused(
                "gsa: the rounds of this schedule do not fit 64 bits; use fewer or shorter jobs"
            )
        responses = instance.ordered_responses
        attempts = int((classes_of(slices, responses) + 1).sum())
        position, starts, rounds = (np.empty(attempts, dtype=np.int64) for _ in range(3))
        gsa_attempts(responses, np.array(slices), np.array(parallelisms), position, starts, rounds)
        return Schedule(instance.order[position], starts, rounds, rounds == responses[position])
