"""Schedulers whose answers depend on more than what they are shown."""

from __future__ import annotations

import os
from itertools import count

from ratiolab.algorithms import Batch, Decision, Scheduler, View

_RUNS = count()


class Wastes(Scheduler):
    """One job after the other; every other run restarts the first one twice."""

    def begin(self, batch: Batch) -> None:
        """Take turns."""
        self.slow = next(_RUNS) % 2 == 0

    def decide(self, view: View) -> Decision:
        """Feasible always."""
        if self.slow and view.active and view.round < 3 and not view.completed:
            return Decision(kill=list(view.active), start=list(view.active)[:1])
        return Decision(start=() if view.active else view.waiting[:1])


class Moves(Scheduler):
    """One job after the other, from another folder."""

    def decide(self, view: View) -> Decision:
        """Change the working directory."""
        os.chdir("/")
        return Decision(start=() if view.active else view.waiting[:1])
