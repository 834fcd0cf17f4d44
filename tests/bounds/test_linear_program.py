"""The linear-programming bound: exact, never above the optimum, at any size."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lp_models.relaxation import solve
from ratiolab.bounds import linear_program, lower_bounds
from ratiolab.bounds.exact_prices import exact_price_bound, fits
from ratiolab.bounds.linear_program import horizon_of, linear_program_bound, linear_program_bound_of_types
from ratiolab.bounds.price_curves import (
    as_prices,
    curve_through_blocks,
    edges_for,
    mean_busy_time_curve,
)
from ratiolab.certificates.prices import Prices, price_bound
from ratiolab.instance import GroupedInstance, Instance, JobType
from tests.references.brute_force import least_flow_time


def jobs_of(rng: random.Random, most: int, memory: int) -> list[tuple[int, int]]:
    """Random jobs with own prompts that fit the budget."""
    prompts = [rng.randint(0, memory // 2) for _ in range(rng.randint(1, most))]
    return [(s, rng.randint(1, memory - s)) for s in prompts]


def listed(memory: int, jobs: list[tuple[int, int]]) -> Instance:
    """The instance of jobs given as (prompt, response)."""
    return Instance(memory, [s for s, _ in jobs], [o for _, o in jobs])


def rows_of(instance: Instance | GroupedInstance) -> list[tuple[int, int, int]]:
    """Types as plain rows."""
    return [(kind.prompt, kind.response, kind.count) for kind in instance.types()]


def coarse_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that the whole program is too large, and a coarse one small."""
    monkeypatch.setattr(linear_program, "FULL_ENTRIES", 0)
    monkeypatch.setattr(linear_program, "_COARSE_BLOCKS", 6)
    monkeypatch.setattr(linear_program, "_COARSE_TYPES", 3)
    monkeypatch.setattr(linear_program, "_LEAST_STEPS", 8)
    monkeypatch.setattr(linear_program, "_MOST_STEPS", 8)


STEPS = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 9)), max_size=7)
TYPES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, 50), st.integers(1, 10**20)), min_size=1, max_size=4
)


@settings(deadline=None)  # the kernel may have to be compiled first
@given(STEPS, TYPES, st.integers(1, 9), st.integers(1, 99))
def test_the_fast_evaluation_is_the_definition(
    steps: list[tuple[int, int]], types: list[tuple[int, int, int]], scale: int, memory: int
) -> None:
    """Compiled in 64 bits or not, the bound of given prices is that of the certificate's definition."""
    rounds = np.concatenate(([0], np.cumsum([width for width, _ in steps], dtype=np.int64))).tolist()
    prices = Prices(scale, tuple(rounds), (*(value for _, value in steps), 0))
    assert exact_price_bound(types, memory, prices) == price_bound(types, memory, prices)


def test_numbers_beyond_64_bits_take_the_slow_way() -> None:
    """The compiled loop is refused where it could wrap around, and the value is the definition's."""
    types = [(3, 10**9, 10**12)]
    prices = Prices(1, (0, 10**10), (10**4, 0))
    assert not fits(types, prices)
    assert fits([(3, 10, 10**12)], Prices(1, (0, 10**6), (10**4, 0)))
    assert exact_price_bound(types, 10**10, prices) == price_bound(types, 10**10, prices)


def stretched(scale: int, rounds: tuple[int, ...], values: list[int], by: int) -> Prices:
    """Prices with every value multiplied."""
    return Prices(scale, rounds, (*(by * value for value in values), 0))


def test_the_largest_numbers_that_fit() -> None:
    """Prices stretched to the edge of what the compiled loop takes: its value is the definition's."""
    rng = random.Random(8)
    for _ in range(300):
        rounds = (0, *sorted(rng.sample(range(1, 10 ** rng.randint(1, 6) + 4), 3)))
        values = [rng.randint(1, 9) for _ in range(3)]
        types = [(rng.randint(0, 10**5), rng.randint(1, 10 ** rng.randint(0, 5)), 1)]
        scale, stretch = rng.choice((1, 10**6)), 1
        while fits(types, stretched(scale, rounds, values, 2 * stretch)):
            stretch *= 2
        for by in (stretch, 4 * stretch):
            prices = stretched(scale, rounds, values, by)
            assert exact_price_bound(types, 10**6, prices) == price_bound(types, 10**6, prices)
        assert not fits(types, stretched(scale, rounds, values, 4 * stretch))


def test_never_above_the_optimum_and_its_certificate_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fine and coarse prices stay below brute force, coarse below fine, and the checker finds the value."""
    rng = random.Random(11)
    for _ in range(40):
        memory = rng.randint(3, 12)
        instance = listed(memory, jobs_of(rng, 5, memory))
        optimal = least_flow_time(memory, list(zip(instance.prompts, instance.responses, strict=True)))
        fine = linear_program_bound(instance)
        with monkeypatch.context() as patch:
            coarse_only(patch)
            coarse = linear_program_bound(instance)
        for bound in (fine, coarse):
            assert bound.prices is not None
            assert bound.value == price_bound(rows_of(instance), memory, bound.prices)
            assert bound.certificate is not None
            assert bound.certificate["values"] == list(bound.prices.values)
            assert bound.rounded <= optimal
        assert coarse.value <= fine.value * (1 + Fraction(1, 10**6))


def test_equals_the_linear_program() -> None:
    """Rounding the duals loses nothing that shows: the bound is the solver's objective within 1e-6."""
    rng = random.Random(5)
    for _ in range(10):
        memory = rng.randint(10, 30)
        instance = listed(memory, jobs_of(rng, 15, memory))
        rows = rows_of(instance)
        late = int(instance.responses.sum())
        relaxed = solve(rows, memory, [late - o for _, o, _ in rows])
        assert relaxed is not None
        assert float(linear_program_bound(instance).value) == pytest.approx(relaxed.value, rel=1e-6)


