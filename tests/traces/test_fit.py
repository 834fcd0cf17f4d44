"""Windows of a trace, and fitting one to a memory budget."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiolab.errors import InputError
from ratiolab.traces import FitReport, Trace, to_instance

LARGEST = 2**63 - 1


def trace_of(*rows: tuple[int, int]) -> Trace:
    """Return a trace of (prompt, response) rows, on the lines from 2 on."""
    prompts, responses = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return Trace("code.csv", "azure", prompts, responses, 3, np.arange(len(rows)) + 2)


TEN = trace_of(*((i, i + 1) for i in range(10)))


def test_window() -> None:
    """A window holds exactly its rows, and still knows their lines."""
    part = TEN.window(4, 1)
    assert part.responses.tolist() == [5, 6, 7, 8]
    assert part.prompts.tolist() == [4, 5, 6, 7]
    assert (part.place(0), part.skipped, part.name) == ("row 0 (line 6)", 3, "code.csv")
    assert len(TEN.window(10, 0)) == 10
    assert Trace("w", "workload", TEN.prompts, TEN.responses).window(5, 1).place(2) == "row 2"


@pytest.mark.parametrize(
    ("jobs", "index", "message"),
    [
        (4, 2, "code.csv has 10 rows, 2 windows (0 to 1) of 4: there is no window 2; the last 2 rows fill"),
        (5, 2, "code.csv has 10 rows, 2 windows (0 to 1) of 5: there is no window 2"),
        (9, 1, "code.csv has 10 rows, 1 window (number 0) of 9: there is no window 1; the last row fills no"),
        (7, 1, "code.csv has 10 rows, 1 window (number 0) of 7: there is no window 1; the last 3 rows"),
        (11, 0, "code.csv has 10 rows: fewer than the 11 jobs asked for"),
        (0, 0, "the number of jobs is 0: it must be at least 1"),
        (5, -1, "the window is -1: it must be at least 0"),
    ],
)
def test_window_that_is_not_there(jobs: int, index: int, message: str) -> None:
    """A window beyond the end, or not full, is refused with the number of windows there are."""
    with pytest.raises(InputError) as caught:
        TEN.window(jobs, index)
    assert str(caught.value).startswith(message)


def test_instance_of_a_window() -> None:
    """A trace makes the instance of all its rows, or of one window; a window needs a number of rows."""
    assert TEN.instance(19).responses.tolist() == list(range(1, 11))
    part = TEN.instance(19, 3, jobs=4, window=1)
    assert (part.responses.tolist(), part.common_prompt) == ([5, 6, 7, 8], 3)
    assert len(TEN.instance(14, oversized="drop")) < 10
    with pytest.raises(InputError, match="of how many jobs"):
        TEN.instance(19, window=1)


def test_own_and_common_prompts() -> None:
    """Each row keeps its prompt unless a common one, 0 included, is given; the order is that of the rows."""
    instance, report = to_instance(TEN, 19)
    assert (report, instance.prompts.tolist()) == (FitReport(0, 0), list(range(10)))
    for prompt in (0, 9):
        instance, _ = to_instance(TEN, 19, prompt)
        assert (instance.common_prompt, instance.responses.tolist()) == (prompt, list(range(1, 11)))
    assert instance.order.tolist() == list(range(10))


def test_oversized_rows() -> None:
    """Rows over budget are an error by default; dropped or clipped, they are counted."""
    with pytest.raises(InputError) as caught:
        to_instance(TEN, 14)
    assert str(caught.value) == (
        "code.csv: 3 of 10 rows need more than the memory budget 14: the first is row 7 (line 9) with prompt "
        '7 + response 8 = 15, the largest need is 19; drop such rows (--drop-oversized, oversized="drop"), '
        'clip them (--clip, oversized="clip") or use a larger memory'
    )
    dropped, report = to_instance(TEN, 14, oversized="drop")
    assert (report, dropped.responses.tolist()) == (FitReport(3, 0), [1, 2, 3, 4, 5, 6, 7])
    clipped, report = to_instance(TEN, 14, oversized="clip")
    assert (report, clipped.responses.tolist()) == (FitReport(0, 3), [1, 2, 3, 4, 5, 6, 7, 7, 6, 5])
    assert clipped.prompts.tolist() == list(range(10))


def test_nothing_fits() -> None:
    """Dropping every row, or clipping one whose prompt fills the memory, is an error."""
    with pytest.raises(InputError, match="no row fits the memory budget 4: nothing is left"):
        to_instance(TEN, 4, 4, "drop")
    with pytest.raises(InputError, match=r"cannot be clipped: 2; the first is row 8 \(line 10\), whose"):
        to_instance(TEN, 8, oversized="clip")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"memory": 0}, "memory is 0: it must be at least 1"),
        ({"memory": 2.5}, "memory is 2.5: it must be an integer"),
        ({"memory": 2**61}, "memory is 2305843009213693952: it must be at most"),
        ({"memory": 9, "prompt": -1}, "prompt is -1: it must be at least 0"),
        ({"memory": 9, "oversized": "keep"}, "oversized is 'keep': use error, drop or clip"),
    ],
)
def test_wrong_arguments(arguments: dict[str, Any], message: str) -> None:
    """Budget, prompt and rule out of range are told."""
    with pytest.raises(InputError, match=message):
        to_instance(TEN, **arguments)


def test_no_wrap_at_64_bits() -> None:
    """Lengths at the end of 64 bits are compared and added without wrapping around."""
    huge = trace_of((LARGEST, LARGEST), (1, 1))
    with pytest.raises(InputError, match=f"1 of 2 rows .* the largest need is {2 * LARGEST};"):
        to_instance(huge, 2**60)
    instance, report = to_instance(huge, 2**60, oversized="drop")
    assert (len(instance), report) == (1, FitReport(1, 0))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), min_size=1), st.integers(31, 70))
def test_clipping_and_dropping_agree(rows: list[tuple[int, int]], memory: int) -> None:
    """The rows dropped are those clipped; the others are the same; all that is left fits."""
    clipped, cut = to_instance(trace_of(*rows), memory, oversized="clip")
    fits = [row for row in rows if sum(row) <= memory]
    assert cut == FitReport(0, len(rows) - len(fits))
    assert len(clipped) == len(rows)
    if fits:
        dropped, left_out = to_instance(trace_of(*rows), memory, oversized="drop")
        assert left_out == FitReport(cut.clipped, 0)
        assert list(zip(dropped.prompts.tolist(), dropped.responses.tolist(), strict=True)) == fits
