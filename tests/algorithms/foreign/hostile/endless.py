"""Schedulers that do not come to an end."""

from __future__ import annotations

import time

from ratiolab.algorithms import Algorithm, Decision, Scheduler, View
from ratiolab.instance import Instance, Problem
from ratiolab.schedule import Cost, Schedule


class Loops(Scheduler):
    """Thinks for ever."""

    def decide(self, view: View) -> Decision:
        """Loop."""
        while True:
            pass


class Sleeps(Scheduler):
    """Waits for ever, outside Python."""

    def decide(self, view: View) -> Decision:
        """Sleep."""
        time.sleep(10**6)
        return Decision()


class Restarts(Scheduler):
    """Kills and starts again for ever."""

    def decide(self, view: View) -> Decision:
        """Kill before it completes."""
        return Decision(kill=tuple(view.active), start=view.waiting[:1] or tuple(view.active)[:1])


class Swallows(Scheduler):
    """Thinks for ever, and takes no interrupt."""

    def decide(self, view: View) -> Decision:
        """Loop through everything."""
        while True:
            try:
                while True:
                    pass
            except BaseException:
                continue


class LoopsAtOnce(Algorithm):
    """Never comes to its first schedule."""

    name = "loops-at-once"

    def schedule(self, instance: Instance) -> Schedule:
        """Loop."""
        while True:
            pass

    def cost(self, problem: Problem) -> Cost:
        """One round."""
        return Cost(1, 1, 0)


class Slow(Scheduler):
    """Takes its time, and comes to an end."""

    def decide(self, view: View) -> Decision:
        """Sleep, and start one."""
        time.sleep(0.05)
        return Decision(start=() if view.active else view.waiting[:1])
