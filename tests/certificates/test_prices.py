"""The price bound: equal to its definition, and never above the optimum."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiolab.certificates.prices import Prices, StartCosts, price_bound
from tests.references.brute_force import least_flow_time


def plain_cost(values: list[int], scale: int, prompt: int, response: int, start: int) -> int:
    """Cost of a start in units of 1/scale, summed round by round."""
    held = sum(values[start + i] * (prompt + i + 1) for i in range(response) if start + i < len(values))
    return scale * (start + response) + held


PRICES = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 9)), max_size=6)


@given(PRICES, st.integers(1, 7), st.integers(0, 5), st.integers(1, 9))
def test_least_cost_is_the_minimum_over_all_starts(
    runs: list[tuple[int, int]], scale: int, prompt: int, response: int
) -> None:
    """Breakpoints and vertices of the quadratics lose no start round."""
    values = [value for width, value in runs for _ in range(width)]
    costs = StartCosts(Prices.of_rounds(scale, values))
    by_definition = [plain_cost(values, scale, prompt, response, t) for t in range(len(values) + 2)]
    assert [costs.cost(prompt, response, t) for t in range(len(values) + 2)] == by_definition
    assert costs.least(prompt, response) == min(by_definition)


@given(
    PRICES,
    st.integers(0, 4),
    st.integers(1, 6),
    st.lists(st.tuples(st.integers(0, 20), st.integers(-40, 40)), max_size=3),
)
def test_extra_costs_of_early_starts(
    runs: list[tuple[int, int]], prompt: int, response: int, steps: list[tuple[int, int]]
) -> None:
    """The multipliers of branching conditions enter round by round."""
    values = [value for width, value in runs for _ in range(width)]
    costs = StartCosts(Prices.of_rounds(3, values))
    rounds = range(max([len(values), *(last for last, _ in steps)]) + 2)
    assert costs.least(prompt, response, steps) == min(
        plain_cost(values, 3, prompt, response, t) + sum(extra for last, extra in steps if t <= last)
        for t in rounds
    )


def test_least_cost_where_pieces_are_short() -> None:
    """Pieces of one to three rounds, whose vertex or edge is easily lost: 4,000 of them, always the same."""
    rng = random.Random(3)
    inside = 0
    for _ in range(4000):
        values = [v for _ in range(rng.randint(1, 4)) for v in [rng.randint(0, 9)] * rng.randint(1, 4)]
        scale, prompt, response = rng.randint(1, 30), rng.randint(0, 2), rng.randint(1, 6)
        costs = [plain_cost(values, scale, prompt, response, t) for t in range(len(values) + 2)]
        assert StartCosts(Prices.of_rounds(scale, values)).least(prompt, response) == min(costs)
        inside += 0 < costs.index(min(costs)) < len(values)
    assert inside > 500


@pytest.mark.slow
@given(st.data())
def test_never_above_the_optimum(data: st.DataObject) -> None:
    """Any nonnegative prices give a valid bound."""
    memory = data.draw(st.integers(2, 9))
    jobs = data.draw(
        st.lists(
            st.integers(0, memory - 1).flatmap(lambda s: st.tuples(st.just(s), st.integers(1, memory - s))),
            min_size=1,
            max_size=4,
        )
    )
    scale = data.draw(st.integers(1, 12))
    values = data.draw(st.lists(st.integers(0, 12), max_size=12))
    bound = price_bound([(s, o, 1) for s, o in jobs], memory, Prices.of_rounds(scale, values))
    assert bound <= least_flow_time(memory, jobs)


def test_huge_horizons_and_counts() -> None:
    """Steps, not rounds, decide what a bound costs: 10**12 jobs, exact beyond 64 bits."""
    n = 10**12
    prices = Prices(10, (0, n), (9, 0))
    # One token a round (s = 0, o = 1, M = 1): every start costs at least 1 + 9/10, from round n on n + 1.
    assert price_bound([(0, 1, n)], 1, prices) == Fraction(19 * n - 9 * n, 10)


@pytest.mark.parametrize(
    ("rounds", "values", "fault"),
    [
        ((1, 2), (1, 0), "must be round 0"),
        ((0, 2, 2), (1, 2, 0), "step 2 begins in round 2"),
        ((0, 2), (-1, 0), "price 0 is -1"),
        ((0, 2), (1, 1), "the last price is 1"),
        ((0, 2), (1,), "2 steps have 1 prices"),
    ],
)
def test_bad_prices_are_refused(rounds: tuple[int, ...], values: tuple[int, ...], fault: str) -> None:
    """Prices that prove nothing are refused with the entry at fault."""
    with pytest.raises(ValueError, match=fault):
        Prices(1, rounds, values)
