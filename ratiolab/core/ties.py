"""Compiled part of eviction: jobs in ascending order of a key, those with equal keys in random order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ratiolab.core.compiled import compiled_inline
from ratiolab.core.heap import heap_push, heap_remove
from ratiolab.core.splitmix import draw_below
from ratiolab.integers import IntArray

#: Numbers of an urn: size of the heap; jobs on the list, and how many of them are drawn.
_HEAPED, _LISTED, _DRAWN = range(3)


class Urn(NamedTuple):
    """Jobs to draw from. Arrays of shape (n,).

    Attributes
    ----------
    numbers : array of int, shape (3,)
    random : array of uint64, shape (1,)
        State of the generator.
    keys : array of int
        Key of each job.
    heap, heap_at : array of int
        Jobs by key, and the places in the heap.
    tied : array of int
        Jobs with the least key, taken from the heap by position.
    """

    numbers: IntArray
    random: npt.NDArray[np.uint64]
    keys: IntArray
    heap: IntArray
    heap_at: IntArray
    tied: IntArray


def urn(n: int, seed: int) -> Urn:
    """Memory for so many jobs, and the first state of the generator, 0 to 2**64 - 1."""
    return Urn(np.empty(3, np.int64), np.array([seed], np.uint64), *np.empty((4, n), np.int64))


@compiled_inline
def clear(urn: Urn) -> None:
    """Take everything out."""
    urn.numbers[_HEAPED] = urn.numbers[_LISTED] = urn.numbers[_DRAWN] = 0


@compiled_inline
def put_in(urn: Urn, job: int, key: int) -> None:
    """Put a job in; the first draw comes after the last job."""
    urn.keys[job] = key
    urn.numbers[_HEAPED] = heap_push(urn.heap, urn.heap_at, urn.keys, urn.numbers[_HEAPED], job)


@compiled_inline
def draw(urn: Urn) -> int:
    """Take out a job with the least key: one of the list, where the first of the others takes its place."""
    numbers, heap, keys, tied = urn.numbers, urn.heap, urn.keys, urn.tied
    if numbers[_DRAWN] == numbers[_LISTED]:
        numbers[_LISTED] = numbers[_DRAWN] = 0
        least = keys[heap[0]]
        while numbers[_HEAPED] > 0 and keys[heap[0]] == least:
            tied[numbers[_LISTED]] = heap[0]
            numbers[_LISTED] += 1
            numbers[_HEAPED] = heap_remove(heap, urn.heap_at, keys, numbers[_HEAPED], heap[0])
    first, pick = numbers[_DRAWN], 0
    if numbers[_LISTED] - first > 1:
        urn.random[0], pick = draw_below(urn.random[0], numbers[_LISTED] - first)
    job: int = tied[first + pick]
    tied[first + pick] = tied[first]
    numbers[_DRAWN] += 1
    return job
