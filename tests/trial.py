"""A page of docs/ that tells how to add something, followed to the letter in a copy of the sources.

A page shows whole files, each under a line that consists of its path, and lines to add to a list, each
under a line that names the file, the list, and where in it they go: at its end, or before the others.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
_NEW_FILE = re.compile(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
_NEW_LINE = re.compile(r"^In `([\w./-]+)`, (.*?):\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Trial:
    """A copy of the packages and their tests, in which a page is followed.

    Parameters
    ----------
    root : Path
        An empty folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        skipped = shutil.ignore_patterns("__pycache__", "*.pyc", "*.nbi", "*.nbc", "*.vo*", "*.glob")
        for name in ("ratiolab", "proofs", "lp_models", "tests"):
            shutil.copytree(ROOT / name, root / name, ignore=skipped)
        shutil.copy(ROOT / "pyproject.toml", root)

    def follow(self, page: str) -> list[str]:
        """Do what a page says; return the files that it touches, in its order."""
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        touched = []
        for path, content in _NEW_FILE.findall(text):
            assert not (self.root / path).exists(), path
            (self.root / path).write_text(content, encoding="utf-8")
            touched.append(path)
        for path, place, line in _NEW_LINE.findall(text):
            self._add(self.root / path, place, line)
            touched.append(path)
        return touched

    def _add(self, file: Path, place: str, line: str) -> None:
        """Add a line to a list: the dictionary of the name that `place` mentions."""
        match = re.search(r"`([A-Z_]+)`", place)
        assert match is not None, place
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        begin = next(i for i, known in enumerate(lines) if known.startswith(f"{match[1]}:"))
        entries = [i for i, known in enumerate(lines) if i > begin and re.match(r' +"[^"]+": "', known)]
        at = entries[-1] + 1 if "at the end" in place else entries[0]
        lines.insert(at, line)
        file.write_text("".join(lines), encoding="utf-8")

    def run(self, *arguments: str, cwd: str = ".") -> subprocess.CompletedProcess[str]:
        """Run the copy's Python with arguments, e.g. ``-m ratiolab verify FILE``."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root / cwd,
            env={"PYTHONPATH": str(self.root), "PATH": "", "HOME": str(self.root)},
            capture_output=True,
            text=True,
            check=False,
        )
