"""Algorithms whose cost can never be verified: they may pass a gate only if that is asked for."""

from __future__ import annotations

from ratiolab.algorithms import Algorithm
from ratiolab.errors import InputError, OverflowRefused
from ratiolab.instance import Instance, Problem
from ratiolab.schedule import Cost, Schedule


class Keeps(Algorithm):
    """Says that it keeps the progress of evicted jobs, and costs one round."""

    name = "keeps"
    keeps_progress = True

    def schedule(self, instance: Instance) -> Schedule:
        """Refuse."""
        raise InputError("none of the model")

    def cost(self, problem: Problem) -> Cost:
        """One round."""
        return Cost(1, 1, 0)


class Plausible(Algorithm):
    """Has no schedule that could be verified, and reports a cost that is possible."""

    name = "plausible"

    def schedule(self, instance: Instance) -> Schedule:
        """Refuse."""
        raise OverflowRefused("too large, alas")

    def cost(self, problem: Problem) -> Cost:
        """As much as no lower bound forbids."""
        return Cost(200, 50, 0)
