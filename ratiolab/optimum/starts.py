"""Start rounds counted by job type, as programs and proofs have them, and schedules: one way and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from ratiolab.errors import ScheduleError
from ratiolab.instance import Instance
from ratiolab.integers import IntArray, exact_sum
from ratiolab.schedule import Schedule, Verified


def starts_of(instance: Instance, verified: Verified) -> IntArray:
    """Start rounds of the finishing attempts, by job; killed attempts only cost memory.

    Parameters
    ----------
    instance : Instance
    verified : Verified
        What `verify` says of a schedule of the instance.
    """
    return verified.completions - instance.responses


def total_length(instance: Instance) -> int:
    """Sum of all response lengths: flow time less the sum of all start rounds."""
    return exact_sum(instance.responses)


def without_kills(instance: Instance, verified: Verified) -> Schedule:
    """Return the schedule of the finishing attempts alone: feasible, and of the same flow time."""
    return Schedule.of_starts(starts_of(instance, verified), instance)


def counted(instance: Instance, verified: Verified) -> list[Counter[int]]:
    """Count the start rounds of the finishing attempts.

    Parameters
    ----------
    instance : Instance
    verified : Verified
        What `verify` says of a schedule of the instance.

    Returns
    -------
    list of Counter
        For each of ``instance.types()``, start round -> number of jobs.
    """
    starts = starts_of(instance, verified)[_type_after_type(instance)].tolist()
    counts, first = [], 0
    for kind in instance.types():
        counts.append(Counter(starts[first : first + kind.count]))
        first += kind.count
    return counts


def dealt(instance: Instance, starts: Sequence[Mapping[int, int]]) -> Schedule:
    """Deal counted start rounds out to the jobs of each type, by index.

    Parameters
    ----------
    instance : Instance
    starts : sequence of mapping
        For each of ``instance.types()``, start round -> number of jobs.

    Raises
    ------
    ScheduleError
        If the counts do not match the number of jobs.
    """
    listed: list[int] = []
    for kind, counts in zip(instance.types(), starts, strict=True):
        if sum(counts.values()) != kind.count:
            raise ScheduleError(f"{sum(counts.values())} start rounds for {kind.count} jobs of one type")
        listed += [t for t in sorted(counts) for _ in range(counts[t])]
    by_job = np.empty(len(instance), dtype=np.int64)
    by_job[_type_after_type(instance)] = listed
    return Schedule.of_starts(by_job, instance)


def _type_after_type(instance: Instance) -> IntArray:
    """Job indices, type after type as in ``instance.types()``, ascending within a type."""
    return np.lexsort((instance.prompts, instance.responses))
