"""The decorator of the kernels: a kernel can be called from Python, from kernels, and from both."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from ratiolab.core.compiled import compiled, compiled_for_threads


def _pair(decorator: Callable[[Any], Any]) -> tuple[Any, Any]:
    """A kernel that calls another one, and that one; fresh, so that nothing is compiled yet."""

    @decorator
    def inner(values: Any, at: int) -> int:
        return int(values[at]) + at

    @decorator
    def outer(values: Any) -> int:
        total: int = inner(values, 0) + inner(values, 1) + inner(values, values.size - 1)
        return total

    return outer, inner


@pytest.mark.parametrize("decorator", [compiled, compiled_for_threads])
@pytest.mark.parametrize("inner_first", [False, True])
def test_called_by_python_and_by_kernels(decorator: Callable[[Any], Any], inner_first: bool) -> None:
    """Whichever comes first: a part of another kernel gets its entrance when Python calls it."""
    outer, inner = _pair(decorator)
    values = np.arange(10, 14)
    calls = [lambda: outer(values), lambda: inner(values, 2)]
    expected = [10 + 12 + 16, 14]
    for which in (1, 0, 1) if inner_first else (0, 1, 0):
        assert calls[which]() == expected[which]


def test_constants_are_numbers() -> None:
    """A kernel called with several constants and with a variable is compiled once."""
    outer, inner = _pair(compiled)
    outer(np.arange(3))
    assert len(inner.dispatcher.overloads) == 1


@pytest.mark.parametrize("repeat", range(3))
def test_threads_call_while_another_compiles(repeat: int) -> None:
    """A part that Python calls from one thread while another compiles its caller is never called unready."""
    outer, inner = _pair(compiled_for_threads)
    values = np.arange(4 + repeat)
    with ThreadPoolExecutor(3) as threads:
        made = [threads.submit(kernel, *more) for kernel, more in
                ((outer, (values,)), (inner, (values, 1)), (inner, (values, 2)))]  # fmt: skip
    assert [future.result() for future in made] == [2 + 2 * (3 + repeat), 2, 4]
