"""The hash table of the search: open addressing over the rows of an array of keys, compiled.

A table is ``slots``: row numbers, -1 where empty, as many as a power of two and at least twice the rows. The
first words of a row are its key.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ratiolab.core.compiled import compiled_in_place
from ratiolab.integers import IntArray

SlotArray = npt.NDArray[np.int32]

_MIX_A, _MIX_B = -7046029254386353131, -4658895280553007687


@compiled_in_place
def slot_of(slots: SlotArray, keys: IntArray, key: IntArray, words: int) -> int:
    """Slot that holds the row with these first words, or the empty one where it belongs.

    Parameters
    ----------
    slots : array of int32
        The table, not full.
    keys : array of int, shape (rows, at least `words`)
    key : array of int, shape (at least `words`,)
    words : int
        Words that count.
    """
    mixed = 0
    for w in range(words):
        mixed = (mixed ^ key[w]) * _MIX_A
        mixed ^= (mixed >> 32) & 0xFFFFFFFF
        mixed *= _MIX_B
        mixed ^= (mixed >> 29) & 0x7FFFFFFFF
    mask = slots.size - 1
    at = mixed & mask
    while slots[at] >= 0:
        row, same = slots[at], 0
        while same < words and keys[row, same] == key[same]:
            same += 1
        if same == words:
            break
        at = (at + 1) & mask
    return at


@compiled_in_place
def enter_rows(slots: SlotArray, keys: IntArray, rows: int, words: int) -> None:
    """Enter the first `rows` rows, whose keys all differ, into an empty table."""
    for row in range(rows):
        slots[slot_of(slots, keys, keys[row], words)] = row
