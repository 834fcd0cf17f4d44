"""The one cache folder: where it is, and what happens where it cannot be written."""

import subprocess
import sys
from pathlib import Path

import pytest

from proofs.store.folder import VARIABLE, cache_folder


def test_the_variable_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The variable wins, the folder is made, and each kind of kept thing has its own."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "there"))
    folder = cache_folder("verdicts")
    assert folder == tmp_path / "there" / "verdicts"
    assert folder.is_dir()
    assert cache_folder("kernels") != folder


def test_without_the_variable_it_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the variable, or with an empty one, it is the platform's cache folder of the user."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv(VARIABLE, "")
    folder = cache_folder("of-a-test")
    assert folder is not None
    assert "ratiolab" in folder.parts


def test_a_folder_that_cannot_be_written_is_told_once(tmp_path: Path) -> None:
    """Where nothing can be kept the answer is None, and one line names the folder and the variable."""
    (tmp_path / "file").write_text("in the way")
    program = (
        "import subprocess, sys\n"
        "from proofs.store.folder import cache_folder\n"
        "assert cache_folder('verdicts') is None and cache_folder('kernels') is None\n"
        "again = 'from proofs.store.folder import cache_folder; assert cache_folder(\"verdicts\") is None'\n"
        "subprocess.run([sys.executable, '-c', again], check=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={VARIABLE: str(tmp_path / "file"), "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert str(tmp_path / "file") in line
    assert VARIABLE in line
