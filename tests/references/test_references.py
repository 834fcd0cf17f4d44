"""The slow references against published and hand-computed numbers, before anything is compared to them."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from tests.references.gba import gba
from tests.references.gsa import gsa
from tests.references.mc_sf import mc_sf
from tests.references.model import Attempt, Broken, Machine, cost, replay
from tests.references.slices import Alpha, Surd, at_most, slices
from tests.references.sps import pipeline_peak, sps, widest_pipeline

SQRT_13 = Surd(7, 1, 13, 6)
GOLDEN = Surd(1, 1, 5, 2)


def test_identical_jobs_pipeline() -> None:
    """The textbook case of SPS: k*, flow time and memory of every round."""
    assert widest_pipeline(5, 0, 15) == 5
    schedule = sps(15, 0, [5] * 15, range(15))
    assert cost(schedule)[0] == 180
    usage = replay(15, [0] * 15, [5] * 15, schedule).usage
    assert [usage[t] for t in sorted(usage)] == [1, 3, 6, 10] + [15] * 11 + [14, 12, 9, 5]


def test_identical_jobs_mc_sf() -> None:
    """MC-SF runs identical jobs in lockstep where the budget is a multiple of prompt + response."""
    assert cost(mc_sf(15, [0] * 15, [5] * 15, range(15)))[0] == 225


def test_figure_3_mc_sf() -> None:
    """Flow time and makespan of MC-SF on the instance of Figure 3."""
    assert cost(mc_sf(256, [0] * 200, [16] * 200, range(200))) == (21632, 208, 0)


@pytest.mark.parametrize(
    ("alpha", "flow_time"),
    [(Fraction(2), 14083), (Fraction(4, 3), 18858), (Fraction(3, 2), 23100), (SQRT_13, 31856)],
)
def test_figure_3_gba(alpha: Alpha, flow_time: int) -> None:
    """Flow time of GBA on the instance of Figure 3 for four scaling factors."""
    totals = cost(gba(256, 0, [16] * 200, range(200), alpha))
    assert totals[0] == flow_time
    assert totals[2] == 0
    if alpha == 2:
        assert (widest_pipeline(16, 0, 256), pipeline_peak(29, 16, 0), totals[1]) == (29, 254, 125)


@pytest.mark.parametrize(
    ("alpha", "long_first", "long_last", "makespan"),
    [(Fraction(2), 18542, 17960, 1809), (SQRT_13, 20378, 19796, 2115)],
)
def test_figure_4_gsa(alpha: Alpha, long_first: int, long_last: int, makespan: int) -> None:
    """Flow time and makespan of GSA on the instance of Figure 4, long jobs first and last."""
    responses = [160] * 6 + [1] * 194
    first = gsa(256, 96, responses, range(200), alpha)
    last = gsa(256, 96, responses, [*range(6, 200), *range(6)], alpha)
    assert cost(first)[:2] == (long_first, makespan)
    assert cost(last)[:2] == (long_last, makespan)


def test_figure_4_gsa_phases() -> None:
    """Slices, widths and first rounds of every phase on the instance of Figure 4."""
    taus = slices(160, Fraction(2))
    assert taus == [1, 2, 5, 10, 20, 40, 80, 160]
    assert [widest_pipeline(tau, 96, 256) for tau in taus] == [2, 2, 2, 2, 2, 2, 1, 1]
    attempts = gsa(256, 96, [160] * 6 + [1] * 194, range(200), Fraction(2))
    starts_of_first = [start for job, start, _, _ in attempts if job == 0]
    assert starts_of_first == [0, 100, 107, 124, 159, 229, 369, 849]


def test_peak_formula() -> None:
    """The simulated pipeline holds what Lemma 3.3 says, on every small (k, slice, prompt)."""
    for k in range(1, 25):
        for tau in range(1, 25):
            for prompt in (0, 1, 2, 7):
                twice = 2 * prompt * k + tau * k + tau + k - math.gcd(tau, k)
                assert 2 * pipeline_peak(k, tau, prompt) == twice


@pytest.mark.slow
def test_slices_end_with_everything() -> None:
    """Slices are exact floors, never shrink and end with M - s, so every job completes."""
    for alpha in (Fraction(11, 10), Fraction(4, 3), Fraction(9, 4), GOLDEN, SQRT_13, Surd(0, 1, 2, 1)):
        for span in range(1, 200):
            taus = slices(span, alpha)
            assert taus[-1] == span
            assert taus[0] >= 1
            assert taus == sorted(taus)
            for back, tau in enumerate(reversed(taus)):
                assert at_most(tau, alpha, back, span)
                assert not at_most(tau + 1, alpha, back, span)


def test_slices_by_hand() -> None:
    """Slices of the golden ratio and of sqrt(2), computed by hand from decimal expansions."""
    # 100 / 1.6180339887**j for j = 0..9, with 1.618**9 = 76.01 <= 100 < 1.618**10 = 122.99
    assert slices(100, GOLDEN) == [1, 2, 3, 5, 9, 14, 23, 38, 61, 100]
    # 8 / 1.41421356**j for j = 0..6: 8, 5.65, 4, 2.83, 2, 1.41, 1
    assert slices(8, Surd(0, 1, 2, 1)) == [1, 1, 2, 2, 4, 5, 8]
    # 27 / 1.5**j for j = 0..8: 27, 18, 12, 8, 5.33, 3.56, 2.37, 1.58, 1.05
    assert slices(27, Fraction(3, 2)) == [1, 1, 2, 3, 5, 8, 12, 18, 27]


def test_negative_root_part() -> None:
    """A surd with a negative root part compares correctly: 3 - sqrt(2) = 1.5857..."""
    alpha = Surd(3, -1, 2, 1)
    # 10 / 1.5857864**j: 10, 6.306, 3.977, 2.508, 1.581
    assert slices(10, alpha) == [1, 2, 3, 6, 10]


def test_mc_sf_stops_at_first_failure() -> None:
    """A shorter scan position that does not fit holds back everything behind it."""
    # Job 0 (prompt 8) waits for job 2; job 1 would fit beside job 2 but stands behind job 0.
    assert mc_sf(10, [8, 0, 3], [2, 3, 1], [0, 1, 2]) == [(0, 1, 2, True), (1, 3, 3, True), (2, 0, 1, True)]


def test_mc_sf_looks_ahead() -> None:
    """A newcomer that fits now but not in its own or another's last round is not admitted."""
    # Two jobs of 3 tokens in budget 5: last rounds 3 + 3 > 5; one round apart 3 + 2 = 5 fits.
    assert mc_sf(5, [0, 0], [3, 3], [0, 1]) == [(0, 0, 3, True), (1, 1, 3, True)]


