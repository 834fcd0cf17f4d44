"""Compiled kernel of admission by reservation: a job holds its final memory from its first round on."""

from __future__ import annotations

import numpy as np

from ratiolab.core.compiled import compiled_in_place
from ratiolab.core.heap import heap_push, heap_remove
from ratiolab.integers import IntArray


@compiled_in_place
def _serve(
    memory: int,
    prompts: IntArray,
    responses: IntArray,
    starts: IntArray,
    completion: IntArray,
    heap: IntArray,
    place: IntArray,
) -> None:
    """Serve the queue in order, as `reserved_starts`; the last three are room for the active jobs."""
    size, free, now = 0, memory, 0
    for j in range(responses.size):
        needed = prompts[j] + responses[j]
        while free < needed:
            earliest = heap[0]
            size = heap_remove(heap, place, completion, size, earliest)
            now = completion[earliest]
            free += prompts[earliest] + responses[earliest]
        starts[j], completion[j] = now, now + responses[j]
        free -= needed
        size = heap_push(heap, place, completion, size, j)


def reserved_starts(memory: int, prompts: IntArray, responses: IntArray, starts: IntArray) -> None:
    """Start rounds when the queue is served in order and ``sum(prompt + response)`` stays within M.

    Parameters
    ----------
    memory : int
        Budget M in tokens.
    prompts, responses : array of int, shape (n,)
        In the order of the queue; ``prompt + response <= M``.
    starts : array of int, shape (n,)
        Filled with the first round of each job.
    """
    _serve(memory, prompts, responses, starts, *np.empty((3, responses.size), np.int64))
