"""Compiled local search on start rounds: a few jobs go out and come back at earliest fits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ratiolab.core.compiled import compiled_in_place
from ratiolab.core.splitmix import draw_below
from ratiolab.core.start_times import Jobs, Plan, earliest_fit, hold, pull, sort_by_start
from ratiolab.integers import IntArray

#: One ruin takes at most so many jobs out.
MOST_REMOVED = 8


class Ruin(NamedTuple):
    """The jobs taken out.

    Attributes
    ----------
    near : array of int, shape (n,)
        The first ones are those that are out.
    old : array of int, shape (`MOST_REMOVED`,)
        The start rounds that they had.
    """

    near: IntArray
    old: IntArray


@compiled_in_place
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


@compiled_in_place
def _all_equal(kinds: IntArray, near: IntArray, size: int) -> bool:
    """Whether the jobs taken out are of one kind."""
    for i in range(1, size):  # noqa: SIM110 (no generators in compiled code)
        if kinds[near[i]] != kinds[near[0]]:
            return False
    return True


@compiled_in_place
def _take_out(jobs: Jobs, plan: Plan, ruin: Ruin, size: int) -> int:
    """Take the chosen jobs out; return the sum of their starts."""
    total = 0
    for i in range(size):
        job = ruin.near[i]
        ruin.old[i] = plan.starts[job]
        total += ruin.old[i]
        hold(jobs.prompts[job], jobs.responses[job], ruin.old[i], -1, plan.held)
    return total


@compiled_in_place
def _put_back(
    memory: int, jobs: Jobs, plan: Plan, ruin: Ruin, size: int, low: int, delays: bool, state: np.uint64
) -> tuple[np.uint64, int, int]:
    """Put jobs back at earliest fits, some later if that is allowed.

    Returns
    -------
    state : uint64
        Of the generator.
    placed : int
        How many found a place; fewer than `size` if one fits nowhere.
    total : int
        Sum of their starts.
    """
    total = 0
    for i in range(size):
        job = ruin.near[i]
        prompt, response = jobs.prompts[job], jobs.responses[job]
        at = earliest_fit(memory, prompt, response, max(0, low - response), plan.held)
        if delays and at >= 0:
            state, dice = draw_below(state, 4)
            if dice == 0:
                state, later = draw_below(state, 3)
                at = earliest_fit(memory, prompt, response, at + 1 + later, plan.held)
        if at < 0:
            return state, i, total
        plan.starts[job] = at
        total += at
        hold(prompt, response, at, 1, plan.held)
    return state, size, total


@compiled_in_place
def _undo(jobs: Jobs, plan: Plan, ruin: Ruin, size: int, placed: int) -> None:
    """Put the jobs where they were; the first `placed` of them are elsewhere, the others are out."""
    for i in range(placed):
        job = ruin.near[i]
        hold(jobs.prompts[job], jobs.responses[job], plan.starts[job], -1, plan.held)
    for i in range(size):
        job = ruin.near[i]
        plan.starts[job] = ruin.old[i]
        hold(jobs.prompts[job], jobs.responses[job], ruin.old[i], 1, plan.held)


@compiled_in_place
def _copy(source: IntArray, target: IntArray) -> None:
    for i in range(source.size):
        target[i] = source[i]


@compiled_in_place
def _pull_from(
    memory: int, jobs: Jobs, plan: Plan, by_start: IntArray, low: int, earlier: int
) -> tuple[bool, int, int]:
    """Pull all jobs from a round on forward; whether they fit, how many they are, the sum of all starts."""
    sort_by_start(by_start, plan.starts)
    first = 0
    while first < by_start.size and plan.starts[by_start[first]] < low:
        first += 1
    fits = pull(memory, jobs, by_start, first, earlier, plan)
    total = 0
    for job in range(by_start.size):
        total += plan.starts[job]
    return fits, by_start.size - first, total


@compiled_in_place
def _search(
    memory: int,
    jobs: Jobs,
    plan: Plan,
    kept: Plan,
    by_start: IntArray,
    ruin: Ruin,
    insertions: int,
    warmth: int,
    state: np.uint64,
    best: IntArray,
) -> None:
    """Ruin and recreate, as `search_starts`; the best starts met are in `best`."""
    n, longest = best.size, 0
    total = 0
    for job in range(n):
        hold(jobs.prompts[job], jobs.responses[job], plan.starts[job], 1, plan.held)
        total += plan.starts[job]
        longest = max(longest, jobs.responses[job])
    least, spent = total, 0
    while spent < insertions:
        state, slack = draw_below(state, warmth * (insertions - spent) // insertions + 1)
        state, anchor = draw_below(state, n)
        state, window = draw_below(state, 3 * longest + 1)
        state, dice = draw_below(state, 32)
        pulls, low = dice == 0, plan.starts[anchor]
        state, size = _choose(state, plan.starts, jobs.responses, window, anchor, ruin.near)
        if pulls:
            _copy(plan.starts, kept.starts)
            _copy(plan.held, kept.held)
        state, dice = draw_below(state, 4)
        delays = dice == 0 or _all_equal(jobs.kinds, ruin.near, size)
        after = total - _take_out(jobs, plan, ruin, size)
        state, placed, back = _put_back(memory, jobs, plan, ruin, size, low, delays, state)
        after, fits = after + back, placed == size
        spent += size
        if pulls and fits:
            state, earlier = draw_below(state, 4)
            fits, pulled, after = _pull_from(memory, jobs, plan, by_start, low, 1 + earlier)
            spent += pulled
        if fits and after <= total + slack:
            total = after
            if total < least:
                least = total
                _copy(plan.starts, best)
        elif pulls:
            _copy(kept.starts, plan.starts)
            _copy(kept.held, plan.held)
        else:
            _undo(jobs, plan, ruin, size, placed)


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
    n, best = starts.size, starts.copy()
    plan = Plan(starts.copy(), np.zeros(horizon, np.int64))
    kept = Plan(np.empty(n, np.int64), np.empty(horizon, np.int64))
    ruin = Ruin(np.empty(n, np.int64), np.empty(MOST_REMOVED, np.int64))
    jobs, by_start = Jobs(prompts, responses, kinds), np.argsort(starts, kind="stable")
    _search(memory, jobs, plan, kept, by_start, ruin, insertions, warmth, np.uint64(seed), best)
    return best
