"""Machine code on disk: never stale, never another kernel's, and nothing breaks where it cannot be kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from proofs.store.folder import VARIABLE
from ratiolab.core.heap import heap_push
from ratiolab.core.kernel_folder import KEPT, NOTED, kernel_folder, prune
from ratiolab.core.kernel_sources import ROOT

#: What kernels need of the packages.
NEEDED = ("ratiolab/core", "ratiolab/__init__.py", "ratiolab/version.py", "ratiolab/lazily.py",
          "ratiolab/errors.py", "ratiolab/integers.py", "proofs/__init__.py", "proofs/store")  # fmt: skip
INNER = """
from ratiolab.core.compiled import compiled

@compiled
def step(x):
    return x + 1
"""
OUTER = """
import numpy as np
from ratiolab.core.compiled import compiled
from ratiolab.core.inner import step

@compiled
def total(values, divisor):
    kept = np.empty(values.size, np.int64)
    for i in range(values.size):
        kept[i] = step(values[i]) // divisor
    return kept
"""
#: Prints what the kernel makes, then whether it took the compiler.
ASK = """
import sys
import numpy as np
from ratiolab.core.outer import total
print(total(np.array([1, 2, 3]), 1).tolist(), "numba.np.linalg" in sys.modules)
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what kernels need, with two kernels, one of which calls the other."""
    for name in NEEDED:
        source, target = ROOT / name, tmp_path / "copy" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    (tmp_path / "copy/ratiolab/core/inner.py").write_text(INNER)
    (tmp_path / "copy/ratiolab/core/outer.py").write_text(OUTER)
    return tmp_path / "copy"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Folder for the machine code."""
    return tmp_path / "cache"


@pytest.fixture
def run(copy: Path, cache: Path) -> Run:
    """Runs a script on the copy, in a process of its own."""

    def run(script: str = ASK, folder: Path = cache) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PYTHONPATH": str(copy), VARIABLE: str(folder)}
        return subprocess.run([sys.executable, "-B", "-c", script], env=environment, cwd=copy, text=True,
                              capture_output=True, check=True, timeout=120)  # fmt: skip

    return run


def _entries(cache: Path) -> list[Path]:
    return sorted(path for path in (cache / "kernels").rglob("*") if path.is_file())


@pytest.mark.slow
def test_edits_of_called_kernels_are_seen(run: Run, copy: Path, cache: Path) -> None:
    """After an edit of a kernel in another file its caller is compiled anew; undone, the old code serves."""
    inner = copy / "ratiolab/core/inner.py"
    assert run().stdout == "[2, 3, 4] True\n"
    assert run().stdout == "[2, 3, 4] False\n"
    inner.write_text(INNER.replace("x + 1", "x + 2"))
    assert run().stdout == "[3, 4, 5] True\n"
    inner.write_text(INNER)
    assert run().stdout == "[2, 3, 4] False\n"
    assert len(_entries(cache)) == 2


@pytest.mark.slow
def test_kept_kernels_raise(run: Run) -> None:
    """Errors come out of machine code from disk as they come out of fresh one."""
    script = ASK + "\ntry:\n    total(np.array([1]), 0)\nexcept ZeroDivisionError as error:\n    print(error)"
    assert run(script).stdout == "[2, 3, 4] True\ninteger division by zero\n"
    assert run(script).stdout == "[2, 3, 4] False\ninteger division by zero\n"


@pytest.mark.slow
def test_spoiled_entries_are_made_anew(run: Run, cache: Path) -> None:
    """An entry that is not whole counts as absent and is written over."""
    run()
    (entry,) = _entries(cache)
    whole = entry.read_bytes()
    for spoiled in (b"", whole[:-1] + bytes([whole[-1] ^ 1])):
        entry.write_bytes(spoiled)
        assert run().stdout == "[2, 3, 4] True\n"
    assert run().stdout == "[2, 3, 4] False\n"


@pytest.mark.slow
def test_unwritable_folder(run: Run, tmp_path: Path) -> None:
    """Where nothing can be kept kernels work; one line says so and names the variable that helps."""
    (tmp_path / "file").write_text("")
    done = run(folder=tmp_path / "file")
    assert done.stdout == "[2, 3, 4] True\n"
    assert done.stderr.count("\n") == 1
    assert VARIABLE in done.stderr


@pytest.mark.slow
def test_processes_at_the_same_time(run: Run, copy: Path, cache: Path) -> None:
    """Workers that compile the same kernel for different types at once leave entries that are all right."""
    script = ASK.replace("[1, 2, 3])", "[1, 2, 3], np.int64 if len(sys.argv) < 2 else np.int32)")
    environment = os.environ | {"PYTHONPATH": str(copy), VARIABLE: str(cache)}
    line = [sys.executable, "-B", "-c", script]
    workers = [
        subprocess.Popen([*line, *more], env=environment, cwd=copy, text=True, stdout=subprocess.PIPE)
        for more in ([], ["int32"], [])
    ]
    assert {worker.communicate(timeout=120)[0] for worker in workers} == {"[2, 3, 4] True\n"}
    assert len(_entries(cache)) == 2
    assert run(script).stdout == "[2, 3, 4] False\n"


def test_nothing_is_kept_of_other_packages() -> None:
    """A kernel outside the package, or one that closes over values, is compiled by every process."""

    def kernel() -> int:
        return closed

    closed = 1
    assert kernel_folder(test_unwritable_folder) is None
    assert kernel_folder(kernel) is None
    assert kernel() == 1


def test_kernels_of_the_library_are_kept() -> None:
    """The folder of a kernel is named by its module."""
    path = kernel_folder(getattr(heap_push, "py_func", heap_push))
    assert path is not None
    assert Path(path).name.startswith("core.heap-")


def test_prune(tmp_path: Path) -> None:
    """Folders that nobody used for long go, others stay; a file in their place is no error."""
    now = time.time()
    for name, age in (("old", KEPT + 1), ("used", NOTED), ("new", 0.0)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "entry").write_text("")
        os.utime(tmp_path / name, (now - age, now - age))
    (tmp_path / "file").write_text("")
    os.utime(tmp_path / "file", (0, 0))
    prune(tmp_path, now)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "new", "used"]
