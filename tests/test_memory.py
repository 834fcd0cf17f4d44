"""Memory accounting against one plain sum per round."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratiolab.memory import critical_rounds, usage_at
from tests.references.model import held_at, replay
from tests.references.sps import sps
from tests.strategies import active_attempts

Columns = tuple[list[int], list[int], list[int]]


def columns(attempts: list[tuple[int, int, int]]) -> Columns:
    """The three columns of a list of (prompt, start, rounds)."""
    prompts, starts, rounds = (list(column) for column in zip(*attempts, strict=True))
    return prompts, starts, rounds


def usage(table: Columns, at: list[int]) -> list[int]:
    """Call the accounting under test with plain lists."""
    prompts, starts, rounds = (np.array(column, dtype=np.int64) for column in table)
    return [int(held) for held in usage_at(prompts, starts, rounds, np.array(at, dtype=np.int64))]


def test_pipeline_by_round() -> None:
    """Memory of the textbook pipeline in every round, also before, between and after."""
    starts = [start for _, start, _, _ in sps(15, 0, [5] * 15, range(15))]
    table = ([0] * 15, starts, [5] * 15)
    assert usage(table, list(range(20))) == [1, 3, 6, 10] + [15] * 11 + [14, 12, 9, 5] + [0]


def test_one_attempt() -> None:
    """The r-th token costs prompt + r, and nothing is held before the first or after the last."""
    assert usage(([7], [3], [4]), [0, 2, 3, 4, 5, 6, 7, 100]) == [0, 0, 8, 9, 10, 11, 0, 0]


def test_nothing_asked() -> None:
    """No round to look at gives an empty answer."""
    assert usage(([1], [0], [1]), []) == []


@pytest.mark.slow
@given(active_attempts(9, 30, 12))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_usage_is_the_sum_over_active_attempts(attempts: list[tuple[int, int, int]]) -> None:
    """Every round of small schedules, overlapping and idle rounds included."""
    table = columns(attempts)
    everywhere = list(range(45))
    assert usage(table, everywhere) == [held_at(*table, at) for at in everywhere]


@pytest.mark.slow
@given(active_attempts(2**60, 2**62, 2**61), st.lists(st.integers(0, 2**63 - 1), max_size=5))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_usage_never_wraps_around(attempts: list[tuple[int, int, int]], extra: list[int]) -> None:
    """Rounds and tokens near 64 bits are summed exactly."""
    table = columns(attempts)
    at = [start for _, start, _ in attempts] + [a + r - 1 for _, a, r in attempts] + extra
    assert usage(table, at) == [held_at(*table, t) for t in at]


def test_totals_beyond_64_bits() -> None:
    """Held tokens that do not fit 64 bits come out as they are, not modulo 2**64."""
    for jobs in (8, 16, 17):
        table = ([2**60 - 1] * jobs, [2**62] * jobs, [1] * jobs)
        assert usage(table, [2**62 - 1, 2**62, 2**62 + 1]) == [0, jobs * 2**60, 0]


@given(active_attempts(5, 2**62, 40), st.integers(2**61, 2**62))
@settings(derandomize=True, deadline=None)
def test_usage_moves_with_the_starts(attempts: list[tuple[int, int, int]], shift: int) -> None:
    """Starting everything later by a huge number of rounds changes no usage."""
    prompts, starts, rounds = columns(attempts)
    at = [a + r - 1 for a, r in zip(starts, rounds, strict=True)]
    later = [a + shift for a in starts]
    moved = usage((prompts, later, rounds), [t + shift for t in at])
    assert moved == usage((prompts, starts, rounds), at)


@given(active_attempts(9, 30, 12))
@settings(derandomize=True, deadline=None)
def test_critical_rounds_show_the_peak(attempts: list[tuple[int, int, int]]) -> None:
    """The highest usage over all rounds is reached in a last round of some attempt."""
    table = columns(attempts)
    critical = critical_rounds(np.array(table[1]), np.array(table[2])).tolist()
    assert critical == sorted({a + r - 1 for _, a, r in attempts})
    assert max(held_at(*table, t) for t in critical) == max(held_at(*table, t) for t in range(45))


def test_agrees_with_the_machine() -> None:
    """The accounting gives what the round-by-round machine held, on a schedule with a kill."""
    attempts = [(0, 0, 2, False), (1, 1, 3, True), (0, 2, 4, True)]
    machine = replay(50, [3, 1], [4, 3], attempts)
    table = ([3, 1, 3], [0, 1, 2], [2, 3, 4])
    assert usage(table, list(range(6))) == [machine.usage[t] for t in range(6)]
