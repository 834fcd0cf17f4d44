"""Compiled kernels of the phase algorithms: SPS, GSA and GBA on a common prompt.

Each algorithm is a list of pipeline calls (Procedure 1 of arXiv 2601.22996), one after the other.
The kernels see response lengths in the order of the instance; slices and parallelisms arrive as
numbers. They work in 64-bit integers; the caller checks first that nothing can wrap (`fits_64_bits`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ratiolab.core.compiled import compiled, compiled_in_place
from ratiolab.core.pipeline import call_length
from ratiolab.integers import INT64_MAX, IntArray

#: Jobs handled together: small enough for the first-level cache.
_BLOCK = 1024
#: Counters updated by one vector instruction; a ladder rarely has more slices.
_LANES = 16


def fits_64_bits(jobs: int, slices: tuple[int, ...], parallelisms: tuple[int, ...]) -> bool:
    """Tell whether the kernels may be used for a run with these phases.

    Every total must fit 64 bits, and every start round must stay below 2**50, where a quotient
    guessed in floating point is off by at most one before it is corrected in integers.

    Parameters
    ----------
    jobs : int
        Number of jobs n; the bound assumes that all of them take part in every phase.
    slices, parallelisms : tuple of int
        One entry per phase.
    """
    makespan = sum(call_length(jobs, tau, k) for tau, k in zip(slices, parallelisms, strict=True))
    # Killed rounds stay below jobs * makespan too: an attempt never outlasts its phase. The kernels
    # also form products of a job index with a slice or a parallelism.
    return makespan < 2**50 and jobs * max(makespan, slices[-1], *parallelisms) <= INT64_MAX


@compiled_in_place
def first_slice(slices: IntArray, response: int) -> int:
    """Index of the first slice that is at least `response` (binary search)."""
    low, high = 0, slices.size - 1
    while low < high:
        middle = (low + high) // 2
        if slices[middle] < response:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def class_table(slices: IntArray, entries: int) -> npt.NDArray[np.int16]:
    """Class of every response length from 0 to ``entries - 1``, at most the last slice."""
    table = np.empty(entries, dtype=np.int16)
    p = 0
    for response in range(entries):
        while slices[p] < response:
            p += 1
        table[response] = p
    return table


@compiled
def gsa_cost(responses: IntArray, slices: IntArray, parallelisms: IntArray) -> tuple[int, int, int]:
    """Flow time, makespan and killed rounds of GSA (Algorithm 2), in one pass over the jobs.

    A job of class p completes in phase p at index (its position) - (earlier jobs of lower class), so
    counters of lower-class jobs replace the compaction of the list in every phase.

    Parameters
    ----------
    responses : array of int, shape (n,)
        Response lengths in order, each at most the last slice.
    slices, parallelisms : array of int, shape (p,)
        The ladder and ``k*`` of each slice.
    """
    n, phases = responses.size, slices.size
    longest = slices[phases - 1]
    tabled = longest < 2 * n
    table = class_table(slices, longest + 1 if tabled else 1)
    rate = slices / parallelisms
    counters = max(phases + 1, _LANES)
    lower = np.zeros(counters, dtype=np.int32)  # jobs so far whose class is below q
    index = np.empty(_BLOCK, dtype=np.int64)
    own = np.empty(_BLOCK, dtype=np.int16)
    flow, latest = 0, 0
    for block in range(0, n, _BLOCK):
        size = min(_BLOCK, n - block)
        for i in range(size):
            response = responses[block + i]
            c = table[response] if tabled else np.int16(first_slice(slices, response))
            own[i] = c
            index[i] = block + i - lower[c]
            for lane in range(_LANES):
                lower[lane] += np.int32(lane > c)
            for q in range(_LANES, counters):
                lower[q] += np.int32(q > c)
        for i in range(size):
            c = own[i]
            start = np.int64(index[i] * rate[c])
            rest = index[i] * slices[c] - start * parallelisms[c]
            start += np.int64(rest >= parallelisms[c]) - np.int64(rest < 0)
            offset = start + responses[block + i]
            flow += offset
            latest = max(latest, offset if c == phases - 1 else 0)
    base, makespan, killed = 0, 0, 0
    for p in range(phases):
        alive, left = n - lower[p], n - lower[p + 1]
        if alive == 0:
            break
        tau, k = slices[p], parallelisms[p]
        flow += base * (alive - left)
        killed += left * tau
        makespan = base + latest
        base += (alive - 1) * (tau // k) + (alive - 1) * (tau % k) // k + tau
    return flow, makespan, killed


@compiled_in_place
def _attempts(
    responses: IntArray,
    slices: IntArray,
    parallelisms: IntArray,
    alive: IntArray,
    position: IntArray,
    starts: IntArray,
    rounds: IntArray,
) -> int:
    """Fill the attempts, as `gsa_attempts`; `alive` counts from 0."""
    count = responses.size
    base, made = 0, 0
    for p in range(slices.size):
        if count == 0:
            break
        tau, k = slices[p], parallelisms[p]
        step, step_rest = tau // k, tau % k
        start, rest, kept, last = base, 0, 0, base
        for i in range(count):
            job = alive[i]
            last = start
            position[made] = job
            starts[made] = start
            rounds[made] = min(responses[job], tau)
            made += 1
            if responses[job] > tau:
                alive[kept] = job
                kept += 1
            start += step
            rest += step_rest
            if rest >= k:
                rest -= k
                start += 1
        base = last + tau
        count = kept
    return made


def gsa_attempts(
    responses: IntArray,
    slices: IntArray,
    parallelisms: IntArray,
    position: IntArray,
    starts: IntArray,
    rounds: IntArray,
) -> int:
    """Fill the attempts of GSA and return how many there are.

    Parameters
    ----------
    responses, slices, parallelisms
        As in `gsa_cost`.
    position, starts, rounds : array of int, shape (m,)
        Filled with each attempt's job position, first round and rounds run; m must be at least the
        number of attempts. An attempt finished if its rounds equal the response length.
    """
    alive = np.arange(responses.size)
    return _attempts(responses, slices, parallelisms, alive, position, starts, rounds)


@compiled_in_place
def _pipelines(
    responses: IntArray,
    slices: IntArray,
    parallelisms: IntArray,
    classes: IntArray,
    starts: IntArray,
    count: IntArray,
    upcoming: IntArray,
    rest: IntArray,
) -> None:
    """Start the jobs, as `class_starts`; the last three are zeros, one for each class."""
    phases = slices.size
    for i in range(responses.size):
        count[classes[i]] += 1
    base = 0
    for p in range(phases):
        upcoming[p] = base
        if count[p] > 0:
            tau, k = slices[p], parallelisms[p]
            base += (count[p] - 1) * (tau // k) + (count[p] - 1) * (tau % k) // k + tau
    for i in range(responses.size):
        p = classes[i]
        tau, k = slices[p], parallelisms[p]
        starts[i] = upcoming[p]
        upcoming[p] += tau // k
        rest[p] += tau % k
        if rest[p] >= k:
            rest[p] -= k
            upcoming[p] += 1


def class_starts(
    responses: IntArray, slices: IntArray, parallelisms: IntArray, classes: IntArray, starts: IntArray
) -> None:
    """Start rounds of one pipeline call per class, classes in ascending order, no restarts (GBA).

    Parameters
    ----------
    responses : array of int, shape (n,)
    slices, parallelisms : array of int, shape (p,)
    classes : array of int, shape (n,)
        Class of each job, 0 to p-1; an empty class takes no time.
    starts : array of int, shape (n,)
        Filled with the first round of each job.
    """
    _pipelines(responses, slices, parallelisms, classes, starts, *np.zeros((3, slices.size), np.int64))
