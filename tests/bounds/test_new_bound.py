"""A new lower bound is a module and a line: docs/add-a-lower-bound.md, tried in a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.trial import Trial

PROGRAM = """
from itertools import product

from ratiolab.bounds import BOUNDS, best
from ratiolab.instance import Instance
from tests.references.brute_force import least_flow_time

for lengths in product((1, 2, 3), repeat=4):
    for prompt in (0, 1):
        instance = Instance.common(memory=4, prompt=prompt, responses=lengths)
        types = instance.types()
        assert BOUNDS["slots"](types, 4).rounded <= least_flow_time(4, [(prompt, o) for o in lengths])
print(list(BOUNDS)[-1], best(Instance.common(memory=7, prompt=3, responses=[2] * 6)).name)
"""


@pytest.mark.slow
def test_the_page_is_all_there_is_to_do(tmp_path: Path) -> None:
    """The toy bound is listed, taken where it is the largest, and never above the optimum by brute force."""
    trial = Trial(tmp_path)
    touched = trial.follow("add-a-lower-bound.md")
    assert touched == ["ratiolab/bounds/slots.py", "ratiolab/bounds/__init__.py"]
    done = trial.run("-c", PROGRAM)
    assert done.stdout.split() == ["slots", "slots"], done.stderr
    listed = trial.run("-m", "ratiolab", "lower-bound", "--lengths", "2x6", "--memory", "7", "--prompt", "3")
    assert "slots" in listed.stdout, listed.stderr
