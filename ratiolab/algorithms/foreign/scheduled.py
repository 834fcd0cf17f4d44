"""A scheduler of one's own as an algorithm: run round by round, its schedule verified."""

from __future__ import annotations

from ratiolab.algorithms.foreign.foreign import Foreign
from ratiolab.algorithms.foreign.guard import Guard
from ratiolab.algorithms.foreign.rounds import plain, run
from ratiolab.algorithms.scheduler import Batch, Decision, Scheduler, View
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.schedule import Schedule


def flag(value: object, name: str, what: str) -> bool:
    """Return a class's word about itself; anything but a boolean is refused.

    Raises
    ------
    InputError
    """
    if not isinstance(value, bool):
        raise InputError(f"{name}: {what} is a {type(value).__name__}: it must be True or False")
    return value


class InProcess:
    """A scheduler in this process, asked under guard."""

    def __init__(self, scheduler: Scheduler, guard: Guard) -> None:
        self.scheduler, self.guard = scheduler, guard
        said = guard.ask("knows_lengths", getattr, scheduler, "knows_lengths", False)
        self.knows_lengths = flag(said, guard.name, "knows_lengths")

    def begin(self, batch: Batch) -> None:
        """Tell it the batch; it may say that it does not apply."""
        self.guard.ask_or_refuse("begin", lambda: self.scheduler.begin(batch))

    def decide(self, view: View, jobs: int) -> Decision:
        """Ask it, and check the answer as part of the call: an answer may hold code of theirs."""
        return self.guard.ask(f"decide, round {view.round}", lambda: plain(self.scheduler.decide(view), jobs))


class Scheduled(Foreign):
    """A `Scheduler` as an algorithm: runs it round by round and verifies what it did.

    Parameters
    ----------
    scheduler : Scheduler
    parameters : dict
        As given by the user, for labels.
    source : str
        The text that its class was found by, if any.
    """

    def __init__(self, scheduler: Scheduler, name: str, parameters: dict[str, str], source: str = "") -> None:
        self.source = source
        self.scheduler = scheduler
        self.decider = InProcess(scheduler, Guard(name))
        # Instance attributes on purpose: every scheduler is an algorithm of its own.
        vars(self).update(name=name, knows_lengths=self.decider.knows_lengths)
        self._parameters = parameters

    def _scheduled(self, instance: Instance) -> Schedule:
        return run(self.decider, self.name, instance)
