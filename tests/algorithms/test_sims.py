"""SimS: agreement with a reference, published values, and closed forms for any number of jobs."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from ratiolab.algorithms import parse
from ratiolab.errors import OverflowRefused
from ratiolab.instance import GroupedInstance, Instance, JobType
from ratiolab.schedule import Schedule, verify
from tests.algorithms.agreement import agree, common, starts
from tests.references.lockstep import sims
from tests.strategies import random_instance


@pytest.mark.slow
def test_sims() -> None:
    """Lockstep batches equal their reference on 2000 instances, unequal lengths included."""
    rng = random.Random(225)
    for _ in range(2000):
        instance = random_instance(rng)
        agree("sims", instance, sims(*common(instance)))


def test_reference_values_of_sims() -> None:
    """15 identical jobs of 5 tokens in 15: SimS 225, as MC-SF; each batch holds 3 jobs."""
    instance = Instance.common(15, 0, [5] * 15)
    assert parse("sims").cost(instance).flow_time == parse("mc-sf").cost(instance).flow_time == 225
    assert starts("sims", instance) == [i // 3 * 5 for i in range(15)]


def test_lower_bound_family_of_sims() -> None:
    """On the published family SimS costs 2.9400 times a schedule that starts a job every d rounds."""
    o, delta, n = 300, 2, 10_000
    d, memory = o // 3 + delta, 2 * o - 3 * delta + 3
    instance = Instance.common(memory, 0, [o] * n)
    staggered = verify(instance, Schedule.of_starts([i * d for i in range(n)], instance))
    ratio = Fraction(parse("sims").cost(instance).flow_time, staggered.flow_time)
    assert f"{float(ratio):.4f}" == "2.9400"


@pytest.mark.parametrize("count", [1, 10**6, 10**20])
def test_huge_batches_of_sims(count: int) -> None:
    """Closed forms of SimS for up to 10**20 jobs: batches of 4, the last one possibly short."""
    cost = parse("sims").cost(GroupedInstance(40, [JobType(3, 7, count)]))
    full, rest = divmod(count, 4)
    assert cost.flow_time == 7 * count + 7 * (4 * (full * (full - 1) // 2) + rest * full)
    assert cost.makespan == -(-count // 4) * 7


def test_overflow_of_sims() -> None:
    """SimS has exact costs of any size and refuses only a schedule whose rounds do not fit."""
    instance = Instance.common(2**60, 0, [2**60 - 1] * 20)
    assert parse("sims").cost(instance).flow_time == (2**60 - 1) * 210
    with pytest.raises(OverflowRefused, match="sims"):
        parse("sims").schedule(instance)
