"""Compiled kernel of GSA-Spec: the slices of GSA and speculative runs on the memory they leave free.

Driven by events: completions, ends of slices, starts of the pipeline, and rounds in which the budget
would be exceeded. A response length is looked at only to find the round in which its job completes.
"""

from __future__ import annotations

import numpy as np

from ratiolab.core.compiled import compiled
from ratiolab.core.heap import heap_push, heap_remove
from ratiolab.integers import IntArray

_NEVER = 2**62
#: Attempts recorded before the arrays grow for the first time, per job.
_ROOM = 4


@compiled
def _doubled(array: IntArray) -> IntArray:
    """Copy an array into one of twice the size."""
    larger = np.empty(2 * array.size, np.int64)
    larger[: array.size] = array
    return larger


@compiled
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
    n = responses.size
    position, starts, rounds = (
        np.empty(_ROOM * n, np.int64),
        np.empty(_ROOM * n, np.int64),
        np.empty(_ROOM * n, np.int64),
    )
    made = 0
    done = np.zeros(n, np.bool_)
    speculative = np.zeros(n, np.bool_)
    begin = np.zeros(n, np.int64)
    # Three heaps: active jobs by the round in which they leave, speculative ones latest start first,
    # jobs neither active nor finished by index.
    until, ends, ends_at, active = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.int64), 0
    age, latest, latest_at, guests = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.int64), 0
    index, idle, idle_at, waiting = np.arange(n), np.arange(n), np.arange(n), n
    alive, count = np.arange(n), n
    phase, base, slot, upcoming, call_end = 0, 0, 0, 0, _NEVER
    flow, makespan, killed, left = 0, 0, 0, n
    now, held, admitted = 0, 0, 0
    while True:
        evicted = False
        while True:
            # Who leaves next in this round: done or out of slice, else the latest guest if need be.
            if active > 0 and until[ends[0]] == now:
                job = ends[0]
            elif upcoming < count and base + slot * slices[phase] // parallelisms[phase] == now:
                while upcoming < count and done[alive[upcoming]]:
                    upcoming += 1
                if upcoming == count:
                    continue
                job = alive[upcoming]
                if not speculative[job]:
                    waiting = heap_remove(idle, idle_at, index, waiting, job)
                    begin[job], until[job] = now, now + min(responses[job], slices[phase])
                    active = heap_push(ends, ends_at, until, active, job)
                    held += prompt + 1
                    slot, upcoming, call_end = slot + 1, upcoming + 1, now + slices[phase]
                    continue
            elif upcoming == count and call_end == now and left > 0:
                kept = 0
                for i in range(count):
                    if not done[alive[i]]:
                        alive[kept] = alive[i]
                        kept += 1
                phase, base, slot, upcoming, count = phase + 1, now, 0, 0, kept
                continue
            elif held > memory:
                job = latest[0]
                evicted = True
            else:
                break
            ran = now - begin[job]
            active = heap_remove(ends, ends_at, until, active, job)
            if speculative[job]:
                speculative[job] = False
                guests = heap_remove(latest, latest_at, age, guests, job)
            held -= prompt + ran + 1
            if record:
                if made == position.size:
                    position, starts, rounds = _doubled(position), _doubled(starts), _doubled(rounds)
                position[made], starts[made], rounds[made] = job, begin[job], ran
            made += 1
            if ran == responses[job]:
                done[job] = True
                flow, makespan, left = flow + now, now, left - 1
            else:
                killed += ran
                waiting = heap_push(idle, idle_at, index, waiting, job)
        if left == 0:
            break
        while not evicted and waiting > 0 and held + prompt + 1 <= memory:
            job = idle[0]
            waiting = heap_remove(idle, idle_at, index, waiting, job)
            begin[job], until[job], age[job] = now, now + responses[job], -admitted
            admitted += 1
            speculative[job] = True
            active = heap_push(ends, ends_at, until, active, job)
            guests = heap_push(latest, latest_at, age, guests, job)
            held += prompt + 1
        # The next round in which anything can change.
        later = until[ends[0]] if active > 0 else _NEVER
        if upcoming < count:
            later = min(later, base + slot * slices[phase] // parallelisms[phase])
        else:
            later = min(later, call_end)
        if guests > 0:
            later = min(later, now + (memory - held) // active + 1)
        if evicted:
            later = min(later, now + 1)
        held += active * (later - now)
        now = later
    if not record:
        made = 0
    return flow, makespan, killed, position[:made], starts[:made], rounds[:made]
