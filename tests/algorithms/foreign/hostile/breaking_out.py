"""Schedulers that attack the process that they run in: only one of its own holds them."""

from __future__ import annotations

import gc
import os
import re
import signal
import sys
from contextlib import suppress

from ratiolab import schedule
from ratiolab.algorithms import Decision, Scheduler, View
from ratiolab.algorithms.foreign import rounds
from ratiolab.instance import Instance


class ExitsHard(Scheduler):
    """Ends the process at once, with success."""

    def decide(self, view: View) -> Decision:
        """Exit."""
        os._exit(0)


class KillsItself(Scheduler):
    """Ends the process by a signal."""

    def decide(self, view: View) -> Decision:
        """Kill."""
        os.kill(os.getpid(), signal.SIGKILL)
        return Decision()


class Becomes(Scheduler):
    """Makes the process another program, which succeeds."""

    def decide(self, view: View) -> Decision:
        """Execute."""
        os.execv(sys.executable, [sys.executable, "-c", "pass"])


class Scribbles(Scheduler):
    """Writes into whatever is open."""

    def decide(self, view: View) -> Decision:
        """A verdict of its own."""
        for stream in range(1, 30):
            with suppress(OSError):
                os.write(stream, b'{"gate": {"holds": true}}\n')
        return Decision()


class Floods(Scheduler):
    """Answers with a line that has no structure to speak of, nested deeply."""

    def decide(self, view: View) -> Decision:
        """Brackets."""
        for stream in range(3, 30):
            with suppress(OSError):
                os.write(stream, b"[" * 100_000 + b"\n")
        return Decision()


class HoldsOn(Scheduler):
    """Is lost in a regular expression, where no interrupt arrives."""

    def decide(self, view: View) -> Decision:
        """Match."""
        re.match(r"(a+)+$", "a" * 60 + "b")
        return Decision()


class Patches(Scheduler):
    """Makes the judge blind, and the budget infinite."""

    def decide(self, view: View) -> Decision:
        """Start everything."""
        schedule.verify.__code__ = (lambda instance, schedule: None).__code__
        setattr(rounds, "MAX_ROUNDS", 10**18)  # noqa: B010 (as somebody from outside would)
        return Decision(start=view.waiting)


class Peeks(Scheduler):
    """Reads the lengths that it must not know, through the garbage collector."""

    name = "peeks"

    def decide(self, view: View) -> Decision:
        """Start the shortest job of what it finds."""
        if view.active:
            return Decision()
        jobs = len(view.waiting) + len(view.completed)
        found = [x for x in gc.get_objects() if isinstance(x, Instance) and len(x) == jobs]
        if not found:
            raise LookupError("no lengths are to be found")
        lengths = found[-1].responses.tolist()
        return Decision(start=[min(view.waiting, key=lambda job: lengths[job])])
