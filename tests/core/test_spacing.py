"""Spacings and packings of equal jobs, against listings job by job and against each other."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratiolab.adversary.witnesses.blocks import Pattern
from ratiolab.core.packing import best_packing
from ratiolab.core.pipeline import largest_parallelism, peak
from ratiolab.core.spacing import Spacing, densest_spacing, pipeline_parallelism, steady_peak
from ratiolab.instance import Instance
from ratiolab.schedule import Schedule, verify


def listed_peak(response: int, prompt: int, spacing: Spacing) -> int:
    """Peak of four periods and as many jobs as overlap, job by job."""
    jobs = 4 * spacing.width + 3 * (response * spacing.width // spacing.period + 1)
    starts = np.arange(jobs, dtype=np.int64) * spacing.period // spacing.width
    instance = Instance.common(2**40, prompt, np.full(jobs, response, dtype=np.int64))
    return verify(instance, Schedule.of_starts(starts, instance)).peak_memory


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 40), st.integers(0, 30), st.integers(1, 60), st.integers(1, 12))
def test_steady_peak_equals_listing(response: int, prompt: int, period: int, width: int) -> None:
    """The floor-sum form of the peak is what a long listing holds at most."""
    spacing = Spacing(period, width)
    assert steady_peak(response, prompt, spacing) == listed_peak(response, prompt, spacing)


def test_steady_peak_of_a_pipeline_is_the_lemma() -> None:
    """A period that divides into slices takes the closed form, at any width."""
    assert steady_peak(10**9, 7, Spacing(10**9, 12_345_678)) == peak(12_345_678, 10**9, 7)
    assert steady_peak(10**9 + 1, 7, Spacing(10**9, 12_345_678)) is None


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_densest_spacing_fits_and_is_no_worse(data: st.DataObject) -> None:
    """The spacing found is feasible and at least as dense as the staggered pipeline."""
    memory = data.draw(st.integers(1, 3000))
    prompt = data.draw(st.integers(0, memory - 1))
    response = data.draw(st.integers(1, memory - prompt))
    spacing = densest_spacing(response, prompt, memory)
    held = steady_peak(response, prompt, spacing)
    parallelism = largest_parallelism(response, prompt, memory)
    assert held is not None
    assert held <= memory
    assert Fraction(spacing.width, spacing.period) >= Fraction(parallelism, response)
    assert pipeline_parallelism(response, prompt, memory) == parallelism


def test_a_spacing_between_two_parallelisms_can_win() -> None:
    """With room for one and a half, a period that is no multiple of the length packs more."""
    assert largest_parallelism(10, 100, 213) == 1
    assert densest_spacing(10, 100, 213) == Spacing(7, 1)


@pytest.mark.parametrize(
    ("memory", "prompt", "response"), [(22, 0, 3), (25, 0, 4), (15, 0, 5), (20, 3, 6), (9, 4, 5)]
)
def test_best_packing_is_feasible_and_best(memory: int, prompt: int, response: int) -> None:
    """The proved pattern fits for ever and is at least as dense as every even spacing."""
    packing = best_packing(response, prompt, memory)
    assert packing is not None
    pattern = Pattern(0, packing.period, 5, packing.offsets, (response,) * len(packing.offsets))
    held = pattern.peak(prompt)
    assert held is not None
    assert held <= memory
    spacing = densest_spacing(response, prompt, memory, 64)
    assert packing.throughput >= Fraction(spacing.width, spacing.period)


def test_best_packing_beats_even_spacing_once() -> None:
    """Three starts and four in turn: 7 jobs every 2 rounds where even spacing manages 10 in 3."""
    packing = best_packing(3, 0, 22)
    assert packing is not None
    assert packing.throughput == Fraction(7, 2) > Fraction(10, 3)


def test_best_packing_gives_up_where_states_are_many() -> None:
    """A case that is not small is refused, not approximated."""
    assert best_packing(40, 0, 400, most_states=500) is None


@pytest.mark.slow
def test_best_packing_gives_up_where_edges_are_many() -> None:
    """Jobs of one round have one state and as many edges as fit at once: refused before they are listed."""
    assert best_packing(1, 0, 10**15) is None
    assert best_packing(2, 0, 400, most_edges=500) is None
    few = best_packing(1, 2, 12)
    assert few is not None
    assert few.throughput == 4
