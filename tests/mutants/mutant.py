"""A single-line fault planted in the sources, and the tests that must notice it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Exit code of pytest for "some tests failed"; that none could be collected is no kill.
_FAILED = 1
_SECONDS = 300


@dataclass(frozen=True)
class Mutant:
    """One change of one line.

    Parameters
    ----------
    invariant : int
        Number of the invariant in docs/invariants.md that it breaks.
    name : str
        What is wrong now; unique.
    file : str
        The source, from the root of the tree.
    old, new : str
        Text that occurs once in the source, within one line, and what replaces it.
    guards : tuple of str
        Tests, all of them part of `make test`, of which one must fail.
    """

    invariant: int
    name: str
    file: str
    old: str
    new: str
    guards: tuple[str, ...]

    def source(self, root: Path = ROOT) -> str:
        """Return the changed source.

        Raises
        ------
        ValueError
            If the text does not occur exactly once, or the change changes nothing.
        """
        text = (root / self.file).read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            raise ValueError(f"{self.name}: {self.old!r} occurs {text.count(self.old)} times in {self.file}")
        if self.old == self.new or "\n" in self.old:
            raise ValueError(f"{self.name}: must change one line")
        return text.replace(self.old, self.new)


def copy_of_the_tree(folder: Path) -> None:
    """Copy what tests need, without caches."""
    skipped = shutil.ignore_patterns("__pycache__", "*.pyc", "*.vo*", "*.glob")
    for name in ("ratiolab", "proofs", "lp_models", "tests", "docs", "examples", "benchmarks"):
        shutil.copytree(ROOT / name, folder / name, ignore=skipped)
    for file in (
        "pyproject.toml",
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "CITATION.cff",
        "Makefile",
    ):
        shutil.copy(ROOT / file, folder)


def killed(mutant: Mutant, folder: Path) -> bool:
    """Plant a fault in a copy of the tree, run its guards, and take it out again.

    Returns
    -------
    bool
        Whether a guard fails, crashes, or does not end. Guards that cannot even be collected kill nothing.

    Raises
    ------
    RuntimeError
        If the guards could not be run.
    """
    file = folder / mutant.file
    right = file.read_text(encoding="utf-8")
    file.write_text(mutant.source(folder), encoding="utf-8")
    line = [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not formal", "-p", "no:cacheprovider"]
    try:
        run = subprocess.run(
            [*line, *mutant.guards],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        file.write_text(right, encoding="utf-8")
    if run.returncode < 0:  # a kernel that leaves its arrays may end the process
        return True
    if run.returncode not in (0, _FAILED):
        raise RuntimeError(
            f"{mutant.name}: pytest ended with {run.returncode}:\n{run.stdout[-2000:]}{run.stderr[-500:]}"
        )
    return run.returncode == _FAILED
