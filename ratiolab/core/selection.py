"""Compiled kernel of Sorted-F's choice: the set of least ``sum(response) / size**2`` that fits at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ratiolab.core.compiled import compiled
from ratiolab.integers import IntArray

_NONE = 2**62


@compiled
def densest_set(
    memory: int,
    prompts: IntArray,
    responses: IntArray,
    most: int,
    best: npt.NDArray[np.int64],
    take: npt.NDArray[np.bool_],
    chosen: npt.NDArray[np.bool_],
) -> None:
    """Mark the set X that minimises ``sum(response) / |X|**2`` among those with ``sum(p + o) <= M``.

    Of several such sets: the one with more jobs, then with fewer prompt tokens, then the one that comes
    first when jobs are compared one by one in the order given. Tokens must stay below 2**31.

    Parameters
    ----------
    memory : int
        Budget M in tokens.
    prompts, responses : array of int, shape (n,)
        The jobs to choose from; each fits alone.
    most : int
        No set of more jobs fits.
    best, take : array, shape at least (most + 1, memory + 1) and (n, most + 1, memory + 1)
        Room for the table: least responses, then prompts, per number of jobs and memory; and whether
        the job belongs to the set chosen from it and the later ones.
    chosen : array of bool, shape (n,)
        Filled with the membership in X.
    """
    n = responses.size
    unit = np.int64(memory) + 1  # responses count in units above any sum of prompts
    best[0, : memory + 1] = 0
    best[1 : most + 1, : memory + 1] = _NONE
    for j in range(n - 1, -1, -1):
        peak, value = prompts[j] + responses[j], responses[j] * unit + prompts[j]
        for count in range(most, 0, -1):
            for room in range(memory + 1):
                take[j, count, room] = False
            for room in range(peak, memory + 1):
                with_it = best[count - 1, room - peak] + value
                if with_it <= best[count, room]:
                    best[count, room] = with_it
                    take[j, count, room] = True
    size, least = 1, best[1, memory] // unit
    for count in range(2, most + 1):
        total = best[count, memory] // unit
        if best[count, memory] < _NONE and total * size * size <= least * count * count:
            size, least = count, total
    room = memory
    for j in range(n):
        chosen[j] = size > 0 and take[j, size, room]
        if chosen[j]:
            room -= prompts[j] + responses[j]
            size -= 1
