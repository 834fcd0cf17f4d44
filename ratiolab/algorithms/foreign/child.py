"""The process of a scheduler: loads a class and answers, line by line; it knows what it is told.

Started by `ratiolab.algorithms.foreign.process`. What it prints goes to the error stream.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import Any, BinaryIO

from ratiolab.algorithms import plugins
from ratiolab.algorithms.base import Algorithm
from ratiolab.algorithms.foreign import wire
from ratiolab.algorithms.foreign.guard import class_name
from ratiolab.algorithms.foreign.guarded import Guarded
from ratiolab.algorithms.foreign.policy import changed
from ratiolab.algorithms.foreign.scheduled import InProcess, Scheduled
from ratiolab.errors import InputError, OverflowRefused, SchedulerFailed
from ratiolab.instance import Instance


class _Child:
    """A class that was loaded, and what was made of it."""

    def __init__(self) -> None:
        self.name = ""
        self.kind: plugins.Plugin | None = None
        self.made: Algorithm | None = None

    def load(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Load the class of a name."""
        self.name, self.kind = sent["name"], plugins.find(sent["name"])
        return {"takes": plugins.parameters_of(self.kind)}

    def make(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Make an algorithm of it."""
        assert self.kind is not None
        self.made = plugins.made(self.name, self.kind, sent["parameters"])
        return {
            "name": self.made.name, "parameters": self.made.parameters,
            "knows_lengths": self.made.knows_lengths, "keeps_progress": self.made.keeps_progress,
            "scheduler": isinstance(self.made, Scheduled),
        }  # fmt: skip

    @property
    def _decider(self) -> InProcess:
        assert isinstance(self.made, Scheduled)
        return self.made.decider

    def begin(self, sent: dict[str, Any]) -> None:
        """Tell it the batch."""
        self._decider.begin(wire.batch_of(sent["batch"]))

    def decide(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Ask for a decision."""
        return wire.decision_to_wire(self._decider.decide(wire.view_of(sent["view"]), sent["jobs"]))

    def schedule(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Ask for a schedule."""
        instance = wire.problem_of(sent["problem"])
        assert self.made is not None
        assert isinstance(instance, Instance)
        return wire.schedule_to_wire(self.made.schedule(instance))

    def cost(self, sent: dict[str, Any]) -> list[int]:
        """Ask for a cost."""
        assert isinstance(self.made, Guarded)
        return wire.cost_to_wire(self.made.reported(wire.problem_of(sent["problem"])))


def _answer(child: _Child, sent: dict[str, Any]) -> bytes:
    """The line that answers, whatever theirs raises, has replaced, or says that no line can hold."""
    try:
        return wire.line_of({"ok": getattr(child, sent["do"])(sent)})
    except BaseException as error:
        return wire.line_of(_refusal(child, sent["do"], error))


def _refusal(child: _Child, asked: str, error: BaseException) -> dict[str, Any]:
    try:
        raise error
    except InputError as error:
        return {"refused": str(error), "overflow": isinstance(error, OverflowRefused)}
    except SchedulerFailed as error:
        return {"failed": str(error), "cause": error.cause}
    except BaseException as error:  # of theirs, or out of what they have replaced
        kind = class_name(type(error))
        return {"failed": f"{child.name} fails in {asked}: {kind}", "cause": kind}


def _leave_with_parent() -> None:
    """End when the parent has, however it ended."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(3)

    threading.Thread(target=watch, daemon=True).start()


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Both ends of the conversation; nobody else finds them at their usual places."""
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return asked, answers


def main() -> None:
    """Answer until nobody asks any more."""
    asked, answers = _streams()
    _leave_with_parent()
    child = _Child()
    answers.write(wire.line_of({"ok": "ready"}))
    answers.flush()
    with changed(decide_limit=1e9):  # the parent has the clock
        for line in asked:
            sent = wire.message_of(line)
            answers.write(_answer(child, sent))
            answers.flush()
    sys.stderr.flush()
    os._exit(0)  # whatever threads of theirs are left


if __name__ == "__main__":
    main()
