"""Compiled kernel of the price bound: the cheapest start round of a job under step prices."""

from __future__ import annotations

import numpy as np

from ratiolab.core.compiled import compiled
from ratiolab.integers import IntArray


@compiled
def _cost(
    rounds: IntArray, values: IntArray, sums: IntArray, moments: IntArray, scale: int,
    prompt: int, response: int, start: int, i: int, j: int,
) -> int:  # fmt: skip
    """Cost of a start in round `start`, in step i, that ends in a round of step j."""
    width, end = start - rounds[i], start + response
    sum_before = sums[i] + width * values[i]
    moment_before = moments[i] + values[i] * width * (rounds[i] + start - 1) // 2
    width = end - rounds[j]
    sum_after = sums[j] + width * values[j]
    moment_after = moments[j] + values[j] * width * (rounds[j] + end - 1) // 2
    cost: int = end * scale + (prompt + 1 - start) * (sum_after - sum_before) + moment_after - moment_before
    return cost


@compiled
def least_costs(
    rounds: IntArray, values: IntArray, scale: int, prompts: IntArray, responses: IntArray
) -> IntArray:
    """Least cost of a start round for each type, in units of ``1/scale``, shape (types,).

    Parameters
    ----------
    rounds, values : array of int, shape (steps,)
        First round of each step, ascending from 0, and price of a token in it; the last price is 0.
    scale : int
    prompts, responses : array of int, shape (types,)
        Tokens. The caller sees to it that no intermediate leaves 64 bits.

    Notes
    -----
    Between two rounds at which the first or the last step of a job changes, the cost is a quadratic: its
    least value is at an end or, if it bends upwards, at the vertex.
    """
    steps = rounds.size
    sums, moments = np.zeros(steps, np.int64), np.zeros(steps, np.int64)
    for i in range(steps - 1):
        width = rounds[i + 1] - rounds[i]
        sums[i + 1] = sums[i] + width * values[i]
        moments[i + 1] = moments[i] + values[i] * width * (rounds[i] + rounds[i + 1] - 1) // 2
    best = np.empty(prompts.size, np.int64)
    for k in range(prompts.size):
        s, o = prompts[k], responses[k]
        i, j, start = 0, 0, 0
        while j + 1 < steps and rounds[j + 1] <= o:
            j += 1
        least = _cost(rounds, values, sums, moments, scale, s, o, 0, 0, j)
        while i < steps - 1:
            after = rounds[i + 1]
            if j + 1 < steps:
                after = min(after, rounds[j + 1] - o)
            low = _cost(rounds, values, sums, moments, scale, s, o, start, i, j)
            last = after - 1
            least = min(least, low, _cost(rounds, values, sums, moments, scale, s, o, last, i, j))
            bend = values[i] - values[j]
            if bend > 0 and last - start >= 2:
                slope = _cost(rounds, values, sums, moments, scale, s, o, start + 1, i, j) - low
                at = start + min(max(-(slope // bend), 0), last - start)
                least = min(least, _cost(rounds, values, sums, moments, scale, s, o, at, i, j))
            start = after
            if start == rounds[i + 1]:
                i += 1
            if j + 1 < steps and start + o == rounds[j + 1]:
                j += 1
        # From the last step on prices are 0: the cost only grows.
        best[k] = min(least, _cost(rounds, values, sums, moments, scale, s, o, start, i, j))
    return best
