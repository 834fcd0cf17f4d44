"""Compiled kernels of GSA-Spec: the slices of GSA and speculative runs on the memory they leave free.

Driven by events: completions, ends of slices, starts of the pipeline, and rounds in which the budget
would be exceeded. A response length is looked at only to find the round in which its job completes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ratiolab.core.attempts import Attempts, note, room_for
from ratiolab.core.compiled import compiled_in_place, compiled_inline
from ratiolab.core.heap import heap_push, heap_remove
from ratiolab.integers import IntArray

_NEVER = 2**62
#: Attempts for which there is room at first, per job.
_ROOM = 4

#: Numbers of the state: the round, tokens held, sizes of the heaps, speculative starts so far;
_NOW, _HELD, _ACTIVE, _GUESTS, _IDLE, _ADMITTED = range(6)
#: the pipeline call: its phase, first round, starts so far, next of its jobs, how many they are, the round of
#: the next start (`_NEVER` without one), and its end;
_PHASE, _BASE, _SLOT, _UPCOMING, _COUNT, _NEXT_START, _CALL_END = range(6, 13)
#: jobs left, and the outcome: flow time, makespan, rounds killed, attempts ended.
_LEFT, _FLOW, _MAKESPAN, _KILLED, _MADE = range(13, 18)


class _Case(NamedTuple):
    """What is run, as `speculative_run` has it."""

    memory: int
    prompt: int
    responses: IntArray
    slices: IntArray
    parallelisms: IntArray


class _State(NamedTuple):
    """Jobs during a run. Arrays of shape (n,), and three heaps of jobs with the places in them.

    Attributes
    ----------
    numbers : array of int, shape (18,)
    done, speculative : array of bool
        Whether a job has finished; whether its active run is speculative.
    begin, until : array of int
        First round of the active run, and the one in which it leaves: done or out of slice.
    age : array of int
        Speculative runs, the later they start the less.
    itself : array of int
        Each job: the key of those that wait.
    alive : array of int
        Jobs of the pipeline call.
    ends, latest, idle : array of int
        Heaps: active jobs by `until`; speculative ones by `age`; neither active nor finished ones by index.
    """

    numbers: IntArray
    done: npt.NDArray[np.bool_]
    speculative: npt.NDArray[np.bool_]
    begin: IntArray
    until: IntArray
    age: IntArray
    itself: IntArray
    alive: IntArray
    ends: IntArray
    ends_at: IntArray
    latest: IntArray
    latest_at: IntArray
    idle: IntArray
    idle_at: IntArray


def _state(n: int) -> _State:
    """Memory for a run of so many jobs."""
    integers, flags = np.empty((11, n), np.int64), np.empty((2, n), np.bool_)
    return _State(np.empty(18, np.int64), *flags, *integers)


@compiled_inline
def _reset(state: _State) -> None:
    """Let all jobs wait, and the first call begin in round 0."""
    n = state.done.size
    for x in range(state.numbers.size):
        state.numbers[x] = 0
    state.numbers[_COUNT] = state.numbers[_IDLE] = state.numbers[_LEFT] = n
    state.numbers[_CALL_END] = _NEVER
    for job in range(n):
        state.done[job] = state.speculative[job] = False
        state.itself[job] = state.alive[job] = state.idle[job] = state.idle_at[job] = job


@compiled_inline
def _find_next_start(case: _Case, numbers: IntArray) -> None:
    """Note the round of the next start of the pipeline."""
    numbers[_NEXT_START] = _NEVER
    if numbers[_UPCOMING] < numbers[_COUNT]:
        phase = numbers[_PHASE]
        after = numbers[_SLOT] * case.slices[phase] // case.parallelisms[phase]
        numbers[_NEXT_START] = numbers[_BASE] + after


@compiled_inline
def _begin(case: _Case, state: _State, job: int, longest: int) -> None:
    """Take a waiting job in, for so many rounds at most."""
    numbers = state.numbers
    numbers[_IDLE] = heap_remove(state.idle, state.idle_at, state.itself, numbers[_IDLE], job)
    state.begin[job] = numbers[_NOW]
    state.until[job] = numbers[_NOW] + min(case.responses[job], longest)
    numbers[_ACTIVE] = heap_push(state.ends, state.ends_at, state.until, numbers[_ACTIVE], job)
    numbers[_HELD] += case.prompt + 1


@compiled_inline
def _leave(case: _Case, state: _State, attempts: Attempts, job: int) -> None:
    """Take an active job out: finished, or killed and waiting again."""
    numbers = state.numbers
    ran, made = numbers[_NOW] - state.begin[job], numbers[_MADE]
    numbers[_ACTIVE] = heap_remove(state.ends, state.ends_at, state.until, numbers[_ACTIVE], job)
    if state.speculative[job]:
        state.speculative[job] = False
        numbers[_GUESTS] = heap_remove(state.latest, state.latest_at, state.age, numbers[_GUESTS], job)
    numbers[_HELD] -= case.prompt + ran + 1
    note(attempts, made, job, state.begin[job], ran)
    numbers[_MADE] += 1
    if ran == case.responses[job]:
        state.done[job] = True
        numbers[_FLOW] += numbers[_NOW]
        numbers[_MAKESPAN] = numbers[_NOW]
        numbers[_LEFT] -= 1
    else:
        numbers[_KILLED] += ran
        numbers[_IDLE] = heap_push(state.idle, state.idle_at, state.itself, numbers[_IDLE], job)


@compiled_inline
def _start_next(case: _Case, state: _State, attempts: Attempts) -> None:
    """Start the next unfinished job of the call, if there is one; its speculative run is killed."""
    numbers = state.numbers
    while numbers[_UPCOMING] < numbers[_COUNT] and state.done[state.alive[numbers[_UPCOMING]]]:
        numbers[_UPCOMING] += 1
    if numbers[_UPCOMING] == numbers[_COUNT]:
        numbers[_NEXT_START] = _NEVER
        return
    job, slice_ = state.alive[numbers[_UPCOMING]], case.slices[numbers[_PHASE]]
    if state.speculative[job]:
        _leave(case, state, attempts, job)
    _begin(case, state, job, slice_)
    numbers[_SLOT] += 1
    numbers[_UPCOMING] += 1
    numbers[_CALL_END] = numbers[_NOW] + slice_
    _find_next_start(case, numbers)


@compiled_inline
def _next_call(case: _Case, state: _State) -> None:
    """Begin the pipeline call of the next phase, with the jobs not done."""
    numbers, kept = state.numbers, 0
    for i in range(numbers[_COUNT]):
        if not state.done[state.alive[i]]:
            state.alive[kept] = state.alive[i]
            kept += 1
    numbers[_PHASE] += 1
    numbers[_BASE], numbers[_SLOT], numbers[_UPCOMING], numbers[_COUNT] = numbers[_NOW], 0, 0, kept
    _find_next_start(case, numbers)


@compiled_inline
def _settle(case: _Case, state: _State, attempts: Attempts) -> bool:
    """Let jobs leave and base runs start in this round; return whether memory had to be freed."""
    numbers, evicted = state.numbers, False
    while True:
        if numbers[_ACTIVE] > 0 and state.until[state.ends[0]] == numbers[_NOW]:
            _leave(case, state, attempts, state.ends[0])
        elif numbers[_NEXT_START] == numbers[_NOW]:
            _start_next(case, state, attempts)
        elif (
            numbers[_UPCOMING] == numbers[_COUNT]
            and numbers[_CALL_END] == numbers[_NOW]
            and numbers[_LEFT] > 0
        ):
            _next_call(case, state)
        elif numbers[_HELD] > case.memory:
            _leave(case, state, attempts, state.latest[0])
            evicted = True
        else:
            return evicted


@compiled_inline
def _speculate(case: _Case, state: _State) -> None:
    """Start waiting jobs speculatively while there is memory for one token of theirs."""
    numbers = state.numbers
    while numbers[_IDLE] > 0 and numbers[_HELD] + case.prompt + 1 <= case.memory:
        job = state.idle[0]
        _begin(case, state, job, _NEVER)
        state.age[job], state.speculative[job] = -numbers[_ADMITTED], True
        numbers[_ADMITTED] += 1
        numbers[_GUESTS] = heap_push(state.latest, state.latest_at, state.age, numbers[_GUESTS], job)


@compiled_inline
def _advance(case: _Case, numbers: IntArray, first_end: int, evicted: bool) -> None:
    """Go on to the next round in which anything can change."""
    later = min(first_end, numbers[_NEXT_START])
    if numbers[_UPCOMING] == numbers[_COUNT]:
        later = min(later, numbers[_CALL_END])
    if numbers[_GUESTS] > 0:
        later = min(later, numbers[_NOW] + (case.memory - numbers[_HELD]) // numbers[_ACTIVE] + 1)
    if evicted:
        later = min(later, numbers[_NOW] + 1)
    numbers[_HELD] += numbers[_ACTIVE] * (later - numbers[_NOW])
    numbers[_NOW] = later


@compiled_in_place
def _run(case: _Case, state: _State, attempts: Attempts) -> None:
    """Run from the first round to the last; the outcome is in the state."""
    _reset(state)
    while True:
        evicted = _settle(case, state, attempts)
        if state.numbers[_LEFT] == 0:
            return
        if not evicted:
            _speculate(case, state)
        first_end = state.until[state.ends[0]] if state.numbers[_ACTIVE] > 0 else _NEVER
        _advance(case, state.numbers, first_end, evicted)


@compiled_in_place
def _run_all(case: _Case, orders: IntArray, state: _State, attempts: Attempts, flows: IntArray) -> None:
    """Fill the flow times of orders, one a row."""
    for i in range(flows.size):
        _run(_Case(case.memory, case.prompt, orders[i], case.slices, case.parallelisms), state, attempts)
        flows[i] = state.numbers[_FLOW]


def speculative_run(
    memory: int,
    prompt: int,
    responses: IntArray,
    slices: IntArray,
    parallelisms: IntArray,
    record: bool,
) -> tuple[int, int, int, IntArray, IntArray, IntArray]:
    """Run GSA with speculation.

    Parameters
    ----------
    memory, prompt : int
        Budget M and common prompt s in tokens.
    responses : array of int, shape (n,)
        Response lengths in order, each at most the last slice.
    slices, parallelisms : array of int, shape (p,)
        Slices, none shorter than the one before, and ``k*`` of each.
    record : bool
        Whether to return the attempts.

    Returns
    -------
    flow_time, makespan, killed_rounds : int
    position, starts, rounds : array of int, shape (m,)
        Job position, first round and rounds run of each attempt, in order of their ends; empty unless
        `record`. An attempt finished if its rounds equal the response length.
    """
    case, state = _Case(memory, prompt, responses, slices, parallelisms), _state(responses.size)
    attempts = room_for(_ROOM * responses.size if record else 0)
    _run(case, state, attempts)
    flow, makespan, killed, made = state.numbers[_FLOW:].tolist()
    if record and made > attempts.position.size:  # once more, now that it is known how many they are
        attempts = room_for(made)
        _run(case, state, attempts)
    return flow, makespan, killed, *(column[:made] for column in attempts)


def speculative_flow_times(
    memory: int, prompt: int, slices: IntArray, parallelisms: IntArray, orders: IntArray
) -> IntArray:
    """Flow times of many orders of jobs, shape (orders, n): one of `speculative_run` for each row."""
    flows = np.empty(len(orders), np.int64)
    case = _Case(memory, prompt, np.empty(0, np.int64), slices, parallelisms)  # filled in by row
    _run_all(case, orders, _state(orders.shape[1]), room_for(0), flows)
    return flows
