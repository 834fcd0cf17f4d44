"""Flow times of GSA on many small explicit instances in one compiled call."""

from __future__ import annotations

import numpy as np

from ratiolab.core.compiled import compiled
from ratiolab.core.phases import fits_64_bits
from ratiolab.errors import InputError, OverflowRefused
from ratiolab.integers import IntArray


def gsa_flow_times(
    responses: IntArray, sizes: IntArray, slices: tuple[int, ...], parallelisms: tuple[int, ...]
) -> IntArray:
    """Flow time of GSA (arXiv 2601.22996, Algorithm 2) on each of many instances, exactly.

    All share one memory budget, prompt and scaling factor, hence one ladder. The fixed cost of a call
    for one instance (about 5 microseconds, see `ratiolab.core.phases.gsa_cost`) is paid once.

    Parameters
    ----------
    responses : array of int, shape (instances, n)
        Response lengths in tokens, 1 to the last slice, in the order of each instance.
    sizes : array of int, shape (instances,)
        Jobs of each instance, 1 to n; entries of a row beyond them are not read.
    slices, parallelisms : tuple of int
        The ladder, ascending, and ``k*`` of each slice: one entry per phase.

    Returns
    -------
    array of int, shape (instances,)
        In rounds.

    Raises
    ------
    InputError
        If a shape, a size or a response length is out of range; the message names the instance.
    OverflowRefused
        If the totals of n jobs might not fit 64 bits.
    """
    lengths = np.ascontiguousarray(responses, dtype=np.int64)
    jobs = np.ascontiguousarray(sizes, dtype=np.int64)
    if lengths.ndim != 2 or jobs.shape != lengths.shape[:1]:
        raise InputError(
            f"responses have shape {lengths.shape}, sizes {jobs.shape}: expected (instances, n), (instances,)"
        )
    if not slices or len(slices) != len(parallelisms):
        raise InputError(f"{len(slices)} slices and {len(parallelisms)} parallelisms: one of each per phase")
    if not fits_64_bits(lengths.shape[1], slices, parallelisms):
        raise OverflowRefused(f"gsa: {lengths.shape[1]} jobs on these slices might not fit 64 bits")
    flows = np.empty(jobs.size, dtype=np.int64)
    ladder = np.array(slices, dtype=np.int64), np.array(parallelisms, dtype=np.int64)
    fault = int(_flow_times(lengths, jobs, *ladder, flows))
    if fault >= 0:
        raise InputError(
            f"instance {fault}: needs from 1 to {lengths.shape[1]} jobs of length 1 to {slices[-1]}, "
            f"has {int(jobs[fault])} jobs"
        )
    return flows


@compiled
def _flow_times(
    responses: IntArray, sizes: IntArray, slices: IntArray, parallelisms: IntArray, flows: IntArray
) -> int:
    """Fill the flow times; return the first instance that is out of range, or -1."""
    left = np.empty(responses.shape[1], dtype=np.int64)
    steps, rests = slices // parallelisms, slices % parallelisms
    last = slices.size - 1
    for row in range(sizes.size):
        alive = sizes[row]
        if alive < 1 or alive > responses.shape[1]:
            return row
        for i in range(alive):
            left[i] = responses[row, i]
            if left[i] < 1 or left[i] > slices[last]:
                return row
        flow, base = 0, 0
        for p in range(slices.size):
            tau, k, step, more = slices[p], parallelisms[p], steps[p], rests[p]
            # Start of the i-th job: base + floor(i*tau/k), without a division in the loop.
            start, rest, kept = base, 0, 0
            for i in range(alive):
                o = left[i]
                if o <= tau:
                    flow += start + o
                else:
                    left[kept] = o
                    kept += 1
                start += step
                rest += more
                if rest >= k:
                    rest -= k
                    start += 1
            if kept == 0:
                break
            base += (alive - 1) * tau // k + tau
            alive = kept
        flows[row] = flow
    return -1
