"""Closed forms for equal jobs are what greedy admission does, in lockstep or recurring, and nothing more."""

from __future__ import annotations

import numpy as np
import pytest

from ratiolab.algorithms import make
from ratiolab.algorithms.mc_sf import MCSF
from ratiolab.core.lockstep import (
    MOST_LISTED,
    greedy_lockstep_width,
    greedy_recurrence,
    lockstep_cost,
    lockstep_starts,
)
from ratiolab.core.lookahead import starts_in_order
from ratiolab.errors import InputError
from ratiolab.instance import GroupedInstance, Instance, JobType


def greedy_starts(memory: int, prompt: int, response: int, jobs: int) -> list[int]:
    """Start rounds of the kernel on equal jobs."""
    starts = np.empty(jobs, dtype=np.int64)
    prompts, responses = np.full(jobs, prompt), np.full(jobs, response)
    starts_in_order(memory, prompts, responses, starts)
    return [int(x) for x in starts]


def test_lockstep_is_exact_on_every_small_instance() -> None:
    """M <= 24: with M mod (s+o) <= s the kernel runs in lockstep, beyond it does not."""
    seen = 0
    for memory in range(1, 25):
        for prompt in range(memory):
            for response in range(1, memory - prompt + 1):
                jobs = 3 * (memory // (prompt + response)) + 2
                width = greedy_lockstep_width(prompt, response, memory)
                fits = memory // (prompt + response)
                batches = lockstep_starts(jobs, fits, response).tolist()
                starts = greedy_starts(memory, prompt, response, jobs)
                assert (starts == batches) == (width is not None), (memory, prompt, response)
                if width is not None:
                    flow = sum(starts) + jobs * response
                    cost = lockstep_cost([JobType(prompt, response, jobs)], width, response)
                    assert (cost.flow_time, cost.makespan) == (flow, max(starts) + response)
                seen += 1
    assert seen == 24 * 25 * 26 // 6


@pytest.mark.parametrize("jobs", [1, 2, 7, 8, 1000])
def test_grouped_equals_listed(jobs: int) -> None:
    """A grouped instance costs what its list costs, full batches or not, in one group or two."""
    for memory, prompt, response in ((256, 0, 16), (50, 3, 4), (20, 9, 11), (21, 9, 1)):
        listed = MCSF().cost(Instance.common(memory, prompt, [response] * jobs))
        assert MCSF().cost(GroupedInstance(memory, [JobType(prompt, response, jobs)])) == listed
        twice = [JobType(prompt, response, jobs), JobType(prompt, response, 5)]
        listed = MCSF("yes").cost(Instance.common(memory, prompt, [response] * (jobs + 5)))
        assert MCSF("yes").cost(GroupedInstance(memory, twice)) == listed


def test_beyond_64_bits() -> None:
    """A trillion batches of a thousand jobs: the sum of 1..K times the batch, in any size."""
    batches, width, response = 10**12, 1000, 10**6
    made = GroupedInstance(width * response, [JobType(0, response, batches * width)])
    assert make("mc-sf").cost(made).flow_time == width * response * batches * (batches + 1) // 2 > 2**64


@pytest.mark.slow
def test_recurrence_is_exact_on_every_small_instance() -> None:
    """M <= 16: what is repeated for ever is what the kernel does, for any number of jobs."""
    for memory in range(1, 17):
        for prompt in range(memory):
            for response in range(1, memory - prompt + 1):
                recurrence = greedy_recurrence(prompt, response, memory)
                assert recurrence is not None
                starts = greedy_starts(memory, prompt, response, 400)
                for jobs in (1, 2, 3, 10, 57, 399, 400):
                    cost = recurrence.cost(jobs, response)
                    assert cost.flow_time == sum(starts[:jobs]) + jobs * response
                    assert cost.makespan == starts[jobs - 1] + response


def test_recurrence_in_mc_sf() -> None:
    """Many grouped jobs outside lockstep cost what their list costs; more go beyond 64 bits."""
    for memory, prompt, response in ((105, 0, 10), (1000, 7, 34), (777, 0, 100), (60, 1, 24)):
        assert greedy_lockstep_width(prompt, response, memory) is None
        for jobs in (MOST_LISTED + 1, 3 * MOST_LISTED):
            listed = MCSF().cost(Instance.common(memory, prompt, [response] * jobs))
            assert MCSF().cost(GroupedInstance(memory, [JobType(prompt, response, jobs)])) == listed
    huge = MCSF().cost(GroupedInstance(105, [JobType(0, 10, 10**12)])).flow_time
    assert 10**24 // 105 * 20 < huge < 10**24 // 100 * 50


def test_a_state_is_more_than_the_last_gap() -> None:
    """A period is no guess from a few equal gaps: the whole set of active jobs comes back."""
    recurrence = greedy_recurrence(0, 100, 777)
    assert recurrence is not None
    starts = greedy_starts(777, 0, 100, 2000)
    for i in range(recurrence.first, 2000 - recurrence.jobs):
        assert starts[i + recurrence.jobs] - starts[i] == recurrence.rounds


REFUSED = {
    "no recurrence": (10**9 + 1, [JobType(0, 10, 10**12)], "= 1 is above the prompt 0, nor do the first"),
    "two lengths": (105, [JobType(0, 5, 10**9), JobType(0, 7, 1)], "here are 2 kinds of jobs"),
    "two prompts": (105, [JobType(0, 5, 10**9), JobType(1, 5, 1)], "here are 2 kinds of jobs"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_outside_the_proved_cases(name: str) -> None:
    """What is not proved to repeat and too large to list is refused with the reason."""
    memory, groups, reason = REFUSED[name]
    with pytest.raises(InputError, match=reason):
        MCSF().cost(GroupedInstance(memory, groups))
