"""States of a round by columns, and the table in which the states of the next round are gathered."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ratiolab.integers import IntArray
from ratiolab.optimum.search.slots import SlotArray

ParentArray = npt.NDArray[np.int32]


class Rows(NamedTuple):
    """States of one round, by columns; the first ones are in use.

    Attributes
    ----------
    keys : array of int, shape (capacity, words)
        Counts and residual profile, packed.
    waited : array of int, shape (capacity,)
        Rounds waited so far, over all jobs: what the state has cost.
    bound : array of int, shape (capacity,)
        Lower bound on the total wait of every schedule through the state, in units of ``1/scale``.
    open_starts : array of int, shape (capacity, classes)
        Bit j: a job of this prompt would have fitted from j rounds before the last one until its end.
    parent : array of int32, shape (capacity,)
        Index of the state of the round before.
    """

    keys: IntArray
    waited: IntArray
    bound: IntArray
    open_starts: IntArray
    parent: ParentArray


class Children(NamedTuple):
    """States of the next round as they are met; equal ones are merged.

    Attributes
    ----------
    rows : Rows
    slots : array of int32
        Where each key is; see `ratiolab.optimum.search.slots`.
    """

    rows: Rows
    slots: SlotArray
