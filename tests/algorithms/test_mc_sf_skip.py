"""MC-SF that skips past misfits: agreement, and that it is another algorithm than the one that stops."""

from __future__ import annotations

import random

import pytest

from ratiolab.algorithms import parse
from tests.algorithms.agreement import agree, own
from tests.references.greedy import by_length, serve
from tests.strategies import random_instance


@pytest.mark.slow
@pytest.mark.parametrize("own_prompts", [True, False])
def test_mc_sf_skip(own_prompts: bool) -> None:
    """Skipping past misfits equals its reference, own prompts (2000 instances) and common ones."""
    rng = random.Random(f"skip {own_prompts}")
    for _ in range(2000 if own_prompts else 300):
        instance = random_instance(rng, own_prompts)
        memory, prompts, responses, order = own(instance)
        queue = by_length(responses, order)
        agree("mc-sf:skip=yes", instance, serve(memory, prompts, responses, queue, skip=True))


@pytest.mark.slow
def test_mc_sf_stop_after_the_change() -> None:
    """Without the option MC-SF still stops at the first misfit, own prompts included."""
    rng = random.Random(1)
    for _ in range(400):
        instance = random_instance(rng, own_prompts=True)
        memory, prompts, responses, order = own(instance)
        agree("mc-sf", instance, serve(memory, prompts, responses, by_length(responses, order)))


def test_skipping_differs_from_stopping() -> None:
    """With own prompts skipping is another algorithm: neither rule is always better."""
    rng = random.Random(6)
    better = worse = 0
    for _ in range(400):
        instance = random_instance(rng, own_prompts=True)
        skip, stop = (parse(t).cost(instance).flow_time for t in ("mc-sf:skip=yes", "mc-sf"))
        better, worse = better + (skip < stop), worse + (skip > stop)
    assert better > 20
    assert worse > 20
