"""Compiled kernels of the phase algorithms: SPS, GSA and GBA on a common prompt.

Each algorithm is a list of pipeline calls (Procedure 1 of arXiv 2601.22996), one after the other.
The kernels see response lengths in the order of the instance; slices and parallelisms arrive as
numbers. Start rounds ``floor(i*tau/k)`` are carried as quotient and remainder, so nothing is
multiplied and nothing can wrap as long as the caller has bounded the totals (`fits_64_bits`).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from ratiolab.core.pipeline import call_length
from ratiolab.integers import INT64_MAX, IntArray


def fits_64_bits(jobs: int, slices: tuple[int, ...], parallelisms: tuple[int, ...]) -> bool:
    """Tell whether every total of a run with these phases fits 64 bits.

    Parameters
    ----------
    jobs : int
        Number of jobs n; the bound assumes that all of them take part in every phase.
    slices, parallelisms : tuple of int
        One entry per phase.
    """
    makespan = sum(call_length(jobs, tau, k) for tau, k in zip(slices, parallelisms, strict=True))
    # Killed rounds stay below jobs * makespan too: an attempt never outlasts its phase. The kernels
    # also multiply a number of jobs with a remainder below k.
    return jobs * max(makespan, *parallelisms) <= INT64_MAX


@njit(cache=True)
def gsa_cost(responses: IntArray, slices: IntArray, parallelisms: IntArray) -> tuple[int, int, int]:
    """Flow time, makespan and killed rounds of GSA (Algorithm 2).

    Parameters
    ----------
    responses : array of int, shape (n,)
        Response lengths in order, each at most the last slice.
    slices, parallelisms : array of int, shape (p,)
        The ladder and ``k*`` of each slice.
    """
    left = responses.copy()
    alive = left.size
    shortest = left[0]
    for i in range(1, alive):
        shortest = min(shortest, left[i])
    base, flow, makespan, killed = 0, 0, 0, 0
    for p in range(slices.size):
        if alive == 0:
            break
        tau, k = slices[p], parallelisms[p]
        step, step_rest = tau // k, tau % k
        if tau < shortest:  # nobody can complete: only time passes
            start = base + (alive - 1) * step + (alive - 1) * step_rest // k
            killed += alive * tau
            base = start + tau
            continue
        start, rest, kept, last = base, 0, 0, base
        shortest = INT64_MAX
        for i in range(alive):
            response = left[i]
            last = start
            if response <= tau:
                flow += start + response
                makespan = max(makespan, start + response)
            else:
                left[kept] = response
                kept += 1
                shortest = min(shortest, response)
            start += step
            rest += step_rest
            if rest >= k:
                rest -= k
                start += 1
        killed += kept * tau
        base = last + tau
        alive = kept
    return flow, makespan, killed


@njit(cache=True)
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


@njit(cache=True)
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
    phases = slices.size
    count = np.zeros(phases, dtype=np.int64)
    for i in range(responses.size):
        count[classes[i]] += 1
    upcoming = np.zeros(phases, dtype=np.int64)
    rest = np.zeros(phases, dtype=np.int64)
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
