"""Instances: refusals that name the fault, and the two forms of one batch."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratiolab.errors import InputError
from ratiolab.instance import EXPAND_LIMIT, GroupedInstance, Instance, JobType
from ratiolab.integers import INT64_MAX, MAX_MEMORY
from ratiolab.orders import parse_random_order
from tests.strategies import repetitive_instances


def listed(instance: Instance) -> list[tuple[int, int]]:
    """(prompt, response) of each job in the order of the instance."""
    return list(zip(instance.ordered_prompts.tolist(), instance.ordered_responses.tolist(), strict=True))


def group(prompt: Any, response: Any, count: Any) -> JobType:
    """A group as a careless caller would make it."""
    return JobType(prompt, response, count)


def test_instance_keeps_what_it_was_given() -> None:
    """Fields, sizes and the ordered views are those of the input."""
    instance = Instance(10, [0, 3, 1], [5, 7, 9], [2, 0, 1])
    assert (instance.memory, instance.jobs, len(instance)) == (10, 3, 3)
    assert instance.common_prompt is None
    assert listed(instance) == [(1, 9), (0, 5), (3, 7)]
    assert Instance(10, [0, 3], [5, 7]).order.tolist() == [0, 1]


def test_common_prompt() -> None:
    """One prompt for all is found in both ways of building an instance, zero included."""
    assert Instance.common(10, 4, [1, 6]).common_prompt == 4
    assert Instance(10, [0, 0], [1, 6]).common_prompt == 0
    assert Instance(10, [0, 1], [1, 6]).common_prompt is None


def test_extreme_sizes_are_accepted() -> None:
    """Exactly full budgets pass, up to the largest budget there is."""
    assert Instance(1, [0], [1]).jobs == 1
    assert Instance(MAX_MEMORY, [MAX_MEMORY - 1, 0], [1, MAX_MEMORY]).jobs == 2
    assert GroupedInstance(MAX_MEMORY, [JobType(0, MAX_MEMORY, 10**30)]).jobs == 10**30


@pytest.mark.parametrize(
    ("memory", "message"),
    [
        (0, "memory is 0: it must be at least 1"),
        (-5, "memory is -5: it must be at least 1"),
        (10.0, "memory is 10.0: it must be an integer"),
        ("10", "memory is '10': it must be an integer"),
        (True, "memory is True: it must be an integer"),
        (None, "memory is None: it must be an integer"),
        (MAX_MEMORY + 1, f"it must be at most {MAX_MEMORY}"),
        (2**63, "it does not fit 64 bits"),
    ],
)
def test_bad_memory(memory: Any, message: str) -> None:
    """A budget that is no usable integer is refused by name, in both forms."""
    with pytest.raises(InputError, match=message):
        Instance(memory, [0], [1])
    with pytest.raises(InputError, match=message):
        GroupedInstance(memory, [JobType(0, 1, 1)])


@pytest.mark.parametrize(
    ("responses", "message"),
    [
        ([], "no jobs"),
        (np.zeros(0), "no jobs"),
        ([2, 0], "response of job 1 is 0: it must be at least 1"),
        ([-2, 1], "response of job 0 is -2: it must be at least 1"),
        ([1, 2.0], "response of job 1 is 2.0: it must be an integer"),
        ([1, 2.5], "response of job 1 is 2.5: it must be an integer"),
        ([1, False], "response of job 1 is False: it must be an integer"),
        ([1, "3"], "response of job 1 is '3': it must be an integer"),
        ("34", "response of job 0 is '3': it must be an integer"),
        ([1, None], "response of job 1 is None: it must be an integer"),
        ([1, 2**63], "response of job 1 is 9223372036854775808: it does not fit 64 bits"),
        ([1, 8], r"job 1 needs prompt 3 \+ response 8 = 11 tokens: more than the memory budget 10$"),
        ([8, 1, 9, 12], r"job 0 needs prompt 3 \+ response 8 = 11 tokens.*budget 10 \(2 more like it\)"),
        ([1, INT64_MAX], rf"job 1 needs prompt 3 \+ response {INT64_MAX} = {INT64_MAX + 3} tokens"),
    ],
)
def test_bad_responses(responses: Any, message: str) -> None:
    """Response lengths that cannot be are refused with the first job at fault."""
    with pytest.raises(InputError, match=message):
        Instance.common(10, 3, responses)


@pytest.mark.parametrize(
    ("prompts", "message"),
    [
        ([0, -1], "prompt of job 1 is -1: it must be at least 0"),
        ([0, 1.0], "prompt of job 1 is 1.0: it must be an integer"),
        ([True, 1], "prompt of job 0 is True: it must be an integer"),
        (["0", 1], "prompt of job 0 is '0': it must be an integer"),
        ([0, 2**64], "prompt of job 1 is 18446744073709551616: it does not fit 64 bits"),
        ([0, 10], r"job 1 needs prompt 10 \+ response 1 = 11 tokens: more than the memory budget 10"),
        ([INT64_MAX, 0], rf"job 0 needs prompt {INT64_MAX} \+ response 1 = {INT64_MAX + 1} tokens"),
        ([0], "there are 1 prompts for 2 responses"),
        ([0, 0, 0], "there are 3 prompts for 2 responses"),
    ],
)
def test_bad_prompts(prompts: Any, message: str) -> None:
    """Prompts that cannot be are refused with the first job at fault."""
    with pytest.raises(InputError, match=message):
        Instance(10, prompts, [1, 1])


@pytest.mark.parametrize("prompt", [-1, 1.0, True, "1", None, 2**63])
def test_bad_common_prompt(prompt: Any) -> None:
    """A common prompt that is no usable integer is refused by name."""
    with pytest.raises(InputError, match=r"^prompt is "):
        Instance.common(10, prompt, [1, 1])


@pytest.mark.parametrize(
    ("order", "message"),
    [
        ([0, 0, 1], "each job index 0..2 exactly once"),
        ([0, 1], "each job index 0..2 exactly once"),
        ([0, 1, 2, 2], "each job index 0..2 exactly once"),
        ([1, 2, 3], "each job index 0..2 exactly once"),
        ([], "each job index 0..2 exactly once"),
        ([0, 1, -1], "is -1: it must be at least 0"),
        ([0, 1, 2.0], "is 2.0: it must be an integer"),
        ([0, True, 2], "is True: it must be an integer"),
        ("012", "is '0': it must be an integer"),
        ([0, 1, 2**63], "does not fit 64 bits"),
    ],
)
def test_bad_order(order: Any, message: str) -> None:
    """Only a permutation of the job indices is an order."""
    with pytest.raises(InputError, match=message):
        Instance(10, [0, 0, 0], [1, 2, 3], order)


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ([], "no jobs"),
        ([JobType(0, 1, 1), JobType(0, 1, 0)], "count of group 1 is 0"),
        ([JobType(0, 1, -3)], "count of group 0 is -3"),
        ([JobType(0, 1, True)], "count of group 0 is True"),
        ([group(0, 1, 2.0)], "count of group 0 is 2.0"),
        ([group(0, 1, "2")], "count of group 0 is '2'"),
        ([JobType(0, 1, 1), JobType(-1, 1, 1)], "prompt of group 1 is -1"),
        ([JobType(0, 0, 1)], "response of group 0 is 0"),
        ([JobType(0, True, 1)], "response of group 0 is True"),
        ([group(0, 1.0, 1)], "response of group 0 is 1.0"),
        ([JobType(2**63, 1, 1)], "prompt of group 0 is 9223372036854775808: it does not fit 64 bits"),
        (
            [JobType(0, 1, 1), JobType(4, 7, 2)],
            r"group 1 needs prompt 4 \+ response 7 = 11 tokens: more than the memory budget 10",
        ),
    ],
)
def test_bad_groups(groups: list[JobType], message: str) -> None:
    """Groups that cannot be are refused with the group at fault."""
    with pytest.raises(InputError, match=message):
        GroupedInstance(10, groups)


def test_expansion_has_a_limit() -> None:
    """A batch too large to list says so instead of filling the memory of the machine."""
    huge = GroupedInstance(10, [JobType(0, 1, EXPAND_LIMIT), JobType(0, 2, 1)])
    with pytest.raises(InputError, match=f"{EXPAND_LIMIT + 1} jobs are too many"):
        huge.expand()


@given(repetitive_instances())
@settings(derandomize=True, deadline=None)
def test_grouped_is_the_same_batch(instance: Instance) -> None:
    """Grouping keeps budget, jobs and order, makes no two neighbours equal, and can be undone."""
    grouped = instance.grouped()
    back = grouped.expand()
    assert (grouped.memory, grouped.jobs) == (instance.memory, instance.jobs)
    assert grouped.common_prompt == instance.common_prompt
    assert listed(back) == listed(instance)
    assert back.grouped() == grouped
    assert all(
        (a.prompt, a.response) != (b.prompt, b.response)
        for a, b in zip(grouped.groups, grouped.groups[1:], strict=False)
    )


@given(repetitive_instances())
@settings(derandomize=True, deadline=None)
def test_types_count_every_job(instance: Instance) -> None:
    """Types are the distinct jobs with their counts, by response and then prompt, in both forms."""
    types = instance.types()
    counted = Counter(listed(instance))
    assert {(t.prompt, t.response): t.count for t in types} == counted
    assert [(t.response, t.prompt) for t in types] == sorted((o, s) for s, o in counted)
    assert instance.grouped().types() == types


@pytest.mark.slow
@given(repetitive_instances(), st.sampled_from(["given", "longest-first", "shortest-first", "random:7"]))
@settings(derandomize=True, deadline=None)
def test_reordering_moves_jobs_and_nothing_else(instance: Instance, rule: str) -> None:
    """A reordering permutes the order only: job indices, prompts and responses stay."""
    moved = instance.reordered(rule)
    assert moved.responses.tolist() == instance.responses.tolist()
    assert moved.prompts.tolist() == instance.prompts.tolist()
    assert sorted(moved.order.tolist()) == list(range(instance.jobs))
    assert moved.memory == instance.memory


@given(repetitive_instances())
@settings(derandomize=True, deadline=None)
def test_sorted_orders(instance: Instance) -> None:
    """Sorting by length keeps ties as given, in both directions and both forms."""
    given_order = instance.order.tolist()
    length = instance.responses.tolist()
    for rule, sign in (("shortest-first", 1), ("longest-first", -1)):
        moved = instance.reordered(rule)
        by_length = [(sign * length[job], place, job) for place, job in enumerate(given_order)]
        expected = [job for _, _, job in sorted(by_length)]
        assert moved.order.tolist() == expected
        assert listed(instance.grouped().reordered(rule).expand()) == listed(moved)
    assert instance.reordered("given").order.tolist() == given_order
    assert instance.grouped().reordered("given") == instance.grouped()


def test_random_order_is_seeded() -> None:
    """One seed always gives one order, acts on the given order, and seeds differ."""
    instance = Instance.common(10, 0, [1] * 50)
    first = instance.reordered("random:3").order.tolist()
    assert instance.reordered("random:3").order.tolist() == first
    assert instance.reordered("random:4").order.tolist() != first
    turned = Instance.common(10, 0, [1] * 50, list(range(50))[::-1])
    assert turned.reordered("random:3").order.tolist() == [49 - i for i in first]


@pytest.mark.parametrize(
    "rule",
    ["", "longest", "Longest-first", "random", "random:", "random:x", "random:-1", "random:1.5", "rnd:1"],
)
def test_unknown_orders(rule: str) -> None:
    """An order that is not known is refused with the list of those that are."""
    message = "use given, longest-first, shortest-first or random:SEED"
    with pytest.raises(InputError, match=message):
        Instance.common(10, 0, [1]).reordered(rule)
    with pytest.raises(InputError, match=message):
        GroupedInstance(10, [JobType(0, 1, 1)]).reordered(rule)
    with pytest.raises(InputError, match=message):
        parse_random_order(rule)


def test_random_order_of_groups_is_refused() -> None:
    """A random order has no grouped form: it is refused, never silently ignored."""
    with pytest.raises(InputError, match="random:1"):
        GroupedInstance(10, [JobType(0, 1, 3)]).reordered("random:1")


@given(st.integers(0, 10**6), st.integers(1, 2000))
@settings(derandomize=True, deadline=None, max_examples=30)
def test_area_is_the_sum_over_rounds(prompt: int, response: int) -> None:
    """The memory-time area of a job is what it holds summed over its rounds."""
    assert JobType(prompt, response, 1).area == sum(prompt + r for r in range(1, response + 1))


def test_instances_are_frozen() -> None:
    """Neither fields nor arrays of an instance can be changed after the checks."""
    instance = Instance.common(10, 0, [1, 2])
    for name in ("memory", "prompts", "responses", "order"):
        with pytest.raises(AttributeError):
            setattr(instance, name, 1)
    for array in (instance.responses, instance.prompts, instance.order):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
