"""Batches of small GSA instances: every flow time is the ordinary cost."""

from __future__ import annotations

import numpy as np
import pytest

from ratiolab.algorithms.gsa import GSA
from ratiolab.algorithms.slicing import phases
from ratiolab.core.gsa_batch import gsa_flow_times
from ratiolab.errors import InputError, OverflowRefused
from ratiolab.instance import Instance


@pytest.mark.parametrize("alpha", ["2", "(7+sqrt(13))/6", "3/2", "17/8"])
@pytest.mark.parametrize(("memory", "prompt"), [(256, 96), (40, 0), (1000, 7)])
def test_batch_equals_ordinary_cost(alpha: str, memory: int, prompt: int) -> None:
    """Random instances of 1 to 30 jobs: each flow time is that of `GSA.cost`."""
    rng, longest = np.random.default_rng(len(alpha) + memory), memory - prompt
    sizes = rng.integers(1, 31, 150)
    responses = rng.integers(1, longest + 1, (150, 30)) ** rng.integers(0, 2, (150, 30))
    gsa = GSA(alpha)
    flows = gsa_flow_times(responses, sizes, *phases(gsa.alpha, memory, prompt, longest))
    for row, size, flow in zip(responses, sizes, flows, strict=True):
        assert flow == gsa.cost(Instance.common(memory, prompt, row[:size])).flow_time


def test_batch_refuses() -> None:
    """Lengths no slice completes, sizes beyond the row, shapes that do not fit and huge totals."""
    slices, parallelisms = phases(GSA("2").alpha, 20, 4, 16)
    rows, sizes = np.full((3, 5), 16), np.full(3, 5)
    assert gsa_flow_times(rows, sizes, slices, parallelisms).shape == (3,)
    for value in (0, 17):
        wrong = rows.copy()
        wrong[1, 4] = value
        with pytest.raises(InputError, match="instance 1"):
            gsa_flow_times(wrong, sizes, slices, parallelisms)
    for size in (0, 6):
        with pytest.raises(InputError, match="instance 2"):
            gsa_flow_times(rows, np.array([5, 5, size]), slices, parallelisms)
    with pytest.raises(InputError, match="expected"):
        gsa_flow_times(rows, sizes[:2], slices, parallelisms)
    with pytest.raises(InputError, match="one of each"):
        gsa_flow_times(rows, sizes, slices, parallelisms[:1])
    with pytest.raises(OverflowRefused, match="64 bits"):
        gsa_flow_times(rows, sizes, (2**50,), (1,))