def test_a_planted_price_changes_the_bound() -> None:
    """A certificate with one price altered no longer proves the value; a negative price is refused."""
    instance = Instance.common(30, 2, [3, 3, 7, 9, 12, 12, 12, 20])
    bound = linear_program_bound(instance)
    prices = bound.prices
    assert prices is not None
    for at in range(len(prices.values) - 1):
        for change in (prices.scale, -prices.values[at]):
            values = list(prices.values)
            values[at] += change
            planted = price_bound(rows_of(instance), 30, Prices(prices.scale, prices.rounds, tuple(values)))
            assert planted <= bound.value + Fraction(1, 1000)
            assert planted != bound.value or change == 0
    with pytest.raises(ValueError, match="no price may be negative"):
        Prices(prices.scale, prices.rounds, (-1, *prices.values[1:]))


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_metamorphic(rng: random.Random) -> None:
    """Order plays no part; one job more never lowers the bound, more memory never raises it."""
    memory = rng.randint(6, 25)
    jobs = jobs_of(rng, 8, memory)
    slack = 1 + Fraction(1, 10**6)
    value = linear_program_bound(listed(memory, jobs)).value
    mixed = rng.sample(jobs, len(jobs))
    assert linear_program_bound(listed(memory, mixed)).value == value
    more = linear_program_bound(listed(memory, [*jobs, rng.choice(jobs)])).value
    assert value <= more * slack
    assert linear_program_bound(listed(memory + rng.randint(1, 9), jobs)).value <= value * slack


@pytest.mark.slow
def test_far_more_jobs_than_any_program() -> None:
    """10**12 jobs a group and 20,000 jobs of own prompts: finite, and about the mean busy time bound."""
    grouped = GroupedInstance(8192, [JobType(5, 7, 10**12), JobType(1, 70, 10**12), JobType(0, 8192, 10**12)])
    rng = np.random.default_rng(3)
    traced = Instance(16384, rng.integers(0, 4000, 20_000), rng.integers(1, 200, 20_000) ** 2 // 100 + 1)
    for problem, share in ((grouped, 0.999), (traced, 0.995)):
        by_prices = linear_program_bound(problem, time_limit=2.0)
        assert by_prices.prices is not None
        assert len(by_prices.prices.rounds) <= 2049
        closed = max(bound.value for bound in lower_bounds(problem))
        assert share * float(closed) < float(by_prices.value)


def test_a_horizon_beyond_64_bits() -> None:
    """Counts of any size: where times do not fit the arrays, the length bound is left."""
    left = linear_program_bound_of_types([JobType(0, 5, 10**40)], 10)
    assert left.value == 5 * 10**40


@pytest.mark.slow
def test_no_time_leaves_the_curve() -> None:
    """Without time for a solver the closed-form prices stand."""
    instance = Instance.common(64, 3, list(range(1, 60)))
    without = linear_program_bound(instance, time_limit=1e-9)
    assert without.value > 0.99 * max(bound.value for bound in lower_bounds(instance))
    assert without.value <= linear_program_bound(instance).value


def test_an_early_horizon_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Duals of a program that ends too early are worth less than it says: the horizon is doubled."""
    instance = Instance.common(30, 2, [5, 5, 7, 9, 12, 12, 12, 20])
    right = linear_program_bound(instance).value
    asked = []

    def early(types: Sequence[JobType], memory: int) -> int:
        asked.append(horizon_of(types, memory))
        return 24

    monkeypatch.setattr(linear_program, "horizon_of", early)
    noticed = linear_program_bound(instance)
    assert asked
    assert float(noticed.value) == pytest.approx(float(right), rel=1e-6)


def test_no_job_is_refused() -> None:
    """A bound of nothing is not asked for by mistake."""
    with pytest.raises(ValueError, match="no job"):
        linear_program_bound_of_types([JobType(0, 3, 0)], 5)


def test_curve_by_hand() -> None:
    """Areas 1 and 3, budget 2: the curve falls from 1 by 1/2 until round 1/2, and to 0 at round 2."""
    curve = mean_busy_time_curve([JobType(0, 2, 1), JobType(0, 1, 1)], 2)
    assert curve.times.tolist() == [0, 0.5, 2]
    assert curve.prices.tolist() == [1, 0.5, 0]
    assert curve.means(np.array([0, 1, 2, 3])).tolist() == pytest.approx(
        [0.375 + (0.5 + 1 / 3) / 4, 1 / 6, 0]
    )


def test_curve_through_blocks_and_steps() -> None:
    """A curve through equal blocks keeps them in the middle; equal neighbours become one step."""
    curve = curve_through_blocks(np.array([4.0, 2.0]), 10)
    assert curve.prices.tolist() == [5, 4, 2, 0]
    assert curve.times.tolist() == [0, 5, 15, 30]
    prices = as_prices(4, np.array([0, 2, 5, 9]), np.array([0.5, 0.5, 0.26]))
    assert (prices.rounds, prices.values) == ((0, 5, 9), (2, 1, 0))


def test_edges_ascend_from_0_and_are_few() -> None:
    """Edges start in round 0, ascend strictly, are no more than asked for, and dense where jobs complete."""
    types = [JobType(0, 1, 1000), JobType(0, 100, 50)]
    edges = edges_for(types, 100, 10**6, 64)
    assert edges[0] == 0
    assert (np.diff(edges) > 0).all()
    assert edges.size <= 65
    assert np.diff(edges)[0] < np.diff(edges)[-1]
    assert edges_for(types, 100, 5, 64).tolist() == [0, 1, 2, 3, 4, 5]
