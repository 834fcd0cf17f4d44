"""Algorithms of others: handed copies, and believed with a verified schedule only."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ratiolab.algorithms import Algorithm, make
from ratiolab.algorithms.foreign.guarded import Guarded
from ratiolab.errors import SchedulerFailed
from ratiolab.instance import EXPAND_LIMIT, GroupedInstance, Instance, JobType, Problem
from ratiolab.schedule import Cost, Schedule
from tests.algorithms.foreign.hostile.lying import Astronomical, Overflows, Shortens

JOBS = Instance.common(9, 1, [3, 2, 4])


class Serial(Algorithm):
    """One job after the other, by columns of any kind; says that it costs one round."""

    name = "serial"

    def __init__(self, column: Any = list) -> None:
        self.column = column

    def schedule(self, instance: Instance) -> Schedule:
        """Columns of the kind asked for."""
        starts = np.cumsum(instance.responses) - instance.responses
        made = Schedule.of_starts(starts.tolist(), instance)
        object.__setattr__(made, "start", self.column(made.start))
        return made

    def cost(self, problem: Problem) -> Cost:
        """One round."""
        return Cost(1, 1, 0)


class Sly(np.ndarray[Any, Any]):
    """An array that says it is as wanted."""

    def __eq__(self, other: object) -> Any:
        return np.ones(self.shape, dtype=np.bool_)


@pytest.mark.parametrize("column", [list, tuple, np.array, lambda start: start.view(Sly)])
def test_the_cost_is_that_of_the_schedule(column: Any) -> None:
    """Its own word counts for nothing where its schedule can be listed, whatever that is made of."""
    guarded = Guarded(Serial(column), "serial")
    assert guarded.cost(JOBS).flow_time == 3 + 5 + 9
    assert guarded.cost(JOBS.grouped()).flow_time == 3 + 5 + 9
    assert type(guarded.schedule(JOBS).start) is np.ndarray
    assert guarded.reported(JOBS) == Cost(1, 1, 0)


@pytest.mark.parametrize("column", [lambda at: at * 0, lambda at: at[:-1], lambda at: [0.5] * 3])
def test_a_schedule_that_breaks_the_model(column: Any) -> None:
    """All at once, one job short, or no rounds at all: it has failed, with the instance."""
    guarded = Guarded(Serial(column), "serial")
    with pytest.raises(SchedulerFailed, match="serial") as caught:
        guarded.schedule(Instance.common(5, 1, [3, 2, 4]))
    assert isinstance(caught.value.instance, Instance)
    assert caught.value.algorithm is guarded


def test_it_cannot_change_the_instance() -> None:
    """It is handed a copy, and a change of that is a failure by name."""
    with pytest.raises(SchedulerFailed, match="shortens fails in schedule: it changes the instance"):
        Guarded(Shortens(), "shortens").schedule(JOBS)
    assert JOBS.responses.tolist() == [3, 2, 4]


def test_what_it_reports_must_be_a_cost() -> None:
    """Where only its word is left, that is an integer that a schedule may cost."""
    many = GroupedInstance(9, [JobType(1, 3, EXPAND_LIMIT + 1)])
    assert Guarded(Overflows(), "x").cost(many) == Cost(1, 1, 0)
    with pytest.raises(SchedulerFailed, match="astronomical fails in cost: TypeError: the flow time is no"):
        Guarded(Astronomical(), "x").cost(many)
    with pytest.raises(SchedulerFailed, match="the answer is a NoneType: it must be a Cost"):
        Guarded(Silent(), "x").cost(many)


class Silent(Overflows):
    """Reports nothing."""

    def cost(self, problem: Problem) -> Any:
        """None."""
        return None


def test_one_of_the_library_behind_it_is_the_same() -> None:
    """Guarded or not, an honest algorithm costs the same."""
    assert Guarded(make("mc-sf"), "mc-sf").cost(JOBS) == make("mc-sf").cost(JOBS)
