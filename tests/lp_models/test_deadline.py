"""Deadlines: time passes, excused time does not count, never is never."""

from __future__ import annotations

from math import inf

import pytest

from lp_models.deadline import NEVER, Deadline


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still until its only entry is changed."""
    now = [100.0]
    monkeypatch.setattr("lp_models.deadline.time.monotonic", lambda: now[0])
    return now


def test_time_passes(clock: list[float]) -> None:
    """What is left shrinks with the clock; from the moment itself on the deadline has passed."""
    end = Deadline(5.0)
    clock[0] = 103.0
    assert (end.left, end.limit, end.passed) == (2.0, 2.0, False)
    clock[0] = 105.0
    assert (end.left, end.passed) == (0.0, True)
    assert end.limit is not None
    assert end.limit > 0  # no solver takes a limit of 0


def test_excused_seconds_do_not_count(clock: list[float]) -> None:
    """Only what is excused after the deadline was set moves it."""
    excused = [7.0]
    end = Deadline(5.0, lambda: excused[0])
    clock[0] = 104.0
    assert end.left == 1.0
    excused[0] = 9.5
    assert end.left == 3.5
    assert end.share(0.5).left == 1.75
    excused[0] = 10.5
    assert end.sooner(1.0).left == 1.0
    assert end.sooner(60.0).left == end.left == 4.5


def test_shares(clock: list[float]) -> None:
    """A share is of the time left; the sooner of two moments counts."""
    end = Deadline(8.0)
    clock[0] = 104.0
    assert end.share(0.25).left == 1.0
    assert end.sooner(3.0).left == 3.0
    assert end.sooner(30.0).left == 4.0


def test_never(clock: list[float]) -> None:
    """No limit is none for solvers either, and has no share."""
    clock[0] = 1e9
    assert (NEVER.left, NEVER.limit, NEVER.passed) == (inf, None, False)
    assert (NEVER.share(0.5).limit, NEVER.sooner(3.0).limit) == (None, 3.0)
