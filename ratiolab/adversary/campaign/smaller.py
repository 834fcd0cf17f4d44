"""Candidates that are smaller than a given one in one respect: what shrinking tries."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

from proofs.exact.surd import Quadratic
from ratiolab.adversary.search.candidate import Candidate
from ratiolab.slices import ladder


def made(memory: int, prompt: int, jobs: Iterable[tuple[int, int]], move: str) -> Candidate | None:
    """A candidate with equal lengths merged, or None if nothing is left or something does not fit."""
    merged: dict[int, int] = {}
    for o, c in jobs:
        if c < 1 or o < 1 or prompt < 0 or prompt + o > memory:
            return None
        merged[o] = merged.get(o, 0) + c
    if not merged:
        return None
    listed = sorted(merged.items())
    return Candidate(memory, prompt, tuple(o for o, _ in listed), tuple(c for _, c in listed), move)


def fewer_lengths(c: Candidate) -> Iterator[Candidate | None]:
    """One length less: its jobs dropped, or given the next shorter or longer length."""
    jobs = list(zip(c.lengths, c.counts, strict=True))
    for i in range(len(jobs) if len(jobs) > 1 else 0):
        yield made(c.memory, c.prompt, jobs[:i] + jobs[i + 1 :], "drop")
        for other in (i - 1, i + 1):
            if 0 <= other < len(jobs):
                merged = [*jobs[:i], (jobs[other][0], jobs[i][1]), *jobs[i + 1 :]]
                yield made(c.memory, c.prompt, merged, "merge")


def scaled(c: Candidate, total: int) -> Iterator[Candidate | None]:
    """All counts reduced alike."""
    counts = [max(1, n * total // c.jobs) for n in c.counts]
    yield made(c.memory, c.prompt, zip(c.lengths, counts, strict=True), "scale counts")


def count_at(i: int, c: Candidate) -> int:
    """Jobs of the i-th length."""
    return c.counts[i]


def length_at(i: int, c: Candidate) -> int:
    """The i-th length."""
    return c.lengths[i]


def of_count(i: int) -> Callable[[Candidate, int], Iterator[Candidate | None]]:
    """What lowers the number of jobs of the i-th length to a given one."""

    def build(c: Candidate, count: int) -> Iterator[Candidate | None]:
        counts = [*c.counts[:i], count, *c.counts[i + 1 :]]
        yield made(c.memory, c.prompt, zip(c.lengths, counts, strict=True), "count")

    return build


def of_prompt(c: Candidate, prompt: int) -> Iterator[Candidate | None]:
    """The same jobs on another prompt."""
    yield made(c.memory, prompt, zip(c.lengths, c.counts, strict=True), "prompt")


def of_length(i: int) -> Callable[[Candidate, int], Iterator[Candidate | None]]:
    """What lowers the i-th length to a given one."""

    def build(c: Candidate, length: int) -> Iterator[Candidate | None]:
        lengths = [*c.lengths[:i], length, *c.lengths[i + 1 :]]
        yield made(c.memory, c.prompt, zip(lengths, c.counts, strict=True), "length")

    return build


def on_ladder(c: Candidate, alpha: Quadratic, memory: int, prompt: int) -> Candidate | None:
    """Lengths as far above the slice below as before, in the class as far from the longest slice."""
    old, new = ladder(alpha, c.memory - c.prompt), ladder(alpha, memory - prompt)
    jobs = []
    for o, count in zip(c.lengths, c.counts, strict=True):
        p = bisect_left(old, o)
        q = p - len(old) + len(new)
        above = o - (old[p - 1] if p else 0)
        length = min((new[q - 1] if q > 0 else 0) + above, new[q]) if q >= 0 else 1
        jobs.append((length, count))
    return made(memory, prompt, jobs, "rescale along the slices")
