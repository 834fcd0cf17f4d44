"""The judge of schedules: accepts what the model allows, refuses each planted fault with its reason."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratiolab.errors import InputError, ScheduleError
from ratiolab.instance import Instance
from ratiolab.schedule import Schedule, Verified, verify
from tests.references.model import Attempt, Broken, cost, held_at, replay
from tests.references.sps import sps
from tests.strategies import feasible_schedules

#: Two jobs in a budget of 6: job 0 holds up to 2 + 3, job 1 up to 1 + 2. Job 0 is killed once.
GOOD: list[Attempt] = [(0, 0, 2, False), (1, 2, 2, True), (0, 4, 3, True)]
PAIR = Instance(6, [2, 1], [3, 2])


def schedule_of(attempts: list[Attempt]) -> Schedule:
    """Turn a list of attempts into the type under test."""
    return Schedule(
        [a[0] for a in attempts], [a[1] for a in attempts], [a[2] for a in attempts], [a[3] for a in attempts]
    )


def judge(instance: Instance, attempts: list[Attempt]) -> Verified | None:
    """The verdict under test: the cost, or None if refused."""
    try:
        return verify(instance, schedule_of(attempts))
    except ScheduleError:
        return None


def test_good_schedule() -> None:
    """A schedule with a kill and a restart passes, with every number of its cost."""
    verdict = verify(PAIR, schedule_of(GOOD))
    assert (verdict.flow_time, verdict.makespan, verdict.killed_rounds, verdict.peak_memory) == (11, 7, 2, 5)
    assert verdict.completions.tolist() == [7, 4]


def test_restart_in_the_round_of_the_kill() -> None:
    """A killed job may start again in the round in which it was killed."""
    assert verify(PAIR, schedule_of([(0, 0, 2, False), (0, 2, 3, True), (1, 5, 2, True)])).makespan == 7


def test_pipeline_passes() -> None:
    """The textbook pipeline passes, fills the budget exactly and costs what is published."""
    verdict = verify(Instance.common(15, 0, [5] * 15), schedule_of(sps(15, 0, [5] * 15, range(15))))
    assert (verdict.flow_time, verdict.peak_memory, verdict.killed_rounds) == (180, 15, 0)


def test_memory_over_by_one() -> None:
    """A budget one token short is refused, naming the first such round and what it holds."""
    both = Schedule.of_starts([0, 1], PAIR)
    assert verify(PAIR, Schedule.of_starts([0, 3], PAIR)).peak_memory == 5
    with pytest.raises(ScheduleError, match="round 2 holds 8 tokens: more than the memory budget 6"):
        verify(PAIR, both)
    assert verify(Instance(8, [2, 1], [3, 2]), both).peak_memory == 8
    with pytest.raises(ScheduleError, match="round 2 holds 8 tokens: more than the memory budget 7"):
        verify(Instance(7, [2, 1], [3, 2]), both)


@pytest.mark.parametrize(
    ("attempts", "message"),
    [
        ([(0, 0, 3, True)], "job 1 finishes 0 times: every job must finish exactly once"),
        ([], "job 0 finishes 0 times"),
        ([(0, 0, 2, False), (1, 2, 2, True)], "job 0 finishes 0 times"),
        ([*GOOD, (1, 9, 2, True)], "job 1 finishes 2 times"),
        ([*GOOD, GOOD[1]], "job 1 finishes 2 times"),
        ([*GOOD, (0, 9, 1, False)], "job 0 starts again at round 9 after it finished"),
        ([*GOOD, (0, 7, 1, False)], "job 0 starts again at round 7 after it finished"),
        ([(0, 0, 2, True), *GOOD[1:2]], "attempt 0 finishes job 0 after 2 rounds: its response length is 3"),
        ([(0, 0, 4, True), (1, 4, 2, True)], "attempt 0 finishes job 0 after 4 rounds"),
        ([(0, 0, 3, False), *GOOD[1:]], "attempt 0 of job 0 is marked as killed after 3 rounds.*after 3"),
        ([(0, 0, 9, False), (1, 9, 2, True), (0, 11, 3, True)], "attempt 0 of job 0 is marked as killed"),
        ([(0, 3, 2, False), (1, 0, 2, True), (0, 4, 3, True)], r"job 0 starts at round 4 while .* 3\.\.4 "),
        ([(0, 4, 2, False), (1, 0, 2, True), (0, 4, 3, True)], "job 0 starts at round 4 while"),
        ([*GOOD, (2, 9, 1, True)], r"attempt 3 is of job 2: the instance has jobs 0\.\.1"),
    ],
    ids=[
        "a job missing",
        "empty",
        "only killed",
        "finished twice",
        "an attempt doubled",
        "restarted later",
        "restarted at completion",
        "killed but counted",
        "finished too late",
        "killed though complete",
        "killed long after",
        "overlap by one",
        "same start",
        "unknown job",
    ],
)
def test_planted_faults(attempts: list[Attempt], message: str) -> None:
    """Each fault is refused for its own reason, and the slow machine refuses it as well."""
    with pytest.raises(ScheduleError, match=message):
        verify(PAIR, schedule_of(attempts))
    with pytest.raises(Broken):
        replay(PAIR.memory, PAIR.prompts.tolist(), PAIR.responses.tolist(), attempts)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        (0, -1, "job index of job 0 is -1"),
        (0, 0.0, "must be an integer"),
        (1, -1, "start of job 0 is -1: it must be at least 0"),
        (1, 2**63, "does not fit 64 bits"),
        (1, "0", "must be an integer"),
        (2, 0, "rounds of job 0 is 0: it must be at least 1"),
        (2, True, "must be an integer"),
    ],
)
def test_bad_columns(column: int, value: Any, message: str) -> None:
    """Entries that are no integers in range never become a schedule."""
    columns: list[Any] = [[0], [0], [1], [True]]
    columns[column] = [value]
    with pytest.raises(InputError, match=message):
        Schedule(*columns)


def test_columns_of_different_length() -> None:
    """Columns must describe the same attempts."""
    with pytest.raises(ScheduleError, match="differ in length"):
        Schedule([0, 1], [0], [1], [True])
    with pytest.raises(ScheduleError, match="differ in length"):
        Schedule([0], [0], [1], [True, True])
    with pytest.raises(ScheduleError, match="1 start rounds for 2 jobs"):
        Schedule.of_starts([0], PAIR)


@pytest.mark.parametrize("flag", ["False", "killed", None, 0.5, 2])
def test_bad_flags(flag: Any) -> None:
    """A flag is true or false: a word such as "False" must not pass for finished."""
    with pytest.raises((InputError, ScheduleError)):
        Schedule([0], [0], [1], [flag])


def test_flags_are_one_column() -> None:
    """Flags come one per attempt, not as a table with the same number of entries."""
    with pytest.raises((InputError, ScheduleError)):
        Schedule([0, 1, 2, 3], [0] * 4, [1] * 4, np.ones((2, 2), dtype=np.bool_))


def test_rounds_beyond_64_bits() -> None:
    """A completion that does not fit 64 bits is refused, not wrapped around."""
    last = 2**63 - 1
    assert verify(PAIR, Schedule.of_starts([last - 6, last - 3], PAIR)).makespan == last - 1
    with pytest.raises(ScheduleError, match="do not fit 64 bits"):
        verify(PAIR, Schedule.of_starts([0, last - 1], PAIR))


@pytest.mark.slow
@given(feasible_schedules())
@settings(derandomize=True, deadline=None, max_examples=400)
def test_accepts_what_the_machine_accepts(case: tuple[Instance, list[Attempt]]) -> None:
    """Feasible schedules pass in any order of their attempts, with the machine's cost and peak."""
    instance, attempts = case
    machine = replay(instance.memory, instance.prompts.tolist(), instance.responses.tolist(), attempts)
    verdict = verify(instance, schedule_of(attempts))
    assert (verdict.flow_time, verdict.makespan, verdict.killed_rounds) == cost(attempts)
    assert verdict.peak_memory == max(machine.usage.values())
    assert verdict.completions.tolist() == [
        start + rounds for _, start, rounds, finished in sorted(attempts) if finished
    ]


