"""Compiled kernel of look-ahead admission in ascending length (MC-SF), driven by events.

Source: arXiv 2502.07115 (Memory-Constrained Shortest-First): each round, waiting jobs are admitted
by ascending length while the total at the last round of every active or admitted job stays within
the budget; the scan stops at the first job that does not fit.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from ratiolab.integers import IntArray


@njit(cache=True)
def mc_sf_starts(memory: int, prompts: IntArray, responses: IntArray, starts: IntArray) -> None:
    """Start rounds of MC-SF for jobs sorted by ascending response length.

    Starts and lengths are nondecreasing, hence so are completions, and the active jobs are a window
    of the sorted list. Job j, at the head of the queue, can start in round t if at the last round e
    of every active job either ``t > e`` or ``held(e) + prompt_j + e - t + 1 <= M``: once true, true
    for every later t. So the start is a maximum over the window, and no round is visited in vain.
    Its own last round needs no test of its own: only jobs ending in that same round are active then.

    Parameters
    ----------
    memory : int
        Budget M in tokens.
    prompts, responses : array of int, shape (n,)
        By ascending response length; ``prompt + response <= M``.
    starts : array of int, shape (n,)
        Filled with the first round of each job.
    """
    n = responses.size
    last = np.empty(n, dtype=np.int64)  # last round of each admitted job
    held = np.empty(n, dtype=np.int64)  # tokens all admitted jobs hold in that round
    oldest = 0
    now = 0
    for j in range(n):
        while oldest < j and last[oldest] < now:
            oldest += 1
        start = now
        for i in range(oldest, j):
            earliest = last[i] + 1 + min(0, prompts[j] + held[i] - memory)
            start = max(start, earliest)
        own_last = start + responses[j] - 1
        own_held = prompts[j] + responses[j]
        for i in range(oldest, j):
            if last[i] >= start:
                held[i] += prompts[j] + last[i] - start + 1
                if last[i] == own_last:
                    own_held += prompts[i] + responses[i]
        starts[j], last[j], held[j] = start, own_last, own_held
        now = start
