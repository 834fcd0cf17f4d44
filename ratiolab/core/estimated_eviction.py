"""Compiled kernel of admission and eviction by estimated lengths (A-Min), driven by events.

Between two events every active job grows by one token a round: the next completion, the next round
over budget and the first round in which the head of the queue fits are computed, and no round is
visited in vain. An event costs the distinct estimated last rounds of the active jobs, a round with
evictions a sort of the active jobs.
"""

from __future__ import annotations

import numpy as np

from ratiolab.core.compiled import compiled
from ratiolab.core.estimates import blocked_until, forecast_add, forecast_remove
from ratiolab.core.heap import heap_push, heap_remove
from ratiolab.core.splitmix import draw_below
from ratiolab.integers import IntArray


@compiled
def evict_least_estimate(
    memory: int,
    prompts: IntArray,
    responses: IntArray,
    lower: int,
    ahead: int,
    by_remaining: bool,
    seed: np.uint64,
    patience: int,
    latest: int,
    position: IntArray,
    starts: IntArray,
    rounds: IntArray,
) -> tuple[int, int, int, int]:
    """Run A-Min and return flow time, makespan, rounds lost and number of attempts.

    A response length is read in one place only, where an admitted job's completion is put in the
    calendar; nothing else looks at the calendar before that round has come.

    Termination: after evictions and admissions, all last rounds of the forecast are within budget. So
    if round t is over budget, some active job has outlived its estimate. With ``ahead = 1`` that
    estimate has just risen by one token; estimates stay below the lengths, so there are at most
    ``sum(o)`` rounds with evictions. Evictions never empty the batch (one job alone fits) and an empty
    batch admits the head of the queue, so rounds without evictions lead to a completion or a risen
    estimate. With ``ahead = 0`` a job killed exactly at its estimate learns nothing: by estimate, if
    ties are broken so as to spare the job that is furthest, the greatest estimate among active jobs
    completes or rises, so a standstill has probability 0; by remaining length jobs can oust one
    another for ever. Hence `patience`.

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
    seed : uint64
        First state of the generator that breaks ties.
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
    n, room = responses.size, position.size
    estimate = np.full(n, lower, dtype=np.int64)
    began, due, last, keys = (
        np.empty(n, np.int64),
        np.empty(n, np.int64),
        np.empty(n, np.int64),
        estimate.copy(),
    )
    calendar, place = np.empty(n, np.int64), np.empty(n, np.int64)
    queue, queue_place = np.arange(n), np.arange(n)  # by estimate, ties by position: a heap as it is
    ends, counts, weights = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.int64)
    out = np.empty(n, np.int64)
    active, queued, size, standstill = 0, n, 0, 0
    total = 0  # the active jobs hold total + active * round tokens
    now, flow, lost, made = 0, 0, 0, 0
    state = np.uint64(seed)  # draws are unsigned, whatever type the caller has
    while True:
        while size > 0 and ends[size - 1] < now:
            size -= 1
        while (
            active > 0 and due[calendar[0]] == now
        ):  # no estimate exceeds a length: it has left the forecast
            job = calendar[0]
            active = heap_remove(calendar, place, due, active, job)
            total -= prompts[job] - began[job] + 1
            flow += now
            standstill = 0
            if made < room:
                position[made], starts[made], rounds[made] = job, began[job], now - began[job]
            made += 1
        usage = total + active * now
        evicted = 0
        if usage > memory:
            batch = np.sort(calendar[:active])
            for job in batch:
                run = now - began[job]
                keys[job] = max(estimate[job], run + ahead) - (run if by_remaining else 0)
            batch = batch[np.argsort(keys[batch], kind="mergesort")]
            first, beyond = 0, 0
            while usage > memory:
                if first == beyond:  # the next jobs with equal keys, by position
                    while beyond < batch.size and keys[batch[beyond]] == keys[batch[first]]:
                        beyond += 1
                pick = first
                if beyond - first > 1:
                    state, pick = draw_below(state, beyond - first)
                    pick += first
                job = batch[pick]
                batch[pick] = batch[first]
                first += 1
                active = heap_remove(calendar, place, due, active, job)
                run, share = now - began[job], prompts[job] - began[job] + 1
                total -= share
                usage -= share + now
                lost += run
                if last[job] >= now:
                    size = forecast_remove(ends, counts, weights, size, last[job], share)
                estimate[job] = max(estimate[job], run + ahead)
                out[evicted] = job
                evicted += 1
                if made < room:
                    position[made], starts[made], rounds[made] = job, began[job], run
                made += 1
            standstill = standstill + 1 if counts[:size].sum() == active else 0
            if standstill > patience:
                return -2, now, lost, made
        while queued > 0:
            job = queue[0]
            if prompts[job] + 1 > memory - usage or now < blocked_until(
                ends, counts, weights, size, memory, prompts[job], estimate[job], now
            ):
                break
            queued = heap_remove(queue, queue_place, estimate, queued, job)
            began[job], due[job], last[job] = now, now + responses[job], now + estimate[job] - 1
            active = heap_push(calendar, place, due, active, job)
            total += prompts[job] - now + 1
            usage += prompts[job] + 1
            size = forecast_add(ends, counts, weights, size, last[job], prompts[job] - now + 1)
        if active == 0:
            return flow, now, lost, made
        event = min(due[calendar[0]], now + (memory - usage) // active + 1)
        if evicted > 0:
            event = now + 1
        elif queued > 0:
            job, look = queue[0], now + 1
            while look < event and usage + active * (look - now) + prompts[job] < memory:
                later = blocked_until(ends, counts, weights, size, memory, prompts[job], estimate[job], look)
                if later == look:
                    event = look
                look = later
        for x in range(evicted):
            queued = heap_push(queue, queue_place, estimate, queued, out[x])
        now = event
        if now > latest:
            return -1, now, lost, made
