"""Code of others under guard: named, interrupted in time, and never interrupted later."""

from __future__ import annotations

import signal
import sys
import threading
import time
from math import inf, nan

import pytest

from ratiolab.algorithms.foreign.guard import Guard
from ratiolab.algorithms.foreign.policy import changed, current
from ratiolab.errors import InputError, OutOfTime, SchedulerFailed

GUARD = Guard("somebody")


def forever() -> None:
    """Loop without an end."""
    while True:
        pass


def test_what_answers_is_handed_on(capsys: pytest.CaptureFixture[str]) -> None:
    """An answer in time comes back as it is; what was printed is no result."""

    def answer(value: int) -> int:
        print("I am within every bound")
        sys.stdout.close()
        return value

    assert GUARD.ask("a question", answer, 3) == 3
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "I am within every bound\n")
    print("the stream is open", file=sys.stderr)


@pytest.mark.parametrize("in_main", [True, False])
def test_what_never_answers_is_interrupted(in_main: bool) -> None:
    """An endless call is a failure after its limit, in any thread, and nothing goes off afterwards."""
    caught: list[BaseException] = []

    def ask() -> None:
        try:
            with changed(decide_limit=0.1):
                GUARD.ask("round 7", forever)
        except SchedulerFailed as error:
            caught.append(error)
        for _ in range(100_000):  # an exception planted too late would be raised here
            pass
        time.sleep(0.05)

    if in_main:
        ask()
    else:
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join(10)
        assert not thread.is_alive()
    assert [str(error) for error in caught] == [
        "somebody fails in round 7: no answer within 0.1 s (--decide-limit sets the limit)"
    ]


def test_a_call_within_a_call() -> None:
    """The inner call's limit ends the inner call: the outer one may go on."""

    def outer() -> str:
        with changed(decide_limit=0.1), pytest.raises(SchedulerFailed, match="inner"):
            GUARD.ask("inner", forever)
        return "went on"

    assert GUARD.ask("outer", outer) == "went on"


def test_the_end_of_a_search_is_no_failure() -> None:
    """When the time of a search is over, an answer that is still to come is not awaited, and is no fault."""
    with changed(until=time.monotonic() + 0.1), pytest.raises(OutOfTime):
        GUARD.ask("round 7", forever)


def test_ctrl_c_is_ours() -> None:
    """An interrupt of the user is no failure; one that they raise is."""

    def pressed() -> None:
        signal.raise_signal(signal.SIGINT)

    def pretends() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        GUARD.ask("round 7", pressed)
    with pytest.raises(SchedulerFailed, match="KeyboardInterrupt"):
        GUARD.ask("round 7", pretends)


def test_only_where_that_makes_sense_bad_input_is_bad_input() -> None:
    """At the beginning somebody may say that an instance does not suit; in a round it is a failure."""

    def refuse() -> None:
        raise InputError("does not suit")

    with pytest.raises(InputError, match=r"^does not suit$"):
        GUARD.ask_or_refuse("begin", refuse)
    with pytest.raises(SchedulerFailed, match="somebody fails in round 7: InputError: does not suit"):
        GUARD.ask("round 7", refuse)


@pytest.mark.parametrize("limit", [0.0, -1.0, inf, nan])
def test_limits_are_seconds(limit: float) -> None:
    """A limit that is none is refused, and the one in force stays."""
    before = current()
    with pytest.raises(InputError, match="decide limit"), changed(decide_limit=limit):
        pass
    assert current() is before
