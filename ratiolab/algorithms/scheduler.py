"""Your own scheduler: the decisions of a round in plain Python, run and judged like every other.

Derive from `Scheduler`, implement `decide`, and name the class on the command line::

    ratiolab ratio --alg mypackage:MyScheduler --workload uniform

A package can also register it under a short name in the entry-point group ``ratiolab.algorithms``.
The class may take parameters as text keywords: ``--alg mypackage:MyScheduler:width=3``.

What a scheduler is told is all it can know: unless ``knows_lengths`` is True, a response length appears
only when the job has completed.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from operator import index
from traceback import extract_tb
from typing import ClassVar

from ratiolab.algorithms.base import Algorithm
from ratiolab.errors import InputError, ScheduleError, SchedulerFailed, is_ctrl_c
from ratiolab.instance import Instance, Problem
from ratiolab.schedule import Cost, Schedule, verify

#: A run of more rounds than this is taken for a scheduler that never ends.
MAX_ROUNDS = 20_000_000


@dataclass(frozen=True)
class Batch:
    """What a scheduler is told before the first round.

    Attributes
    ----------
    memory : int
        Budget M in tokens.
    prompts : tuple of int
        Prompt of each job in tokens, by job index.
    order : tuple of int
        Job indices in the order of the instance.
    lengths : tuple of int or None
        Response lengths in tokens, by job index; None unless the scheduler declares ``knows_lengths``.
    """

    memory: int
    prompts: tuple[int, ...]
    order: tuple[int, ...]
    lengths: tuple[int, ...] | None


@dataclass(frozen=True)
class View:
    """What a scheduler sees at the beginning of a round, after the completions of the last one.

    Attributes
    ----------
    round : int
        The round t about to run.
    active : mapping of int to int
        Job to tokens decoded so far in its current attempt, in order of start.
    waiting : sequence of int
        Jobs neither active nor completed, in the order of the instance.
    completed : mapping of int to int
        Job to response length, for jobs that have completed.
    held : int
        Tokens the active jobs will hold in this round if none is killed.
    """

    round: int
    active: Mapping[int, int]
    waiting: Sequence[int]
    completed: Mapping[int, int]
    held: int


@dataclass(frozen=True)
class Decision:
    """What to do in this round: first kill, then start.

    Attributes
    ----------
    kill : sequence of int
        Active jobs to stop; they lose their progress and wait again.
    start : sequence of int
        Waiting jobs (also ones just killed) that decode their first token in this round.
    sleep_until : int or None
        Not to be asked again before this round or the next completion, whichever is first. Memory grows
        meanwhile: a budget exceeded in one's sleep is an infeasible schedule.
    """

    kill: Sequence[int] = ()
    start: Sequence[int] = ()
    sleep_until: int | None = None


class Scheduler(ABC):
    """Base of schedulers written in Python; see the module's text."""

    #: Name in tables.
    name: ClassVar[str] = ""
    #: Whether `Batch.lengths` is filled.
    knows_lengths: ClassVar[bool] = False

    def begin(self, batch: Batch) -> None:  # noqa: B027 (optional)
        """Take note of the batch; called once, before the first round of every run."""

    @abstractmethod
    def decide(self, view: View) -> Decision:
        """Decide what to kill and start in this round."""


class Scheduled(Algorithm):
    """A `Scheduler` as an algorithm: runs it round by round and verifies what it did.

    Parameters
    ----------
    scheduler : Scheduler
    parameters : dict
        As given by the user, for labels.
    """

    def __init__(self, scheduler: Scheduler, name: str, parameters: dict[str, str]) -> None:
        self.scheduler = scheduler
        # Instance attributes on purpose: every scheduler is an algorithm of its own.
        vars(self).update(name=name, knows_lengths=scheduler.knows_lengths)
        self._parameters = parameters

    @property
    def parameters(self) -> dict[str, str]:
        """Parameters as the user gave them."""
        return dict(self._parameters)

    def schedule(self, instance: Instance) -> Schedule:
        """Run the scheduler to the last completion.

        Raises
        ------
        SchedulerFailed
            If it raises or exits, exceeds the budget, stalls, never ends, or names a job that cannot be
            killed or started.
        """
        return _run(self.scheduler, self.name, instance)

    def cost(self, problem: Problem) -> Cost:
        """Cost of the verified schedule; grouped jobs are listed one by one."""
        instance = self.explicit(problem)
        verified = verify(instance, self.schedule(instance))
        return Cost(verified.flow_time, verified.makespan, verified.killed_rounds)


