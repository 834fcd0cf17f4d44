"""Your own scheduler: the decisions of a round in plain Python, run and judged like every other.

Derive from `Scheduler`, implement `decide`, and name the class on the command line::

    ratiolab ratio --alg mypackage:MyScheduler --workload uniform

A package can also register it under a short name in the entry-point group ``ratiolab.algorithms``.
The class may take parameters as text keywords: ``--alg mypackage:MyScheduler:width=3``.

What a scheduler is told is all it can know: unless ``knows_lengths`` is True, a response length appears
only when the job has completed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar


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
        Read-only. Job to tokens decoded so far in its current attempt, in order of start.
    waiting : sequence of int
        Jobs neither active nor completed, in the order of the instance.
    completed : mapping of int to int
        Read-only. Job to response length, for jobs that have completed.
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
