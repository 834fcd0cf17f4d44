"""Checked 64-bit integer arrays: nothing else enters an instance or a schedule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ratiolab.errors import InputError

IntArray = npt.NDArray[np.int64]

INT64_MAX = 2**63 - 1
#: Largest memory budget: keeps every intermediate of the kernels' Peak within 64 bits.
MAX_MEMORY = 2**60


def written(number: int) -> str:
    """Write an integer for a message; one too long to read by its size."""
    return str(number) if number.bit_length() <= 256 else f"an integer of {number.bit_length()} bits"


def check_integer(value: Any, what: str, lowest: int, highest: int = INT64_MAX) -> int:
    """Return `value` as an int within ``[lowest, highest]``.

    Parameters
    ----------
    value : object
        The candidate; booleans, floats and strings are refused.
    what : str
        How messages call the value, e.g. ``"memory"`` or ``"response of job 3"``.
    lowest, highest : int
        The allowed range, both ends included.

    Raises
    ------
    InputError
        If `value` is no integer or lies outside the range.
    """
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer):
        shown = value.item() if isinstance(value, np.generic) else value
        raise InputError(f"{what} is {shown!r}: it must be an integer")
    number = int(value)
    if number > INT64_MAX:
        raise InputError(f"{what} is {written(number)}: it does not fit 64 bits (at most {highest})")
    if number < lowest:
        raise InputError(f"{what} is {written(number)}: it must be at least {lowest}")
    if number > highest:
        raise InputError(f"{what} is {number}: it must be at most {highest}")
    return number


def integer_array(values: Sequence[int] | IntArray, what: str, lowest: int) -> IntArray:
    """Return `values` as a fresh, read-only int64 array, each entry at least `lowest`.

    Parameters
    ----------
    values : sequence of int or integer ndarray, shape (n,)
        One value per job; booleans, floats and strings are refused.
    what : str
        What one entry is, e.g. ``"response"``; messages add ``" of job i"``.
    lowest : int
        Smallest value allowed.

    Raises
    ------
    InputError
        Naming the first job at fault.
    """
    if isinstance(values, np.ndarray) and values.dtype.kind in "iu" and values.ndim == 1:
        if values.dtype.kind == "u" and values.size and int(values.max()) > INT64_MAX:
            at = int(values.argmax())
            raise InputError(f"{what} of job {at} is {int(values[at])}: it does not fit 64 bits")
        array = values.astype(np.int64)  # astype copies
    else:
        if isinstance(values, np.ndarray) and values.ndim != 1:
            raise InputError(f"{what}s have shape {values.shape}: one value per job is needed")
        try:
            listed = list(values)
        except TypeError:
            raise InputError(f"{what}s are {values!r}: a list with one value per job is needed") from None
        for i, value in enumerate(listed):
            check_integer(value, f"{what} of job {i}", lowest)
        array = np.array([int(v) for v in listed], dtype=np.int64)
    if array.size and int(array.min()) < lowest:
        at = int(np.flatnonzero(array < lowest)[0])
        raise InputError(f"{what} of job {at} is {int(array[at])}: it must be at least {lowest}")
    array.setflags(write=False)
    return array


def exact_sum(array: IntArray) -> int:
    """Sum an int64 array without wrap-around, as a Python integer (any size up to 2**31 entries)."""
    if array.size <= 1024:  # below the fixed cost of the vector sums
        return sum(array.tolist())
    # Two half-width sums cannot overflow: |high| < 2**31, low < 2**32, fewer than 2**31 entries.
    high = int(np.sum(array >> 32, dtype=np.int64))
    low = int(np.sum(array & 0xFFFFFFFF, dtype=np.int64))
    return (high << 32) + low
