"""The search engine: right on tiny instances, immune to bad prices; planted errors show."""

from __future__ import annotations

import random
from functools import partial
from typing import Any

import numpy as np
import pytest

from ratiolab.algorithms import make
from ratiolab.bounds import best
from ratiolab.instance import Instance
from ratiolab.optimum import Status, milp, search
from ratiolab.optimum.portfolio import clairvoyant
from ratiolab.optimum.search import engine, part, rounds
from ratiolab.optimum.search.layout import Layout
from ratiolab.optimum.search.potentials import Tables, integer_prices, scale_for, tables_of
from tests.optimum.ends import ends, start_of
from tests.references.brute_force import least_flow_time
from tests.strategies import box, heterogeneous


class RandomPrices:
    """Price vectors out of thin air: as good as none, and never wrong."""

    def __init__(self, seed: int, horizon: int, largest: int) -> None:
        self.scale = 1024
        self._rng = np.random.default_rng(seed)
        self._shape = (2, horizon)
        self._largest = largest

    def of_round(self, layout: Any, rows: Any, size: int) -> np.ndarray:
        """Fresh random prices for every round."""
        return self._rng.integers(0, self._largest + 1, self._shape)


@pytest.mark.slow
def test_equals_brute_force_with_tiny_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables that grow from one row on, and rounds that two threads share, change nothing."""
    monkeypatch.setattr(rounds, "CHUNK", 1)
    monkeypatch.setattr(part, "CHUNK", 3)
    monkeypatch.setattr(rounds, "_FIRST_CAPACITY", 1)
    for jobs in list(box(9))[::25]:
        instance = Instance.common(9, jobs[0][0], [o for _, o in jobs])
        result = search.solve(instance, upper=start_of(instance), widths=())
        assert result.proved
        assert result.upper == least_flow_time(9, jobs), (jobs, result)


@pytest.mark.slow
@pytest.mark.parametrize("own_prompts", [False, True])
@pytest.mark.parametrize("widths", [(), (2,), engine.WIDTHS])
def test_equals_brute_force_on_larger_ones(own_prompts: bool, widths: tuple[int, ...]) -> None:
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


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_equals_the_integer_program(part: int) -> None:
    """24 random instances with budgets up to 40: two engines with nothing in common agree.

    `test_engines_agree` compares them on 500 with budgets up to 20, `benchmarks/engines_agree.py` on a box.
    """
    rng = random.Random(part)
    for _ in range(6):
        memory = rng.randint(8, 40)
        prompt = rng.randint(0, 5)
        longest = min(15, memory - prompt)
        lengths = [rng.randint(1, longest) for _ in range(rng.randint(5, 9))]
        instance = Instance.common(memory, prompt, lengths)
        searched = search.solve(instance, upper=start_of(instance))
        programmed = milp.solve(instance, upper=start_of(instance))
        assert searched.proved
        assert programmed.proved
        assert searched.upper == programmed.upper, (memory, prompt, lengths)
        assert "floating" not in searched.lower_source


@pytest.mark.slow
def test_between_the_bounds_and_the_algorithms() -> None:
    """LB <= OPT <= every algorithm, on 40 instances too large for brute force."""
    for seed in range(40):
        instance = heterogeneous(10, 30 + seed, seed)
        result = search.solve(instance, upper=start_of(instance))
        assert result.proved
        _, optimum = ends(instance, result)
        assert best(instance).rounded <= optimum
        algorithms = [*clairvoyant(instance), make("gsa")]
        assert all(optimum <= a.cost(instance).flow_time for a in algorithms)


def test_says_what_the_proof_rests_on() -> None:
    """A proof by exhaustion names no solver; a proof by a closed bound names the bound."""
    instance = Instance.common(8, 1, [2, 4, 5, 6, 7])
    result = search.solve(instance, upper=start_of(instance))
    assert (result.lower, result.upper, result.status) == (44, 44, Status.PROVED)
    assert result.lower_source == "exhaustive search in integers"
    assert result.engine == "search"
    small = Instance.common(100, 2, [3, 5, 4])
    assert search.solve(small, upper=start_of(small)).lower_source == "length bound, exact"


@pytest.mark.slow
@pytest.mark.parametrize("largest", [0, 3, 40, 4096])
def test_wrong_prices_do_not_change_the_optimum(largest: int) -> None:
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


def test_negative_prices_are_cut() -> None:
    """A solver that hands out negative or undefined duals cannot make the bound invalid."""
    duals = np.array([-1.0, np.nan, np.inf, -np.inf, 0.5, 1e30])
    assert integer_prices(duals, 8, 10).tolist() == [0, 0, 0, 0, 4, 320]


def test_bound_that_is_too_high_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted error: with values of waits doubled the search loses optima, and the comparison sees it."""
    real = tables_of

    def planted(layout: Layout, prices: np.ndarray, scale: int) -> Tables:
        tables = real(layout, prices, scale)
        return tables._replace(value=2 * tables.value, start_now=2 * tables.start_now)

    monkeypatch.setattr(rounds, "tables_of", planted)
    wrong = 0
    for jobs in list(box(8))[::40]:
        instance = Instance.common(8, jobs[0][0], [o for _, o in jobs])
        result = search.solve(instance, upper=start_of(instance), widths=())
        wrong += result.upper != least_flow_time(8, jobs)
    assert wrong


