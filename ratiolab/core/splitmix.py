"""Compiled generator of random integers, the same on every machine: splitmix64.

Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
"""

from __future__ import annotations

import numpy as np

from ratiolab.core.compiled import compiled_in_place
from ratiolab.integers import INT64_MAX

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


@compiled_in_place
def draw_below(state: np.uint64, count: int) -> tuple[np.uint64, int]:
    """Draw an integer uniformly from 0 to ``count - 1``.

    The upper 63 bits of an output are taken modulo `count`; outputs beyond the largest multiple of
    `count` are drawn again, so that no value is favoured.

    Parameters
    ----------
    state : uint64
        The generator's state; a seed is a first state.
    count : int
        At least 1.

    Returns
    -------
    state : uint64
        The state for the next draw.
    value : int
    """
    usable = INT64_MAX // count * count
    while True:
        state += _STEP
        mixed = (state ^ (state >> np.uint64(30))) * _FIRST
        mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
        value = np.int64((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(1))
        if value < usable:
            return state, int(value % count)
