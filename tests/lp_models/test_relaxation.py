"""The linear relaxation: prices that are nonnegative, a value below the integer program, no false words."""

from __future__ import annotations

import random
from typing import Any

import highspy
import numpy as np
import pytest

from lp_models import relaxation, start_time
from lp_models.grouping import grouped
from lp_models.matrix import tokens_by_block
from lp_models.relaxation import solve


def dual_objective(types: list[tuple[int, int, int]], memory: int, prices: np.ndarray) -> float:
    """Value of prices in floating point, by trying every start round."""
    later = np.concatenate((prices, np.zeros(max(o for _, o, _ in types) + 1)))
    total = -memory * prices.sum()
    for s, o, n in types:
        held = s + 1 + np.arange(o)
        total += n * min(t + o + float(later[t : t + o] @ held) for t in range(prices.size + 1))
    return float(total)


def test_value_is_below_the_integer_program_and_duals_reach_it() -> None:
    """Relaxation <= integer optimum, and the prices are worth what the solver says."""
    rng = random.Random(2)
    for _ in range(8):
        memory = rng.randint(8, 16)
        types = [(rng.randint(0, 2), o, rng.randint(1, 3)) for o in rng.sample(range(1, 6), 3)]
        late = sum(o * n for _, o, n in types)
        latest = [late - o for _, o, _ in types]
        relaxed = solve(types, memory, latest)
        assert relaxed is not None
        assert (relaxed.prices >= 0).all()
        assert relaxed.prices.size == late
        assert dual_objective(types, memory, relaxed.prices) == pytest.approx(relaxed.value, rel=1e-6)
        optimum = start_time.solve(types, memory, latest).objective
        assert optimum is not None
        assert relaxed.value <= optimum + 1e-6


def test_both_methods_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interior point method, for large programs, finds the same value and prices as good."""
    types, memory = [(2, 5, 9), (2, 9, 7), (0, 3, 20)], 30
    latest = [100 - o for _, o, _ in types]
    by_simplex = solve(types, memory, latest)
    monkeypatch.setattr(relaxation, "_SIMPLEX_ENTRIES", 0)
    inside = solve(types, memory, latest)
    assert by_simplex is not None
    assert inside is not None
    assert inside.value == pytest.approx(by_simplex.value, rel=1e-5)
    assert dual_objective(types, memory, inside.prices) == pytest.approx(by_simplex.value, rel=1e-4)


def test_counts_of_any_size() -> None:
    """10**15 jobs, coarse: the units keep every number near 1, and the memory's price has the right size."""
    n = 10**15
    rounds = n * 15 // 10 + 10
    relaxed = solve([(0, 5, n)], 10, [rounds - 5], block=rounds // 100)
    assert relaxed is not None
    assert relaxed.value == pytest.approx(n * n * 15 / 10 / 2, rel=0.02)
    assert relaxed.prices[0] == pytest.approx(n / 10, rel=0.02)  # left / M


@pytest.mark.parametrize(
    ("latest", "limit"),
    [([1], None), ([-1], None), ([400], 1e-9)],
    ids=["infeasible", "no start round", "no time"],
)
def test_no_prices_without_an_optimum(latest: list[int], limit: float | None) -> None:
    """Infeasible programs and time-outs give None, not the numbers that lie around in the solver."""
    assert solve([(0, 30, 200)], 40, latest, time_limit=limit) is None


def test_an_optimum_whose_duals_do_not_reach_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver's word is checked against its own duals: a wrong row_dual gives None."""
    original = highspy.Highs.getSolution

    def planted(model: Any) -> Any:
        solution = original(model)
        solution.row_dual = [1.01 * value for value in solution.row_dual]
        return solution

    types, latest = [(0, 3, 9)], [40]
    assert solve(types, 7, latest) is not None
    monkeypatch.setattr(highspy.Highs, "getSolution", planted)
    assert solve(types, 7, latest) is None


def test_tokens_by_block() -> None:
    """Blocks of 3 rounds: 2+3+4, 5+6+7, 8; together the area."""
    assert tokens_by_block(1, 7, 3).tolist() == [9, 18, 8]
    assert tokens_by_block(1, 7, 1).tolist() == [2, 3, 4, 5, 6, 7, 8]
    assert tokens_by_block(1, 7, 100).tolist() == [35]


def test_grouping_keeps_jobs_and_order() -> None:
    """Merged types are few, ascend in area, count every job, and are the same jobs if few already."""
    rng = random.Random(7)
    types = [(rng.randint(0, 50), rng.randint(1, 90), rng.randint(1, 10**9)) for _ in range(300)]
    merged = grouped(types, 12)
    assert len(merged) <= 12
    assert sum(n for _, _, n in merged) == sum(n for _, _, n in types)
    areas = [s * o + o * (o + 1) // 2 for s, o, _ in merged]
    assert areas == sorted(areas)
    assert grouped(types, 300) == types
    assert grouped([(0, 1, 10**12), (0, 2, 1), (0, 3, 1)], 2) == [(0, 1, 10**12), (0, 2, 2)]
