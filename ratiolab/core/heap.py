"""Compiled binary heap of jobs by (key, job) from which any job can be taken out, not only the least.

A heap is four values: ``heap`` (jobs, the first `size` entries count), ``place`` (where each job sits),
``keys`` (key of each job; it must not change while the job is in the heap) and `size`.
"""

from __future__ import annotations

from ratiolab.core.compiled import compiled_in_place
from ratiolab.integers import IntArray


@compiled_in_place
def _before(keys: IntArray, one: int, other: int) -> bool:
    """Whether job `one` comes before `other`: lesser key, or equal keys and lesser index."""
    return keys[one] < keys[other] or (keys[one] == keys[other] and one < other)


@compiled_in_place
def _settle(heap: IntArray, place: IntArray, keys: IntArray, size: int, at: int) -> None:
    """Move the job at index `at` up or down until it comes after its parent and before its children."""
    job = heap[at]
    while at > 0 and _before(keys, job, heap[(at - 1) // 2]):
        heap[at] = heap[(at - 1) // 2]
        place[heap[at]] = at
        at = (at - 1) // 2
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and _before(keys, heap[child + 1], heap[child]):
            child += 1
        if not _before(keys, heap[child], job):
            break
        heap[at] = heap[child]
        place[heap[at]] = at
        at = child
    heap[at] = job
    place[job] = at


@compiled_in_place
def heap_push(heap: IntArray, place: IntArray, keys: IntArray, size: int, job: int) -> int:
    """Put `job` in and return the new size."""
    heap[size] = job
    _settle(heap, place, keys, size + 1, size)
    return size + 1


@compiled_in_place
def heap_remove(heap: IntArray, place: IntArray, keys: IntArray, size: int, job: int) -> int:
    """Take `job` out and return the new size."""
    at = place[job]
    size -= 1
    if at < size:
        heap[at] = heap[size]
        place[heap[at]] = at
        _settle(heap, place, keys, size, at)
    return size
