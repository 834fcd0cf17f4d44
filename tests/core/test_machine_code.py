"""Machine code without Numba: the same results and errors, and no code for arguments of another kind."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import numpy as np
import pytest
from numba import typeof

from proofs.store.folder import VARIABLE
from ratiolab.core.kernel_folder import read_entry, write_entry
from ratiolab.core.kernel_sources import ROOT
from ratiolab.core.machine_code import _usable, kinds_of

#: Prints a result, the words of an error, and whether Numba was imported.
ASK = """
import sys
import numpy as np
from ratiolab.core.heap import heap_push
from ratiolab.core.splitmix import draw_below
heap, keys = np.zeros(3, np.int64), np.array([3, 1, 2])
size = 0
for job in range(3):
    size = heap_push(heap, np.zeros(3, np.int64), keys, size, job)
print(heap.tolist(), draw_below(np.uint64(7), 10), "numba" in sys.modules)
try:
    draw_below(np.uint64(7), 0)
except ZeroDivisionError as error:
    print(error)
"""

Pair = namedtuple("Pair", ["one", "other"])
Riap = namedtuple("Riap", ["one", "other"])


def _run(cache: Path) -> list[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), VARIABLE: str(cache)}
    line = [sys.executable, "-B", "-c", ASK]
    done = subprocess.run(line, env=environment, text=True, capture_output=True, check=True, timeout=120)
    return done.stdout.splitlines()


_needs_usable = pytest.mark.skipif(not _usable(), reason="machine code is run by Numba here")


@_needs_usable
@pytest.mark.slow
def test_second_process_needs_no_compiler(tmp_path: Path) -> None:
    """What one process compiled the next one runs without Numba: same results, same errors."""
    first, second = _run(tmp_path), _run(tmp_path)
    assert first[0].endswith(" True")
    assert second == [first[0].replace(" True", " False"), *first[1:]]
    assert second[1] == "integer division by zero"


@pytest.mark.slow
def test_code_that_needs_more_is_left_alone(tmp_path: Path) -> None:
    """An entry that refers to what is not there, or is not whole, is not loaded: Numba takes over."""
    first = _run(tmp_path)
    assert first[0].endswith(" True")
    for path in tmp_path.rglob("*"):
        data = read_entry(path) if path.is_file() else None
        if data is not None and data.startswith(b"{"):
            write_entry(path, data.replace(b'"needed": [', b'"needed": ["numba_of_another_day", ', 1))
    assert _run(tmp_path) == first
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1])
    assert _run(tmp_path) == first


def test_kinds_are_as_fine_as_types() -> None:
    """Values of one kind are of one type to Numba: no code meets arguments that it was not made for."""
    square = np.arange(4).reshape(2, 2)
    frozen = np.arange(4)
    frozen.flags.writeable = False
    cube = np.arange(8).reshape(2, 2, 2)
    arrays = [square[0], square, square.T, square[:, 0], square[:, :1], cube[:, :, 0], frozen,
              square[0].astype(np.int32), square[0].astype(np.bool_), np.empty(0, np.int64)]  # fmt: skip
    numbers = [0, -1, 2**63 - 1, True, np.int64(3), np.uint64(3)]
    tuples = [(1, 2), (1, True), ((1,), 2), Pair(1, 2), Riap(1, 2), Pair(square[0], 1), (square[0], square)]
    told = [(kinds_of((value,)), typeof(value)) for value in (*arrays, *numbers, *tuples)]
    for (kind, numba_type), (other_kind, other_type) in itertools.combinations(told, 2):
        assert kind is not None
        if kind == other_kind:
            assert numba_type == other_type
    assert kinds_of((1, (2, 3))) != kinds_of(((1, 2), 3)) != kinds_of((1, 2, 3))


@pytest.mark.parametrize("value", [2**63, 1.5, None, "a", np.float64(1), np.zeros(1), [1], np.int32(1)])
def test_unusual_arguments_have_no_kind(value: object) -> None:
    """What no kernel takes is Numba's to judge."""
    assert kinds_of((value,)) is None
