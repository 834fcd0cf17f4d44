"""Compiled kernels on start rounds: earliest fits, serial generation, patterns, shifts.

All of them keep `held`, the tokens held in every round up to a horizon, and never exceed the budget in
it. A schedule is a choice of start rounds; for the same jobs, less total flow time is a smaller sum of
start rounds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ratiolab.core.compiled import compiled, compiled_in_place
from ratiolab.integers import IntArray


class Jobs(NamedTuple):
    """Prompts, responses and kinds of jobs, arrays of shape (n,): equal jobs have the same kind."""

    prompts: IntArray
    responses: IntArray
    kinds: IntArray


class Plan(NamedTuple):
    """Start rounds of jobs, shape (n,), and the tokens held in every round, shape (horizon,)."""

    starts: IntArray
    held: IntArray


@compiled_in_place
def earliest_fit(memory: int, prompt: int, response: int, release: int, held: IntArray) -> int:
    """First round from `release` on in which a job fits to its end beside what is held; -1 if none.

    Round t lacking x tokens for the job forces its start beyond t, or so much later that it is x tokens
    younger in t. A later start is younger in every round passed before, so one pass over the rounds is
    enough.

    Parameters
    ----------
    memory, prompt, response : int
        Budget M, prompt and response length of the job, in tokens.
    release : int
        At least 0.
    held : array of int, shape (horizon,)
        Tokens held in each round; nothing may run beyond the last.
    """
    start = now = release
    while now < start + response:
        if start + response > held.size:
            return -1
        lack = held[now] + prompt + now - start + 1 - memory
        if lack > 0:
            start = min(now + 1, start + lack)
        now += 1
    return start


@compiled_in_place
def hold(prompt: int, response: int, start: int, sign: int, held: IntArray) -> None:
    """Add (`sign` 1) or take away (-1) the tokens of a job that starts at round `start`."""
    for age in range(1, response + 1):
        held[start + age - 1] += sign * (prompt + age)


@compiled
def serial_starts(
    memory: int, prompts: IntArray, responses: IntArray, order: IntArray, releases: IntArray, horizon: int
) -> IntArray:
    """Serial generation: jobs in a given order, each in the first round from its release on that fits.

    Parameters
    ----------
    memory : int
        Budget M in tokens.
    prompts, responses, releases : array of int, shape (n,)
        One entry per job; releases at least 0.
    order : array of int, shape (n,)
        Job indices in the order of insertion.
    horizon : int
        Rounds there are; the latest release plus the sum of all lengths is always enough.

    Returns
    -------
    array of int, shape (n,)
        Start rounds by job; -1 for a job that fits nowhere within the horizon.
    """
    held = np.zeros(horizon, dtype=np.int64)
    starts = np.empty(order.size, dtype=np.int64)
    for job in order:
        starts[job] = earliest_fit(memory, prompts[job], responses[job], releases[job], held)
        if starts[job] >= 0:
            hold(prompts[job], responses[job], starts[job], 1, held)
    return starts


@compiled_in_place
def periodic_starts(
    memory: int,
    prompt: int,
    response: int,
    offsets: IntArray,
    slides: bool,
    held: IntArray,
    starts: IntArray,
) -> bool:
    """Start equal jobs in a pattern that begins in the first round in which one of them fits.

    Parameters
    ----------
    memory, prompt, response : int
        Budget M, prompt and response length in tokens.
    offsets : array of int, shape (n,)
        Start rounds counted from the first, ascending from 0. A job that does not fit in its round goes
        to the first one after it that fits.
    slides : bool
        Whether the rest of the pattern is then late by as much.
    held : array of int, shape (horizon,)
        Tokens held by others; those of the new jobs are added.
    starts : array of int, shape (n,)
        Filled with the start rounds.

    Returns
    -------
    bool
        False if a job does not fit within the horizon; the arrays are then of no use.
    """
    begin = at = 0
    for i in range(offsets.size):
        # Where its twin did not fit before, no job of the kind does.
        at = earliest_fit(memory, prompt, response, max(at, begin + offsets[i]), held)
        if at < 0:
            return False
        if i == 0 or slides:
            begin = at - offsets[i]
        starts[i] = at
        hold(prompt, response, at, 1, held)
    return True


@compiled_in_place
def sort_by_start(by_start: IntArray, starts: IntArray) -> None:
    """Sort job indices by start round, in place: fast on what was sorted a few moves ago."""
    for i in range(1, by_start.size):
        job = by_start[i]
        k = i
        while k > 0 and starts[by_start[k - 1]] > starts[job]:
            by_start[k] = by_start[k - 1]
            k -= 1
        by_start[k] = job


@compiled_in_place
def pull(memory: int, jobs: Jobs, by_start: IntArray, first: int, earlier: int, plan: Plan) -> bool:
    """Take out all jobs from position `first` of `by_start` on and put them back up to `earlier` sooner.

    Each goes, in order, to the first round that fits from `earlier` rounds before its old start on. The
    distances between starts survive, which one job after the other to its earliest round would not allow.

    Returns
    -------
    bool
        False if a job does not fit within the horizon; the plan is then of no use.
    """
    for i in range(first, by_start.size):
        job = by_start[i]
        hold(jobs.prompts[job], jobs.responses[job], plan.starts[job], -1, plan.held)
    for i in range(first, by_start.size):
        job = by_start[i]
        prompt, response = jobs.prompts[job], jobs.responses[job]
        at = earliest_fit(memory, prompt, response, max(0, plan.starts[job] - earlier), plan.held)
        if at < 0:
            return False
        plan.starts[job] = at
        hold(prompt, response, at, 1, plan.held)
    return True


@compiled_in_place
def _shift_left(memory: int, prompts: IntArray, responses: IntArray, by_start: IntArray, plan: Plan) -> None:
    """Move jobs as `left_shift`, with nothing held yet."""
    for job in range(by_start.size):
        hold(prompts[job], responses[job], plan.starts[job], 1, plan.held)
    moved = True
    while moved:
        moved = False
        sort_by_start(by_start, plan.starts)
        for i in range(by_start.size):
            job = by_start[i]
            hold(prompts[job], responses[job], plan.starts[job], -1, plan.held)
            at = earliest_fit(memory, prompts[job], responses[job], 0, plan.held)
            moved = moved or at < plan.starts[job]
            plan.starts[job] = at
            hold(prompts[job], responses[job], at, 1, plan.held)


def left_shift(memory: int, prompts: IntArray, responses: IntArray, starts: IntArray, horizon: int) -> None:
    """Move jobs, one at a time, to their earliest fits beside all others until none can move: in place."""
    plan = Plan(starts, np.zeros(horizon, np.int64))
    _shift_left(memory, prompts, responses, np.argsort(starts, kind="stable"), plan)
