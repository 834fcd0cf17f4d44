r"""Price curves: continuous, piecewise linear prices in floating point, and the step prices made of them.

The *mean busy time curve* needs no solver. Let ``T_j`` be the time by which a memory that is always full
has handed out the areas of the j smallest jobs. The curve falls from ``n/M`` to 0 and has slope
``-1/A_(j)`` between ``T_(j-1)`` and ``T_j``: along it every job is as well placed in its own interval as
anywhere else. Its price bound is about the mean-busy-time bound, and often above it, as the minimum is
taken over real starts.

Curves are suggestions: `ratiolab.certificates.prices` proves what the steps made of them are worth.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lp_models.matrix import FloatArray
from ratiolab.bounds.lower_bound import by_area
from ratiolab.certificates.prices import Prices
from ratiolab.instance import JobType
from ratiolab.integers import IntArray


class Curve:
    """A continuous, piecewise linear function of the time in rounds; 0 from its last point on.

    Parameters
    ----------
    times : array of float, shape (points,)
        Ascending from 0, at least two.
    prices : array of float, shape (points,)
        In rounds per token; the last is 0.
    """

    def __init__(self, times: FloatArray, prices: FloatArray) -> None:
        self.times, self.prices = times, prices
        areas = np.diff(times) * (prices[1:] + prices[:-1]) / 2
        self._integral = np.concatenate(([0.0], np.cumsum(areas)))

    def means(self, edges: IntArray) -> FloatArray:
        """Mean price between each two neighbours of `edges`, which ascend strictly from 0."""
        at = np.minimum(edges.astype(np.float64), self.times[-1])
        i = np.clip(np.searchsorted(self.times, at, side="right") - 1, 0, self.times.size - 2)
        here = np.interp(at, self.times, self.prices)
        integral = self._integral[i] + (at - self.times[i]) * (here + self.prices[i]) / 2
        means: FloatArray = np.maximum(np.diff(integral), 0.0) / np.diff(edges)
        return means


def mean_busy_time_curve(types: Sequence[JobType], memory: int) -> Curve:
    """The curve of the module docstring, one point per type."""
    left = sum(kind.count for kind in types)
    times, prices, handed_out = [0.0], [left / memory], 0
    for kind in by_area(tuple(types)):
        handed_out += kind.area * kind.count
        left -= kind.count
        times.append(handed_out / memory)
        prices.append(left / memory)
    return Curve(np.array(times), np.array(prices))


def curve_through_blocks(prices: FloatArray, block: int) -> Curve:
    """The curve through the prices of blocks of rounds, each taken in the middle of its block."""
    middles = (np.arange(prices.size) + 0.5) * block
    times = np.concatenate(([0.0], middles, [(prices.size + 1) * float(block)]))
    first = prices[0] + (prices[0] - prices[min(1, prices.size - 1)]) / 2
    return Curve(times, np.concatenate(([max(first, 0.0)], prices, [0.0])))


def edges_for(types: Sequence[JobType], memory: int, horizon: int, steps: int) -> IntArray:
    """Where steps begin, and where the last one ends: dense where many jobs complete.

    A step of w rounds costs a job that starts in it up to about w/2. With jobs completing at rate q that
    sums to ``sum q w**2 / 2``, least if w goes with ``1/sqrt(q)``; a full memory completes jobs of area A
    at rate ``M/A``.

    Parameters
    ----------
    types : sequence of JobType
    memory : int
    horizon : int
        No price is needed from this round on, at least 1.
    steps : int
        At most so many, at least 1.

    Returns
    -------
    array of int, shape (at most steps + 1,)
        Strictly ascending from 0.
    """
    if horizon <= steps:
        return np.arange(horizon + 1, dtype=np.int64)
    times, weights, handed_out = [0.0], [0.0], 0
    for kind in by_area(tuple(types)):
        handed_out += kind.area * kind.count
        times.append(handed_out / memory)
        weights.append(weights[-1] + (times[-1] - times[-2]) / float(kind.area) ** 0.5)
    at = np.interp(np.linspace(0.0, weights[-1], steps + 1), weights, times)
    whole = np.unique(np.ceil(at).astype(np.int64))
    return whole[whole <= horizon]


def as_prices(scale: int, edges: IntArray, means: FloatArray) -> Prices:
    """Round prices to multiples of ``1/scale``; equal neighbours become one step."""
    rounded = [int(value) for value in np.floor(means * float(scale) + 0.5).tolist()]
    rounds, values = [0], [rounded[0]]
    for first, value in zip(edges[1:].tolist(), [*rounded[1:], 0], strict=True):
        if value != values[-1]:
            rounds.append(first)
            values.append(value)
    return Prices(scale, tuple(rounds), tuple(values))
