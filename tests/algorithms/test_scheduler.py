"""Schedulers from outside: run, judged, named in messages, unable to see what they may not know."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratiolab.algorithms import Batch, Decision, Scheduler, View, make, parse
from ratiolab.algorithms.foreign.scheduled import Scheduled
from ratiolab.errors import InputError, ScheduleError
from ratiolab.instance import Instance
from ratiolab.schedule import Schedule, verify

EXAMPLES = Path(__file__).parents[2] / "examples"


class Scripted(Scheduler):
    """Follows a table: round -> decision; otherwise lets things run."""

    name = "scripted"

    def __init__(self, table: dict[int, Decision]) -> None:
        self.table = table
        self.views: list[View] = []

    def begin(self, batch: Batch) -> None:
        """Keep what was told."""
        self.batch = batch

    def decide(self, view: View) -> Decision:
        """Do what the table says."""
        self.views.append(view)
        return self.table.get(view.round, Decision())


def run(table: dict[int, Decision], instance: Instance) -> tuple[Scheduled, Scripted]:
    """Wrap a scripted scheduler."""
    scheduler = Scripted(table)
    return Scheduled(scheduler, "scripted", {}), scheduler


def test_kill_and_restart() -> None:
    """A kill loses progress, the job waits again, and the verified cost counts the lost rounds."""
    instance = Instance.common(10, 1, [4, 2])
    algorithm, scheduler = run(
        {0: Decision(start=[0]), 2: Decision(kill=[0], start=[1]), 4: Decision(start=[0])}, instance
    )
    cost = algorithm.cost(instance)
    assert (cost.flow_time, cost.makespan, cost.killed_rounds) == (4 + 8, 8, 2)
    assert [view.round for view in scheduler.views] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert scheduler.views[2].active == {0: 2}
    assert scheduler.views[4].completed == {1: 2}
    assert scheduler.batch.lengths is None


def test_sleep() -> None:
    """A sleeping scheduler is asked at the next completion or its round, whichever is first."""
    instance = Instance.common(20, 0, [3, 9])
    algorithm, scheduler = run(
        {0: Decision(start=[0, 1], sleep_until=100), 3: Decision(sleep_until=5)}, instance
    )
    assert algorithm.cost(instance).flow_time == 12
    assert [view.round for view in scheduler.views] == [0, 3, 5, 6, 7, 8]


@pytest.mark.parametrize(
    ("table", "fragment"),
    [
        ({0: Decision(start=[0, 1])}, "holds 10 tokens in round 3: more than the memory budget 9"),
        ({0: Decision()}, "stalls in round 0"),
        ({0: Decision(start=[0, 0])}, "starts job 0 in round 0: it is not waiting"),
        ({0: Decision(start=[7])}, "starts job 7 in round 0: it is not waiting"),
        ({0: Decision(kill=[1])}, "kills job 1 in round 0: it is not active"),
    ],
)
def test_wrong_decisions_are_refused(table: dict[int, Decision], fragment: str) -> None:
    """Infeasible, stalling and impossible decisions are refused with scheduler, job and round."""
    instance = Instance.common(9, 1, [5, 4])
    algorithm, _ = run(table, instance)
    with pytest.raises(ScheduleError, match="scripted") as refusal:
        algorithm.schedule(instance)
    assert fragment in str(refusal.value)


class Answering(Scheduler):
    """Answers with whatever a function gives."""

    name = "answering"

    def __init__(self, answer: Callable[[], Any]) -> None:
        self.answer = answer

    def decide(self, view: View) -> Decision:
        """Return what the function gives."""
        answer: Decision = self.answer()
        return answer


@pytest.mark.parametrize(
    ("answer", "fragment"),
    [
        (lambda: [][0], "IndexError"),
        (lambda: sys.exit(0), "SystemExit: 0"),
        (lambda: None, "must be a Decision"),
        (lambda: 3.5, "must be a Decision"),
        (lambda: Decision(start=cast("Any", [0.0])), "start[0] is 0.0: it must be an integer"),
        (lambda: Decision(start=[0], sleep_until=cast("Any", 3.5)), "sleep_until is 3.5: it must be"),
        (lambda: Decision(start=cast("Any", 0)), "not iterable"),
    ],
)
def test_what_is_no_decision_names_scheduler_and_round(answer: Callable[[], Any], fragment: str) -> None:
    """A scheduler that raises, exits or answers with something else fails: no traceback, no quiet success."""
    with pytest.raises(ScheduleError, match=r"answering fails in decide, round 0: ") as caught:
        Scheduled(Answering(answer), "answering", {}).schedule(Instance.common(10, 1, [3, 2]))
    assert fragment in str(caught.value)


def test_budget_is_checked_while_asleep() -> None:
    """Memory that runs out between two decisions is noticed."""
    instance = Instance.common(10, 1, [6, 6])
    algorithm, _ = run({0: Decision(start=[0, 1], sleep_until=50)}, instance)
    with pytest.raises(ScheduleError, match="more than the memory budget"):
        algorithm.schedule(instance)


@pytest.fixture
def in_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the folder of the examples, as their text says."""
    monkeypatch.chdir(EXAMPLES)


@pytest.mark.usefixtures("in_examples")
@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=12), st.integers(0, 6), st.integers(0, 30))
def test_examples_are_feasible(responses: list[int], prompt: int, slack: int) -> None:
    """Both shipped examples give verified schedules on random instances."""
    instance = Instance.common(prompt + max(responses) + slack, prompt, responses)
    for name in (
        "shortest_first:ShortestFirst",
        "shortest_first:Cautious",
        "shortest_first:Cautious:reserve=3",
    ):
        algorithm = parse(name)
        verified = verify(instance, algorithm.schedule(instance))
        assert algorithm.cost(instance).flow_time == verified.flow_time


@pytest.mark.usefixtures("in_examples")
@pytest.mark.parametrize(
    ("name", "fragment"),
    [
        ("nowhere:Thing", "cannot be imported"),
        ("shortest_first:Thing", "has no attribute 'Thing'"),
        ("shortest_first:annotations", "no class derived from"),
        ("shortest_first:Scheduler", "does not define decide"),
        ("shortest_first:Cautious:width=3", "no parameter 'width'"),
        ("shortest_first:Cautious:reserve=x", "invalid literal"),
    ],
)
def test_wrong_names(name: str, fragment: str) -> None:
    """What cannot be loaded says why."""
    with pytest.raises(InputError, match=r"shortest_first|nowhere") as refusal:
        parse(name)
    assert fragment in str(refusal.value)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=9), st.data())
def test_lengths_are_hidden_until_completion(responses: list[int], data: st.DataObject) -> None:
    """Changing a job that has not completed changes no decision before the first difference."""
    changed = data.draw(st.integers(0, len(responses) - 1))
    longer = list(responses)
    longer[changed] += data.draw(st.integers(1, 5))
    memory = max(longer) + 8
    one, two = (Instance.common(memory, 1, list(r)) for r in (responses, longer))
    first, second = (make("gsa", alpha="3/2").schedule(i) for i in (one, two))
    completion = min(
        int(s.start[a] + s.rounds[a])
        for s in (first, second)
        for a in range(len(s))
        if s.job[a] == changed and s.finished[a]
    )

    def decided(schedule: Schedule) -> set[tuple[int, int]]:
        starts = zip(schedule.job.tolist(), schedule.start.tolist(), strict=True)
        return {(j, t) for j, t in starts if t < completion}

    assert decided(first) == decided(second)