@pytest.mark.slow
def test_dominance_that_drops_too_much_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted error: dominance blind to the profile loses optima, and the comparison sees it."""

    def planted(
        layout: Layout, initial: Any, keys: np.ndarray, waited: Any, order: np.ndarray, *rest: object
    ) -> np.ndarray:
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


@pytest.mark.slow
@pytest.mark.parametrize("across", [False, True])
def test_dominance_changes_nothing_but_the_work(monkeypatch: pytest.MonkeyPatch, across: bool) -> None:
    """Without comparing different counts the optimum is the same."""
    monkeypatch.setattr(engine, "explore", partial(rounds.explore, across=across))
    instance = heterogeneous(12, 40, 1)
    result = search.solve(instance, upper=start_of(instance), widths=())
    assert (result.proved, result.upper) == (True, 238)


def test_reports_nodes_and_memory() -> None:
    """What the proof has cost is part of the result and of its text."""
    instance = heterogeneous(12, 40, 1)
    result = search.solve(instance, upper=start_of(instance))
    assert result.nodes > 1000
    assert (result.peak_bytes or 0) > 0
    assert str(result).splitlines()[-1].startswith("memory       ")


def test_no_memory_is_told_where_none_was_counted() -> None:
    """An instance that needs no round of search reports no memory, and not 0 MiB."""
    instance = Instance.common(15, 0, [5] * 15)
    upper = make("gba-d").schedule(instance)  # optimal, as the first prices show
    result = search.solve(instance, upper=upper)
    assert (result.nodes, result.peak_bytes) == (0, None)
    assert "MiB" not in str(result)


@pytest.mark.parametrize("memory", [100, 1000, 100_000])
def test_every_packing_of_the_profile(memory: int) -> None:
    """Budgets of up to 7, 15 and 31 bits are packed differently: same instance, scaled, same optimum."""
    factor = memory // 40
    instance = Instance.common(memory, 5 * factor, [3, 5, 5, 8, 9, 12, 14])
    searched = search.solve(instance, upper=start_of(instance))
    programmed = milp.solve(instance, upper=start_of(instance))
    assert (searched.proved, searched.upper) == (True, programmed.upper)


def test_many_counts_need_several_words() -> None:
    """Counts of 45 types do not fit one word."""
    lengths = [o for o in range(1, 46) for _ in range(2)]
    instance = Instance.common(4000, 3, lengths)
    result = search.solve(instance, upper=start_of(instance))
    assert result.proved


def test_scale_leaves_room() -> None:
    """The finest step is used where totals are small, and none is left where they are huge."""
    assert scale_for(20, 80, 100, 20) == 1 << 20
    assert scale_for(10**6, 2**30, 10**6, 10**6) < 2


@pytest.mark.slow
def test_deterministic() -> None:
    """Two runs expand the same states and find the same schedule."""
    instance = heterogeneous(12, 40, 3)
    one, two = (search.solve(instance, upper=start_of(instance)) for _ in range(2))
    assert one.nodes == two.nodes
    assert one.schedule is not None
    assert two.schedule is not None
    assert one.schedule.start.tolist() == two.schedule.start.tolist()
