"""Schedules of a few thousand jobs, job by job: earliest feasible starts after a rule's release."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ratiolab.adversary.search.candidate import Candidate
from ratiolab.adversary.witnesses.blocks import Block, Starts
from ratiolab.core.compiled import compiled
from ratiolab.core.spacing import densest_spacing
from ratiolab.integers import IntArray

#: Rounds of all schedules together, up to which every combination is made: about a second.
_MOST_ROUNDS = 100_000_000


@compiled
def earliest_starts(
    memory: int, prompt: int, lengths: IntArray, counts: IntArray, periods: IntArray, widths: IntArray
) -> IntArray:
    """Start every job, in order, in the first round from its release on in which it fits to its end.

    The release of the i-th job of a length is ``floor(i*period/width)`` rounds after the first one
    of that length; with a period of 0 only memory holds jobs back.

    Parameters
    ----------
    memory, prompt : int
        Budget and common prompt in tokens.
    lengths, counts, periods, widths : array of int, shape (m,)
        Lengths in the order in which they are served, jobs of each, and their spacing.
    """
    reach = int((lengths * counts).sum() + lengths.max()) + 1
    held = np.zeros(reach, dtype=np.int64)
    starts = np.empty(counts.sum(), dtype=np.int64)
    made, first = 0, 0
    for g in range(lengths.size):
        o = lengths[g]
        earliest = 0
        for i in range(counts[g]):
            release = first + i * periods[g] // widths[g] if i > 0 else 0
            start = max(earliest, release)
            age = 1
            while age <= o:
                excess = held[start + age - 1] + prompt + age - memory
                if excess > 0:  # started so much later, the job is younger in this round, or not there yet
                    later = min(excess, age)
                    start += later
                    age -= later  # rounds before this one stay right: the job is younger in them, too
                age += 1
            if i == 0:
                first = start
            earliest = start
            for age in range(1, o + 1):
                held[start + age - 1] += prompt + age
            starts[made] = start
            made += 1
    return starts


@compiled
def list_flow(
    memory: int, prompt: int, lengths: IntArray, counts: IntArray, periods: IntArray, widths: IntArray
) -> int:
    """Least flow time of the greedy and of the spaced listing, shortest first."""
    base = int((lengths * counts).sum())
    spaced = int(earliest_starts(memory, prompt, lengths, counts, periods, widths).sum())
    greedy = int(earliest_starts(memory, prompt, lengths, counts, np.zeros_like(periods), widths).sum())
    return base + min(spaced, greedy)


def list_schedules(candidate: Candidate) -> Iterator[tuple[Block, ...]]:
    """Schedules of a candidate, shortest first: each length spaced or greedy, in every combination.

    With more than 8 lengths, or too many rounds for so many, only all spaced and all greedy are made.
    """
    m = len(candidate.lengths)
    spacings = [densest_spacing(o, candidate.prompt, candidate.memory, 64) for o in candidate.lengths]
    lengths = np.array(candidate.lengths, dtype=np.int64)
    counts = np.array(candidate.counts, dtype=np.int64)
    widths = np.array([x.width for x in spacings], dtype=np.int64)
    periods = np.array([x.period for x in spacings], dtype=np.int64)
    ends = np.cumsum(counts)
    every = m <= 8 and int((lengths * counts).sum()) << m <= _MOST_ROUNDS
    for choice in range(2**m) if every else (0, 2**m - 1):
        spaced = np.array([choice >> i & 1 for i in range(m)], dtype=np.int64)
        starts = earliest_starts(
            candidate.memory, candidate.prompt, lengths, counts, periods * spaced, widths
        )
        yield tuple(
            Starts(int(o), tuple(int(a) for a in starts[end - c : end]))
            for o, c, end in zip(lengths, counts, ends, strict=True)
        )
