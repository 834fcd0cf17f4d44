"""Classes that are not what they seem: what is looked up in them is code of theirs, too."""

from __future__ import annotations

from abc import ABCMeta
from typing import Any

from ratiolab.algorithms import Algorithm, Decision, Scheduler, View
from ratiolab.instance import Instance, Problem
from ratiolab.schedule import Cost, Schedule


class HidesBegin(Scheduler):
    """Raises where its `begin` is looked up."""

    def __getattribute__(self, name: str) -> Any:
        """Raise."""
        if name == "begin":
            raise ZeroDivisionError
        return super().__getattribute__(name)

    def decide(self, view: View) -> Decision:
        """Never asked."""
        return Decision(start=view.waiting[:1])


class HidesSchedule(Algorithm):
    """Raises where its `schedule` is looked up."""

    name = "hides-schedule"
    knows_lengths = True

    def __getattribute__(self, name: str) -> Any:
        """Raise."""
        if name == "schedule":
            raise ZeroDivisionError
        return super().__getattribute__(name)

    def schedule(self, instance: Instance) -> Schedule:
        """Never asked."""
        return Schedule.of_starts(list(range(len(instance))), instance)

    def cost(self, problem: Problem) -> Cost:
        """One round."""
        return Cost(1, 1, 0)


class Stalls(Scheduler):
    """Says that it is an algorithm of the library."""

    __qualname__ = "GSA"

    def decide(self, view: View) -> Decision:
        """Nothing."""
        return Decision()


Stalls.__module__ = "ratiolab.algorithms.gsa"


class _Nameless(ABCMeta):
    """Raises where names are looked up."""

    def __getattribute__(cls, name: str) -> Any:
        if name in ("__name__", "__qualname__"):
            raise ZeroDivisionError
        return super().__getattribute__(name)


class Nameless(Scheduler, metaclass=_Nameless):
    """Has no name that could be shown."""

    def decide(self, view: View) -> Decision:
        """Nothing."""
        return Decision()


class MakesANumber(Scheduler):
    """Makes something else."""

    def __new__(cls) -> Any:
        """Five."""
        return 5

    def decide(self, view: View) -> Decision:
        """Never asked."""
        return Decision()


class HidesItsClass(Scheduler):
    """Raises where its class is asked for."""

    def __getattribute__(self, name: str) -> Any:
        """Raise."""
        if name == "__class__":  # `isinstance` looks here, too
            raise ZeroDivisionError
        return super().__getattribute__(name)

    def decide(self, view: View) -> Decision:
        """Never asked."""
        return Decision()


class Endless(Scheduler):
    """Has a name that no table holds."""

    name = "n" * 3_000_000

    def decide(self, view: View) -> Decision:
        """One job after the other."""
        return Decision(start=() if view.active else view.waiting[:1])


class Wordy(HidesSchedule):
    """Has parameters that no table holds."""

    name = "wordy"

    @property
    def parameters(self) -> dict[str, str]:
        """Far too long."""
        return {"x": "y" * 3_000_000}


class Sleeper(Scheduler):
    """One job after the other, asleep until a round of more digits than Python writes."""

    name = "sleeper"

    def decide(self, view: View) -> Decision:
        """Sleep."""
        return Decision(start=() if view.active else view.waiting[:1], sleep_until=10**5000)
