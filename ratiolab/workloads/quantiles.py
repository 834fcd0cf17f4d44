"""Length distributions as tables of quantiles, sampled with integers alone."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ratiolab.integers import IntArray

#: Levels of the tables, in thousandths: closer together where the tail is long.
LEVELS = (0, 10, 50, 100, 250, 500, 750, 900, 950, 980, 990, 995, 999, 1000)

#: Random bits behind one length: the largest level is 1000 * 2**32 after scaling, far below 64 bits.
_BITS = 32


@dataclass(frozen=True)
class QuantileTable:
    """Lengths at the levels `LEVELS`.

    Attributes
    ----------
    lengths : tuple of int
        One length in tokens per level, never decreasing; the first is the minimum, the last the maximum.
    """

    lengths: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.lengths) != len(LEVELS) or list(self.lengths) != sorted(self.lengths):
            raise ValueError(f"{len(LEVELS)} lengths that never decrease are needed: {self.lengths}")

    def sample(self, source: random.Random) -> int:
        """Draw one length, in tokens.

        Between two levels the inverse of the distribution function is a straight line, rounded to the
        nearest integer (halves up); only `getrandbits` and integer arithmetic are used, so that a seed
        gives the same lengths on every machine.
        """
        u = source.getrandbits(_BITS) * LEVELS[-1]
        i = bisect_right(LEVELS, u >> _BITS) - 1
        low, high = self.lengths[i], self.lengths[i + 1]
        rise = (u - (LEVELS[i] << _BITS)) * (high - low)
        run = (LEVELS[i + 1] - LEVELS[i]) << _BITS
        return low + (2 * rise + run) // (2 * run)


def quantiles(lengths: Sequence[int] | IntArray) -> tuple[int, ...]:
    """Return the quantiles of `lengths` at `LEVELS`, each one of the lengths.

    The quantile at level p/1000 of n lengths is the smallest that at least n*p/1000 of them do not
    exceed; level 0 is the minimum.

    Parameters
    ----------
    lengths : sequence of int, shape (n,)
        Tokens; n at least 1.
    """
    ordered = np.sort(np.asarray(lengths, dtype=np.int64))
    n = int(ordered.size)
    return tuple(int(ordered[max(0, -(-level * n // LEVELS[-1]) - 1)]) for level in LEVELS)


def below(source: random.Random, bound: int) -> int:
    """Return an integer drawn uniformly from 0..bound-1, by rejection, with `getrandbits` alone."""
    bits = (bound - 1).bit_length()
    drawn = source.getrandbits(bits)
    while drawn >= bound:
        drawn = source.getrandbits(bits)
    return drawn
