"""A small instance on which a scheduler under test still fails in the same way."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from ratiolab.adversary.campaign import smaller
from ratiolab.adversary.campaign.descent import Descent
from ratiolab.adversary.campaign.task import Budget
from ratiolab.adversary.search.candidate import Candidate
from ratiolab.algorithms import Algorithm
from ratiolab.algorithms.foreign.policy import changed
from ratiolab.errors import InputError, OutOfTime, SchedulerFailed
from ratiolab.instance import Instance

#: Seconds that are spent on making an instance small, and runs at most.
SECONDS, MOST_RUNS = 10.0, 400
#: Instances of more jobs are shown as they are.
MOST_JOBS = 100_000


@dataclass(frozen=True)
class Failure:
    """How a scheduler fails, on a small instance.

    Attributes
    ----------
    error : SchedulerFailed
        With the instance.
    instance : Instance
    again : bool
        Whether it failed again when it was run again on the same jobs.
    """

    error: SchedulerFailed
    instance: Instance
    again: bool


def smallest(error: SchedulerFailed, algorithm: Algorithm, instance: Instance) -> Failure:
    """Look for a small instance with a failure of the same cause: fewer jobs, then smaller numbers.

    Parameters
    ----------
    error : SchedulerFailed
    algorithm : Algorithm
        What failed.
    instance : Instance
        What it failed on.
    """
    if instance.jobs > MOST_JOBS:
        return Failure(error, instance, True)
    until = time.monotonic() + SECONDS
    with changed(until=until):
        runs = _Runs(algorithm, error, instance, until)
        if not runs.fails(_in_order(instance, range(instance.jobs))):
            return Failure(error, instance, error.cause == "time")
        runs.drop_jobs()
        runs.descend()
    return Failure(runs.error, runs.instance, True)


class _Runs:
    """The smallest failing instance so far."""

    def __init__(
        self, algorithm: Algorithm, error: SchedulerFailed, instance: Instance, until: float
    ) -> None:
        self.algorithm, self.error, self.instance = algorithm, error, instance
        self.until, self.runs = until, 0

    @property
    def spent(self) -> bool:
        """Whether no further run is worth its time."""
        return self.runs >= MOST_RUNS or time.monotonic() >= self.until

    def fails(self, instance: Instance) -> bool:
        """Run it; a failure of the same cause is kept."""
        if self.spent:
            return False
        self.runs += 1
        try:
            self.algorithm.schedule(instance)
        except SchedulerFailed as error:
            if error.cause == self.error.cause:
                self.error, self.instance = error, instance
                return True
        except (InputError, OutOfTime):
            pass
        return False

    def drop_jobs(self) -> None:
        """Leave out ever shorter stretches of jobs, in the order of the instance."""
        width = self.instance.jobs // 2
        while width >= 1:
            at = 0
            while at < self.instance.jobs and not self.spent:
                kept = [i for i in range(self.instance.jobs) if not at <= i < at + width]
                if not (kept and self.fails(_in_order(self.instance, kept))):
                    at += width
            width //= 2

    def descend(self) -> None:
        """Make the numbers small, if the order of the jobs does not matter."""
        prompt = self.instance.common_prompt
        if prompt is None:
            return
        jobs = [(response, 1) for response in self.instance.responses.tolist()]
        candidate = smaller.made(self.instance.memory, prompt, jobs, "")
        if candidate is not None and self.fails(candidate.instance().expand()):
            _StillFails(candidate, self).run()


class _StillFails(Descent):
    """Towards a small instance on which it still fails."""

    def __init__(self, current: Candidate, runs: _Runs) -> None:
        super().__init__(current, Budget(seconds=max(runs.until - time.monotonic(), 0.001)))
        self.runs = runs

    def score(self, candidate: Candidate) -> float:
        """All are worth a run."""
        return 1.0

    def reached(self, candidate: Candidate, score: float) -> bool:
        """Whether it fails there."""
        return self.runs.fails(candidate.instance().expand())


def _in_order(instance: Instance, places: range | list[int]) -> Instance:
    """The jobs at some places of the order, numbered in that order."""
    at = np.array(places, dtype=np.int64)
    return Instance(instance.memory, instance.ordered_prompts[at], instance.ordered_responses[at])
