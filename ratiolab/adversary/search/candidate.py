"""A candidate: what every space produces and every strategy is told the score of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ratiolab.instance import GroupedInstance, JobType

#: Most lengths a candidate has.
MOST_LENGTHS = 64
#: Largest memory budget for which the compiled kernels stay within 64 bits.
KERNEL_MEMORY = 2**39


@dataclass(frozen=True)
class Region:
    """The region that is searched.

    Attributes
    ----------
    memory : int
        Largest memory budget in tokens, 2 to 2**60; above `KERNEL_MEMORY` only jobs that start
        together are tried.
    jobs : int
        Most jobs, at least 1.
    """

    memory: int = 2_000_000
    jobs: int = 10**12

    @property
    def listed(self) -> bool:
        """Whether instances are small enough to schedule job by job."""
        return self.jobs <= 5_000


@dataclass(frozen=True)
class Candidate:
    """Jobs of a few lengths on one prompt; an algorithm receives them longest first.

    Attributes
    ----------
    memory, prompt : int
        Budget and common prompt in tokens.
    lengths, counts : tuple of int
        Ascending distinct lengths, and how many jobs of each.
    move : str
        What produced it.
    """

    memory: int
    prompt: int
    lengths: tuple[int, ...]
    counts: tuple[int, ...]
    move: str = ""

    @property
    def jobs(self) -> int:
        """Number of jobs."""
        return sum(self.counts)

    def instance(self) -> GroupedInstance:
        """The instance, longest first."""
        listed = zip(reversed(self.lengths), reversed(self.counts), strict=True)
        return GroupedInstance(self.memory, [JobType(self.prompt, o, c) for o, c in listed])


def tidy(
    memory: int, prompt: int, jobs: Iterable[tuple[int, int]], region: Region, move: str
) -> Candidate | None:
    """Merge equal lengths, clamp everything into range, or None if nothing is left."""
    memory = max(2, min(memory, region.memory, KERNEL_MEMORY))
    prompt = max(0, min(prompt, memory - 1))
    merged: dict[int, int] = {}
    for length, count in jobs:
        if count >= 1:
            o = max(1, min(length, memory - prompt))
            merged[o] = merged.get(o, 0) + count
    kept = sorted(merged.items())[-MOST_LENGTHS:]
    total = sum(c for _, c in kept)
    most = min(region.jobs, 2**62 // memory)  # every round then fits 64 bits
    if total > most:  # scale down, rounding to keep at least one job of each length
        kept = [(o, max(1, c * most // total)) for o, c in kept]
        if sum(c for _, c in kept) > most:
            return None
    if not kept:
        return None
    return Candidate(memory, prompt, tuple(o for o, _ in kept), tuple(c for _, c in kept), move)
