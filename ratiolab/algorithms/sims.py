"""SimS, the Simultaneous-Schedule: identical jobs in lockstep batches; clairvoyant, common prompt.

Problem
    Minimise total flow time of identical jobs (one prompt s, one response length o, known) under the
    memory budget M.
Rule
    1. ``b = floor(M/(s+o))`` jobs fit when all of them hold their last token at once.
    2. The first b jobs in order start in round 0; the next b start when they have completed, o rounds
       later, and so on.
Choices of ours
    On jobs of different lengths the longest one sets both the size of a batch and its rounds; a batch
    does not close early. No claim covers that.
Guarantee
    At most 4 times the optimum on identical jobs (upper), and not below 3: ratios of instances with
    s = 0, o a multiple of 3 and M slightly above 2*o tend to 3. Neither is derived step by step here; that
    it stays below 3 on identical jobs is proved in Coq (`sims_identical_jobs`, and strictly:
    `sims_identical_jobs_strictly`), and counts where that is compiled: ``ratiolab prove --formal``.
Reference
    Jaillet et al., arXiv 2502.07115 (the 4); Feng, Yang, Zhang, arXiv 2601.22996, Section 8.2 (the 3).

Examples
--------
>>> from ratiolab.instance import Instance
>>> SimS().cost(Instance.common(memory=15, prompt=0, responses=[5] * 15))
Cost(flow_time=225, makespan=25, killed_rounds=0)
"""

from __future__ import annotations

from typing import ClassVar

from ratiolab.algorithms.base import Algorithm, cost_of_starts, schedule_of_positions
from ratiolab.algorithms.facts import Calls, ClosedForm, Derived, Facts, Formal, Jobs, Phases, Trial
from ratiolab.core.lockstep import lockstep_cost, lockstep_starts
from ratiolab.errors import OverflowRefused
from ratiolab.instance import Instance, Problem
from ratiolab.integers import INT64_MAX, IntArray
from ratiolab.schedule import Cost, Schedule


def _calls(algorithm: SimS, memory: int, prompt: int, lengths: IntArray) -> Phases:
    longest = int(lengths.max())
    return (longest,), (memory // (prompt + longest),)


class SimS(Algorithm):
    """Simultaneous-Schedule with the longest response length as its slice."""

    name: ClassVar[str] = "sims"
    facts: ClassVar[Facts] = Facts(
        needs_lengths=True,
        one_prompt=True,
        equal_jobs=True,
        closed_form=ClosedForm.ANY,
        calls=Calls(_calls, together=True),
        bounds=(Formal(Jobs.EQUAL), Derived("sims", Jobs.EQUAL)),
        trials=(Trial(turn=6),),
        swept=("",),
    )

    def _batch(self, problem: Problem, longest: int) -> tuple[int, int]:
        """Jobs in a batch and the rounds it takes."""
        return problem.memory // (self.require_common_prompt(problem) + longest), longest

    def _starts(self, instance: Instance) -> IntArray | None:
        """Start rounds by position, or None if a completion might not fit 64 bits."""
        width, slice_ = self._batch(instance, int(instance.responses.max()))
        if ((len(instance) - 1) // width + 1) * slice_ > INT64_MAX:
            return None
        return lockstep_starts(len(instance), width, slice_)

    def cost(self, problem: Problem) -> Cost:
        """Flow time and makespan, exact for any number of grouped jobs."""
        if isinstance(problem, Instance):
            starts = self._starts(problem)
            if starts is not None:
                return cost_of_starts(problem.ordered_responses, starts)
        grouped = problem.grouped() if isinstance(problem, Instance) else problem
        width, slice_ = self._batch(problem, max(g.response for g in grouped.groups))
        return lockstep_cost(grouped.groups, width, slice_)

    def schedule(self, instance: Instance) -> Schedule:
        """One attempt per job."""
        starts = self._starts(instance)
        if starts is None:
            raise OverflowRefused(
                "sims: the rounds of this schedule do not fit 64 bits; use fewer or shorter jobs"
            )
        return schedule_of_positions(instance, starts)
