"""`solve` finds its own schedule, and the one bracket type says the same everywhere."""

from __future__ import annotations

import json

import pytest

from ratiolab.algorithms import make
from ratiolab.bounds import best
from ratiolab.instance import GroupedInstance, Instance, JobType
from ratiolab.optimum import Bracket, OptimumResult, Status, enclosure, solve
from ratiolab.optimum.portfolio import run
from ratiolab.schedule import Schedule, verify

INSTANCE = Instance.common(8, 1, [2, 4, 5, 6, 7])
SERIAL = Schedule.of_starts([0, 2, 6, 11, 17], INSTANCE)


@pytest.mark.slow
def test_the_optimum_with_nothing_given() -> None:
    """No schedule is asked of the caller; the one returned verifies to the proved value."""
    result = solve(INSTANCE)
    assert (result.lower, result.upper, result.proved) == (44, 44, True)
    assert result.schedule is not None
    assert verify(INSTANCE, result.schedule).flow_time == 44


def test_without_an_engine_bounds_and_schedules_remain() -> None:
    """engine=None: the closed-form bound, the portfolio's schedule, and a status that says so."""
    result = solve(INSTANCE, engine=None, effort=0)
    assert result.lower == best(INSTANCE).rounded == 33
    assert result.upper is not None
    assert result.upper >= 44
    assert (result.status, result.engine, result.proved) == (Status.NO_ENGINE, "none", False)


def test_no_engine_is_loaded_once_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that the first schedule uses up leaves the bounds, under the name of the engine asked for."""
    monkeypatch.setattr(enclosure, "ENGINES", {"search": None})  # calling it would show
    result = solve(INSTANCE, engine="search", time_limit=1e-9)
    assert (result.status, result.engine) == (Status.TIME_LIMIT, "search")
    assert result.lower == best(INSTANCE).rounded
    assert result.schedule is not None


def test_a_given_schedule_takes_the_place_of_the_portfolio() -> None:
    """`upper` alone is on OPT's side then, under the name it was given."""
    result = solve(INSTANCE, engine=None, upper=SERIAL, upper_source="one by one")
    assert (result.upper, result.upper_source, result.schedule) == (60, "one by one", SERIAL)


def test_known_runs_take_part() -> None:
    """A run made already stands on OPT's side if it is the best."""
    instance = Instance.common(15, 0, [5] * 15)
    own = run(make("sps"), instance)
    result = solve(instance, engine=None, effort=0, known=[own])
    assert (result.upper, result.schedule) == (180, own.schedule)


@pytest.mark.slow
def test_grouped_jobs_are_listed_where_they_can_be() -> None:
    """Few jobs: as if listed. Too many: a lower bound, no schedule, and why."""
    few = GroupedInstance(8, [JobType(1, o, 1) for o in (2, 4, 5, 6, 7)])
    assert solve(few).upper == 44
    many = solve(GroupedInstance(8, [JobType(1, 2, 10**12)]))
    assert (many.upper, many.schedule, many.status) == (None, None, Status.NO_SCHEDULE)
    assert many.lower > 10**12
    assert "too large" in many.upper_source


def test_no_schedule_within_64_bits() -> None:
    """Where every schedule leaves 64 bits the lower bound remains."""
    result = solve(Instance.common(2**60, 0, [2**60] * 16))
    assert result.upper is None
    assert "64 bits" in result.upper_source


@pytest.mark.slow
def test_json_of_a_bracket_is_that_of_its_result() -> None:
    """One dict: what `opt`, `ratio` and the library write of a bracket has the same keys and values."""
    result = solve(INSTANCE, engine=None)
    whole, ends = result.to_json(), result.bracket.to_json()
    assert list(ends) == ["lower", "upper", "proved", "lower_source", "upper_source"]
    assert list(whole) == ["opt", "status", "engine", "nodes", "peak_bytes", "seconds"]
    assert whole["opt"] == ends
    assert json.loads(json.dumps(whole)) == whole
    assert isinstance(result, OptimumResult)
    assert type(result.bracket) is Bracket


@pytest.mark.parametrize(
    ("lower", "upper", "schedule", "message"),
    [
        (61, 60, SERIAL, "one of the two is wrong"),
        (0, 60, SERIAL, "at least one round"),
        (33, 60, None, "needs a schedule"),
        (33, None, SERIAL, "needs a schedule"),
    ],
)
def test_a_bracket_that_contradicts_itself_is_refused(
    lower: int, upper: int | None, schedule: Schedule | None, message: str
) -> None:
    """No one can hand out an interval that is upside down, or an upper end without a schedule."""
    with pytest.raises(ValueError, match=message):
        Bracket(lower, upper, "planted", "given", schedule)
