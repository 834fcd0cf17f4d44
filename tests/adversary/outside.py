"""Classes of a user, some of them faulty, for tests of witnesses and limits."""

from __future__ import annotations

from ratiolab.algorithms.gsa import GSA
from ratiolab.algorithms.mc_sf import MCSF
from ratiolab.instance import Instance, Problem
from ratiolab.schedule import Cost, Schedule


class OtherGSA(GSA):
    """Derived from GSA, with its name, but free to do anything."""


class OtherMCSF(MCSF):
    """Derived from MC-SF, with its name and its schedule."""


class Overstated(OtherMCSF):
    """Says that it costs more than its schedule does."""

    def cost(self, problem: Problem) -> Cost:
        """A hundred times the flow time."""
        true = super().cost(problem)
        return Cost(100 * true.flow_time, true.makespan, true.killed_rounds)


class Infeasible(OtherMCSF):
    """Starts everything at once, whatever the budget."""

    def schedule(self, instance: Instance) -> Schedule:
        """All start rounds 0."""
        return Schedule.of_starts([0] * len(instance), instance)