def _run(scheduler: Scheduler, name: str, instance: Instance) -> Schedule:
    prompts, lengths = instance.prompts.tolist(), instance.responses.tolist()
    order = instance.order.tolist()
    told = tuple(lengths) if scheduler.knows_lengths else None
    with _answering(name, "begin"):
        scheduler.begin(Batch(instance.memory, tuple(prompts), tuple(order), told))
    started: dict[int, int] = {}  # active job -> first round
    waiting = dict.fromkeys(order)
    rank = {job: i for i, job in enumerate(order)}
    completed: dict[int, int] = {}
    attempts: list[tuple[int, int, int, bool]] = []
    now = 0
    while len(completed) < len(lengths):
        if now > MAX_ROUNDS:
            raise SchedulerFailed(f"{name} has not completed every job after {MAX_ROUNDS} rounds")
        held = sum(prompts[job] + now - start + 1 for job, start in started.items())
        active = {job: now - start for job, start in started.items()}
        with _answering(name, f"decide, round {now}"):
            decision = _plain(scheduler.decide(View(now, active, tuple(waiting), dict(completed), held)))
        for job in decision.kill:
            if job not in started:
                raise SchedulerFailed(f"{name} kills job {job} in round {now}: it is not active")
            start = started.pop(job)
            attempts.append((job, start, now - start, False))
            waiting[job] = None
        if decision.kill:
            waiting = dict.fromkeys(sorted(waiting, key=rank.__getitem__))
        for job in decision.start:
            if job not in waiting:
                raise SchedulerFailed(f"{name} starts job {job} in round {now}: it is not waiting")
            del waiting[job]
            started[job] = now
        if not started:
            raise SchedulerFailed(f"{name} stalls in round {now}: nothing runs and it starts nothing")
        now = _advance(decision, started, lengths, now)
        _check_memory(name, instance, started, prompts, now - 1)
        for job in [job for job, start in started.items() if start + lengths[job] <= now]:
            attempts.append((job, started.pop(job), lengths[job], True))
            completed[job] = lengths[job]
    ran = [a for a in attempts if a[2] > 0]  # killed in the round of its start: no attempt of the model
    return Schedule([a[0] for a in ran], [a[1] for a in ran], [a[2] for a in ran], [a[3] for a in ran])


@contextmanager
def _answering(name: str, where: str) -> Iterator[None]:
    """Name scheduler and round of what it raises: an exit of its own is no success, its prints no result."""
    try:
        with redirect_stdout(sys.stderr):
            yield
    except (InputError, ScheduleError):  # in its own words
        raise
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) or (isinstance(error, SystemError) and is_ctrl_c(error)):
            raise
        said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        frames = extract_tb(error.__traceback__)
        place = f" ({frames[-1].filename}, line {frames[-1].lineno})" if len(frames) > 1 else ""
        raise SchedulerFailed(f"{name} fails in {where}: {said}{place}") from error


def _plain(decision: Decision) -> Decision:
    """Refuse what is no decision; jobs and rounds become plain integers."""
    if not isinstance(decision, Decision):
        raise TypeError(f"the answer is {decision!r}: it must be a Decision")
    sleep = None if decision.sleep_until is None else index(decision.sleep_until)
    return Decision(tuple(map(index, decision.kill)), tuple(map(index, decision.start)), sleep)


def _advance(decision: Decision, started: dict[int, int], lengths: Sequence[int], now: int) -> int:
    """Round in which the scheduler is asked next."""
    next_completion = min(start + lengths[job] for job, start in started.items())
    wake = now + 1 if decision.sleep_until is None else max(now + 1, decision.sleep_until)
    return min(wake, next_completion)


def _check_memory(
    name: str, instance: Instance, started: dict[int, int], prompts: Sequence[int], last: int
) -> None:
    """Refuse a budget exceeded in a round up to `last`: usage only grew since the decision."""
    held = sum(prompts[job] + last - start + 1 for job, start in started.items())
    if held > instance.memory:
        raise SchedulerFailed(
            f"{name} holds {held} tokens in round {last}: more than the memory budget {instance.memory}"
        )
