"""Compiled admission by estimated lengths: what active jobs will hold if their estimates are right.

The forecast is a list of distinct estimated last rounds, latest first, with the number of active jobs
that end there and the sum of their weights; a job that began at round ``a`` has weight
``prompt - a + 1`` and holds ``weight + t`` tokens in round t. A job that has outlived its estimate
is taken to end in the present round and is not in the list.
"""

from __future__ import annotations

import numpy as np

from ratiolab.core.compiled import compiled, compiled_in_place
from ratiolab.integers import IntArray


@compiled_in_place
def forecast_add(
    ends: IntArray, counts: IntArray, weights: IntArray, size: int, end: int, weight: int
) -> int:
    """Enter a job that is estimated to run through round `end`; return the new size of the list."""
    at = size
    while at > 0 and ends[at - 1] < end:
        at -= 1
    if at > 0 and ends[at - 1] == end:
        counts[at - 1] += 1
        weights[at - 1] += weight
        return size
    for x in range(size, at, -1):
        ends[x], counts[x], weights[x] = ends[x - 1], counts[x - 1], weights[x - 1]
    ends[at], counts[at], weights[at] = end, 1, weight
    return size + 1


@compiled_in_place
def forecast_remove(
    ends: IntArray, counts: IntArray, weights: IntArray, size: int, end: int, weight: int
) -> int:
    """Take out a job that was entered with these numbers; return the new size of the list."""
    at = size - 1
    while ends[at] != end:
        at -= 1
    counts[at] -= 1
    weights[at] -= weight
    if counts[at] > 0:
        return size
    for x in range(at, size - 1):
        ends[x], counts[x], weights[x] = ends[x + 1], counts[x + 1], weights[x + 1]
    return size - 1


@compiled_in_place
def blocked_until(
    ends: IntArray,
    counts: IntArray,
    weights: IntArray,
    size: int,
    memory: int,
    prompt: int,
    estimate: int,
    start: int,
) -> int:
    """Return `start` if a job fits the forecast from there on, else a later round not to look before.

    The job is held through round ``start + estimate - 1``. Tested are the estimated last rounds of
    the active jobs until then, and its own. Later last rounds are met already, as the job is not
    there. What is returned may still be blocked, but nothing between it and `start` fits:

    - at an active job's last round e, the job holds one token less for every round it starts later,
      and nothing once it starts after e;
    - at its own last round, what the others hold grows until one of them ends, so its last round
      must lie beyond that.

    Parameters
    ----------
    ends, counts, weights, size
        The forecast, within the budget at every last round; those before `start` block nothing.
    memory : int
        Budget M in tokens.
    prompt, estimate : int
        Tokens and rounds of the job that waits; ``prompt + estimate <= M``.
    start : int
        Round in which it would start.
    """
    own = start + estimate - 1
    later = start
    held_by, weight = 0, 0
    for x in range(size + 1):
        end = ends[x] if x < size else start - 1
        if end < own:
            if held_by > 0 and weight + held_by * own + prompt + estimate > memory:
                later = max(later, ends[x - 1] + 2 - estimate)
            break
        held_by += counts[x]
        weight += weights[x]
    for y in range(x, size):
        held_by += counts[y]
        weight += weights[y]
        excess = weight + held_by * ends[y] + prompt + ends[y] - start + 1 - memory
        if excess > 0:
            later = max(later, start + min(excess, ends[y] + 1 - start))
    return later


@compiled
def reserve_longest(
    memory: int, prompts: IntArray, responses: IntArray, reserved: IntArray, starts: IntArray
) -> None:
    """Start rounds of A-Max for jobs sorted by ascending upper end.

    Look-ahead by the upper ends, where a job that completes early frees what was reserved. A response
    length is read only to know which job completes next. Starts and upper ends are nondecreasing, so
    the active jobs in order of admission are also in the order of their reserved last rounds, and the
    head of the queue ends last: it can start in round t if at every active job's last round e
    ``held(e) + prompt + e - t + 1 <= M``, which once true stays true.

    Parameters
    ----------
    memory : int
        Budget M in tokens.
    prompts, responses, reserved : array of int, shape (n,)
        By ascending `reserved`, the upper end; ``response <= reserved <= M - prompt``.
    starts : array of int, shape (n,)
        Filled with the first round of each job.
    """
    n = responses.size
    window = np.empty(n, dtype=np.int64)  # active jobs in order of admission
    active, head, now = 0, 0, 0
    while head < n:
        earliest = now
        completion = now
        weight = 0
        for x in range(active - 1, -1, -1):
            job, held_by = window[x], active - x
            last = starts[job] + reserved[job] - 1
            weight += prompts[job] - starts[job] + 1
            if x == 0 or starts[window[x - 1]] + reserved[window[x - 1]] - 1 < last:
                earliest = max(earliest, weight + held_by * last + prompts[head] + last + 1 - memory)
            end = starts[job] + responses[job]
            completion = end if held_by == 1 else min(completion, end)
        if active > 0 and completion <= earliest:
            now = completion
            left = 0
            for x in range(active):
                if starts[window[x]] + responses[window[x]] > now:
                    window[left] = window[x]
                    left += 1
            active = left
        else:
            now = earliest
            starts[head] = now
            window[active] = head
            active += 1
            head += 1
