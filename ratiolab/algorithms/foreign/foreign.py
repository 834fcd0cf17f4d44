"""What all code of others has in common: its failure carries its instance, its cost rests on its schedule."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TypeVar

from ratiolab.algorithms.base import Algorithm
from ratiolab.errors import SchedulerFailed
from ratiolab.instance import EXPAND_LIMIT, GroupedInstance, Instance, Problem
from ratiolab.schedule import Cost, Schedule, verify

_Asked = TypeVar("_Asked", bound=Problem)
_Answer = TypeVar("_Answer")


class Foreign(Algorithm):
    """An algorithm or a scheduler of somebody else.

    Attributes
    ----------
    source : str
        The text that its class was found by, if any.
    """

    source: str
    _parameters: dict[str, str]

    @property
    def parameters(self) -> dict[str, str]:
        """Parameters, as they were when it was made."""
        return dict(self._parameters)

    def schedule(self, instance: Instance) -> Schedule:
        """Return its schedule, verified.

        Raises
        ------
        InputError
            If it says that it does not apply.
        SchedulerFailed
            If it or its process fails, exits, does not answer in time, never ends, or breaks the model.
        """
        return self._blamed(self._scheduled, instance)

    def cost(self, problem: Problem) -> Cost:
        """Cost of its verified schedule; what it says itself only where there is none to be verified.

        That is outside the model, and where there are too many jobs to list.
        """
        if self.keeps_progress or (isinstance(problem, GroupedInstance) and problem.jobs > EXPAND_LIMIT):
            return self.reported(problem)
        return self._cost_of_schedule(problem)

    def reported(self, problem: Problem) -> Cost:
        """Return the cost that it says it has: never to be taken for a verified one.

        Raises
        ------
        InputError
            If it says that it does not apply.
        SchedulerFailed
            If it fails, or says something else.
        """
        return self._blamed(self._said_cost, problem)

    @abstractmethod
    def _scheduled(self, instance: Instance) -> Schedule:
        """Have it make its schedule, and verify that."""

    def _said_cost(self, problem: Problem) -> Cost:
        """Ask it for its cost; who only decides round by round says none."""
        return self._cost_of_schedule(problem)

    def _cost_of_schedule(self, problem: Problem) -> Cost:
        instance = self.explicit(problem)
        verified = verify(instance, self.schedule(instance))
        return Cost(verified.flow_time, verified.makespan, verified.killed_rounds)

    def _blamed(self, ask: Callable[[_Asked], _Answer], problem: _Asked) -> _Answer:
        """Ask, and let a failure carry who failed and on what."""
        try:
            return ask(problem)
        except SchedulerFailed as error:
            error.algorithm, error.instance = self, problem
            raise
