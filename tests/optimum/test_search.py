"""The search engine: right on every tiny instance, honest when stopped, immune to bad prices."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from functools import partial

import numpy as np
import pytest

from ratiolab.algorithms import make
from ratiolab.bounds import best
from ratiolab.errors import InputError, ScheduleError
from ratiolab.instance import Instance
from ratiolab.optimum import Status, automatic, milp, search, solve
from ratiolab.optimum.portfolio import clairvoyant
from ratiolab.optimum.search import engine, part, rounds
from ratiolab.optimum.search.potentials import integer_prices, scale_for
from ratiolab.schedule import Schedule, verify
from tests.references.brute_force import least_flow_time
from tests.references.starts import first_fit_starts
from tests.strategies import PARTS, box


def start_of(instance: Instance) -> Schedule:
    """A feasible schedule to begin with: the first fit in the order given."""
    jobs = list(zip(instance.prompts.tolist(), instance.responses.tolist(), strict=True))
    return Schedule.of_starts(first_fit_starts(instance.memory, jobs), instance)


def heterogeneous(jobs: int, memory: int, seed: int) -> Instance:
    """Jobs with prompt 5 and lengths uniform in 1..20."""
    rng = random.Random(seed)
    return Instance.common(memory, 5, [rng.randint(1, 20) for _ in range(jobs)])


class RandomPrices:
    """Price vectors out of thin air: as good as none, and never wrong."""

    def __init__(self, seed: int, horizon: int, largest: int) -> None:
        self.scale = 1024
        self._rng = np.random.default_rng(seed)
        self._shape = (2, horizon)
        self._largest = largest

    def of_round(self, layout, rows, size):
        """Fresh random prices for every round."""
        return self._rng.integers(0, self._largest + 1, self._shape)


@pytest.mark.parametrize(("memory", "part", "parts"), PARTS)
def test_equals_brute_force(memory, part, parts):
    """All instances with n <= 5, M <= 9 and a common prompt: proved, right, with a schedule."""
    for jobs in list(box(memory))[part::parts]:
        instance = Instance.common(memory, jobs[0][0], [o for _, o in jobs])
        result = search.solve(instance, upper=start_of(instance))
        assert result.proved, (memory, jobs, result)
        assert result.upper == least_flow_time(memory, jobs), (memory, jobs, result)
        assert verify(instance, result.schedule).flow_time == result.upper


def test_equals_brute_force_with_tiny_tables(monkeypatch):
    """Tables that grow from one row on, and rounds that two threads share, change nothing."""
    monkeypatch.setattr(rounds, "CHUNK", 1)
    monkeypatch.setattr(part, "CHUNK", 3)
    monkeypatch.setattr(rounds, "_FIRST_CAPACITY", 1)
    for jobs in list(box(9))[::25]:
        instance = Instance.common(9, jobs[0][0], [o for _, o in jobs])
        result = search.solve(instance, upper=start_of(instance), widths=())
        assert result.proved
        assert result.upper == least_flow_time(9, jobs), (jobs, result)


@pytest.mark.parametrize("own_prompts", [False, True])
@pytest.mark.parametrize("widths", [(), (2,), engine.WIDTHS])
def test_equals_brute_force_on_larger_ones(own_prompts, widths):
    """A sample up to n = 6, M = 10, with one prompt or several, with and without beams before."""
    rng = random.Random(f"{own_prompts} {widths}")
    for _ in range(120):
        memory = rng.randint(4, 10)
        prompt = rng.randint(0, memory - 1)
        prompts = [rng.randint(0, memory - 1) if own_prompts else prompt for _ in range(rng.randint(4, 6))]
        jobs = [(s, rng.randint(1, memory - s)) for s in prompts]
        instance = Instance(memory, prompts, [o for _, o in jobs])
        result = search.solve(instance, upper=start_of(instance), widths=widths)
        assert result.proved
        assert result.upper == least_flow_time(memory, jobs), (memory, jobs, result)


@pytest.mark.parametrize("part", range(4))
def test_equals_the_integer_program(part):
    """120 random instances with up to 9 jobs: two engines with nothing in common agree."""
    rng = random.Random(part)
    for _ in range(30):
        memory = rng.randint(8, 40)
        prompt = rng.randint(0, 5)
        longest = min(15, memory - prompt)
        lengths = [rng.randint(1, longest) for _ in range(rng.randint(5, 9))]
        instance = Instance.common(memory, prompt, lengths)
        found = search.solve(instance, upper=start_of(instance))
        solved = milp.solve(instance, upper=start_of(instance))
        assert found.proved
        assert solved.proved
        assert found.upper == solved.upper, (memory, prompt, lengths)
        assert "floating" not in found.lower_source


def test_between_the_bounds_and_the_algorithms():
    """LB <= OPT <= every algorithm, on 40 instances too large for brute force."""
    for seed in range(40):
        instance = heterogeneous(10, 30 + seed, seed)
        result = search.solve(instance, upper=start_of(instance))
        assert result.proved
        assert best(instance).rounded <= result.upper
        algorithms = [*clairvoyant(instance), make("gsa")]
        assert all(result.upper <= a.cost(instance).flow_time for a in algorithms)


def test_says_what_the_proof_rests_on():
    """A proof by exhaustion names no solver; a proof by a closed bound names the bound."""
    instance = Instance.common(8, 1, [2, 4, 5, 6, 7])
    result = search.solve(instance, upper=start_of(instance))
    assert (result.lower, result.upper, result.status) == (44, 44, Status.PROVED)
    assert result.lower_source == "exhaustive search in integers"
    assert result.engine == "search"
    small = Instance.common(100, 2, [3, 5, 4])
    assert search.solve(small, upper=start_of(small)).lower_source == "length bound, exact"


@pytest.mark.parametrize("largest", [0, 3, 40, 4096])
def test_wrong_prices_do_not_change_the_optimum(largest):
    """The bound is valid for any nonnegative prices: random ones only cost time."""
    rng = random.Random(largest)
    for seed in range(60):
        memory, n = rng.randint(5, 20), rng.randint(3, 7)
        prompt = rng.randint(0, 3)
        lengths = [rng.randint(1, min(8, memory - prompt)) for _ in range(n)]
        instance = Instance.common(memory, prompt, lengths)
        prices = RandomPrices(seed, rng.randint(1, 40), largest)
        result = search.solve(instance, upper=start_of(instance), widths=(), pricing=prices)
        assert result.proved
        assert result.upper == milp_or_search(instance)


def milp_or_search(instance: Instance) -> int | None:
    """The optimum with prices from the linear program."""
    return search.solve(instance, upper=start_of(instance)).upper


def test_negative_prices_are_cut():
    """A solver that hands out negative or undefined duals cannot make the bound invalid."""
    duals = np.array([-1.0, np.nan, np.inf, -np.inf, 0.5, 1e30])
    assert integer_prices(duals, 8, 10).tolist() == [0, 0, 0, 0, 4, 320]


def test_bound_that_is_too_high_shows(monkeypatch):
    """Planted error: with values of waits doubled the search loses optima, and the comparison sees it."""
    real = rounds.tables_of

    def planted(layout, prices, scale):
        tables = real(layout, prices, scale)
        return tables._replace(value=2 * tables.value, start_now=2 * tables.start_now)

    monkeypatch.setattr(rounds, "tables_of", planted)
    wrong = 0
    for jobs in list(box(8))[::40]:
        instance = Instance.common(8, jobs[0][0], [o for _, o in jobs])
        result = search.solve(instance, upper=start_of(instance), widths=())
        wrong += result.upper != least_flow_time(8, jobs)
    assert wrong


def test_dominance_that_drops_too_much_shows(monkeypatch):
    """Planted error: dominance blind to the profile loses optima, and the comparison sees it."""

    def planted(layout, initial, keys, waited, order, across, stop):
        keep = np.zeros(keys.shape[0], dtype=np.bool_)
        counts = keys[order, : layout.count_words]
        fresh = np.ones(order.size, dtype=np.bool_)
        fresh[1:] = (counts[1:] != counts[:-1]).any(axis=1)
        keep[order[fresh]] = True
        return keep

    monkeypatch.setattr(rounds, "undominated", planted)
    wrong = 0
    for jobs in list(box(8))[::10]:
        instance = Instance.common(8, jobs[0][0], [o for _, o in jobs])
        result = search.solve(instance, upper=start_of(instance), widths=())
        wrong += result.upper != least_flow_time(8, jobs)
    assert wrong


@pytest.mark.parametrize("across", [False, True])
def test_dominance_changes_nothing_but_the_work(monkeypatch, across):
    """Without comparing different counts the optimum is the same."""
    monkeypatch.setattr(engine, "explore", partial(engine.explore, across=across))
    instance = heterogeneous(12, 40, 1)
    result = search.solve(instance, upper=start_of(instance), widths=())
    assert (result.proved, result.upper) == (True, 238)


@pytest.mark.parametrize("limit", [1e-9, 0.2, 1.0])
def test_time_limit(limit):
    """Out of time: a valid interval, kept roughly in time, and the word for it."""
    instance = heterogeneous(30, 40, 2)
    started = start_of(instance)
    began = time.monotonic()
    result = search.solve(instance, upper=started, time_limit=limit)
    assert time.monotonic() - began < limit + 5
    assert result.status is Status.TIME_LIMIT
    assert best(instance).rounded <= result.lower < result.upper <= verify(instance, started).flow_time
    assert verify(instance, result.schedule).flow_time == result.upper


@pytest.mark.parametrize("limit", [1, 310 * 2**20, 320 * 2**20])
def test_memory_limit(limit):
    """Out of memory: a valid interval and the word for it."""
    instance = heterogeneous(30, 40, 2)
    result = search.solve(instance, upper=start_of(instance), memory_limit=limit, time_limit=60)
    assert result.status is Status.MEMORY_LIMIT
    assert best(instance).rounded <= result.lower < result.upper
    assert result.lower_source != "exhaustive search in integers"


def test_memory_limit_with_long_states():
    """Tables for states of many words are made small enough for the limit from the start."""
    instance = Instance.common(39996, 0, [20000, 20001])
    start, limit = Schedule.of_starts([0, 5], instance), 400 * 2**20
    result = search.solve(instance, upper=start, memory_limit=limit)
    assert best(instance).rounded <= result.lower <= result.upper
    assert result.peak_bytes <= limit


def test_reports_nodes_and_memory():
    """What the proof has cost is part of the result and of its text."""
    instance = heterogeneous(12, 40, 1)
    result = search.solve(instance, upper=start_of(instance))
    assert result.nodes > 1000
    assert result.peak_bytes > 0
    assert str(result).splitlines()[-1].startswith("memory       ")


def test_memory_limit_must_be_positive():
    """A limit of nothing is an error of the caller, not an interval."""
    instance = heterogeneous(5, 40, 2)
    with pytest.raises(InputError, match="memory limit"):
        search.solve(instance, upper=start_of(instance), memory_limit=0)


def test_ctrl_c():
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
    assert best(instance).rounded <= result.lower < result.upper <= verify(instance, started).flow_time


def test_interval_of_a_stopped_search_contains_the_optimum():
    """Stopped after any number of chunks, the interval holds the optimum found by the full run."""
    instance = heterogeneous(14, 40, 1)
    full = search.solve(instance, upper=start_of(instance))
    for limit in (0.01, 0.03, 0.1, 0.3):
        for widths in ((), (30,)):
            result = search.solve(instance, upper=start_of(instance), time_limit=limit, widths=widths)
            assert result.lower <= full.upper <= result.upper


@pytest.mark.parametrize("memory", [100, 1000, 100_000])
def test_every_packing_of_the_profile(memory):
    """Budgets of up to 7, 15 and 31 bits are packed differently: same instance, scaled, same optimum."""
    factor = memory // 40
    instance = Instance.common(memory, 5 * factor, [3, 5, 5, 8, 9, 12, 14])
    found = search.solve(instance, upper=start_of(instance))
    solved = milp.solve(instance, upper=start_of(instance))
    assert (found.proved, found.upper) == (True, solved.upper)


def test_many_counts_need_several_words():
    """Counts of 45 types do not fit one word."""
    lengths = [o for o in range(1, 46) for _ in range(2)]
    instance = Instance.common(4000, 3, lengths)
    result = search.solve(instance, upper=start_of(instance))
    assert result.proved


def test_too_large_is_refused_at_once():
    """What cannot be packed or priced leaves the exact interval and says so."""
    for instance in (
        Instance.common(10**10, 4 * 10**9, [2, 3, 3, 3]),
        Instance.common(3000, 10, list(range(1, 500))),
    ):
        result = search.solve(instance, upper=start_of(instance))
        assert result.status is Status.TOO_LARGE_TO_SEARCH
        assert result.lower == best(instance).rounded


def test_scale_leaves_room():
    """The finest step is used where totals are small, and none is left where they are huge."""
    assert scale_for(20, 80, 100, 20) == 1 << 20
    assert scale_for(10**6, 2**30, 10**6, 10**6) < 2


def test_infeasible_upper_schedule_is_refused():
    """An upper bound that breaks the model would cut the optimum off."""
    instance = Instance.common(8, 1, [2, 4, 5])
    with pytest.raises(ScheduleError, match="memory budget"):
        search.solve(instance, upper=Schedule.of_starts([0, 0, 0], instance))


def test_deterministic():
    """Two runs expand the same states and find the same schedule."""
    instance = heterogeneous(12, 40, 3)
    one, two = (search.solve(instance, upper=start_of(instance)) for _ in range(2))
    assert one.nodes == two.nodes
    assert one.schedule.start.tolist() == two.schedule.start.tolist()


def test_auto_proves_by_search():
    """The automatic engine ends with the search's proof where there is one."""
    instance = heterogeneous(10, 40, 3)
    result = solve(instance, upper=start_of(instance), engine="auto")
    assert (result.status, result.engine) == (Status.PROVED, "auto")
    assert "floating" not in result.lower_source


def test_auto_hands_over_to_the_integer_program(monkeypatch):
    """Where the search gives up, the integer program starts from what it has found."""
    monkeypatch.setattr(engine, "MAX_ENTRIES", 10)
    instance = heterogeneous(8, 40, 3)
    result = automatic.solve(instance, upper=start_of(instance))
    assert result.proved
    assert "floating point" in result.lower_source
    assert result.upper == milp.solve(instance, upper=start_of(instance)).upper


def test_auto_out_of_time():
    """Both engines out of time: one interval, the better of two on either side."""
    instance = heterogeneous(30, 40, 2)
    result = solve(instance, upper=start_of(instance), engine="auto", time_limit=2.0)
    assert result.status is Status.TIME_LIMIT
    assert best(instance).rounded <= result.lower < result.upper


def test_auto_bounds_what_is_too_large_by_prices():
    """Where no engine goes the interval is that of exact prices, better than the closed forms."""
    lengths = [(37 * i) % 997 + 1 for i in range(120)]
    instance = Instance.common(4000, 100, lengths)
    result = automatic.solve(instance, upper=start_of(instance), time_limit=10)
    assert result.lower_source == "linear program bound, exact"
    assert best(instance).rounded < result.lower < result.upper
