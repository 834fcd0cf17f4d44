"""The search engine when it is stopped or cannot begin: a valid interval and the word for it."""

from __future__ import annotations

import os
import signal
import threading
import time

import psutil
import pytest

from ratiolab.bounds import best
from ratiolab.errors import InputError, ScheduleError
from ratiolab.instance import Instance
from ratiolab.optimum import Status, search
from ratiolab.schedule import Schedule, verify
from tests.optimum.ends import ends, start_of
from tests.strategies import heterogeneous


@pytest.mark.slow
@pytest.mark.parametrize("limit", [1e-9, 0.2, 1.0])
def test_time_limit(limit: float) -> None:
    """Out of time: a valid interval, kept roughly in time, and the word for it."""
    instance = heterogeneous(30, 40, 2)
    started = start_of(instance)
    began = time.monotonic()
    result = search.solve(instance, upper=started, time_limit=limit)
    assert time.monotonic() - began < limit + 5
    assert result.status is Status.TIME_LIMIT
    lower, upper = ends(instance, result)
    assert best(instance).rounded <= lower < upper <= verify(instance, started).flow_time


@pytest.mark.slow
@pytest.mark.parametrize("limit", [1, 310 * 2**20, 320 * 2**20])
def test_memory_limit(limit: int) -> None:
    """Out of memory: a valid interval and the word for it."""
    instance = heterogeneous(30, 40, 2)
    result = search.solve(instance, upper=start_of(instance), memory_limit=limit, time_limit=60)
    assert result.status is Status.MEMORY_LIMIT
    lower, upper = ends(instance, result)
    assert best(instance).rounded <= lower < upper
    assert result.lower_source != "exhaustive search in integers"


@pytest.mark.slow
def test_memory_limit_with_long_states() -> None:
    """Tables for states of many words are made small enough for the limit from the start."""
    instance = Instance.common(39996, 0, [20000, 20001])
    start = Schedule.of_starts([0, 5], instance)
    limit = psutil.Process().memory_info().rss + 100 * 2**20
    result = search.solve(instance, upper=start, memory_limit=limit)
    lower, upper = ends(instance, result)
    assert best(instance).rounded <= lower <= upper
    assert result.peak_bytes is not None
    assert result.peak_bytes <= limit


def test_memory_limit_must_be_positive() -> None:
    """A limit of nothing is an error of the caller, not an interval."""
    instance = heterogeneous(5, 40, 2)
    with pytest.raises(InputError, match="memory limit"):
        search.solve(instance, upper=start_of(instance), memory_limit=0)


@pytest.mark.slow
def test_ctrl_c() -> None:
    """Ctrl-C in the middle ends with a valid interval and the right word."""
    instance = heterogeneous(30, 40, 2)
    started = start_of(instance)
    presser = threading.Timer(1.5, lambda: os.kill(os.getpid(), signal.SIGINT))
    presser.start()
    try:
        result = search.solve(instance, upper=started, time_limit=30)
    finally:
        presser.join()
    assert result.status is Status.INTERRUPTED
    lower, upper = ends(instance, result)
    assert best(instance).rounded <= lower < upper <= verify(instance, started).flow_time


@pytest.mark.slow
def test_interval_of_a_stopped_search_contains_the_optimum() -> None:
    """Stopped after any number of chunks, the interval holds the optimum found by the full run."""
    instance = heterogeneous(14, 40, 1)
    full = search.solve(instance, upper=start_of(instance))
    _, optimum = ends(instance, full)
    assert full.proved
    for limit in (0.01, 0.03, 0.1, 0.3):
        for widths in ((), (30,)):
            result = search.solve(instance, upper=start_of(instance), time_limit=limit, widths=widths)
            lower, upper = ends(instance, result)
            assert lower <= optimum <= upper


@pytest.mark.slow
def test_too_large_is_refused_at_once() -> None:
    """What cannot be packed or priced leaves the exact interval and says so."""
    for instance in (
        Instance.common(10**10, 4 * 10**9, [2, 3, 3, 3]),
        Instance.common(3000, 10, list(range(1, 500))),
    ):
        result = search.solve(instance, upper=start_of(instance))
        assert result.status is Status.TOO_LARGE_TO_SEARCH
        assert result.lower == best(instance).rounded


def test_infeasible_upper_schedule_is_refused() -> None:
    """An upper bound that breaks the model would cut the optimum off."""
    instance = Instance.common(8, 1, [2, 4, 5])
    with pytest.raises(ScheduleError, match="memory budget"):
        search.solve(instance, upper=Schedule.of_starts([0, 0, 0], instance))
