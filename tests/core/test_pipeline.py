"""Pipeline arithmetic: Peak, k*, floor sums, against plain simulation and sums."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiolab.core.pipeline import call_length, floor_sum, largest_parallelism, peak


def simulated_peak(k: int, tau: int, prompt: int) -> int:
    """Largest usage of the pipeline over a full period after warm-up, summed job by job."""
    starts = [i * tau // k for i in range(4 * k)]
    return max(sum(prompt + t - a + 1 for a in starts if a <= t < a + tau) for t in range(3 * tau))


@pytest.mark.parametrize("prompt", [0, 1, 7])
def test_peak_is_the_simulated_peak(prompt: int) -> None:
    """Lemma 3.3 on every k, tau up to 12."""
    for k in range(1, 13):
        for tau in range(1, 13):
            assert peak(k, tau, prompt) == simulated_peak(k, tau, prompt)


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(1, 10**7))
def test_parallelism_is_the_definition(tau: int, prompt: int, memory: int) -> None:
    """k* fits and k* + 1 does not; 0 exactly when a single job does not fit."""
    k = largest_parallelism(tau, prompt, memory)
    assert (k == 0) == (prompt + tau > memory)
    if k:
        assert peak(k, tau, prompt) <= memory < peak(k + 1, tau, prompt)


def test_parallelism_beyond_the_closed_floor() -> None:
    """The floor of Lemma 3.4 can be short by one: tau=5, s=0, M=15 gives 4 there, 5 by definition."""
    assert (2 * 15 - 5 + 1) // (5 + 1) == 4
    assert largest_parallelism(5, 0, 15) == 5


@given(st.integers(0, 60), st.integers(1, 40), st.integers(0, 90), st.integers(0, 90))
def test_floor_sum(n: int, m: int, a: int, b: int) -> None:
    """The logarithmic floor sum equals the sum term by term."""
    assert floor_sum(n, m, a, b) == sum((a * i + b) // m for i in range(n))


def test_floor_sum_beyond_64_bits() -> None:
    """Sums far beyond 64 bits stay exact: a divisible case has a closed form."""
    n = 10**30
    assert floor_sum(n, 7, 14, 0) == n * (n - 1)


@pytest.mark.slow
@given(st.integers(1, 500), st.integers(1, 50), st.integers(1, 50))
def test_call_length(jobs: int, tau: int, k: int) -> None:
    """A call ends when the last slice ends; without jobs it takes no time."""
    assert call_length(jobs, tau, k) == max(i * tau // k + tau for i in range(jobs))
    assert call_length(0, tau, k) == 0
