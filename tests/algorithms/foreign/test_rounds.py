"""The account of a run: what decisions may hold, and that every run comes to an end."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest

from ratiolab.algorithms import Decision, Scheduler, View
from ratiolab.algorithms.foreign import rounds
from ratiolab.algorithms.foreign.rounds import plain
from ratiolab.algorithms.foreign.scheduled import Scheduled
from ratiolab.errors import SchedulerFailed
from ratiolab.instance import Instance
from ratiolab.schedule import Schedule


def decision(**fields: Any) -> Decision:
    """A decision whose fields have any type."""
    return Decision(**fields)


def test_integers_of_any_kind_are_integers() -> None:
    """Lists, ranges and integer arrays of jobs will do; what comes out is plain."""
    got = plain(decision(kill=np.array([1, 0]), start=range(2), sleep_until=np.int64(4)), 2)
    assert got == Decision((1, 0), (0, 1), 4)
    assert {type(job) for job in (*got.kill, *got.start, got.sleep_until)} == {int}


@pytest.mark.parametrize(
    ("wrong", "fragment"),
    [
        (None, "the answer is None: it must be a Decision"),
        (np.array([0]), "the answer is array"),
        (decision(start=[True]), "start[0] is True: it must be an integer"),
        (decision(start=np.array([True])), "start[0] is np.True_"),
        (decision(kill=[0, 1.0]), "kill[1] is 1.0"),
        (decision(kill=np.array([[0]])), "kill[0] is array([0])"),
        (decision(start=["0"]), "start[0] is '0'"),
        (decision(start="0"), "start is '0': it must be a sequence"),
        (decision(start={0}), "start is {0}: it must be a sequence"),
        (decision(start=[0, 1, 0]), "start names more than 2 jobs"),
        (decision(sleep_until=True), "sleep_until is True"),
        (decision(sleep_until=2.0), "sleep_until is 2.0"),
        (decision(start=[[0] * 1000]), "...: it must be an integer"),
    ],
)
def test_anything_else_is_refused(wrong: Any, fragment: str) -> None:
    """Booleans, floats, texts, sets and more jobs than there are: field and entry are named."""
    with pytest.raises(TypeError) as caught:
        plain(wrong, 2)
    assert fragment in str(caught.value)


class Restarts(Scheduler):
    """Runs job 0 for ever: kills it in every round."""

    def decide(self, view: View) -> Decision:
        """Kill and start again."""
        return Decision(kill=tuple(view.active), start=[0])


@pytest.mark.parametrize(
    ("bound", "value", "fragment"),
    [
        ("MOST_TURNS", 10, "round 51, 2 jobs left, 50 attempts killed; a run ends after 50 rounds without"),
        ("MOST_KILLS", 20, "21 attempts killed; a run ends after 20 kills"),
        ("MAX_ROUNDS", 30, "round 31, 2 jobs left, 30 attempts killed; a run ends after 30 rounds"),
    ],
)
def test_a_run_comes_to_an_end(
    monkeypatch: pytest.MonkeyPatch, bound: str, value: int, fragment: str
) -> None:
    """Kill and start again for ever is ended by each of three bounds, with what was done until then."""
    monkeypatch.setattr(rounds, bound, value)
    instance = Instance.common(9, 0, [3, 2])
    with pytest.raises(SchedulerFailed) as caught:
        Scheduled(Restarts(), "restarts", {}).schedule(instance)
    assert fragment in str(caught.value)
    assert caught.value.instance is instance
    assert isinstance(caught.value.ran, Schedule)
    assert not caught.value.ran.finished.any()


def test_views_are_copies() -> None:
    """What a scheduler keeps of a view does not change later, and it cannot write into one."""
    seen: list[View] = []

    class Keeps(Scheduler):
        def decide(self, view: View) -> Decision:
            seen.append(view)
            return Decision(start=view.waiting[:1] if not view.active else ())

    Scheduled(Keeps(), "keeps", {}).schedule(Instance.common(9, 0, [2, 2]))
    assert [dict(view.active) for view in seen] == [{}, {0: 1}, {}, {1: 1}]
    assert [dict(view.completed) for view in seen] == [{}, {}, {0: 2}, {0: 2}]
    with pytest.raises(TypeError):
        cast("dict[int, int]", seen[0].active)[0] = 1
