"""Checked integers: what is let in, what is refused and how the refusal reads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratiolab.errors import InputError
from ratiolab.integers import INT64_MAX, check_integer, exact_sum, integer_array


@pytest.mark.parametrize("value", [3, np.int64(3), np.uint8(3), np.int32(3)])
def test_check_integer_accepts(value: Any) -> None:
    """Python and numpy integers come back as a plain int."""
    checked = check_integer(value, "memory", 3, 3)
    assert checked == 3
    assert type(checked) is int


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (2, "memory is 2: it must be at least 3"),
        (-7, "memory is -7: it must be at least 3"),
        (10, "memory is 10: it must be at most 9"),
        (2**63, "memory is 9223372036854775808: it does not fit 64 bits"),
        (-(2**70), "memory is -1180591620717411303424: it must be at least 3"),
        (4.0, "memory is 4.0: it must be an integer"),
        (np.float64(4), r"memory is 4\.0: it must be an integer"),
        (float("nan"), "memory is nan: it must be an integer"),
        (True, "memory is True: it must be an integer"),
        (np.True_, "memory is True: it must be an integer"),
        ("4", "memory is '4': it must be an integer"),
        (None, "memory is None: it must be an integer"),
        ([4], r"memory is \[4\]: it must be an integer"),
    ],
)
def test_check_integer_refuses(value: Any, message: str) -> None:
    """Every refusal is an InputError that quotes the name and the value."""
    with pytest.raises(InputError, match=message):
        check_integer(value, "memory", 3, 9)


def test_check_integer_absurdly_long() -> None:
    """A number of thousands of digits is refused like any other that is too large."""
    with pytest.raises(InputError):
        check_integer(10**5000, "memory", 1)


@pytest.mark.parametrize("width", [np.int32, np.int64, np.uint64])
def test_integer_array_is_a_read_only_copy(width: Any) -> None:
    """What the caller does to its own array later cannot change an instance."""
    own = np.array([1, 2], dtype=width)
    copied = integer_array(own, "response", 1)
    own[0] = 99
    assert copied.tolist() == [1, 2]
    assert copied.dtype == np.int64
    with pytest.raises(ValueError, match="read-only"):
        copied[0] = 5


@pytest.mark.parametrize(
    "values", [[1, 2**63 - 1], (1, 2**63 - 1), np.array([1, 2**63 - 1], dtype=np.uint64), range(1, 4), []]
)
def test_integer_array_accepts(values: Any) -> None:
    """Lists, tuples, ranges and integer arrays of any width come through unchanged."""
    assert integer_array(values, "response", 1).tolist() == [int(v) for v in values]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([1, 0], "response of job 1 is 0: it must be at least 1"),
        ([1, -4, 0], "response of job 1 is -4: it must be at least 1"),
        (np.array([3, 0]), "response of job 1 is 0: it must be at least 1"),
        (np.array([3, -(2**63)]), "response of job 1 is -9223372036854775808: it must be at least 1"),
        ([1, 2**63], "response of job 1 is 9223372036854775808: it does not fit 64 bits"),
        (np.array([1, 2**63], dtype=np.uint64), "response of job 1 is 9223372036854775808: it does not fit"),
        ([1, 2.0], "response of job 1 is 2.0: it must be an integer"),
        (np.array([1.0, 2.0]), "response of job 0 is .*1.0.*: it must be an integer"),
        ([1, True], "response of job 1 is True: it must be an integer"),
        (np.array([True]), "response of job 0 is .*True.*: it must be an integer"),
        ([1, "2"], "response of job 1 is '2': it must be an integer"),
        ("12", "response of job 0 is '1': it must be an integer"),
        ([1, None], "response of job 1 is None: it must be an integer"),
        ([[1, 2]], r"response of job 0 is \[1, 2\]: it must be an integer"),
        (np.ones((2, 2), dtype=np.int64), r"responses have shape \(2, 2\)"),
        (np.array(3), r"responses have shape \(\)"),
    ],
)
def test_integer_array_refuses(values: Any, message: str) -> None:
    """Every refusal is an InputError that names the first job at fault."""
    with pytest.raises(InputError, match=message):
        integer_array(values, "response", 1)


def test_integer_array_hugely_negative() -> None:
    """The message for a hugely negative entry of a list states the range of the field."""
    with pytest.raises(InputError, match=r"it must be at least 1$"):
        integer_array([-(2**63)], "response", 1)


@pytest.mark.parametrize("values", [5, None, 1.5])
def test_integer_array_needs_a_sequence(values: Any) -> None:
    """One number instead of one per job is a person's mistake, not a crash."""
    with pytest.raises(InputError):
        integer_array(values, "response", 1)


@given(st.lists(st.integers(-(2**63), INT64_MAX), max_size=50))
@settings(derandomize=True, deadline=None)
def test_exact_sum(values: list[int]) -> None:
    """Sums of any 64-bit integers equal Python's, also where 64 bits would wrap around."""
    assert exact_sum(np.array(values, dtype=np.int64)) == sum(values)


def test_exact_sum_beyond_64_bits() -> None:
    """A sum of many largest integers does not wrap around."""
    assert exact_sum(np.full(1000, INT64_MAX)) == 1000 * INT64_MAX
    assert exact_sum(np.full(1000, -(2**63))) == -1000 * 2**63
