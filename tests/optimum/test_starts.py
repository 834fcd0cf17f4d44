"""Start rounds by type and schedules: one conversion, there and back."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratiolab.algorithms import make
from ratiolab.errors import ScheduleError
from ratiolab.instance import Instance
from ratiolab.optimum.starts import counted, dealt, starts_of, total_length, without_kills
from ratiolab.schedule import Schedule, verify


@settings(derandomize=True, deadline=None)  # the first example compiles
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), min_size=1, max_size=12))
def test_there_and_back(jobs: list[tuple[int, int]]) -> None:
    """Counting and dealing again keeps the counts of every type and the flow time, in any order of jobs."""
    instance = Instance(9, [s for s, _ in jobs], [o for _, o in jobs])
    verified = verify(instance, make("mc-sf").schedule(instance))
    counts = counted(instance, verified)
    starts = starts_of(instance, verified).tolist()
    for kind, of_type in zip(instance.types(), counts, strict=True):
        same = [t for t, job in zip(starts, jobs, strict=True) if job == (kind.prompt, kind.response)]
        assert of_type == Counter(same)
    again = verify(instance, dealt(instance, counts))
    assert again.flow_time == verified.flow_time == sum(starts) + total_length(instance)
    assert counted(instance, again) == counts


def test_jobs_get_their_starts_by_index() -> None:
    """Equal jobs start in the order of their indices, whatever lies between them."""
    instance = Instance.common(20, 0, [3, 2, 3, 2])
    assert dealt(instance, [{0: 1, 4: 1}, {5: 2}]).start.tolist() == [5, 0, 5, 4]


def test_counts_that_do_not_match_are_refused() -> None:
    """A solver that starts too few jobs, or too many, has no schedule."""
    instance = Instance.common(20, 0, [3, 3, 2])
    for wrong in ({0: 1}, {0: 3}):
        with pytest.raises(ScheduleError, match="for 2 jobs of one type"):
            dealt(instance, [{0: 1}, wrong])


def test_killed_attempts_are_left_out() -> None:
    """What remains is feasible and costs as much."""
    instance = Instance.common(6, 0, [3, 3, 4, 6])
    killed = Schedule([3, 0, 1, 2, 3], [0, 2, 5, 8, 12], [2, 3, 3, 4, 6], [False, True, True, True, True])
    verified = verify(instance, killed)
    plain = without_kills(instance, verified)
    assert len(plain) == 4
    assert verify(instance, plain).flow_time == verified.flow_time
