"""Sorted-F: agreement with a reference that tries every set, ties, and the limit of the exact choice."""

from __future__ import annotations

import random

import pytest

from ratiolab.algorithms import parse
from ratiolab.algorithms.sorted_f import MAX_CELLS
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from tests.algorithms.agreement import agree, own
from tests.references.greedy import serve, sorted_f_list
from tests.strategies import random_instance


@pytest.mark.slow
def test_sorted_f() -> None:
    """Sorted-F equals its reference, which tries every set, on 2000 instances with own prompts."""
    rng = random.Random(2508)
    done = 0
    while done < 2000:
        instance = random_instance(rng, own_prompts=True)
        if len(instance) <= 9:
            memory, prompts, responses, order = own(instance)
            listed = sorted_f_list(memory, prompts, responses, order)
            agree("sorted-f", instance, serve(memory, prompts, responses, listed))
            done += 1


@pytest.mark.slow
def test_sorted_f_of_equal_minimisers() -> None:
    """Many jobs of two or three kinds: every tie between sets is broken as stated."""
    rng = random.Random(3)
    for _ in range(300):
        memory = rng.randint(6, 16)
        kinds = [(rng.randint(0, 4), rng.randint(1, 2)) for _ in range(3)]
        jobs = [rng.choice(kinds) for _ in range(8)]
        order = rng.sample(range(8), 8)
        instance = Instance(memory, [s for s, _ in jobs], [o for _, o in jobs], order)
        prompts, responses = instance.prompts.tolist(), instance.responses.tolist()
        listed = sorted_f_list(memory, prompts, responses, order)
        agree("sorted-f", instance, serve(memory, prompts, responses, listed))


def test_sorted_f_refuses_large_tables() -> None:
    """The exact choice has a limit, named with the sizes; a common prompt has none."""
    n = 3000
    mixed = Instance(1000, [i % 7 for i in range(n)], [1 + i % 5 for i in range(n)])
    with pytest.raises(InputError, match=rf"table of 3000 x .*more than {MAX_CELLS}.*common prompt"):
        parse("sorted-f").cost(mixed)
    shared = Instance.common(1000, 7, [1 + i % 5 for i in range(n)])
    assert parse("sorted-f").cost(shared) == parse("mc-sf").cost(shared)
