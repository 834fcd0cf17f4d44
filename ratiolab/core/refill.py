"""Compiled kernel of GBA-D: staggered pipelines that begin before the previous one has drained."""

from __future__ import annotations

import numpy as np

from ratiolab.core.compiled import compiled_in_place
from ratiolab.core.lookahead import admit
from ratiolab.integers import IntArray


@compiled_in_place
def pipeline_held(elapsed: int, jobs: int, parallelism: int, slice_: int, prompt: int) -> int:
    """Tokens that a pipeline holds `elapsed` rounds after its first start, before anybody ends.

    Parameters
    ----------
    elapsed : int
        From 0 to ``slice_ - 1``.
    jobs : int
        Jobs in the call, at least 1; job i starts at ``floor(i * slice_ / parallelism)``.
    parallelism, slice_, prompt : int
        Of the call.
    """
    begun = min(jobs, (parallelism * (elapsed + 1) - 1) // slice_ + 1)
    # Sum of the start rounds, by Euclid on (slice, parallelism).
    total, n, m, a, b = 0, begun, parallelism, slice_, 0
    while n > 0:
        total += (n - 1) * n // 2 * (a // m) + n * (b // m)
        a, b = a % m, b % m
        top = a * n + b
        if top < m:
            break
        n, b, m, a = top // m, top % m, a, m
    return begun * (prompt + elapsed + 1) - total


@compiled_in_place
def _serve(
    memory: int,
    prompt: int,
    responses: IntArray,
    parallelisms: IntArray,
    starts: IntArray,
    last: IntArray,
    held: IntArray,
    running: IntArray,
) -> None:
    """Serve the jobs, as `refill_starts`; the last three are room for the window of `admit`."""
    n = responses.size
    first, end, now = 0, 0, 0
    base, index = 0, 0  # first round of the pipeline that runs, jobs it has started
    for j in range(n):
        slice_, k, left = responses[j], parallelisms[j], n - j
        fresh = now
        for i in range(first, end):
            free = memory - held[i]
            if last[i] < fresh or pipeline_held(last[i] - fresh, left, k, slice_, prompt) <= free:
                continue
            low, high = fresh + 1, last[i] + 1  # the pipeline fits from a round in [low, high] on
            while low < high:
                middle = (low + high) // 2
                if pipeline_held(last[i] - middle, left, k, slice_, prompt) <= free:
                    high = middle
                else:
                    low = middle + 1
            fresh = low
        going_on = base + index * slice_ // k
        if j > 0 and responses[j - 1] == slice_ and going_on < fresh:
            now = going_on
            index += 1
        else:
            now, base, index = fresh, fresh, 1
        while first < end and last[first] < now:
            first += 1
        end = admit(prompt, slice_, now, last, held, running, first, end)
        starts[j] = now


def refill_starts(
    memory: int, prompt: int, responses: IntArray, parallelisms: IntArray, starts: IntArray
) -> None:
    """Start rounds of GBA-D for jobs sorted by ascending response length.

    A new pipeline fits beside the active jobs in round t if it does so in the last round e of each of
    them, when it holds what `pipeline_held` says of ``e - t``: less for every later t. So its first
    round is a maximum over the active jobs, found by bisection, and no round is visited in vain.

    Parameters
    ----------
    memory, prompt : int
        Budget M and common prompt s in tokens.
    responses, parallelisms : array of int, shape (n,)
        Ascending response lengths, each with its ``k*``.
    starts : array of int, shape (n,)
        Filled with the first round of each job.
    """
    _serve(memory, prompt, responses, parallelisms, starts, *np.empty((3, responses.size), np.int64))
