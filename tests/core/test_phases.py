"""Kernels at the edges where shortcuts could break: long ladders, long lengths, big totals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratiolab.algorithms import make
from ratiolab.core.phases import class_table, first_slice, fits_64_bits
from ratiolab.errors import OverflowRefused
from ratiolab.instance import GroupedInstance, Instance, JobType
from ratiolab.integers import INT64_MAX


@pytest.mark.parametrize("alpha", ["2", "11/10", "golden"])
@pytest.mark.parametrize("jobs", [1, 7, 1023, 1024, 1025, 5000])
def test_cost_equals_closed_form(alpha: str, jobs: int) -> None:
    """The one-pass kernel equals the floor sums across block edges and ladders longer than a vector."""
    responses = np.random.default_rng(jobs).geometric(1 / 40, jobs)
    instance = Instance.common(700, 3, np.minimum(responses, 697))
    gsa = make("gsa", alpha=alpha)
    assert gsa.cost(instance) == gsa.cost(instance.grouped())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 2**45), min_size=1, max_size=12),
    st.integers(0, 2**40),
    st.sampled_from(["2", "4/3", "(7+sqrt(13))/6"]),
)
def test_long_lengths(responses: list[int], prompt: int, alpha: str) -> None:
    """Lengths too long for a table take the binary search, and start rounds near 2**50 stay exact."""
    instance = Instance.common(2**46 + prompt, prompt, responses)
    for name in ("gsa", "gba"):
        algorithm = make(name, alpha=alpha)
        assert algorithm.cost(instance) == algorithm.cost(instance.grouped())


def test_totals_beyond_64_bits_are_exact_or_refused() -> None:
    """Where a total may not fit, cost() switches to Python integers and schedule() refuses."""
    instance = Instance.common(2**59, 0, [2**59 - 1] * 40)
    gsa = make("gsa", alpha="2")
    cost = gsa.cost(instance)
    assert cost == gsa.cost(GroupedInstance(2**59, [JobType(0, 2**59 - 1, 40)]))
    assert cost.flow_time > INT64_MAX
    with pytest.raises(OverflowRefused):
        gsa.schedule(instance)
    with pytest.raises(OverflowRefused):
        make("mc-sf").cost(Instance.common(2**59, 0, [2**59 - 1] * 9))


def test_fits_64_bits_counts_every_product() -> None:
    """The guard refuses a makespan of 2**50 rounds and a job-parallelism product beyond 64 bits."""
    assert fits_64_bits(1000, (1, 2, 4), (8, 4, 2))
    assert not fits_64_bits(2, (2**50,), (1,))
    assert not fits_64_bits(2**20, (1,), (2**50,))


@given(st.lists(st.integers(1, 50), min_size=1, max_size=9), st.integers(1, 200))
def test_classes(gaps: list[int], response: int) -> None:
    """Table and binary search give the first slice that is long enough."""
    slices = np.cumsum(gaps)
    response = min(response, int(slices[-1]))
    expected = next(p for p, tau in enumerate(slices) if tau >= response)
    assert first_slice(slices, response) == expected
    assert class_table(slices, response + 1)[response] == expected
