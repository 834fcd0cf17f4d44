"""Compiled kernel of admission and eviction by estimated lengths (A-Min), driven by events.

Between two events every active job grows by one token a round: the next completion, the next round
over budget and the first round in which the head of the queue fits are computed, and no round is
visited in vain. An event costs the distinct estimated last rounds of the active jobs, a round with
evictions a heap of the active jobs.

Termination: after evictions and admissions, all last rounds of the forecast are within budget. So
if round t is over budget, some active job has outlived its estimate. With ``ahead = 1`` that
estimate has just risen by one token; estimates stay below the lengths, so there are at most
``sum(o)`` rounds with evictions. Evictions never empty the batch (one job alone fits) and an empty
batch admits the head of the queue, so rounds without evictions lead to a completion or a risen
estimate. With ``ahead = 0`` a job killed exactly at its estimate learns nothing: by estimate, if
ties are broken so as to spare the job that is furthest, the greatest estimate among active jobs
completes or rises, so a standstill has probability 0; by remaining length jobs can oust one
another for ever. Hence `patience`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ratiolab.core.attempts import Attempts, note
from ratiolab.core.compiled import compiled_in_place, compiled_inline
from ratiolab.core.estimates import blocked_until, forecast_add, forecast_remove
from ratiolab.core.heap import heap_push, heap_remove
from ratiolab.core.ties import Urn, clear, draw, put_in, urn
from ratiolab.integers import IntArray

#: Numbers of the state: the round and the tokens held in it; sizes of the heaps and of the forecast; rounds
#: with evictions in a row that taught nothing;
_NOW, _HELD, _ACTIVE, _QUEUED, _SIZE, _STANDSTILL = range(6)
#: and the outcome: flow time, rounds lost, attempts ended.
_FLOW, _LOST, _MADE = range(6, 9)

#: Flow times of runs that were given up.
_TOO_LATE, _OUT_OF_PATIENCE = -1, -2


class _Case(NamedTuple):
    """What is run, as `evict_least_estimate` has it."""

    memory: int
    prompts: IntArray
    responses: IntArray
    lower: int
    ahead: int
    by_remaining: bool
    patience: int
    latest: int


class _State(NamedTuple):
    """Jobs during a run. Arrays of shape (n,), and two heaps of jobs with the places in them.

    Attributes
    ----------
    numbers : array of int, shape (9,)
    estimate : array of int
        Of a job that is not active; that of an active one is made where it is evicted.
    began, due, last : array of int
        Of the active run: first round, the one in which it completes, and the last one by estimate.
    calendar, queue : array of int
        Heaps: active jobs by `due`; waiting ones by `estimate`.
    out : array of int
        Jobs evicted in this round.
    ends, counts, weights : array of int
        The forecast, as `estimates` has it.
    """

    numbers: IntArray
    estimate: IntArray
    began: IntArray
    due: IntArray
    last: IntArray
    calendar: IntArray
    calendar_at: IntArray
    queue: IntArray
    queue_at: IntArray
    out: IntArray
    ends: IntArray
    counts: IntArray
    weights: IntArray


@compiled_inline
def _reset(case: _Case, state: _State) -> None:
    """Let all jobs wait with the least estimate."""
    for x in range(state.numbers.size):
        state.numbers[x] = 0
    state.numbers[_QUEUED] = case.responses.size
    for job in range(case.responses.size):
        state.estimate[job] = case.lower
        state.queue[job] = state.queue_at[job] = job  # ties by position: a heap as it is


@compiled_inline
def _leave(case: _Case, state: _State, attempts: Attempts, job: int) -> int:
    """Take an active job out, completed or evicted; return the rounds that it ran."""
    numbers = state.numbers
    ran: int = numbers[_NOW] - state.began[job]
    numbers[_ACTIVE] = heap_remove(state.calendar, state.calendar_at, state.due, numbers[_ACTIVE], job)
    numbers[_HELD] -= case.prompts[job] + ran + 1
    note(attempts, numbers[_MADE], job, state.began[job], ran)
    numbers[_MADE] += 1
    return ran


@compiled_inline
def _complete(case: _Case, state: _State, attempts: Attempts) -> None:
    """Let jobs leave that are done; no estimate exceeds a length, so the forecast has dropped them."""
    numbers = state.numbers
    while numbers[_SIZE] > 0 and state.ends[numbers[_SIZE] - 1] < numbers[_NOW]:
        numbers[_SIZE] -= 1
    while numbers[_ACTIVE] > 0 and state.due[state.calendar[0]] == numbers[_NOW]:
        _leave(case, state, attempts, state.calendar[0])
        numbers[_FLOW] += numbers[_NOW]
        numbers[_STANDSTILL] = 0


@compiled_inline
def _find_victims(case: _Case, state: _State, victims: Urn) -> None:
    """Let every active job be one that may be evicted in this round."""
    clear(victims)
    for x in range(state.numbers[_ACTIVE]):
        job = state.calendar[x]
        ran = state.numbers[_NOW] - state.began[job]
        estimate = max(state.estimate[job], ran + case.ahead)
        put_in(victims, job, estimate - ran if case.by_remaining else estimate)


@compiled_inline
def _evict(case: _Case, state: _State, victims: Urn, attempts: Attempts) -> int:
    """Evict until this round is within budget; return how many jobs."""
    numbers, evicted = state.numbers, 0
    if numbers[_HELD] <= case.memory:
        return 0
    _find_victims(case, state, victims)
    while numbers[_HELD] > case.memory:
        job = draw(victims)
        ran = _leave(case, state, attempts, job)
        numbers[_LOST] += ran
        if state.last[job] >= numbers[_NOW]:
            weight = case.prompts[job] - state.began[job] + 1
            numbers[_SIZE] = forecast_remove(
                state.ends, state.counts, state.weights, numbers[_SIZE], state.last[job], weight
            )
        state.estimate[job] = max(state.estimate[job], ran + case.ahead)
        state.out[evicted] = job
        evicted += 1
    expected = 0
    for x in range(numbers[_SIZE]):
        expected += state.counts[x]
    # a job not in the forecast has outlived its estimate
    numbers[_STANDSTILL] = numbers[_STANDSTILL] + 1 if expected == numbers[_ACTIVE] else 0
    return evicted


@compiled_inline
def _blocked_until(case: _Case, state: _State, job: int, start: int) -> int:
    """Return `start` if the forecast lets a waiting job start then, else a later round to look at next."""
    return blocked_until(
        state.ends, state.counts, state.weights, state.numbers[_SIZE],
        case.memory, case.prompts[job], state.estimate[job], start,
    )  # fmt: skip


@compiled_inline
def _admit(case: _Case, state: _State) -> None:
    """Admit from the head of the queue while the forecast stays within budget."""
    numbers = state.numbers
    while numbers[_QUEUED] > 0:
        job, now = state.queue[0], numbers[_NOW]
        tokens = case.prompts[job] + 1
        if tokens > case.memory - numbers[_HELD] or now < _blocked_until(case, state, job, now):
            break
        numbers[_QUEUED] = heap_remove(state.queue, state.queue_at, state.estimate, numbers[_QUEUED], job)
        state.began[job], state.due[job] = now, now + case.responses[job]
        state.last[job] = now + state.estimate[job] - 1
        numbers[_ACTIVE] = heap_push(state.calendar, state.calendar_at, state.due, numbers[_ACTIVE], job)
        numbers[_HELD] += tokens
        numbers[_SIZE] = forecast_add(
            state.ends, state.counts, state.weights, numbers[_SIZE], state.last[job], tokens - now
        )


@compiled_inline
def _next_event(case: _Case, state: _State) -> int:
    """Find the next round with a completion, over budget, or in which the head of the queue fits."""
    numbers = state.numbers
    now, held, active = numbers[_NOW], numbers[_HELD], numbers[_ACTIVE]
    event: int = min(state.due[state.calendar[0]], now + (case.memory - held) // active + 1)
    if numbers[_QUEUED] == 0:
        return event
    job, look = state.queue[0], now + 1
    while look < event and held + active * (look - now) + case.prompts[job] < case.memory:
        later = _blocked_until(case, state, job, look)
        if later == look:
            event = look
        look = later
    return event


@compiled_inline
def _requeue(state: _State, evicted: int) -> None:
    """Let the jobs evicted in this round wait, from the next round on."""
    for x in range(evicted):
        state.numbers[_QUEUED] = heap_push(
            state.queue, state.queue_at, state.estimate, state.numbers[_QUEUED], state.out[x]
        )


@compiled_in_place
def _run(case: _Case, state: _State, victims: Urn, attempts: Attempts) -> int:
    """Run from the first round to the last, and return the flow time; the rest is in the state."""
    numbers = state.numbers
    _reset(case, state)
    while True:
        _complete(case, state, attempts)
        evicted = _evict(case, state, victims, attempts)
        if numbers[_STANDSTILL] > case.patience:
            return _OUT_OF_PATIENCE
        _admit(case, state)
        if numbers[_ACTIVE] == 0:
            return int(numbers[_FLOW])
        event = numbers[_NOW] + 1 if evicted > 0 else _next_event(case, state)
        _requeue(state, evicted)
        numbers[_HELD] += numbers[_ACTIVE] * (event - numbers[_NOW])
        numbers[_NOW] = event
        if event > case.latest:
            return _TOO_LATE


def evict_least_estimate(
    memory: int,
    prompts: IntArray,
    responses: IntArray,
    lower: int,
    ahead: int,
    by_remaining: bool,
    seed: int,
    patience: int,
    latest: int,
    position: IntArray,
    starts: IntArray,
    rounds: IntArray,
) -> tuple[int, int, int, int]:
    """Run A-Min and return flow time, makespan, rounds lost and number of attempts.

    A response length is read in one place only, where an admitted job's completion is put in the
    calendar; nothing else looks at the calendar before that round has come.

    Parameters
    ----------
    memory : int
        Budget M in tokens.
    prompts, responses : array of int, shape (n,)
        In the order of the instance; ``prompt + response <= M``.
    lower : int
        First estimate, 1 to the shortest response.
    ahead : int
        The estimate of an unfinished job is at least its tokens so far plus this: 0 or 1.
    by_remaining : bool
        Whether to kill by estimate minus progress instead of by estimate.
    seed : int
        First state of the generator that breaks ties, 0 to 2**64 - 1.
    patience : int
        Rounds with evictions to bear in a row before a completion or a risen estimate.
    latest : int
        Last round to simulate, at most 2**62: n times it must fit 64 bits. Sums of weights may wrap, but
        every number of tokens made from them is at most twice the budget and comes out exact.
    position, starts, rounds : array of int, shape (m,)
        Filled with the first m attempts, in the order in which they end: job position, first round,
        rounds run. May be empty.

    Returns
    -------
    flow, makespan, lost, attempts : int
        The flow time is -1 if a round after `latest` was reached, -2 if `patience` ran out.
    """
    case = _Case(memory, prompts, responses, lower, ahead, by_remaining, patience, latest)
    state = _State(np.empty(9, np.int64), *np.empty((12, responses.size), np.int64))
    flow = _run(case, state, urn(responses.size, seed), Attempts(position, starts, rounds))
    numbers = state.numbers
    return flow, int(numbers[_NOW]), int(numbers[_LOST]), int(numbers[_MADE])
