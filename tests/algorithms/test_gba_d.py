"""GBA-D: agreement with a reference, and that it never delays a job relative to GBA.

The claim is one that the paper makes without proof; the check is also run on an algorithm for which it
must fail.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, combinations_with_replacement

import pytest

from ratiolab.algorithms import make, parse
from ratiolab.core.pipeline import largest_parallelism
from ratiolab.instance import Instance
from tests.algorithms.agreement import agree, common, starts
from tests.references.gba_d import gba_d
from tests.strategies import random_instance


def batched(lengths: Sequence[int], slices: Sequence[int], memory: int, prompt: int) -> list[int]:
    """Start rounds of batching by any slices, each class in ascending length: GBA if they are geometric."""
    begun: list[int] = []
    base = 0
    for p, tau in enumerate(slices):
        members = [o for o in lengths if o <= tau and (p == 0 or o > slices[p - 1])]
        if members:
            k = largest_parallelism(tau, prompt, memory)
            begun += [base + i * tau // k for i in range(len(members))]
            base = begun[-1] + tau
    return begun


def delayed(begun: list[int], instance: Instance, slices: Sequence[int]) -> bool:
    """Whether some job starts later than with batching by these slices; lengths ascend."""
    assert instance.common_prompt is not None
    others = batched(instance.responses.tolist(), slices, instance.memory, instance.common_prompt)
    return any(a > b for a, b in zip(begun, others, strict=True))


def structured_lengths(rng: random.Random, span: int) -> list[int]:
    """Ascending lengths: close together, stairs, two or three kinds, or mostly short."""
    n = rng.randint(1, 60)
    high = rng.randint(1, min(span, rng.choice([5, 10, max(1, span // 2), span])))
    low = max(1, high - rng.choice([0, 1, 2, 4, 10, high]))
    width = rng.randint(1, 3)
    shape = rng.randrange(4)
    if shape == 0:
        return sorted(rng.randint(low, high) for _ in range(n))
    if shape == 1:
        return [min(high, low + i // width) for i in range(n)]
    if shape == 2:
        return sorted(rng.choice([low, high, (low + high) // 2]) for _ in range(n))
    return sorted(max(1, int(high * rng.random() ** 3)) for _ in range(n))


def structured_cases(seed: int, cases: int) -> list[tuple[Instance, list[int]]]:
    """Larger instances, each with slices: geometric ones, or only the longest length."""
    rng = random.Random(seed)
    made = []
    for _ in range(cases):
        memory = rng.randint(2, rng.choice([30, 60, 150, 300, 1000]))
        prompt = rng.choice([0, rng.randint(0, memory - 1) // 8, rng.randint(0, memory - 1)])
        lengths = structured_lengths(rng, memory - prompt)
        alpha = Fraction(rng.randint(105, 600), 100)
        slices = [lengths[-1]]
        if rng.random() < 0.7:
            slices = [memory - prompt]
            while slices[0] / alpha >= 1:
                slices.insert(0, int(slices[0] / alpha))
        made.append((Instance.common(memory, prompt, lengths), slices))
    return made


@pytest.mark.slow
def test_gba_d() -> None:
    """Dynamic refill equals its reference on 2000 instances."""
    rng = random.Random(7)
    for _ in range(2000):
        instance = random_instance(rng)
        agree("gba-d", instance, gba_d(*common(instance)))


def test_batched_is_gba() -> None:
    """The batching that the claim is checked against is GBA when the slices are GBA's."""
    rng = random.Random(9)
    for _ in range(100):
        instance = random_instance(rng)
        lengths = sorted(instance.responses.tolist())
        ascending = Instance.common(instance.memory, common(instance)[1], lengths)
        alpha = Fraction(rng.choice(["4/3", "2", "5/2"]))
        span = instance.memory - common(instance)[1]
        slices = [int(span / alpha**p) for p in range(64) if span / alpha**p >= 1][::-1]
        begun = batched(lengths, slices, instance.memory, common(instance)[1])
        assert begun == starts(f"gba:alpha={alpha}", ascending)


@pytest.mark.slow
def test_gba_d_never_delays_small() -> None:
    """Every instance with at most 4 jobs and 6 tokens, against every set of slices there is."""
    for memory in range(1, 7):
        for prompt in range(memory):
            span = memory - prompt
            for n in range(1, 5):
                for lengths in combinations_with_replacement(range(1, span + 1), n):
                    instance = Instance.common(memory, prompt, lengths)
                    begun = starts("gba-d", instance)
                    for size in range(span):
                        for inner in combinations(range(1, span), size):
                            assert not delayed(begun, instance, [*inner, span]), (memory, prompt, lengths)


@pytest.mark.slow
def test_gba_d_never_delays_structured() -> None:
    """No job starts later than with batching on 2500 structured instances of up to 60 jobs."""
    for instance, slices in structured_cases(601, 2500):
        told = (instance.memory, instance.common_prompt, instance.responses.tolist(), slices)
        assert not delayed(starts("gba-d", instance), instance, slices), told


def test_mc_sf_does_delay() -> None:
    """The same check finds delays in MC-SF, which starts as many jobs at once as it can."""
    cases = structured_cases(601, 400)
    assert sum(delayed(starts("mc-sf", instance), instance, slices) for instance, slices in cases) > 10


@pytest.mark.parametrize("alpha", ["4/3", "2"])
def test_gba_d_total(alpha: str) -> None:
    """In any order of the jobs GBA-D's flow time is at most GBA's."""
    rng = random.Random(f"total {alpha}")
    for _ in range(400):
        instance = random_instance(rng)
        assert parse("gba-d").cost(instance).flow_time <= make("gba", alpha=alpha).cost(instance).flow_time
