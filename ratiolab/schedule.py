"""What an answer is, and `verify`, the only judge of feasibility and flow time.

`verify` works from the model alone: it calls no kernel and trusts no algorithm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ratiolab.errors import InputError, ScheduleError
from ratiolab.instance import Instance
from ratiolab.integers import INT64_MAX, IntArray, exact_sum, integer_array
from ratiolab.memory import critical_rounds, usage_at

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Cost:
    """What a schedule costs.

    Attributes
    ----------
    flow_time : int
        Sum of completion rounds over all jobs (all are released at round 0).
    makespan : int
        Last completion round.
    killed_rounds : int
        Rounds run by attempts that were killed: work that was lost.
    """

    flow_time: int
    makespan: int
    killed_rounds: int


@dataclass(frozen=True)
class Verified(Cost):
    """Cost of a schedule that passed every check, with its highest memory usage in tokens.

    Two are equal if they cost the same; `completions`, shape (n,), are not compared.
    """

    peak_memory: int
    completions: IntArray = field(compare=False)


@dataclass(frozen=True, eq=False)
class Schedule:
    """A list of attempts, in any order.

    Parameters
    ----------
    job : array of int, shape (m,)
        Job index in the instance.
    start : array of int, shape (m,)
        First round of the attempt, at least 0.
    rounds : array of int, shape (m,)
        Rounds run = tokens decoded in this attempt, at least 1.
    finished : array of bool, shape (m,)
        True if the job completed at ``start + rounds``, False if it was killed there.

    Raises
    ------
    InputError
        If an entry is no integer or below its range.
    ScheduleError
        If the arrays differ in length.
    """

    job: IntArray
    start: IntArray
    rounds: IntArray
    finished: BoolArray

    def __init__(
        self,
        job: Sequence[int] | IntArray,
        start: Sequence[int] | IntArray,
        rounds: Sequence[int] | IntArray,
        finished: Sequence[bool] | BoolArray,
    ) -> None:
        flags = _flags(finished)
        columns = {
            "job": integer_array(job, "job index", 0),
            "start": integer_array(start, "start", 0),
            "rounds": integer_array(rounds, "rounds", 1),
        }
        sizes = [c.size for c in (*columns.values(), flags)]
        if len(set(sizes)) != 1:
            raise ScheduleError(f"the schedule's columns differ in length: {sizes}")
        flags.setflags(write=False)
        for name, column in columns.items():
            object.__setattr__(self, name, column)
        object.__setattr__(self, "finished", flags)

    @classmethod
    def of_starts(cls, starts: Sequence[int] | IntArray, instance: Instance) -> Schedule:
        """Build the schedule without kills in which job i starts at ``starts[i]``."""
        n = len(instance)
        if len(starts) != n:
            raise ScheduleError(f"{len(starts)} start rounds for {n} jobs: one per job is needed")
        return cls(np.arange(n), starts, instance.responses, np.ones(n, dtype=np.bool_))

    def __len__(self) -> int:
        return int(self.job.size)


def verify(instance: Instance, schedule: Schedule) -> Verified:
    """Check a schedule against the model, in exact integers, and return its cost.

    Every job must finish exactly once, after exactly its response length of rounds; a killed attempt
    must be shorter than that; attempts of one job must not overlap (a killed job may start again in
    the round in which it was killed); the memory budget must hold in every round.

    Parameters
    ----------
    instance : Instance
    schedule : Schedule

    Returns
    -------
    Verified

    Raises
    ------
    ScheduleError
        Naming the first fault found: job, attempt or round, and by how much.
    """
    job, start, rounds, finished = schedule.job, schedule.start, schedule.rounds, schedule.finished
    n = len(instance)
    if len(schedule) and int(job.max()) >= n:
        at = int(np.flatnonzero(job >= n)[0])
        raise ScheduleError(f"attempt {at} is of job {int(job[at])}: the instance has jobs 0..{n - 1}")
    if len(schedule) and int(start.max()) > INT64_MAX - int(rounds.max()):
        raise ScheduleError("the schedule's rounds do not fit 64 bits")
    _check_lengths(instance, schedule)
    times_finished = np.bincount(job[finished], minlength=n)
    wrong = np.flatnonzero(times_finished != 1)
    if wrong.size:
        i = int(wrong[0])
        count = int(times_finished[i])
        raise ScheduleError(f"job {i} finishes {count} times: every job must finish exactly once")
    _check_overlap(job, start, rounds, finished)
    prompts = instance.prompts[job]
    critical = critical_rounds(start, rounds)
    usage = usage_at(prompts, start, rounds, critical)
    peak_at = int(np.argmax(usage))
    if int(usage[peak_at]) > instance.memory:
        first = int(np.flatnonzero(usage > instance.memory)[0])
        raise ScheduleError(
            f"round {int(critical[first])} holds {int(usage[first])} tokens: "
            f"more than the memory budget {instance.memory}"
        )
    completions = np.empty(n, dtype=np.int64)
    completions[job[finished]] = (start + rounds)[finished]
    completions.setflags(write=False)
    return Verified(
        flow_time=exact_sum(completions),
        makespan=int(completions.max()),
        killed_rounds=exact_sum(rounds[~finished]),
        peak_memory=int(usage[peak_at]),
        completions=completions,
    )


def _flags(finished: Sequence[bool] | BoolArray) -> BoolArray:
    """Copy the finished flags; anything but booleans is refused, ``"no"`` is not silently true."""
    if not isinstance(finished, np.ndarray):
        for a, value in enumerate(finished):
            if not isinstance(value, bool | np.bool_):
                raise InputError(f"finished of attempt {a} is {value!r}: it must be true or false")
    flags = np.array(finished)
    if flags.ndim != 1 or (flags.size and flags.dtype != np.bool_):
        raise InputError(
            f"finished flags are {flags.dtype} of shape {flags.shape}: "
            "one true or false per attempt is needed"
        )
    return flags.astype(np.bool_)


def _check_lengths(instance: Instance, schedule: Schedule) -> None:
    """Finished attempts run exactly the response length, killed ones less."""
    needed = instance.responses[schedule.job]
    short = np.flatnonzero(schedule.finished & (schedule.rounds != needed))
    if short.size:
        a = int(short[0])
        raise ScheduleError(
            f"attempt {a} finishes job {int(schedule.job[a])} after {int(schedule.rounds[a])} rounds: "
            f"its response length is {int(needed[a])}"
        )
    late = np.flatnonzero(~schedule.finished & (schedule.rounds >= needed))
    if late.size:
        a = int(late[0])
        raise ScheduleError(
            f"attempt {a} of job {int(schedule.job[a])} is marked as killed after {int(schedule.rounds[a])} "
            f"rounds: the job completes after {int(needed[a])}"
        )


def _check_overlap(job: IntArray, start: IntArray, rounds: IntArray, finished: BoolArray) -> None:
    """No two attempts of a job overlap, and none follows the one that finished."""
    by_job = np.lexsort((start, job))
    j, a, end, done = job[by_job], start[by_job], (start + rounds)[by_job], finished[by_job]
    same = j[1:] == j[:-1]
    overlap = np.flatnonzero(same & (a[1:] < end[:-1]))
    if overlap.size:
        i = int(overlap[0])
        raise ScheduleError(
            f"job {int(j[i])} starts at round {int(a[i + 1])} while its attempt of rounds "
            f"{int(a[i])}..{int(end[i]) - 1} still runs"
        )
    again = np.flatnonzero(same & done[:-1])
    if again.size:
        i = int(again[0])
        raise ScheduleError(f"job {int(j[i])} starts again at round {int(a[i + 1])} after it finished")
