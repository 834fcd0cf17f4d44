"""A scheduler's run round by round: this side keeps the account of jobs, tokens and rounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from operator import index
from time import monotonic
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np

from ratiolab.algorithms.foreign.policy import PATIENCE, current
from ratiolab.algorithms.scheduler import Batch, Decision, View
from ratiolab.errors import OutOfTime, SchedulerFailed
from ratiolab.instance import Instance
from ratiolab.integers import written
from ratiolab.schedule import Schedule

#: A run of more rounds than this is taken for a scheduler that never ends.
MAX_ROUNDS = 20_000_000
#: So many times the rounds of all jobs one after the other may go by without a completion.
MOST_TURNS = 1000
#: No sleep is meant to end after it: a number of any length is one that fits everywhere.
LATEST = 2**62
#: More attempts than this are never killed in a run.
MOST_KILLS = 2_000_000


class Decider(Protocol):
    """Somebody who decides: a scheduler in this process, or one in its own."""

    knows_lengths: bool

    def begin(self, batch: Batch) -> None:
        """Take note of the batch."""

    def decide(self, view: View, jobs: int) -> Decision:
        """Decide, in plain integers; there are so many jobs."""


def plain(decision: Any, jobs: int) -> Decision:
    """Refuse what is no decision; jobs and rounds become plain integers.

    Parameters
    ----------
    decision : object
        What a scheduler answered; integer arrays of one dimension pass for sequences.
    jobs : int
        Number of jobs of the instance: more entries than that are not even looked at.

    Raises
    ------
    TypeError
        Naming the field and the entry at fault.
    """
    if not isinstance(decision, Decision):
        raise TypeError(f"the answer is {_shown(decision)}: it must be a Decision")
    sleep = decision.sleep_until
    return Decision(
        _jobs(decision.kill, "kill", jobs),
        _jobs(decision.start, "start", jobs),
        None if sleep is None else max(-1, min(_integer(sleep, "sleep_until"), LATEST)),
    )


_NO_SEQUENCES = (str, bytes, dict, set, frozenset)


def _jobs(given: Iterable[Any], field: str, jobs: int) -> tuple[int, ...]:
    if isinstance(given, _NO_SEQUENCES):
        raise TypeError(f"{field} is {_shown(given)}: it must be a sequence of job indices")
    entries = list(islice(given, jobs + 1))
    listed = tuple(
        job if type(job) is int else _integer(job, f"{field}[{i}]") for i, job in enumerate(entries)
    )
    if len(listed) > jobs:
        raise TypeError(f"{field} names more than {jobs} jobs: there are no more")
    return listed


def _integer(value: Any, what: str) -> int:
    if isinstance(value, bool | np.bool_ | np.ndarray):
        raise TypeError(f"{what} is {_shown(value)}: it must be an integer")
    try:
        return index(value)
    except TypeError:
        raise TypeError(f"{what} is {_shown(value)}: it must be an integer") from None


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:80]}..."


def run(decider: Decider, name: str, instance: Instance) -> Schedule:
    """Run a scheduler to the last completion.

    Raises
    ------
    SchedulerFailed
        If it fails to answer, exceeds the budget, stalls, never ends, or names a job that cannot be killed
        or started; with the instance and what it had done until then.
    OutOfTime
        If the time until which answers are awaited is over.
    """
    account = _Account(name, instance)
    try:
        decider.begin(account.batch(decider.knows_lengths))
        policy = current()
        progress, patience = monotonic(), PATIENCE * policy.decide_limit
        while account.left:
            view = account.view()
            account.take(decider.decide(view, len(instance)))
            if account.completed_last:
                progress = monotonic()
            elif monotonic() - progress > patience:
                raise account.failed(
                    f"has run for {patience:g} s since a job completed: --decide-limit sets the limit", "time"
                )
            if policy.over and account.left:
                raise OutOfTime
    except SchedulerFailed as error:
        error.instance, error.ran = instance, account.so_far()
        raise
    return account.schedule()


class _Account:
    """What runs, waits and has completed, and every attempt so far."""

    def __init__(self, name: str, instance: Instance) -> None:
        self.name, self.memory = name, instance.memory
        self.prompts: list[int] = instance.prompts.tolist()
        self.lengths: list[int] = instance.responses.tolist()
        self.order: list[int] = instance.order.tolist()
        self.now = 0
        self.started: dict[int, int] = {}  # active job -> first round
        self.waiting = dict.fromkeys(self.order)
        self.rank = {job: i for i, job in enumerate(self.order)}
        self.completed: dict[int, int] = {}
        self.attempts: list[tuple[int, int, int, bool]] = []
        self.completed_last = False
        self.killed = 0
        self._since = 0
        self._most = MOST_TURNS * sum(self.lengths)

    @property
    def left(self) -> int:
        """Jobs that have not completed."""
        return len(self.lengths) - len(self.completed)

    def batch(self, told: bool) -> Batch:
        """What the scheduler is told at the beginning."""
        lengths = tuple(self.lengths) if told else None
        return Batch(self.memory, tuple(self.prompts), tuple(self.order), lengths)

    def view(self) -> View:
        """What it sees: copies, so that nothing it does to them changes the account."""
        held = sum(self.prompts[job] + self.now - start + 1 for job, start in self.started.items())
        active = {job: self.now - start for job, start in self.started.items()}
        return View(self.now, MappingProxyType(active), tuple(self.waiting),
                    MappingProxyType(dict(self.completed)), held)  # fmt: skip

    def failed(self, what: str, cause: str) -> SchedulerFailed:
        """The failure, with the scheduler's name before it."""
        return SchedulerFailed(f"{self.name} {what}", cause)

    def take(self, decision: Decision) -> None:
        """Kill, start, and go on to the round in which the scheduler is asked next.

        Raises
        ------
        SchedulerFailed
            Naming job and round.
        """
        now, started, waiting = self.now, self.started, self.waiting
        for job in decision.kill:
            if job not in started:
                raise self.failed(f"kills job {written(job)} in round {now}: it is not active", "kill")
            start = started.pop(job)
            self.attempts.append((job, start, now - start, False))
            self.killed += 1
            waiting[job] = None
        if decision.kill:
            self.waiting = waiting = dict.fromkeys(sorted(waiting, key=self.rank.__getitem__))
        for job in decision.start:
            if job not in waiting:
                raise self.failed(f"starts job {written(job)} in round {now}: it is not waiting", "start")
            del waiting[job]
            started[job] = now
        if not started:
            raise self.failed(f"stalls in round {now}: nothing runs and it starts nothing", "stall")
        self.now = self._next(decision)
        self._check_memory(self.now - 1)
        done = [job for job, start in started.items() if start + self.lengths[job] <= self.now]
        for job in done:
            self.attempts.append((job, started.pop(job), self.lengths[job], True))
            self.completed[job] = self.lengths[job]
        self.completed_last = bool(done)
        self._check_end(done)

    def _next(self, decision: Decision) -> int:
        next_completion = min(start + self.lengths[job] for job, start in self.started.items())
        wake = self.now + 1 if decision.sleep_until is None else max(self.now + 1, decision.sleep_until)
        return min(wake, next_completion)

    def _check_memory(self, last: int) -> None:
        """Refuse a budget exceeded in a round up to `last`: usage only grew since the decision."""
        held = sum(self.prompts[job] + last - start + 1 for job, start in self.started.items())
        if held > self.memory:
            raise self.failed(
                f"holds {held} tokens in round {last}: more than the memory budget {self.memory}", "memory"
            )

    def _check_end(self, done: Sequence[int]) -> None:
        """Refuse a run that does not come to an end, with what it kills for ever."""
        if done:
            self._since = self.now
        silent = self.now - self._since
        if not self.left:
            return
        if self.now > MAX_ROUNDS:
            most = f"{MAX_ROUNDS} rounds"
        elif self.killed > MOST_KILLS:
            most = f"{MOST_KILLS} kills"
        elif silent > self._most:
            most = f"{self._most} rounds without a completion"
        else:
            return
        raise self.failed(
            f"does not come to an end: round {self.now}, {self.left} jobs left, {self.killed} attempts "
            f"killed; a run ends after {most}",
            "end",
        )

    def schedule(self) -> Schedule:
        """Every attempt; one killed in the round of its start is no attempt of the model."""
        ran = [a for a in self.attempts if a[2] > 0]
        return Schedule([a[0] for a in ran], [a[1] for a in ran], [a[2] for a in ran], [a[3] for a in ran])

    def so_far(self) -> Schedule | None:
        """What was done before a failure, attempts under way as killed; None if that is nothing."""
        self.attempts += [(job, start, self.now - start, False) for job, start in self.started.items()]
        self.started = {}
        return self.schedule() if any(a[2] > 0 for a in self.attempts) else None
