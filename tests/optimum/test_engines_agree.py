"""On 500 random instances every engine, every lower bound and every algorithm tell one story."""

from __future__ import annotations

import random

import pytest

from ratiolab.adversary.boxes.tiny import MAX_JOBS, tiny_optimum
from ratiolab.algorithms import ALGORITHMS, make
from ratiolab.bounds import lower_bounds
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.optimum import ENGINES, OptimumResult, solve
from ratiolab.schedule import Schedule, verify
from tests.references.starts import serial_starts

PARTS = 10
PER_PART = 50
#: Seconds an engine may take; an interval that is still open then must hold all the same.
LIMIT = 1.0


def random_instance(rng: random.Random) -> Instance:
    """Up to 9 jobs, a budget up to 20; a common prompt, own prompts, or a few types of jobs."""
    memory, n, kind = rng.randint(3, 20), rng.randint(1, 9), rng.choice(["common", "own", "mixed"])
    common = rng.randint(0, memory // 2)
    types = []
    for _ in range(n if kind != "mixed" else rng.randint(1, 3)):
        prompt = common if kind == "common" else rng.randint(0, memory - 1)
        types.append((prompt, rng.randint(1, memory - prompt)))
    jobs = types if kind != "mixed" else [rng.choice(types) for _ in range(n)]
    rng.shuffle(jobs)
    return Instance(memory, [s for s, _ in jobs], [o for _, o in jobs])


def check_intervals(instance: Instance, results: dict[str, OptimumResult]) -> tuple[int, int]:
    """Intervals of all engines intersect, their schedules attain the upper ends; the intersection."""
    for name, result in results.items():
        if result.schedule is not None:
            assert verify(instance, result.schedule).flow_time == result.upper, name
    lower = max(result.lower for result in results.values())
    upper = min(result.upper for result in results.values() if result.upper is not None)
    assert lower <= upper, results
    assert len({result.upper for result in results.values() if result.proved}) <= 1, results
    return lower, upper


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_one_story(part: int) -> None:
    """Bounds <= optimum <= algorithms, all engines agree, and the tiny optimum is theirs."""
    rng = random.Random(1000 + part)
    open_ones = 0
    for _ in range(PER_PART):
        instance = random_instance(rng)
        jobs = list(zip(instance.prompts.tolist(), instance.responses.tolist(), strict=True))
        start = Schedule.of_starts(serial_starts(jobs), instance)
        results = {name: solve(instance, upper=start, engine=name, time_limit=LIMIT) for name in ENGINES}
        lower, upper = check_intervals(instance, results)
        if len(instance) <= MAX_JOBS:
            value, schedule = tiny_optimum(instance)
            assert verify(instance, schedule).flow_time == value
            assert lower <= value <= upper, (instance.memory, jobs, value, results)
            lower = upper = value
        open_ones += lower < upper
        assert all(bound.rounded <= lower for bound in lower_bounds(instance)), (instance.memory, jobs)
        for name in ALGORITHMS:
            algorithm = make(name)
            try:
                schedule = algorithm.schedule(instance)
            except InputError:  # own prompts where a common one is needed, or outside the model
                assert algorithm.keeps_progress or instance.common_prompt is None, name
                continue
            assert verify(instance, schedule).flow_time >= upper, (name, instance.memory, jobs)
    assert open_ones <= PER_PART // 10


def test_a_planted_error_is_refused() -> None:
    """An engine that claims one round less than the optimum, or one more, stands against the others."""
    instance = Instance.common(10, 1, [2, 3, 5, 5, 7])
    jobs = [(1, o) for o in instance.responses.tolist()]
    start = Schedule.of_starts(serial_starts(jobs), instance)
    right = {name: solve(instance, upper=start, engine=name) for name in ENGINES}
    check_intervals(instance, right)
    value = right["search"].upper
    assert value is not None
    one = right["milp"]
    for lower, upper in ((value + 1, value + 1), (value - 1, value - 1)):
        fields = {**vars(one), "lower": lower, "upper": upper}
        with pytest.raises(AssertionError):
            check_intervals(instance, {**right, "milp": OptimumResult(**fields)})
