"""The bound beside a measured ratio waits for no computer algebra once its derivation is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from proofs.store.folder import VARIABLE

_ASK = """
import sys
from ratiolab.algorithms import make
from ratiolab.instance import Instance
from ratiolab.theory import bound_for
bound = bound_for(make("gsa", alpha="2"), Instance.common(20, 3, [5, 2]))
print(bound.value, "sympy" in sys.modules)
"""


@pytest.mark.slow
def test_a_kept_bound_loads_no_algebra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first process derives it, the second one reads the same value and loads no sympy."""
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    answers = [
        subprocess.run(
            [sys.executable, "-c", _ASK], capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(2)
    ]
    assert answers == [["3063/200", "True"], ["3063/200", "False"]]
