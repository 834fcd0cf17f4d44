"""Compiled kernels of look-ahead admission in any order of the queue, driven by events.

A waiting job may start in a round if, were it alone to join, no later round would exceed the budget.
Usage never falls between two completions, so the last rounds of the active jobs and of the newcomer are
enough. The active jobs are kept as a window of distinct last rounds, ascending, each with the tokens
held and the number of jobs running in it; 64 bits hold all of it for budgets up to 2**60.
"""

from __future__ import annotations

import numpy as np

from ratiolab.core.compiled import compiled, compiled_in_place
from ratiolab.integers import IntArray

#: A round that no schedule reaches, a length that no job has.
_NEVER = 2**62


@compiled_in_place
def next_fit(
    memory: int,
    prompt: int,
    response: int,
    now: int,
    last: IntArray,
    held: IntArray,
    running: IntArray,
    first: int,
    end: int,
) -> int:
    """First round from `now` on in which a job fits beside the active ones, if nobody else starts.

    A window entry with last round e that would be over the budget by x tokens, if the newcomer ended in
    e, forbids one interval of start rounds: from the newcomer ending shortly before e (where usage has
    dropped by less than x) to its being so late in e that it holds x tokens less. The left ends of these
    intervals ascend with e, so one pass finds the first round outside all of them.

    Parameters
    ----------
    memory : int
        Budget M in tokens.
    prompt, response : int
        The newcomer, at most M together.
    now : int
        No active job starts later or ends before.
    last, held, running : array of int
        Window: last rounds, tokens held and jobs running in them.
    first, end : int
        The window is ``first <= i < end``.
    """
    start, previous = now, now - 1
    for i in range(first, end):
        excess = held[i] + prompt + response - memory
        if excess > 0:
            own_last = max(previous + 1, last[i] - (excess - 1) // running[i])
            if start < own_last - response + 1:
                break
            start = max(start, last[i] + 1 + min(0, excess - response))
        previous = last[i]
    return start


@compiled_in_place
def admit(
    prompt: int,
    response: int,
    start: int,
    last: IntArray,
    held: IntArray,
    running: IntArray,
    first: int,
    end: int,
) -> int:
    """Enter a job that starts in round `start` into the window; return the new `end`.

    Parameters are those of `next_fit`; no entry may lie before `start`.
    """
    own_last = start + response - 1
    i = first
    while i < end and last[i] < own_last:
        held[i] += prompt + last[i] - start + 1
        running[i] += 1
        i += 1
    if i < end and last[i] == own_last:
        held[i] += prompt + response
        running[i] += 1
        return end
    own_held, own_running = prompt + response, 1
    if i < end:
        own_held += held[i] - running[i] * (last[i] - own_last)
        own_running += running[i]
    for later in range(end, i, -1):
        last[later] = last[later - 1]
        held[later] = held[later - 1]
        running[later] = running[later - 1]
    last[i], held[i], running[i] = own_last, own_held, own_running
    return end + 1


@compiled_in_place
def _serve(
    memory: int,
    prompts: IntArray,
    responses: IntArray,
    starts: IntArray,
    last: IntArray,
    held: IntArray,
    running: IntArray,
) -> None:
    """Serve the queue in order, as `starts_in_order`; the last three are room for the window."""
    first, end, now = 0, 0, 0
    for j in range(responses.size):
        now = next_fit(memory, prompts[j], responses[j], now, last, held, running, first, end)
        while first < end and last[first] < now:
            first += 1
        end = admit(prompts[j], responses[j], now, last, held, running, first, end)
        starts[j] = now


def starts_in_order(memory: int, prompts: IntArray, responses: IntArray, starts: IntArray) -> None:
    """Start rounds when the queue is served in order: nobody overtakes a job that does not fit yet.

    Parameters
    ----------
    memory : int
        Budget M in tokens.
    prompts, responses : array of int, shape (n,)
        In the order of the queue, any order; ``prompt + response <= M``.
    starts : array of int, shape (n,)
        Filled with the first round of each job.
    """
    _serve(memory, prompts, responses, starts, *np.empty((3, responses.size), np.int64))


@compiled
def starts_with_skips(memory: int, prompts: IntArray, responses: IntArray, starts: IntArray) -> None:
    """Start rounds when every waiting job is tried in every round, in the order of the queue.

    A binary tree over the queue holds the least prompt, the least response and a lower bound on the
    first fitting round of the jobs below each node. A job that fits still fits with a smaller prompt or
    response, and admissions never make room; so a node whose least prompt and response do not fit
    together is put off as a whole, and its bound never has to be lowered.

    Parameters are those of `starts_in_order`.
    """
    n = responses.size
    last, held, running = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.int64)
    size = 1
    while size < n:
        size *= 2
    prompt = np.full(2 * size, _NEVER, np.int64)
    response = np.full(2 * size, _NEVER, np.int64)
    bound = np.full(2 * size, _NEVER, np.int64)
    prompt[size : size + n] = prompts
    response[size : size + n] = responses
    bound[size : size + n] = 0
    for node in range(size - 1, 0, -1):
        prompt[node] = min(prompt[2 * node], prompt[2 * node + 1])
        response[node] = min(response[2 * node], response[2 * node + 1])
        bound[node] = min(bound[2 * node], bound[2 * node + 1])
    first, end, now, node = 0, 0, 0, 1
    while bound[1] < _NEVER:
        fitting = False
        if bound[node] <= now:
            fit = next_fit(memory, prompt[node], response[node], now, last, held, running, first, end)
            fitting = fit == now
            bound[node] = max(bound[node], fit)
        if fitting and node < size:
            node *= 2
            continue
        if fitting:
            starts[node - size] = now
            end = admit(prompt[node], response[node], now, last, held, running, first, end)
            prompt[node] = response[node] = bound[node] = _NEVER
        # Leave the node: what is left of the path to the root is settled, go on to its right.
        while node > 1:
            settled, node = node, node // 2
            left, right = 2 * node, 2 * node + 1
            prompt[node] = min(prompt[left], prompt[right])
            response[node] = min(response[left], response[right])
            bound[node] = max(bound[node], min(bound[left], bound[right]))
            if settled == left:
                node = right
                break
        if node == 1 and bound[1] > now:
            now = bound[1]
            while first < end and last[first] < now:
                first += 1
