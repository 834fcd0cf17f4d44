"""Which states prices are fitted to, round after round."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from ratiolab.integers import IntArray
from ratiolab.optimum.search.layout import Layout, averages
from ratiolab.optimum.search.potentials import integer_prices
from ratiolab.optimum.search.relaxation import Relaxation
from ratiolab.optimum.search.states import Rows

#: One fit for so many states: the square of the program's rounds divided by this.
_FIT_SHARE = 50


class Pricing(Protocol):
    """A source of price vectors; `scale` is the unit of everything that follows from them."""

    scale: int

    def of_round(self, layout: Layout, rows: Rows, size: int) -> IntArray:
        """Nonnegative integer prices, shape (vectors, horizon), seen from the round of `rows`.

        Parameters
        ----------
        layout : Layout
        rows : Rows
            The states of the round, the first `size` of which count, with bounds from the round before.
        size : int
        """
        ...


class FittedPricing:
    """Duals of the linear relaxation, fitted to averages over groups of states.

    Parameters
    ----------
    relaxation : Relaxation
    scale : int
        Prices are multiples of ``1/scale``.
    jobs : int
        Number of jobs of the instance.
    groups : int
        Vectors a round: one fitted to all states, the others to shares of them by ascending bound.
    """

    def __init__(self, relaxation: Relaxation, scale: int, jobs: int, groups: int = 3) -> None:
        self.scale = scale
        self._relaxation = relaxation
        self._jobs = jobs
        self._groups = groups
        self._last: IntArray | None = None
        self._waiting = 0
        self._states_per_fit = relaxation.horizon**2 // _FIT_SHARE

    def of_round(self, layout: Layout, rows: Rows, size: int) -> IntArray:
        """Refit to the states at hand, or move the last prices one round on if a fit does not pay."""
        self._waiting += size
        if self._last is not None and size > 1 and self._waiting < self._states_per_fit:
            self._last = next_round(self._last)
            return self._last
        self._waiting = 0
        vectors = []
        for chosen in _groups(layout, rows, size, self._groups):
            counts, profile = averages(layout, rows.keys, chosen)
            duals = self._relaxation.prices(counts, profile)
            if duals is not None:
                vectors.append(integer_prices(duals, self.scale, self._jobs))
        if not vectors:
            vectors.append(np.zeros(self._relaxation.horizon, dtype=np.int64))
        self._last = np.array(vectors)
        return self._last


def next_round(prices: IntArray) -> IntArray:
    """Return the same prices, as seen from one round later."""
    return np.ascontiguousarray(np.concatenate((prices[:, 1:], np.zeros_like(prices[:, :1])), axis=1))


def _groups(layout: Layout, rows: Rows, size: int, groups: int) -> list[IntArray]:
    everything = np.arange(size)
    if size < 8 * groups or groups == 1:
        return [everything]
    by_bound = np.argsort(rows.bound[:size], kind="stable")
    return [everything, *np.array_split(by_bound, groups - 1)]
