"""The compiled development, once for all tests of this folder."""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

import pytest

from proofs.formal import registry


@pytest.fixture(autouse=True)
def no_earlier_verdicts() -> None:
    """What Coq compiled is used wherever an earlier run kept it: compiling takes minutes."""


@pytest.fixture(scope="session")
def build() -> Path:
    """The folder of the compiled sources as they are; compiled now if there is none."""
    if shutil.which("coqc") is None:
        pytest.skip("coqc is not installed")
    folder = registry.default_build_dir()
    if folder is None:
        pytest.skip("the cache folder cannot be written")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:  # tests may run in several processes
        fcntl.flock(lock, fcntl.LOCK_EX)
        if registry.compiled() is None:
            registry.compile()
    return folder