@pytest.mark.parametrize(
    "attempts",
    [
        [(0, 0, 2, True)],
        [(0, 0, 2, True), (1, 0, 2, True)],
        [(0, 0, 2, True), (1, 2, 1, True)],
        [(0, 0, 2, True), (1, 2, 2, False)],
        [(0, 0, 2, True), (1, 2, 2, True), (0, 5, 1, False)],
        [(0, 0, 2, True), (1, 2, 1, False), (1, 2, 2, True)],
        [(0, 0, 2, True), (1, 2, 2, True), (2, 4, 1, True)],
        [(0, 0, 2, True), (1, 2, 3, True)],
    ],
    ids=["missing", "memory", "short", "complete", "restarted", "overlap", "unknown", "long"],
)
def test_replay_refuses(attempts: list[Attempt]) -> None:
    """The slow judge refuses each kind of impossible schedule."""
    assert replay(3, [0, 0], [2, 2], [(0, 0, 2, True), (1, 2, 1, False), (1, 3, 2, True)]).usage
    with pytest.raises(Broken):
        replay(3, [0, 0], [2, 2], attempts)


def test_machine_refuses_kill_of_nothing() -> None:
    """A kill is only of an active job that has run, so no empty attempt is ever recorded."""
    machine = Machine(5, [0], [3])
    with pytest.raises(Broken, match="not active"):
        machine.kill(0)
    machine.start(0)
    with pytest.raises(Broken, match="in which it started"):
        machine.kill(0)
