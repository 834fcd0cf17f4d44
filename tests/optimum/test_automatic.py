"""The automatic engine: the search's proof where there is one, the integer program next, prices beyond."""

from __future__ import annotations

import pytest

from ratiolab.bounds import best
from ratiolab.instance import Instance
from ratiolab.optimum import Status, automatic, milp, solve
from ratiolab.optimum.search import engine
from tests.optimum.ends import ends, start_of
from tests.strategies import heterogeneous


@pytest.mark.slow
def test_auto_proves_by_search() -> None:
    """The automatic engine ends with the search's proof where there is one."""
    instance = heterogeneous(10, 40, 3)
    result = solve(instance, upper=start_of(instance), engine="auto")
    assert (result.status, result.engine) == (Status.PROVED, "auto")
    assert "floating" not in result.lower_source


@pytest.mark.slow
def test_auto_hands_over_to_the_integer_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the search gives up, the integer program starts from what it has found."""
    monkeypatch.setattr(engine, "MAX_ENTRIES", 10)
    instance = heterogeneous(8, 40, 3)
    result = automatic.solve(instance, upper=start_of(instance))
    assert result.proved
    assert "floating point" in result.lower_source
    assert result.upper == milp.solve(instance, upper=start_of(instance)).upper


@pytest.mark.slow
def test_auto_out_of_time() -> None:
    """Both engines out of time: one interval, the better of two on either side."""
    instance = heterogeneous(30, 40, 2)
    result = solve(instance, upper=start_of(instance), engine="auto", time_limit=2.0)
    assert result.status is Status.TIME_LIMIT
    lower, upper = ends(instance, result)
    assert best(instance).rounded <= lower < upper


@pytest.mark.slow
def test_auto_bounds_what_is_too_large_by_prices() -> None:
    """Where no engine goes the interval is that of exact prices, better than the closed forms."""
    lengths = [(37 * i) % 997 + 1 for i in range(120)]
    instance = Instance.common(4000, 100, lengths)
    result = automatic.solve(instance, upper=start_of(instance), time_limit=10)
    assert result.lower_source == "linear program bound, exact"
    lower, upper = ends(instance, result)
    assert best(instance).rounded < lower < upper
