"""Fast flow times of grouped jobs: exact in 64 bits where they fit, in floating point for screening.

All kernels take lengths in ascending order and serve the longest first, the worst order for GSA. The
floating-point ones replace ``floor(x)`` by ``x`` minus its mean fractional part: they rank instances,
they never decide. The exact 64-bit ones refuse (return -1) where a total could wrap.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ratiolab.core.compiled import compiled
from ratiolab.core.spacing import pipeline_parallelism
from ratiolab.integers import IntArray

FloatArray = npt.NDArray[np.float64]

#: Totals estimated below this are formed exactly in 64 bits.
_EXACT_BELOW = 4e18


@compiled
def floor_sum64(n: int, m: int, a: int, b: int) -> int:
    """Compiled `ratiolab.core.pipeline.floor_sum`; the caller sees to 64 bits."""
    total = 0
    while n > 0:
        whole, offset = a // m, b // m
        total += ((n - 1) * n >> 1) * whole + n * offset
        a -= whole * m
        b -= offset * m
        top = a * n + b
        if top < m:
            break
        n = top // m
        b = top - n * m
        m, a = a, m
    return total


@compiled
def gsa_flow_float(lengths: IntArray, counts: FloatArray, slices: IntArray, parallelisms: IntArray) -> float:
    """Approximate flow time of GSA on grouped jobs, longest first.

    Parameters
    ----------
    lengths : array of int, shape (m,)
        Ascending; the last at most the last slice.
    counts : array of float, shape (m,)
        Jobs of each length.
    slices, parallelisms : array of int, shape (p,)
        The ladder and ``k*`` of each slice.
    """
    alive = counts.sum()
    base, flow, i = 0.0, 0.0, 0
    for p in range(slices.size):
        gamma = slices[p] / parallelisms[p]
        fraction = 0.5 - 0.5 / parallelisms[p]
        left = alive
        while i < lengths.size and lengths[i] <= slices[p]:
            c = counts[i]
            left -= c
            flow += c * (base + lengths[i] + gamma * (left + 0.5 * (c - 1.0)) - fraction)
            i += 1
        if i == lengths.size:
            break
        base += (alive - 1.0) * gamma - fraction + slices[p]
        alive = left
    return flow


@compiled
def spaced_flow_float(lengths: IntArray, counts: FloatArray, periods: IntArray, widths: IntArray) -> float:
    """Approximate flow time of evenly spaced blocks, one length after the other, in the order given."""
    base, flow = 0.0, 0.0
    for i in range(lengths.size):
        gap, c = periods[i] / widths[i], counts[i]
        fraction = 0.5 - 0.5 / widths[i]
        flow += c * (base + lengths[i] + 0.5 * gap * (c - 1.0) - fraction)
        base += gap * (c - 1.0) - fraction + lengths[i]
    return flow


@compiled
def gsa_flow64(lengths: IntArray, counts: IntArray, slices: IntArray, parallelisms: IntArray) -> int:
    """Exact flow time of GSA on grouped jobs, longest first; -1 if 64 bits might not hold it."""
    estimate = gsa_flow_float(lengths, counts.astype(np.float64), slices, parallelisms)
    alive = counts.sum()
    # The floor sums form products of job numbers with slices and parallelisms.
    largest = max(slices[slices.size - 1], parallelisms[0])
    if not estimate + 2.0 * alive * largest + 1.0 * alive * alive < _EXACT_BELOW:
        return -1
    base, flow, i = 0, 0, 0
    for p in range(slices.size):
        tau, k = slices[p], parallelisms[p]
        left = alive
        while i < lengths.size and lengths[i] <= tau:
            c = counts[i]
            left -= c
            flow += c * (base + lengths[i]) + floor_sum64(c, k, tau, tau * left)
            i += 1
        if i == lengths.size:
            break
        base += (alive - 1) * tau // k + tau
        alive = left
    return flow


@compiled
def spaced_flow64(lengths: IntArray, counts: IntArray, periods: IntArray, widths: IntArray) -> int:
    """Exact flow time of evenly spaced blocks one after the other; -1 if 64 bits might not hold it."""
    estimate = spaced_flow_float(lengths, counts.astype(np.float64), periods, widths)
    jobs, largest = counts.sum(), max(periods.max(), widths.max())
    if not estimate + 2.0 * jobs * largest + 1.0 * jobs * jobs < _EXACT_BELOW:
        return -1
    base, flow = 0, 0
    for i in range(lengths.size):
        c = counts[i]
        flow += c * (base + lengths[i]) + floor_sum64(c, widths[i], periods[i], 0)
        base += (c - 1) * periods[i] // widths[i] + lengths[i]
    return flow


@compiled
def ratios_float(
    lengths: IntArray,
    counts: FloatArray,
    slices: IntArray,
    parallelisms: IntArray,
    periods: IntArray,
    widths: IntArray,
) -> FloatArray:
    """Approximate GSA ratios of many mixes of the same lengths; `counts` has one row per mix."""
    ratios = np.empty(counts.shape[0])
    for row in range(counts.shape[0]):
        top = gsa_flow_float(lengths, counts[row], slices, parallelisms)
        ratios[row] = top / spaced_flow_float(lengths, counts[row], periods, widths)
    return ratios


@compiled
def ratios64(
    lengths: IntArray,
    counts: IntArray,
    slices: IntArray,
    parallelisms: IntArray,
    periods: IntArray,
    widths: IntArray,
) -> tuple[IntArray, IntArray]:
    """Exact flow times of GSA and of spaced blocks for many mixes of the same lengths (-1: too large)."""
    tops = np.empty(counts.shape[0], dtype=np.int64)
    bottoms = np.empty(counts.shape[0], dtype=np.int64)
    for row in range(counts.shape[0]):
        tops[row] = gsa_flow64(lengths, counts[row], slices, parallelisms)
        bottoms[row] = spaced_flow64(lengths, counts[row], periods, widths)
    return tops, bottoms


@compiled
def screening_ladder(alpha: float, prompt: int, memory: int) -> tuple[IntArray, IntArray]:
    """Slices and parallelisms in floating point: right but for rounding at exact powers."""
    capacity = memory - prompt
    steps = int(np.floor(np.log(capacity) / np.log(alpha) + 1e-9))
    slices = np.empty(steps + 1, dtype=np.int64)
    parallelisms = np.empty(steps + 1, dtype=np.int64)
    scaled = float(capacity)
    for j in range(steps + 1):
        tau = max(1, int(scaled * (1.0 + 1e-13)))
        slices[steps - j] = tau
        parallelisms[steps - j] = pipeline_parallelism(tau, prompt, memory)
        scaled /= alpha
    return slices, parallelisms


def screened_ratio(alpha: float, memory: int, prompt: int, lengths: IntArray, counts: FloatArray) -> float:
    """Approximate ratio of GSA, everything from scratch, with staggered pipelines on the other side."""
    return float(_screened_ratio(alpha, memory, prompt, lengths, counts))


@compiled
def _screened_ratio(alpha: float, memory: int, prompt: int, lengths: IntArray, counts: FloatArray) -> float:
    slices, parallelisms = screening_ladder(alpha, prompt, memory)
    widths = np.empty(lengths.size, dtype=np.int64)
    for i in range(lengths.size):
        widths[i] = pipeline_parallelism(lengths[i], prompt, memory)
    top = gsa_flow_float(lengths, counts, slices, parallelisms)
    return top / spaced_flow_float(lengths, counts, lengths, widths)


@compiled
def many_screened_ratios(
    alpha: float, memories: IntArray, prompts: IntArray, lengths: IntArray, counts: FloatArray
) -> FloatArray:
    """`screened_ratio` of many instances; row r of `lengths` and `counts` belongs to ``memories[r]``."""
    ratios = np.empty(memories.size)
    for r in range(memories.size):
        ratios[r] = _screened_ratio(alpha, memories[r], prompts[r], lengths[r], counts[r])
    return ratios
