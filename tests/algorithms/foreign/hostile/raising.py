"""Schedulers that raise or exit, at the beginning or in a round."""

from __future__ import annotations

import sys
from typing import NoReturn

from ratiolab.algorithms import Batch, Decision, Scheduler, View
from ratiolab.errors import InputError, ScheduleError


class Exits(Scheduler):
    """Ends the process with success."""

    def decide(self, view: View) -> Decision:
        """Exit."""
        sys.exit(0)


class ExitsEarly(Scheduler):
    """Ends the process with success before the first round."""

    def begin(self, batch: Batch) -> None:
        """Exit."""
        raise SystemExit(0)

    def decide(self, view: View) -> Decision:
        """Never asked."""
        return Decision(start=view.waiting[:1])


class Pipe(Scheduler):
    """Raises what the command line takes for a reader that went away."""

    def decide(self, view: View) -> Decision:
        """Raise."""
        raise BrokenPipeError


class Bare(Scheduler):
    """Raises what no `except Exception` catches, over several lines."""

    def decide(self, view: View) -> Decision:
        """Raise."""
        raise BaseException("out\nof\x1b[2Jlines")


class Unwritable(Scheduler):
    """Raises an exception whose text exits."""

    def decide(self, view: View) -> Decision:
        """Raise."""

        class Hidden(Exception):
            def __str__(self) -> NoReturn:
                sys.exit(0)

        raise Hidden


class SaysBadInput(Scheduler):
    """Takes its failure for bad input."""

    def decide(self, view: View) -> Decision:
        """Raise."""
        raise InputError("the instance is at fault")


class SaysBadSchedule(Scheduler):
    """Takes its failure for a failed claim."""

    def decide(self, view: View) -> Decision:
        """Raise."""
        raise ScheduleError("the claim is at fault")


class Interrupts(Scheduler):
    """Takes itself for the user."""

    def decide(self, view: View) -> Decision:
        """Raise what Ctrl-C raises."""
        raise KeyboardInterrupt


class FailsToBeMade(Scheduler):
    """Exits before there is anything to ask."""

    def __init__(self) -> None:
        sys.exit(0)

    def decide(self, view: View) -> Decision:
        """Never asked."""
        return Decision()


class Deep(Scheduler):
    """Never comes back from its recursion."""

    def decide(self, view: View) -> Decision:
        """Recurse."""
        return self.decide(view)


class Third(Scheduler):
    """Fails only where three jobs are left, and closes the output before."""

    def decide(self, view: View) -> Decision:
        """Start one at a time."""
        sys.stdout.close()
        if len(view.waiting) == 3:
            raise KeyError(3)
        return Decision(start=() if view.active else view.waiting[:1])
