"""The optimum against two independent solvers on instances too large for brute force."""

from __future__ import annotations

import random

import pytest

from ratiolab.instance import Instance
from ratiolab.optimum import solve
from ratiolab.schedule import Schedule
from tests.references import optimum_by_states, per_job_milp
from tests.references.starts import serial_starts


def random_jobs(seed: int) -> tuple[int, list[tuple[int, int]]]:
    """A budget and up to 10 jobs of length at most 6; every third instance has own prompts."""
    rng = random.Random(seed)
    memory = rng.randint(7, 16)
    common = rng.randint(0, 3)
    jobs = []
    for _ in range(rng.randint(6, 10)):
        prompt = rng.randint(0, 4) if seed % 3 == 0 else common
        jobs.append((prompt, rng.randint(1, min(6, memory - prompt))))
    return memory, jobs


@pytest.mark.slow
@pytest.mark.parametrize("block", range(10))
def test_equals_dynamic_program(block: int) -> None:
    """100 random instances, n <= 10: equal to exact dynamic programming over rounds (pure integers)."""
    for seed in range(10 * block, 10 * block + 10):
        memory, jobs = random_jobs(seed)
        instance = Instance(memory, [s for s, _ in jobs], [o for _, o in jobs])
        start = Schedule.of_starts(serial_starts(jobs), instance)
        result = solve(instance, upper=start)
        assert result.proved, (memory, jobs, result)
        assert result.upper == optimum_by_states.least_flow_time(memory, jobs), (memory, jobs, result)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(0, 100, 5))
def test_equals_per_job_program(seed: int) -> None:
    """A second integer program, per job and by step variables: both references agree with each other."""
    memory, jobs = random_jobs(seed)
    jobs = jobs[:7]
    assert per_job_milp.least_flow_time(memory, jobs) == optimum_by_states.least_flow_time(memory, jobs)
