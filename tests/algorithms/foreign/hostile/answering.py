"""Schedulers whose answers are none, or cannot be followed."""

from __future__ import annotations

from itertools import count
from typing import Any, cast

import numpy as np

from ratiolab.algorithms import Decision, Scheduler, View


def wrong(value: object) -> Any:
    """A value of a type that a decision does not take."""
    return cast("Any", value)


class Nothing(Scheduler):
    """Answers with nothing."""

    def decide(self, view: View) -> Decision:
        """None."""
        return cast("Decision", None)


class Listing(Scheduler):
    """Answers with a list of jobs."""

    def decide(self, view: View) -> Decision:
        """A list."""
        return cast("Decision", list(view.waiting))


class Floats(Scheduler):
    """Names jobs by floats."""

    def decide(self, view: View) -> Decision:
        """0.0 for 0."""
        return Decision(start=wrong([float(view.waiting[0])]))


class Flags(Scheduler):
    """Answers with a mask."""

    def decide(self, view: View) -> Decision:
        """True for job 1."""
        return Decision(start=np.ones(1, dtype=np.bool_).tolist())


class Matrix(Scheduler):
    """Answers with an array of two dimensions."""

    def decide(self, view: View) -> Decision:
        """A row."""
        return Decision(start=wrong(np.array([view.waiting[:1]])))


class Negative(Scheduler):
    """Counts from the end."""

    def decide(self, view: View) -> Decision:
        """The last job."""
        return Decision(start=[-1])


class Beyond(Scheduler):
    """Names a job that no number of digits suffices for."""

    def decide(self, view: View) -> Decision:
        """Far out of range."""
        return Decision(start=[10**5000])


class Twice(Scheduler):
    """Starts a job twice."""

    def decide(self, view: View) -> Decision:
        """The same one."""
        return Decision(start=[view.waiting[0], view.waiting[0]] if view.waiting else [])


class Endlessly(Scheduler):
    """Names jobs without end."""

    def decide(self, view: View) -> Decision:
        """All numbers."""
        return Decision(start=wrong(count()))


class Greedy(Scheduler):
    """Starts everything at once, and sleeps."""

    def decide(self, view: View) -> Decision:
        """All."""
        return Decision(start=view.waiting, sleep_until=10**30)


class Idle(Scheduler):
    """Does nothing."""

    def decide(self, view: View) -> Decision:
        """Nothing."""
        return Decision()


class Mutates(Scheduler):
    """Writes into what it is shown: every job is done."""

    def decide(self, view: View) -> Decision:
        """Complete all jobs."""
        for job in view.waiting:
            cast("dict[int, int]", view.completed)[job] = 1
        return Decision()
