"""Fast scoring: the 64-bit kernels equal the exact forms, the floating-point ones come close."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratiolab.adversary.scoring.grouped_eval import (
    floor_sum64,
    gsa_flow64,
    gsa_flow_float,
    screened_ratio,
    screening_ladder,
    spaced_flow64,
    spaced_flow_float,
)
from ratiolab.adversary.scoring.listing import list_flow, list_schedules
from ratiolab.adversary.search.candidate import Candidate
from ratiolab.adversary.witnesses.blocks import check_blocks, flow_time, one_after_the_other
from ratiolab.algorithms import make
from ratiolab.algorithms.slicing import phases
from ratiolab.core.pipeline import floor_sum
from ratiolab.core.spacing import densest_spacing
from ratiolab.slices import scaling_factor
from tests.strategies import candidates


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(candidates(5000, 10**6), st.sampled_from(["2", "3/2", "golden"]))
def test_kernels_equal_exact_forms(candidate: Candidate, alpha: str) -> None:
    """The exact kernels give the exact integers, the float ones are off by a round per job and phase."""
    columns = (np.array(candidate.lengths), np.array(candidate.counts))
    ladder = phases(scaling_factor(alpha), candidate.memory, candidate.prompt, candidate.lengths[-1])
    slices, parallelisms = np.array(ladder[0]), np.array(ladder[1])
    exact = make("gsa", alpha=alpha).cost(candidate.instance()).flow_time
    assert gsa_flow64(*columns, slices, parallelisms) == exact
    wide = columns[1].astype(np.float64)
    off = candidate.jobs * (slices.size + len(candidate.lengths))
    assert gsa_flow_float(columns[0], wide, slices, parallelisms) == pytest.approx(exact, rel=1e-9, abs=off)
    spacings = [densest_spacing(o, candidate.prompt, candidate.memory) for o in candidate.lengths]
    made = flow_time(
        one_after_the_other(
            [(o, c, x) for o, c, x in zip(candidate.lengths, candidate.counts, spacings, strict=True)]
        )
    )
    periods, widths = (np.array([getattr(x, name) for x in spacings]) for name in ("period", "width"))
    assert spaced_flow64(*columns, periods, widths) == made
    assert spaced_flow_float(columns[0], wide, periods, widths) == pytest.approx(made, rel=1e-9, abs=off)


def test_kernels_refuse_what_might_wrap() -> None:
    """10^12 jobs do not fit 64 bits: the kernels say so instead of wrapping."""
    lengths, counts = np.array([5, 9]), np.array([10**12, 10**12])
    assert gsa_flow64(lengths, counts, np.array([4, 9]), np.array([3, 1])) == -1
    assert spaced_flow64(lengths, counts, np.array([5, 9]), np.array([2, 1])) == -1


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 10**5), st.integers(0, 10**5), st.integers(0, 10**5))
def test_floor_sum(n: int, m: int, a: int, b: int) -> None:
    """The compiled floor sum equals the exact one."""
    assert floor_sum64(n, m, a, b) == floor_sum(n, m, a, b)


@pytest.mark.slow
@pytest.mark.parametrize("alpha", ["2", "3/2", "4/3"])
def test_screening_ladder(alpha: str) -> None:
    """The floating-point ladder is the exact one at these sizes."""
    exact = scaling_factor(alpha)
    for memory, prompt in ((60_000, 12_001), (1 << 20, 0), (200, 13)):
        slices, parallelisms = screening_ladder(float(exact.decimal(15)), prompt, memory)
        wanted = phases(exact, memory, prompt, memory - prompt)
        assert (tuple(slices), tuple(parallelisms)) == wanted
    lengths, counts = np.array([30, 60]), np.array([1e6, 1e6])
    assert 1 < screened_ratio(2.0, 200, 13, lengths, counts) < 16


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(candidates(80, 30))
def test_listings_are_feasible(candidate: Candidate) -> None:
    """Every listed schedule passes the judge, and the score is the cost of one of them."""
    made = list(list_schedules(candidate))
    for blocks in made:
        check_blocks(candidate.instance(), blocks)
    spacings = [densest_spacing(o, candidate.prompt, candidate.memory, 64) for o in candidate.lengths]
    periods, widths = (np.array([getattr(x, name) for x in spacings]) for name in ("period", "width"))
    scored = list_flow(
        candidate.memory,
        candidate.prompt,
        np.array(candidate.lengths),
        np.array(candidate.counts),
        periods,
        widths,
    )
    assert scored >= min(flow_time(blocks) for blocks in made)
    assert scored in {flow_time(blocks) for blocks in made}
