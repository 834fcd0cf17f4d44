"""Local search: never worse than its start, never below the optimum, the same for the same seed."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratiolab.algorithms import make
from ratiolab.core.ruin_recreate import search_starts
from ratiolab.errors import InputError, ScheduleError
from ratiolab.instance import Instance
from ratiolab.optimum import local_search
from ratiolab.optimum.local_search import LATEST_ROUND, LocalSearch, default_insertions, improve
from ratiolab.optimum.portfolio import runs
from ratiolab.schedule import Schedule, verify
from tests.references.brute_force import least_flow_time


def random_instance(seed: int, jobs: int = 20) -> Instance:
    """Prompts of their own, lengths up to 20."""
    rng = random.Random(seed)
    return Instance(40, [rng.randint(0, 6) for _ in range(jobs)], [rng.randint(1, 20) for _ in range(jobs)])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_never_worse_and_never_below_the_optimum(data: st.DataObject) -> None:
    """Tiny instances: between brute force and the start, whatever the seed and the budget."""
    memory = data.draw(st.integers(1, 10))
    prompts = data.draw(st.lists(st.integers(0, min(3, memory - 1)), min_size=1, max_size=5))
    instance = Instance(memory, prompts, [data.draw(st.integers(1, memory - s)) for s in prompts])
    start = make("svf-peak").schedule(instance)
    insertions, seed = data.draw(st.sampled_from([0, 1, 50, 2000])), data.draw(st.integers(0, 5))
    improved = improve(instance, start, insertions=insertions, seed=seed)
    jobs = list(zip(prompts, instance.responses.tolist(), strict=True))
    flow = verify(instance, improved).flow_time
    assert least_flow_time(memory, jobs) <= flow <= verify(instance, start).flow_time


@pytest.mark.parametrize("seed", range(4))
def test_the_same_seed_gives_the_same_schedule(seed: int) -> None:
    """Two runs agree start by start; the start is left as it was."""
    instance = random_instance(seed)
    start = make("mc-sf").schedule(instance)
    before = start.start.tolist()
    first, second = (improve(instance, start, insertions=20_000, seed=seed) for _ in range(2))
    assert first.start.tolist() == second.start.tolist()
    assert start.start.tolist() == before
    assert verify(instance, first).flow_time < verify(instance, start).flow_time


def test_equal_jobs_are_spread() -> None:
    """One order of equal jobs is all there is, and costs 225; delays reach the optimum, 180."""
    instance = Instance.common(15, 0, [5] * 15)
    assert LocalSearch(make("mc-sf")).cost(instance).flow_time == 180


def test_kills_are_left_out() -> None:
    """A start with kills becomes a schedule without, no worse."""
    instance = Instance.common(40, 5, [3, 20, 9, 14, 1, 20, 7])
    start = make("gsa", alpha="2").schedule(instance)
    assert not start.finished.all()
    improved = improve(instance, start, insertions=0)
    assert improved.finished.all()
    assert verify(instance, improved).flow_time <= verify(instance, start).flow_time


def test_large_instances_are_not_searched() -> None:
    """Too many jobs or rounds mean no search by default, and so does a single job."""
    assert default_insertions(Instance.common(15, 0, [5] * (local_search.MOST_JOBS + 1))) == 0
    assert default_insertions(Instance.common(10**6, 0, [local_search.MOST_ROUNDS, 1])) == 0
    assert default_insertions(Instance.common(10**6, 0, [7])) == 0
    assert default_insertions(Instance.common(80, 5, [10] * 60)) > 50_000


def test_what_cannot_be_searched_is_refused() -> None:
    """Negative budgets and seeds, endless schedules and infeasible ones each have their message."""
    instance = Instance.common(15, 0, [5, 5])
    start = make("mc-sf").schedule(instance)
    with pytest.raises(InputError, match="insertions is -1"):
        improve(instance, start, insertions=-1)
    with pytest.raises(InputError, match="seed is -1"):
        improve(instance, start, seed=-1)
    with pytest.raises(InputError, match=f"at most {LATEST_ROUND}"):
        improve(instance, Schedule.of_starts([0, LATEST_ROUND], instance))
    with pytest.raises(ScheduleError, match="more than the memory budget"):
        improve(Instance.common(15, 0, [5] * 4), Schedule.of_starts([0] * 4, Instance.common(15, 0, [5] * 4)))


def test_a_start_in_the_wrong_place_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: a kernel that starts one job where it does not fit never becomes a run."""
    instance = random_instance(3)
    honest: Any = search_starts

    def faulty(*given: object) -> np.ndarray:
        starts: np.ndarray = honest(*given)
        starts[int(np.argmax(starts))] = 0
        return starts

    monkeypatch.setattr(local_search, "search_starts", faulty)
    monkeypatch.setattr(local_search, "left_shift", lambda *given: None)
    with pytest.raises(ScheduleError, match="more than the memory budget 40"):
        list(runs(instance))


def test_every_planted_shift_is_refused() -> None:
    """In an active schedule no job moves to an earlier round: `verify` refuses each such shift."""
    instance = random_instance(5, jobs=12)
    starts = improve(instance, make("mc-sf").schedule(instance)).start.copy()
    verify(instance, Schedule.of_starts(starts, instance))
    for job in np.flatnonzero(starts):
        shifted = starts.copy()
        shifted[job] -= 1
        with pytest.raises(ScheduleError, match="more than the memory budget"):
            verify(instance, Schedule.of_starts(shifted, instance))
