"""Every algorithm against a slow reference written separately, schedule by schedule.

The references (tests/references) advance the model one round at a time and share no code with the
product. Agreement is of whole schedules: every attempt of every job, killed ones included.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from ratiolab.algorithms import make
from ratiolab.instance import GroupedInstance, Instance, JobType
from ratiolab.schedule import Cost
from tests.algorithms.agreement import ALPHAS, agree, common
from tests.references.gba import gba
from tests.references.gsa import gsa
from tests.references.mc_sf import mc_sf
from tests.references.model import cost
from tests.references.slices import Alpha, at_most, slices
from tests.references.sps import sps, widest_pipeline
from tests.strategies import random_instance

#: 8 factors x 400 = 3200 instances for GSA and as many for GBA.
PER_ALPHA = 400


@pytest.mark.slow
@pytest.mark.parametrize("alpha", ALPHAS)
def test_gsa(alpha: str) -> None:
    """GSA equals its round-by-round reference on random instances: schedule, cost and grouped cost."""
    rng = random.Random(f"gsa {alpha}")
    for _ in range(PER_ALPHA):
        instance = random_instance(rng)
        agree(f"gsa:alpha={alpha}", instance, gsa(*common(instance), ALPHAS[alpha]))


@pytest.mark.slow
@pytest.mark.parametrize("alpha", ALPHAS)
def test_gba(alpha: str) -> None:
    """GBA equals its round-by-round reference on random instances: schedule, cost and grouped cost."""
    rng = random.Random(f"gba {alpha}")
    for _ in range(PER_ALPHA):
        instance = random_instance(rng)
        agree(f"gba:alpha={alpha}", instance, gba(*common(instance), ALPHAS[alpha]))


@pytest.mark.slow
def test_sps() -> None:
    """One pipeline with the longest response as slice equals its reference, also for unequal jobs."""
    rng = random.Random(33)
    for _ in range(2000):
        instance = random_instance(rng)
        agree("sps", instance, sps(*common(instance)))


@pytest.mark.slow
def test_sps_by_length() -> None:
    """One reference pipeline per distinct length, shortest first, each after the slices of the last."""
    rng = random.Random(35)
    for _ in range(2000):
        instance = random_instance(rng)
        memory, prompt, responses, order = common(instance)
        expected, base = [], 0
        for length in sorted(set(responses)):
            jobs = [job for job in order if responses[job] == length]
            part = sps(memory, prompt, [length] * len(jobs), list(range(len(jobs))))
            expected += [(jobs[i], base + start, rounds, done) for i, start, rounds, done in part]
            base = max(start + rounds for _, start, rounds, _ in expected)
        agree("sps-by-length", instance, sorted(expected))


@pytest.mark.slow
@pytest.mark.parametrize("own_prompts", [False, True])
def test_mc_sf(own_prompts: bool) -> None:
    """MC-SF equals its reference for common prompts and for a prompt per job (ties as given)."""
    rng = random.Random(2502 + own_prompts)
    for _ in range(1000):
        instance = random_instance(rng, own_prompts)
        expected = mc_sf(
            instance.memory, instance.prompts.tolist(), instance.responses.tolist(), instance.order.tolist()
        )
        agree("mc-sf", instance, expected)


@pytest.mark.slow
def test_larger_instances() -> None:
    """The same agreement with up to 120 jobs and 200 tokens, so that phases overflow one slice."""
    rng = random.Random(200)
    for _ in range(24):
        memory = rng.randint(100, 200)
        prompt = rng.randint(20, 60)
        n = rng.randint(40, 120)
        responses = [rng.randint(1, rng.choice([5, 30, memory - prompt])) for _ in range(n)]
        order = rng.sample(range(n), n)
        instance = Instance.common(memory, prompt, responses, order)
        alpha = rng.choice(list(ALPHAS))
        agree(f"gsa:alpha={alpha}", instance, gsa(*common(instance), ALPHAS[alpha]))
        agree(f"gba:alpha={alpha}", instance, gba(*common(instance), ALPHAS[alpha]))
        agree("sps", instance, sps(*common(instance)))
        agree("mc-sf", instance, mc_sf(memory, [prompt] * len(responses), responses, order))


def starts_before(count: int, tau: int, k: int) -> int:
    """Sum of ``floor(i*tau/k)`` over i < count: k starts later is tau rounds later."""
    full, rest = divmod(count, k)
    one_period = sum(r * tau // k for r in range(k))
    remainder = sum(r * tau // k for r in range(rest)) + rest * full * tau
    return full * one_period + k * tau * (full * (full - 1) // 2) + remainder


def pipeline_in_bulk(groups: Sequence[tuple[int, int]], tau: int, k: int) -> tuple[int, int, int, int]:
    """Flow time, last completion, rounds lost and length of one pipeline over (length, count) runs."""
    position = flow_time = last = lost = 0
    for length, count in groups:
        if length <= tau:
            starts = starts_before(position + count, tau, k) - starts_before(position, tau, k)
            flow_time += starts + count * length
            last = max(last, (position + count - 1) * tau // k + length)
        else:
            lost += count * tau
        position += count
    return flow_time, last, lost, (position - 1) * tau // k + tau


def in_bulk(
    name: str, memory: int, prompt: int, groups: list[tuple[int, int]], alpha: Alpha
) -> tuple[int, int, int]:
    """Cost of GSA or GBA on runs of equal jobs, by plain big integers."""
    span = memory - prompt
    taus = slices(span, alpha)
    now = flow_time = makespan = lost = 0
    for p, tau in enumerate(taus):
        if name == "gba":
            back = len(taus) - p
            batch = [g for g in groups if g[0] <= tau and not at_most(g[0], alpha, back, span)]
        else:
            batch = groups
            groups = [g for g in groups if g[0] > tau]
        if batch:
            flow, last, killed, length = pipeline_in_bulk(batch, tau, widest_pipeline(tau, prompt, memory))
            done = sum(count for o, count in batch if o <= tau)
            flow_time += flow + done * now
            makespan = now + last if done else makespan
            lost += killed
            now += length
    return flow_time, makespan, lost


def as_numbers(cost: Cost) -> tuple[int, int, int]:
    """The three numbers of a cost."""
    return cost.flow_time, cost.makespan, cost.killed_rounds


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gsa", "gba"])
def test_bulk_sums_equal_the_reference(name: str) -> None:
    """The big-integer sums used for huge batches are right where the reference can be run."""
    rng = random.Random(7)
    for _ in range(150):
        instance = random_instance(rng)
        memory, prompt, responses, order = common(instance)
        alpha = ALPHAS[rng.choice(list(ALPHAS))]
        slow = (gsa if name == "gsa" else gba)(memory, prompt, responses, order, alpha)
        groups = [(responses[job], 1) for job in order]
        assert in_bulk(name, memory, prompt, groups, alpha) == cost(slow)


@pytest.mark.parametrize("name", ["gsa", "gba"])
@pytest.mark.parametrize("largest", [10**3, 10**9, 10**12, 10**18, 10**30])
def test_huge_groups(name: str, largest: int) -> None:
    """Costs of batches of up to 10**30 jobs are exact: no total wraps around or is rounded."""
    rng = random.Random(largest)
    for alpha in ALPHAS:
        memory = rng.randint(30, 60)
        prompt = rng.randint(0, 20)
        groups = [
            (rng.randint(1, memory - prompt), rng.randint(1, largest)) for _ in range(rng.randint(1, 6))
        ]
        problem = GroupedInstance(memory, [JobType(prompt, o, count) for o, count in groups])
        cost = as_numbers(make(name, alpha=alpha).cost(problem))
        assert cost == in_bulk(name, memory, prompt, groups, ALPHAS[alpha]), (alpha, memory, prompt, groups)


@pytest.mark.parametrize("count", [1, 1000, 10**10, 10**20])
def test_huge_pipeline(count: int) -> None:
    """The flow time of one pipeline of up to 10**20 equal jobs is exact."""
    k = widest_pipeline(7, 2, 50)
    cost = make("sps").cost(GroupedInstance(50, [JobType(2, 7, count)]))
    assert cost.flow_time == starts_before(count, 7, k) + 7 * count
    assert cost.makespan == (count - 1) * 7 // k + 7
    assert cost.killed_rounds == 0
