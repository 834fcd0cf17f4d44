"""Start-round kernels: earliest fits, serial generation and its limits, pulls, shifts, patterns."""

from __future__ import annotations

import random
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratiolab.core.start_times import (
    Jobs,
    Plan,
    earliest_fit,
    hold,
    left_shift,
    periodic_starts,
    pull,
    serial_starts,
)
from ratiolab.instance import Instance
from ratiolab.schedule import Schedule, verify
from tests.references.brute_force import least_flow_time
from tests.strategies import own_prompt_instances


def held_by(instance: Instance, starts: np.ndarray, horizon: int) -> np.ndarray:
    """Tokens held in every round, job by job."""
    held = np.zeros(horizon, dtype=np.int64)
    for s, o, a in zip(instance.prompts, instance.responses, starts, strict=True):
        for r in range(o):
            held[a + r] += s + r + 1
    return held


def in_order(instance: Instance, order: list[int], releases: np.ndarray | None = None) -> np.ndarray:
    """Serial generation with a horizon that is always enough."""
    if releases is None:
        releases = np.zeros(len(instance), dtype=np.int64)
    horizon = int(releases.max() + instance.responses.sum())
    listed = np.array(order, dtype=np.int64)
    return serial_starts(instance.memory, instance.prompts, instance.responses, listed, releases, horizon)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.data())
def test_earliest_fit_is_the_first_round_that_fits(data: st.DataObject) -> None:
    """One pass finds what trying every round finds, and -1 where no round fits."""
    memory = data.draw(st.integers(1, 20))
    prompt = data.draw(st.integers(0, memory - 1))
    response = data.draw(st.integers(1, memory - prompt))
    held = np.array(data.draw(st.lists(st.integers(0, memory), min_size=1, max_size=25)), dtype=np.int64)
    release = data.draw(st.integers(0, 10))
    fitting = [
        a
        for a in range(release, held.size - response + 1)
        if all(held[a + r] + prompt + r + 1 <= memory for r in range(response))
    ]
    assert earliest_fit(memory, prompt, response, release, held) == (fitting[0] if fitting else -1)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(own_prompt_instances(), st.randoms(use_true_random=False))
def test_serial_generation_is_feasible_and_reproduces(instance: Instance, rng: random.Random) -> None:
    """Any order gives a feasible schedule; its own starts as releases, in start order, give it back."""
    order = list(range(len(instance)))
    rng.shuffle(order)
    starts = in_order(instance, order)
    verify(instance, Schedule.of_starts(starts, instance))
    again = in_order(instance, np.argsort(starts, kind="stable").tolist(), starts)
    assert again.tolist() == starts.tolist()


def test_no_order_need_reach_an_optimum() -> None:
    """Lengths 2, 2, 4, 4 with M = 4: at least 20 in every order, 19 at best; releases reach the 19."""
    instance = Instance.common(4, 0, [2, 2, 4, 4])
    flows = [int(in_order(instance, list(p)).sum()) + 12 for p in permutations(range(4))]
    assert min(flows) == 20
    assert least_flow_time(4, [(0, 2), (0, 2), (0, 4), (0, 4)]) == 19
    reached = [
        int(in_order(instance, list(p), np.array(r, dtype=np.int64)).sum()) + 12
        for p in permutations(range(4))
        for r in np.ndindex(4, 4, 4, 6)
    ]
    assert min(reached) == 19


@settings(max_examples=60, deadline=None)
@given(own_prompt_instances(), st.integers(0, 6), st.integers(0, 8))
def test_left_shift_ends_active(instance: Instance, delay: int, spread: int) -> None:
    """After it no job alone can start earlier, no job started later than before, and all is feasible."""
    order = list(range(len(instance)))
    releases = delay + spread * np.arange(len(instance), dtype=np.int64)
    before = in_order(instance, order, releases)
    horizon = int((before + instance.responses).max())
    starts = before.copy()
    left_shift(instance.memory, instance.prompts, instance.responses, starts, horizon)
    assert (starts <= before).all()
    verify(instance, Schedule.of_starts(starts, instance))
    for job in order:
        s, o = int(instance.prompts[job]), int(instance.responses[job])
        held = held_by(instance, starts, horizon)
        hold(s, o, int(starts[job]), -1, held)
        assert earliest_fit(instance.memory, s, o, 0, held) == starts[job]


@settings(max_examples=60, deadline=None)
@given(own_prompt_instances(), st.integers(0, 8), st.integers(1, 5))
def test_pull_keeps_account(instance: Instance, first: int, earlier: int) -> None:
    """Jobs before the position stay, the others come up to so much sooner, and `held` is what they hold."""
    starts = in_order(instance, list(range(len(instance))), 3 * np.arange(len(instance), dtype=np.int64))
    horizon = int(starts.max() + 2 * instance.responses.sum())
    by_start = np.argsort(starts, kind="stable")
    before, held = starts.copy(), held_by(instance, starts, horizon)
    first = min(first, len(instance))
    jobs = Jobs(instance.prompts, instance.responses, np.zeros_like(starts))
    moved = pull(instance.memory, jobs, by_start, first, earlier, Plan(starts, held))
    assert moved
    assert (starts[by_start[:first]] == before[by_start[:first]]).all()
    assert (starts >= before - earlier).all()
    assert (held == held_by(instance, starts, horizon)).all()
    verify(instance, Schedule.of_starts(starts, instance))


@pytest.mark.parametrize("slides", [False, True])
@settings(max_examples=60, deadline=None)
@given(st.integers(1, 30), st.integers(0, 4), st.integers(1, 12), st.integers(0, 6), st.data())
def test_a_pattern_beside_others_is_feasible(
    slides: bool, memory: int, prompt: int, count: int, gap: int, data: st.DataObject
) -> None:
    """Jobs in a pattern fit beside what is held, in order, never before their round of the pattern."""
    prompt = min(prompt, memory - 1)
    response = data.draw(st.integers(1, memory - prompt))
    tail = data.draw(st.lists(st.integers(0, memory), max_size=10))
    held = np.zeros(10 + count * (response + gap), dtype=np.int64)
    held[: len(tail)] = tail
    offsets = gap * np.arange(count, dtype=np.int64)
    starts = np.empty(count, dtype=np.int64)
    assert periodic_starts(memory, prompt, response, offsets, slides, held, starts)
    assert held.max() <= memory
    assert held.sum() == sum(tail) + count * (prompt * response + response * (response + 1) // 2)
    assert (np.diff(starts) >= (gap if slides else 0)).all()
    assert (starts >= starts[0] + offsets).all()
