"""MC-SF, Memory-Constrained Shortest-First: clairvoyant, greedy, prompts may differ.

Problem
    Minimise total flow time of jobs with known response lengths under the memory budget M.
Rule
    1. Active jobs always continue.
    2. Each round, scan the waiting jobs by ascending response length and admit each one for which, at
       the last round of every active or admitted job, the total stays within M (look-ahead).
    3. Stop the scan at the first job that does not fit; with ``skip=yes`` leave it waiting and go on
       with the next one.
Choices of ours
    Ties in length go by the order of the instance. Stopping is the published rule; skipping is another
    algorithm where prompts differ. With a common prompt both are the same: a job that fits still fits
    if it is shorter, so nobody behind the first misfit fits.
Closed form
    Equal jobs with ``M mod (s+o) <= s`` run in batches of ``floor(M/(s+o))``, one every o rounds; with
    other budgets their starts recur. Either way any number of them is priced exactly (proofs:
    `ratiolab.core.lockstep`).
Guarantee (upper)
    9216 times the optimum with a common prompt, as published; 7/3 by the greedy analysis, and 2/(1-eps)
    where no job takes more than eps*M (``ratiolab bound --alg mc-sf --analysis tight``). None where
    prompts differ.
Reference
    Jaillet et al., arXiv 2502.07115, Algorithm 1 and Lemmas 4.4, 4.7 (constant as quoted in arXiv
    2601.22996).

Examples
--------
>>> from ratiolab.instance import Instance
>>> MCSF().cost(Instance.common(memory=256, prompt=0, responses=[16] * 200))
Cost(flow_time=21632, makespan=208, killed_rounds=0)
>>> jobs = Instance(memory=10, prompts=[8, 0, 3], responses=[2, 3, 1])
>>> MCSF().schedule(jobs).start.tolist(), MCSF(skip="yes").schedule(jobs).start.tolist()
([1, 3, 0], [3, 0, 0])
"""

from __future__ import annotations

from typing import ClassVar

from ratiolab.algorithms.facts import ClosedForm, Derived, Facts, Jobs, Trial
from ratiolab.algorithms.queued import QueueAlgorithm, by_length, few_jobs, own_prompts
from ratiolab.core.lockstep import MOST_LISTED, greedy_lockstep_width, greedy_recurrence, lockstep_cost
from ratiolab.core.lookahead import starts_in_order, starts_with_skips
from ratiolab.errors import InputError
from ratiolab.instance import EXPAND_LIMIT, GroupedInstance, Instance, Problem
from ratiolab.integers import IntArray
from ratiolab.schedule import Cost


def _skips_pay(instance: Instance) -> bool:
    return own_prompts(instance) and few_jobs(instance)


class MCSF(QueueAlgorithm):
    """Memory-Constrained Shortest-First.

    Parameters
    ----------
    skip : "no" or "yes"
        Whether the scan of a round goes on behind a job that does not fit.
    """

    name: ClassVar[str] = "mc-sf"
    facts: ClassVar[Facts] = Facts(
        needs_lengths=True,
        order_free=True,  # jobs are sorted by length
        closed_form=ClosedForm.FULL_BATCHES,
        bounds=(Derived("mc-sf", Jobs.ONE_PROMPT),),
        trials=(Trial(turn=0), Trial(_skips_pay, turn=8, parameters={"skip": "yes"})),
        swept=("",),
    )

    def __init__(self, skip: str | bool = "no") -> None:
        if skip not in ("no", "yes", False, True):
            raise InputError(f"skip is {skip!r}: it must be yes or no")
        self.skip = skip in ("yes", True)

    @property
    def parameters(self) -> dict[str, str]:
        """Whether the scan skips; nothing where it stops, as published."""
        return {"skip": "yes"} if self.skip else {}

    def cost(self, problem: Problem) -> Cost:
        """Flow time and makespan; equal jobs whose starts recur in closed form, others are listed.

        Raises
        ------
        InputError
            If the jobs are grouped, too many to list, and not equal jobs whose starts are known to recur.
        """
        if isinstance(problem, GroupedInstance):
            kinds = problem.types()
            if len(kinds) == 1:
                width = greedy_lockstep_width(kinds[0].prompt, kinds[0].response, problem.memory)
                if width is not None:
                    return lockstep_cost(kinds, width, kinds[0].response)
                if problem.jobs > MOST_LISTED:
                    recurring = greedy_recurrence(kinds[0].prompt, kinds[0].response, problem.memory)
                    if recurring is not None:
                        return recurring.cost(problem.jobs, kinds[0].response)
            if problem.jobs > EXPAND_LIMIT:
                raise InputError(f"{self.name}: {problem.jobs} jobs {_no_closed_form(problem)}")
        return super().cost(problem)

    def _queue(self, instance: Instance) -> IntArray:
        return by_length(instance)

    def _serve(self, memory: int, prompts: IntArray, responses: IntArray, starts: IntArray) -> None:
        if self.skip:
            starts_with_skips(memory, prompts, responses, starts)
        else:
            starts_in_order(memory, prompts, responses, starts)


def _no_closed_form(problem: GroupedInstance) -> str:
    """Why so many jobs are refused: how they differ from what has a closed form."""
    kinds = problem.types()
    limit = f"are too many to list one by one (at most {EXPAND_LIMIT})"
    if len(kinds) > 1:
        return f"{limit}, and only equal jobs have a closed form: here are {len(kinds)} kinds of jobs"
    (kind,) = kinds
    left = problem.memory % (kind.prompt + kind.response)
    return (
        f"{limit}: they do not run in lockstep, as M mod (s+o) = {left} "
        f"is above the prompt {kind.prompt}, nor do the first {MOST_LISTED} starts recur"
    )
