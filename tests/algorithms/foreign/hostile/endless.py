"""Schedulers that do not come to an end."""

from __future__ import annotations

import time

from ratiolab.algorithms import Decision, Scheduler, View


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


class Slow(Scheduler):
    """Takes its time, and comes to an end."""

    def decide(self, view: View) -> Decision:
        """Sleep, and start one."""
        time.sleep(0.05)
        return Decision(start=() if view.active else view.waiting[:1])
