"""Schedules as plain integers: what the statements of the proofs are replayed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from proofs.schedules.model import Case, Phases, greedy_starts

Kind = Literal["slicing", "batching", "pipeline", "look-ahead", "by-size", "any"]
"""Which algorithm made a plan: GSA, GBA, one pipeline, MC-SF or SVF, SVF-peak, or any other."""


@dataclass(frozen=True)
class Run:
    """One attempt: a job runs for some rounds, and was killed if they are fewer than its length."""

    job: int
    start: int
    rounds: int


@dataclass(frozen=True)
class Call:
    """One call of the pipeline.

    Parameters
    ----------
    slice, parallelism
        Its time limit in rounds and its parallelism.
    runs
        Places of its attempts in the plan's runs, in the order of the call; empty for a class without jobs.
    """

    slice: int
    parallelism: int
    runs: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """A schedule with the instance it is for, and how its algorithm came to it.

    Parameters
    ----------
    kind
        The algorithm.
    prompts, lengths
        Per job; lengths are at least 1.
    memory
        Budget M.
    runs
        All attempts, in any order.
    calls
        For the geometric algorithms one call per class or phase from 0 on, and the one call of a pipeline.
    scale
        Scaling factor above 1 of the classes; any will do where the algorithm has none.
    """

    kind: Kind
    prompts: tuple[int, ...]
    lengths: tuple[int, ...]
    memory: int
    runs: tuple[Run, ...]
    calls: tuple[Call, ...] = ()
    scale: Fraction = Fraction(2)

    def __str__(self) -> str:
        prompt = str(self.prompts[0]) if self.common else str(list(self.prompts))
        starts = ", ".join(f"{run.job}@{run.start}+{run.rounds}" for run in self.runs[:40])
        more = ", ..." if len(self.runs) > 40 else ""
        return (
            f"{self.kind}: s = {prompt}, M = {self.memory}, o = {list(self.lengths)}, "
            f"alpha = {self.scale}, runs {starts}{more}"
        )

    @classmethod
    def of_starts(
        cls,
        kind: Kind,
        prompts: Sequence[int],
        lengths: Sequence[int],
        memory: int,
        starts: Sequence[int],
        scale: Fraction = Fraction(2),
    ) -> Plan:
        """Build a plan in which every job runs once, without interruption."""
        pairs = enumerate(zip(starts, lengths, strict=True))
        runs = tuple(Run(job, start, length) for job, (start, length) in pairs)
        return cls(kind, tuple(prompts), tuple(lengths), memory, runs, (), scale)

    @property
    def n(self) -> int:
        """Number of jobs."""
        return len(self.lengths)

    @property
    def common(self) -> bool:
        """Whether all jobs have one prompt."""
        return len(set(self.prompts)) == 1

    @property
    def identical(self) -> bool:
        """Whether all jobs are the same."""
        return self.common and len(set(self.lengths)) == 1

    @property
    def prompt(self) -> int:
        """The common prompt length s."""
        return self.prompts[0]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Start round per job of the attempt that completes it: a schedule without kills."""
        begun = [-1] * self.n
        for run in self.runs:
            if run.rounds == self.lengths[run.job]:
                begun[run.job] = run.start
        return tuple(begun)

    @cached_property
    def completions(self) -> tuple[int, ...]:
        """Completion round per job."""
        return tuple(start + length for start, length in zip(self.starts, self.lengths, strict=True))

    @property
    def cost(self) -> int:
        """Total flow time."""
        return sum(self.completions)

    @cached_property
    def areas(self) -> tuple[int, ...]:
        """Memory-time of a whole run of each job."""
        pairs = zip(self.prompts, self.lengths, strict=True)
        return tuple(prompt * length + length * (length + 1) // 2 for prompt, length in pairs)

    @cached_property
    def by_completion(self) -> tuple[int, ...]:
        """Jobs in order of completion."""
        return tuple(sorted(range(self.n), key=lambda job: (self.completions[job], job)))

    @cached_property
    def by_area(self) -> tuple[int, ...]:
        """Jobs in order of area, those of one area in order of start."""
        return tuple(sorted(range(self.n), key=lambda job: (self.areas[job], self.starts[job], job)))

    @property
    def makespan(self) -> int:
        """Last round in which something runs, plus one."""
        return max(run.start + run.rounds for run in self.runs)

    @cached_property
    def case(self) -> Case:
        """The instance as the numeric attack sees it."""
        return Case(self.prompt, self.memory, self.lengths, self.scale)

    @cached_property
    def reference(self) -> int:
        """Flow time of admission by final sizes: a feasible schedule without kills, for the optimum."""
        return sum(greedy_starts(self.case, by_peak=True)) + sum(self.lengths)

    @cached_property
    def phases(self) -> Phases:
        """Slices, parallelisms and class sizes at the scaling factor."""
        return Phases.of(self.case)

    @cached_property
    def classes(self) -> tuple[int, ...]:
        """Class of each job."""
        tau = self.phases.tau
        return tuple(next(p for p, limit in enumerate(tau) if o <= limit) for o in self.lengths)

    def begin(self, place: int) -> int:
        """First round of a call: the start of its first attempt; a call without jobs takes no time."""
        for call in self.calls[place:]:
            if call.runs:
                return self.runs[call.runs[0]].start
        last = next(call for call in reversed(self.calls) if call.runs)
        begin = self.runs[last.runs[0]].start
        return begin + (len(last.runs) - 1) * last.slice // last.parallelism + last.slice

    def usage(self, round_: int) -> int:
        """Tokens held in a round by everything that runs in it."""
        return sum(
            self.prompts[run.job] + round_ - run.start + 1
            for run in self.runs
            if run.start <= round_ < run.start + run.rounds
        )
