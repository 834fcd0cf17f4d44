"""Local search on start rounds, from any feasible schedule: never worse than what it starts from.

A schedule without kills in which no job alone can start earlier is *active*, and some optimal schedule
is: moving one job earlier beside all others lowers the total. With constant demands, jobs inserted one by
one at their earliest fits would reach every active schedule by some order, hence an optimum. Here they
need not: a job grows while it runs, so one that starts later is smaller in the same round, and leaves
room that its earlier start would take from jobs inserted after it. Lengths 2, 2, 4, 4 with M = 4 cost at
least 20 in every order, and 19 at best; fifteen jobs of length 5 with M = 15 have one order only, that
of MC-SF, which costs 225 where starts one round apart cost 180. So the search moves start rounds, not an
order: a few jobs go out and come back at earliest fits beside the ones that stayed, some with a delay.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from ratiolab.algorithms.base import Algorithm, cost_of_starts
from ratiolab.core.ruin_recreate import search_starts
from ratiolab.core.start_times import left_shift
from ratiolab.errors import InputError
from ratiolab.instance import Instance, Problem
from ratiolab.integers import check_integer, exact_sum
from ratiolab.optimum.starts import starts_of
from ratiolab.schedule import Cost, Schedule, verify

#: Largest instance searched by default, in jobs and in rounds of all jobs one after the other.
MOST_JOBS, MOST_ROUNDS = 1_000, 500_000
#: Latest completion of a schedule to start from: every round is kept account of.
LATEST_ROUND = 1_000_000
#: Steps of the kernel that each 40 jobs, and one share more, are worth by default.
_STEPS = 6_000_000


def default_insertions(instance: Instance) -> int:
    """How many jobs the search puts back by default: about 0.05 s for 60 jobs; 0 for large instances."""
    n, rounds = len(instance), exact_sum(instance.responses)
    if n == 1 or n > MOST_JOBS or rounds > MOST_ROUNDS:
        return 0
    return _STEPS * (40 + n) // 40 // (20 + n + 4 * rounds // n)


def improve(
    instance: Instance, schedule: Schedule, *, insertions: int | None = None, seed: int = 0
) -> Schedule:
    """Return a schedule without kills of no larger flow time in which no job alone can start earlier.

    Parameters
    ----------
    instance : Instance
    schedule : Schedule
        A feasible schedule; attempts that were killed are left out.
    insertions : int, optional
        Budget: jobs put back in all, at least 0; by default `default_insertions`. With 0 jobs only move
        to earlier rounds.
    seed : int
        At least 0. The same seed and budget give the same schedule.

    Raises
    ------
    InputError
        If a number is out of range, or the schedule's rounds are too many to keep account of each.
    ScheduleError
        If `schedule` is not feasible.
    """
    budget = (
        default_insertions(instance) if insertions is None else check_integer(insertions, "insertions", 0)
    )
    check_integer(seed, "seed", 0)
    verified = verify(instance, schedule)
    prompts, responses, memory = instance.prompts, instance.responses, instance.memory
    horizon = verified.makespan + int(responses.max())
    if verified.makespan > LATEST_ROUND:
        raise InputError(
            f"local search: the schedule ends in round {verified.makespan}: at most {LATEST_ROUND}"
        )
    starts = starts_of(instance, verified)
    if budget:
        kinds = np.unique(np.stack((prompts, responses)), axis=1, return_inverse=True)[1].reshape(-1)
        warmth = 1 + exact_sum(responses) // (2 * len(instance))
        starts = search_starts(
            memory, prompts, responses, kinds.astype(np.int64), starts, horizon, budget, warmth, seed
        )
    left_shift(memory, prompts, responses, starts, horizon)
    return Schedule.of_starts(starts, instance)


class LocalSearch(Algorithm):
    """Another algorithm's schedule, improved.

    Parameters
    ----------
    start : Algorithm
        Makes the schedule to start from.
    insertions, seed
        As in `improve`.
    made : Schedule, optional
        The schedule of `start` on the one instance this is used for, if it is known already.
    """

    name: ClassVar[str] = "local-search"
    knows_lengths: ClassVar[bool] = True

    def __init__(
        self, start: Algorithm, insertions: int | None = None, seed: int = 0, made: Schedule | None = None
    ) -> None:
        self.start = start
        self.insertions = insertions
        self.seed = seed
        self._made = made

    @property
    def parameters(self) -> dict[str, str]:
        """What makes the result reproducible."""
        budget = "default" if self.insertions is None else str(self.insertions)
        return {"from": self.start.label, "insertions": budget, "seed": str(self.seed)}

    @property
    def label(self) -> str:
        """E.g. ``local search from mc-sf``."""
        return f"local search from {self.start.label}"

    def schedule(self, instance: Instance) -> Schedule:
        """One attempt per job."""
        start = self.start.schedule(instance) if self._made is None else self._made
        return improve(instance, start, insertions=self.insertions, seed=self.seed)

    def cost(self, problem: Problem) -> Cost:
        """Flow time and makespan; grouped jobs are listed."""
        instance = self.explicit(problem)
        return cost_of_starts(instance.responses, self.schedule(instance).start)
