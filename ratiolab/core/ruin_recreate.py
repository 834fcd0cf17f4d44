"""Compiled local search on start rounds: a few jobs go out and come back at earliest fits."""

from __future__ import annotations

import numpy as np

from ratiolab.core.compiled import compiled
from ratiolab.core.splitmix import draw_below
from ratiolab.core.start_times import earliest_fit, hold, pull, sort_by_start
from ratiolab.integers import IntArray

#: One ruin takes at most so many jobs out.
MOST_REMOVED = 8


@compiled
def _choose(
    state: np.uint64, starts: IntArray, responses: IntArray, window: int, anchor: int, near: IntArray
) -> tuple[np.uint64, int]:
    """Choose up to `MOST_REMOVED` of the jobs that start in the window that the anchor's start opens."""
    low, count = starts[anchor], 0
    for job in range(starts.size):
        if low <= starts[job] <= low + window:
            near[count] = job
            count += 1
    state, size = draw_below(state, min(count, MOST_REMOVED))
    size += 1
    for i in range(size):
        state, other = draw_below(state, count - i)
        near[i], near[i + other] = near[i + other], near[i]
    state, dice = draw_below(state, 8)
    if dice < 3:  # put the shortest back first
        for i in range(1, size):
            k = i
            while k > 0 and responses[near[k - 1]] > responses[near[k]]:
                near[k - 1], near[k] = near[k], near[k - 1]
                k -= 1
    return state, size


@compiled
def search_starts(
    memory: int,
    prompts: IntArray,
    responses: IntArray,
    kinds: IntArray,
    starts: IntArray,
    horizon: int,
    insertions: int,
    warmth: int,
    seed: int,
) -> IntArray:
    """Ruin and recreate: take a few jobs out, put them back at earliest fits, keep what is not much worse.

    The order in which jobs go back is drawn; a few go back later than the first round that fits, and now
    and then all later jobs are pulled forward. Taking out equal jobs only changes nothing unless one is
    delayed, so then one may be.

    Parameters
    ----------
    memory : int
        Budget M in tokens.
    prompts, responses, kinds : array of int, shape (n,)
        Per job; equal jobs have the same kind.
    starts : array of int, shape (n,)
        Start rounds of a feasible schedule without kills.
    horizon : int
        Rounds there are, at least the makespan.
    insertions : int
        Budget: jobs put back in all.
    warmth : int
        How many rounds worse a schedule may be and still be kept, at first; it falls to 0.
    seed : int
        At least 0.

    Returns
    -------
    array of int, shape (n,)
        The best start rounds met; never a larger sum than that of `starts`.
    """
    n = starts.size
    current, best, kept_starts = starts.copy(), starts.copy(), starts.copy()
    held = np.zeros(horizon, dtype=np.int64)
    for job in range(n):
        hold(prompts[job], responses[job], current[job], 1, held)
    kept_held = held.copy()
    by_start = np.argsort(current, kind="mergesort")
    near = np.empty(n, dtype=np.int64)
    old = np.empty(MOST_REMOVED, dtype=np.int64)
    span = 3 * responses.max() + 1
    total = least = current.sum()
    state = np.uint64(seed)
    spent = 0
    while spent < insertions:
        state, slack = draw_below(state, warmth * (insertions - spent) // insertions + 1)
        state, anchor = draw_below(state, n)
        state, window = draw_below(state, span)
        state, dice = draw_below(state, 32)
        pulls = dice == 0
        low = current[anchor]
        state, size = _choose(state, current, responses, window, anchor, near)
        if pulls:
            kept_starts[:] = current
            kept_held[:] = held
        state, dice = draw_below(state, 4)
        delays = dice == 0 or bool((kinds[near[:size]] == kinds[near[0]]).all())
        after = total
        for i in range(size):
            job = near[i]
            old[i] = current[job]
            after -= old[i]
            hold(prompts[job], responses[job], old[i], -1, held)
        placed = 0
        for i in range(size):
            job = near[i]
            at = earliest_fit(memory, prompts[job], responses[job], max(0, low - responses[job]), held)
            if delays and at >= 0:
                state, dice = draw_below(state, 4)
                if dice == 0:
                    state, later = draw_below(state, 3)
                    at = earliest_fit(memory, prompts[job], responses[job], at + 1 + later, held)
            if at < 0:
                break
            current[job] = at
            after += at
            hold(prompts[job], responses[job], at, 1, held)
            placed += 1
        spent += size
        fits = placed == size
        if pulls and fits:
            state, earlier = draw_below(state, 4)
            sort_by_start(by_start, current)
            first = 0
            while first < n and current[by_start[first]] < low:
                first += 1
            spent += n - first
            fits = pull(memory, prompts, responses, by_start, first, 1 + earlier, current, held)
            after = current.sum()
        if fits and after <= total + slack:
            total = after
            if total < least:
                least = total
                best[:] = current
        elif pulls:
            current[:] = kept_starts
            held[:] = kept_held
        else:
            for i in range(placed):
                job = near[i]
                hold(prompts[job], responses[job], current[job], -1, held)
            for i in range(size):
                job = near[i]
                current[job] = old[i]
                hold(prompts[job], responses[job], old[i], 1, held)
    return best