@pytest.mark.slow
@given(feasible_schedules())
@settings(derandomize=True, deadline=None, max_examples=200)
def test_refuses_one_token_less_than_the_peak(case: tuple[Instance, list[Attempt]]) -> None:
    """The same schedule in a budget one below its peak is refused for its memory."""
    instance, attempts = case
    peak = verify(instance, schedule_of(attempts)).peak_memory
    prompts, responses = instance.prompts.tolist(), instance.responses.tolist()
    if all(s + o < peak for s, o in zip(prompts, responses, strict=True)):
        reason = f"holds {peak} tokens: more than the memory budget {peak - 1}"
        with pytest.raises(ScheduleError, match=reason):
            verify(Instance(peak - 1, prompts, responses), schedule_of(attempts))


@pytest.mark.slow
def test_verdicts_equal_the_machine_on_damaged_schedules() -> None:
    """On schedules with random damage both judges say the same, and both say yes and no often."""
    rng = random.Random(20260130)
    verdicts = {True: 0, False: 0}
    for _ in range(4000):
        n = rng.randint(1, 4)
        prompts = [rng.randint(0, 2) for _ in range(n)]
        responses = [rng.randint(1, 4) for _ in range(n)]
        memory = max(s + o for s, o in zip(prompts, responses, strict=True)) + rng.randint(0, 8)
        attempts: list[Attempt] = []
        for job in range(n):
            now = rng.randint(0, 4)
            if responses[job] > 1 and rng.random() < 0.5:
                length = rng.randint(1, responses[job] - 1)
                attempts.append((job, now, length, False))
                now += length + rng.choice([0, 0, 2])
            attempts.append((job, now, responses[job], True))
        damage = rng.random()
        at = rng.randrange(len(attempts))
        job, start, rounds, finished = attempts[at]
        if damage < 0.1:
            attempts[at] = (job, start, rounds, not finished)
        elif damage < 0.2:
            attempts[at] = (job, start, max(1, rounds + rng.choice([-1, 1])), finished)
        elif damage < 0.3:
            attempts[at] = (job, max(0, start + rng.choice([-3, -1, 1, 3])), rounds, finished)
        elif damage < 0.4:
            attempts[at] = (rng.randint(0, n), start, rounds, finished)
        elif damage < 0.45:
            attempts.append(attempts[at])
        elif damage < 0.5:
            del attempts[at]
        verdict = judge(Instance(memory, prompts, responses), attempts)
        try:
            machine = replay(memory, prompts, responses, attempts)
        except Broken:
            assert verdict is None, attempts
        else:
            assert verdict is not None, attempts
            assert verdict.peak_memory == max(machine.usage.values())
            assert (verdict.flow_time, verdict.makespan, verdict.killed_rounds) == cost(attempts)
        verdicts[verdict is not None] += 1
    assert min(verdicts.values()) > 1000


