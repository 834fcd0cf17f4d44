"""Memory accounting: the one place that says how many tokens are held in a round.

An attempt that starts at round ``a`` and runs ``r`` rounds holds ``prompt + (t - a) + 1`` tokens in
round ``t`` for ``a <= t < a + r`` and nothing before or after (arXiv 2601.22996, Section 2).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ratiolab.integers import IntArray

#: Token counts: int64, or Python integers where 64 bits might wrap.
TokenArray = IntArray | npt.NDArray[np.object_]

_SAFE = 2**62


def usage_at(prompts: IntArray, starts: IntArray, rounds: IntArray, at: IntArray) -> TokenArray:
    """Tokens held in each of the rounds `at`.

    Parameters
    ----------
    prompts, starts, rounds : array of int, shape (m,)
        One entry per attempt: prompt (tokens), first round, number of rounds run (at least 1).
    at : array of int, shape (q,)
        Rounds to look at. ``starts + rounds`` must fit 64 bits (`verify` checks that).

    Returns
    -------
    array, shape (q,)
        Exact token counts: int64 where nothing can wrap, Python integers otherwise.
    """
    if at.size == 0 or starts.size == 0:
        return np.zeros(at.size, dtype=np.int64)
    largest = max(int(starts.max()) + int(rounds.max()), int(prompts.max()), int(at.max())) + 1
    wide = largest * 2 * (len(starts) + 1) >= _SAFE
    kind = np.object_ if wide else np.int64

    def prefix(values: IntArray) -> TokenArray:
        return np.concatenate((np.zeros(1, dtype=kind), np.cumsum(values.astype(kind))))

    # In round t an active attempt holds t + weight, weight = prompt - start + 1.
    weights = prompts - starts + 1
    ends = starts + rounds
    by_start, by_end = np.argsort(starts, kind="stable"), np.argsort(ends, kind="stable")
    begun = np.searchsorted(starts[by_start], at, side="right")
    ended = np.searchsorted(ends[by_end], at, side="right")
    held = prefix(weights[by_start])[begun] - prefix(weights[by_end])[ended]
    total: TokenArray = held + (begun - ended).astype(kind) * at.astype(kind)
    return total


def critical_rounds(starts: IntArray, rounds: IntArray) -> IntArray:
    """Last round of every attempt, sorted, without repeats: usage never falls between two of them."""
    return np.unique(starts + rounds - 1)
