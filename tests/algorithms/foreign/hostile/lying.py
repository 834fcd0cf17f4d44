"""Algorithms that report what no schedule of theirs costs, or hand over what is none."""

from __future__ import annotations

from typing import cast

from ratiolab.algorithms import Algorithm, Decision, Scheduler, View
from ratiolab.algorithms.foreign.scheduled import Scheduled
from ratiolab.errors import OverflowRefused
from ratiolab.instance import Instance, Problem
from ratiolab.schedule import Cost, Schedule


class Overflows(Algorithm):
    """Has no schedule that could be verified, and a cost that nobody has."""

    name = "overflows"

    def schedule(self, instance: Instance) -> Schedule:
        """Refuse."""
        raise OverflowRefused("too large, alas")

    def cost(self, problem: Problem) -> Cost:
        """One round."""
        return Cost(1, 1, 0)


class Infeasible(Algorithm):
    """Starts everything at once."""

    name = "infeasible"

    def schedule(self, instance: Instance) -> Schedule:
        """All start rounds 0."""
        return Schedule.of_starts([0] * len(instance), instance)

    def cost(self, problem: Problem) -> Cost:
        """One round."""
        return Cost(1, 1, 0)


class Shortens(Algorithm):
    """Makes every job short before it starts it."""

    name = "shortens"

    def schedule(self, instance: Instance) -> Schedule:
        """Write into the instance."""
        object.__setattr__(instance, "responses", instance.responses * 0 + 1)
        return Schedule.of_starts(list(range(len(instance))), instance)

    def cost(self, problem: Problem) -> Cost:
        """One round."""
        return Cost(1, 1, 0)


class NoSchedule(Algorithm):
    """Hands over a list."""

    name = "no-schedule"

    def schedule(self, instance: Instance) -> Schedule:
        """Start rounds alone."""
        return cast("Schedule", [0] * len(instance))

    def cost(self, problem: Problem) -> Cost:
        """None."""
        return cast("Cost", None)


class Astronomical(Overflows):
    """Reports a cost that cannot even be printed."""

    name = "astronomical"

    def cost(self, problem: Problem) -> Cost:
        """More digits than Python writes."""
        return Cost(10**5000, 1, 0)


class _Lazy(Scheduler):
    """Stalls."""

    def decide(self, view: View) -> Decision:
        """Nothing."""
        return Decision()


class CostsNothing(Scheduled):
    """A `Scheduled` with a cost of its own."""

    def __init__(self) -> None:
        super().__init__(_Lazy(), "costs-nothing", {})

    def cost(self, problem: Problem) -> Cost:
        """One round."""
        return Cost(1, 1, 0)