@pytest.mark.slow
@given(feasible_schedules(), st.integers(2**40, 2**63 - 200))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_huge_start_rounds(case: tuple[Instance, list[Attempt]], shift: int) -> None:
    """Starting everything later adds the same to every completion, beyond 64 bits in the total."""
    instance, attempts = case
    here = verify(instance, schedule_of(attempts))
    later = verify(instance, schedule_of([(j, a + shift, r, f) for j, a, r, f in attempts]))
    assert later.flow_time == here.flow_time + instance.jobs * shift
    assert later.makespan == here.makespan + shift
    assert (later.killed_rounds, later.peak_memory) == (here.killed_rounds, here.peak_memory)


@pytest.mark.slow
@given(
    st.lists(st.tuples(st.integers(0, 2**58), st.integers(1, 2**58)), min_size=1, max_size=6),
    st.data(),
)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_huge_jobs(jobs: list[tuple[int, int]], data: st.DataObject) -> None:
    """Prompts, responses and start rounds far apart and huge: peak and verdict are exact."""
    prompts, responses = [s for s, _ in jobs], [o for _, o in jobs]
    starts = data.draw(st.lists(st.integers(0, 2**62), min_size=len(jobs), max_size=len(jobs)))
    memory = data.draw(st.integers(max(s + o for s, o in jobs), 2**60))
    lasts = [a + o - 1 for a, o in zip(starts, responses, strict=True)]
    peak = max(held_at(prompts, starts, responses, t) for t in lasts)
    attempts = [(i, starts[i], responses[i], True) for i in range(len(jobs))]
    verdict = judge(Instance(memory, prompts, responses), attempts)
    if peak > memory:
        assert verdict is None
    else:
        assert verdict is not None
        assert verdict.peak_memory == peak
        assert verdict.flow_time == sum(starts) + sum(responses)


def test_many_huge_jobs_do_not_wrap_around() -> None:
    """Sixteen jobs of 2**60 tokens at once hold 2**64, which must not come out as nothing."""
    full = Instance.common(2**60, 0, [2**60] * 16)
    with pytest.raises(ScheduleError, match=f"holds {2**64} tokens"):
        verify(full, Schedule.of_starts([0] * 16, full))
    seven = Instance.common(2**60, 0, [2**60] * 7)
    in_turn = verify(seven, Schedule.of_starts([i * 2**60 for i in range(7)], seven))
    assert (in_turn.flow_time, in_turn.peak_memory) == (28 * 2**60, 2**60)
