"""A scheduler in a process of its own: what travels to it, and what becomes of its process."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ratiolab.algorithms import Algorithm, make, parse
from ratiolab.algorithms.foreign import isolated, wire
from ratiolab.algorithms.foreign.policy import changed
from ratiolab.errors import InputError, SchedulerFailed
from ratiolab.instance import Instance, Problem
from ratiolab.schedule import Cost, Schedule

CAUTIOUS = "examples.shortest_first:Cautious"
CLAIRVOYANT = "examples.shortest_first:ShortestFirst"


class CannotSay(Algorithm):
    """Keeps progress, so its word is all there is, and fails when it is asked for it."""

    name = "cannot-say"
    knows_lengths = keeps_progress = True

    def schedule(self, instance: Instance) -> Schedule:
        """Refuse."""
        raise InputError("none of the model")

    def cost(self, problem: Problem) -> Cost:
        """Fail."""
        raise KeyError("cost")


@pytest.mark.parametrize("isolate", [False, True])
def test_a_failure_to_say_a_cost_carries_its_instance(isolate: bool) -> None:
    """What is saved and replayed is known in both modes: without it a failure could not be shown again."""
    instance = Instance.common(20, 1, [4, 3])
    with changed(isolate=isolate):
        algorithm = make(f"{__name__}:CannotSay")
        with pytest.raises(SchedulerFailed) as failed:
            algorithm.cost(instance)
    assert failed.value.instance is instance
    assert failed.value.algorithm is algorithm


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Everything that is written to a process."""
    kept: list[dict[str, Any]] = []
    written = wire.line_of

    def line_of(message: dict[str, Any]) -> bytes:
        kept.append(json.loads(written(message)))
        return written(message)

    monkeypatch.setattr(wire, "line_of", line_of)
    return kept


def run(name: str, responses: list[int]) -> None:
    """Schedule jobs of these lengths."""
    with changed(isolate=True):
        make(name).schedule(Instance.common(20, 1, responses))


def test_no_length_travels_before_its_job_has_completed(sent: list[dict[str, Any]]) -> None:
    """Two instances that differ in one length look the same until that job completes in one of them."""
    run(CAUTIOUS, [4, 3, 5, 2, 6])
    first = [m for m in sent if m["do"] in ("begin", "decide")]
    sent.clear()
    run(CAUTIOUS, [7, 3, 5, 2, 6])
    second = [m for m in sent if m["do"] in ("begin", "decide")]
    assert first[0]["batch"]["lengths"] is None
    same = next(i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b)
    assert dict(first[same]["view"]["completed"])[0] == 4  # and not a round before
    for message in first[1:]:
        told = dict(message["view"]["completed"])
        assert not set(told) & {*message["view"]["waiting"], *dict(message["view"]["active"])}


def test_one_that_knows_lengths_is_told_them(sent: list[dict[str, Any]]) -> None:
    """The test above would pass if nobody were ever told anything."""
    run(CLAIRVOYANT, [4, 3])
    (begin,) = [m for m in sent if m["do"] == "begin"]
    assert begin["batch"]["lengths"] == [4, 3]


def test_a_process_that_has_ended_is_started_again() -> None:
    """Between two runs a process may be lost; few of them wait."""
    with changed(isolate=True):
        algorithm = make(CAUTIOUS, reserve="2")
        instance = Instance.common(20, 1, [4, 3, 5])
        before = algorithm.cost(instance)
        for process in tuple(isolated._WAITING.values()):
            process.end()
        assert algorithm.cost(instance) == before
        assert len(isolated._WAITING) <= isolated.MOST_WAITING


def test_an_algorithm_must_say_that_it_knows() -> None:
    """An algorithm is handed every length: one that does not say so is refused."""
    with changed(isolate=True):
        with pytest.raises(InputError, match="handed the whole instance"):
            make("tests.adversary.outside:OtherGSA")
        known = make("tests.adversary.outside:OtherMCSF")
        jobs = Instance.common(20, 1, [4, 3, 5])
        assert known.cost(jobs) == make("mc-sf").cost(jobs)


@pytest.mark.parametrize(
    ("name", "fragment"),
    [
        ("no_such_module:Thing", "cannot be imported"),
        ("examples.shortest_first:Thing", "has no attribute 'Thing'"),
        ("examples.shortest_first:Cautious:width=3", "no parameter 'width'"),
        ("examples.shortest_first:Cautious:reserve=x", "invalid literal"),
    ],
)
def test_wrong_names(name: str, fragment: str) -> None:
    """What cannot be loaded says the same as without a process of its own."""
    with changed(isolate=True), pytest.raises(InputError) as caught:
        parse(name)
    assert fragment in str(caught.value)


@pytest.mark.parametrize("line", [b"[1]\n", b"{\n", b"\xff\n", b"[" * 10**5 + b"\n", b"1e999\n"])
def test_what_is_no_message(line: bytes) -> None:
    """Lines that are no JSON object are refused, whatever they are."""
    with pytest.raises(ValueError):  # noqa: PT011 (its text is for a message of ours)
        wire.message_of(line)
