"""Greedy schedules in plain integers, one round after the other: what the counting facts are checked on.

Nothing here is shared with the simulators whose results the claims speak of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement, product


def put(held: list[int], prompt: int, length: int, start: int) -> None:
    """Add a job's tokens to those held in each round: its prompt, and one more token per round it runs."""
    held.extend([0] * (start + length - len(held)))
    for age in range(length):
        held[start + age] += prompt + age + 1


def usage(prompts: Sequence[int], lengths: Sequence[int], starts: Sequence[int]) -> list[int]:
    """Tokens held in each round by the jobs that have a start round."""
    held: list[int] = []
    for prompt, length, start in zip(prompts, lengths, starts, strict=False):
        put(held, prompt, length, start)
    return held


def overfull_rounds(held: Sequence[int], prompt: int, length: int, memory: int, start: int) -> list[int]:
    """Rounds in which a job exceeds the budget beside what is held, if it starts at a given round.

    Only the rounds in which the job itself runs are looked at.
    """
    return [
        round_
        for round_ in range(start, start + length)
        if (held[round_] if round_ < len(held) else 0) + prompt + round_ - start + 1 > memory
    ]


def look_ahead_starts(prompts: Sequence[int], lengths: Sequence[int], memory: int) -> tuple[int, ...]:
    """Start rounds of look-ahead admission in the given order.

    Each round the head of the queue is admitted while no round of its run would exceed the budget; the
    first failure ends the round. With lengths ascending and one prompt this is MC-SF, by ascending area
    it is SVF.
    """
    starts: list[int] = []
    held: list[int] = []
    round_ = 0
    for prompt, length in zip(prompts, lengths, strict=True):
        while overfull_rounds(held, prompt, length, memory, round_):
            round_ += 1
        put(held, prompt, length, round_)
        starts.append(round_)
    return tuple(starts)


def peak_starts(prompts: Sequence[int], lengths: Sequence[int], memory: int) -> tuple[int, ...]:
    """Start rounds of admission by final sizes in the given order: active ``p_i`` must sum to at most M."""
    starts: list[int] = []
    round_ = 0
    while len(starts) < len(lengths):
        job = len(starts)
        held = sum(
            prompts[i] + lengths[i] for i in range(job) if starts[i] <= round_ < starts[i] + lengths[i]
        )
        if held + prompts[job] + lengths[job] > memory:
            round_ += 1
        else:
            starts.append(round_)
    return tuple(starts)


def area(prompt: int, length: int) -> int:
    """Memory-time area of a whole run."""
    return prompt * length + length * (length + 1) // 2


def ascending_lengths(jobs: int, longest: int) -> Iterator[tuple[int, ...]]:
    """Every nondecreasing tuple of lengths from 1 to the longest."""
    return combinations_with_replacement(range(1, longest + 1), jobs)


def ascending_areas(jobs: int, memory: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """Every tuple of jobs (prompt, length) of nondecreasing area, each fitting alone, ties in any order."""
    kinds = [(prompt, length) for prompt in range(memory) for length in range(1, memory - prompt + 1)]
    for chosen in product(kinds, repeat=jobs):
        areas = [area(prompt, length) for prompt, length in chosen]
        if areas == sorted(areas):
            yield chosen
