"""Many jobs on fixed lengths: the ratio tends to a quotient of quadratic forms, maximised over the mix.

With ``N_i`` jobs of the i-th length or longer, up to lower-order terms, GSA costs
``sum_i G_i*N_i**2 + g_i*(N_i**2 - (N_i - N_(i+1))**2/2)``, where ``g_i`` is the time per job of the
phase that completes the i-th length and ``G_i`` that of the phases before it that no shorter length
ends; blocks of equal jobs, shortest first, cost ``sum_i (t_i - t_(i-1))*N_i**2/2``, where ``t_i`` is
their time per job. Both are tridiagonal in the ``N_i``, so the best mix is an eigenvector. Floating
point: these numbers rank instances and propose counts, they never decide; exact forms and their
certificates are in `ratiolab.adversary.limits.limit`.
"""

from __future__ import annotations

import numpy as np

from ratiolab.adversary.scoring.grouped_eval import FloatArray
from ratiolab.core.compiled import compiled
from ratiolab.core.spacing import densest, pipeline_parallelism
from ratiolab.integers import IntArray

#: No quotient above this is looked for.
_HIGHEST = 1000.0


@compiled
def _pencil(before: FloatArray, own: FloatArray, other: FloatArray) -> tuple[float, FloatArray]:
    """Largest quotient and its ``N_i`` (the last is 1); `before` = G, `own` = g, `other` = t."""
    m = own.size
    diagonal, weight = np.empty(m), np.empty(m)
    for i in range(m):
        diagonal[i] = before[i] + own[i] / 2 - (own[i - 1] / 2 if i > 0 else 0.0)
        weight[i] = (other[i] - (other[i - 1] if i > 0 else 0.0)) / 2
        weight[i] = max(weight[i], 1e-9 * other[i])
    low, high = 0.0, _HIGHEST
    for _ in range(60):
        middle, pivot, definite = (low + high) / 2, 1.0, True
        for i in range(m):
            above = own[i - 1] ** 2 / (4 * pivot) if i > 0 else 0.0
            pivot = middle * weight[i] - diagonal[i] - above
            if pivot <= 0:
                definite = False
                break
        if definite:
            high = middle
        else:
            low = middle
    mix = np.ones(m)
    for i in range(m - 1, 0, -1):
        beyond = own[i] / 2 * mix[i + 1] if i < m - 1 else 0.0
        mix[i - 1] = ((high * weight[i] - diagonal[i]) * mix[i] - beyond) / (own[i - 1] / 2)
    return high, mix


@compiled
def gsa_limit(
    slices: IntArray, prompt: int, memory: int, lengths: IntArray, widest: int
) -> tuple[float, IntArray, FloatArray]:
    """Limit of the ratio of GSA on the best mix of the given lengths, at most one in a class.

    Parameters
    ----------
    slices : array of int, shape (p,)
        The ladder.
    prompt, memory : int
        Common prompt and budget in tokens.
    lengths : array of int, shape (m,)
        Ascending, no two in one class.
    widest : int
        As in `densest_spacing`.

    Returns
    -------
    ratio : float
    kept : array of int
        Indices of the lengths of the best mix; others would enter with a negative count.
    mix : array of float
        ``N_i`` of the kept lengths, descending.
    """
    pace = np.empty(slices.size)
    for p in range(slices.size):
        pace[p] = slices[p] / pipeline_parallelism(slices[p], prompt, memory)
    classes, gap = np.searchsorted(slices, lengths), np.empty(lengths.size)
    for i in range(lengths.size):
        period, width = densest(lengths[i], prompt, memory, widest)
        gap[i] = period / width
    kept = np.arange(lengths.size)
    while True:
        m = kept.size
        before, own, other = np.zeros(m), np.empty(m), np.empty(m)
        upcoming = 0
        for i in range(m):
            c = classes[kept[i]]
            before[i] = pace[upcoming:c].sum()
            own[i], other[i], upcoming = pace[c], gap[kept[i]], c + 1
        ratio, mix = _pencil(before, own, other)
        drop = -1
        for i in range(m - 1):
            if mix[i + 1] >= mix[i] or other[i] >= other[i + 1]:
                drop = i
        if drop < 0 or m == 1:
            return ratio, kept, mix
        kept = np.concatenate((kept[:drop], kept[drop + 1 :]))


@compiled
def single_limits(paces: FloatArray, prompt: int, memory: int, lengths: IntArray, widest: int) -> FloatArray:
    """Limits of ``pace / time per job`` for each length alone: the algorithms without restarts."""
    ratios = np.empty(lengths.size)
    for i in range(lengths.size):
        period, width = densest(lengths[i], prompt, memory, widest)
        ratios[i] = paces[i] * width / period
    return ratios
