"""Listed schedules: every job starts as early as it may, found without looking at a round twice."""

from __future__ import annotations

from itertools import count
from random import Random

import numpy as np
import pytest

from ratiolab.adversary.scoring.listing import earliest_starts, list_schedules
from ratiolab.adversary.search.candidate import Candidate
from ratiolab.core.spacing import densest_spacing


def one_by_one(memory: int, prompt: int, jobs: list[tuple[int, int, int, int]]) -> list[int]:
    """Every job in the first round from its release on in which it fits, each round tried."""
    placed: list[tuple[int, int]] = []

    def fits(start: int, length: int) -> bool:
        running = [*placed, (start, length)]
        return all(
            sum(prompt + now - a + 1 for a, o in running if a <= now < a + o) <= memory
            for now in range(start, start + length)
        )

    for length, number, period, width in jobs:
        first = earliest = 0
        for i in range(number):
            release = first + i * period // width if i else 0
            earliest = next(a for a in count(max(earliest, release)) if fits(a, length))
            first = first if i else earliest
            placed.append((earliest, length))
    return [start for start, _ in placed]


@pytest.mark.parametrize("seed", range(40))
def test_earliest_starts(seed: int) -> None:
    """The kernel, which goes over the rounds once a job, finds what trying every round finds."""
    draw = Random(seed)
    memory = draw.randint(2, 30)
    prompt = draw.randint(0, memory - 1)
    jobs = []
    for _ in range(draw.randint(1, 4)):
        length = draw.randint(1, memory - prompt)
        spacing = densest_spacing(length, prompt, memory)
        greedy = draw.random() < 0.5
        jobs.append((length, draw.randint(1, 4), 0 if greedy else spacing.period, spacing.width))
    columns = (np.array(column, dtype=np.int64) for column in zip(*jobs, strict=True))
    assert earliest_starts(memory, prompt, *columns).tolist() == one_by_one(memory, prompt, jobs)


def test_long_schedules_are_few() -> None:
    """Every combination where that is quick, two where each takes its time."""
    short = Candidate(40, 2, (3, 5, 9), (2, 2, 2))
    long = Candidate(900_000, 2, (250_000, 250_001, 250_002, 250_003, 250_004, 250_005, 250_006), (1,) * 7)
    assert len(list(list_schedules(short))) == 8
    assert len(list(list_schedules(long))) == 2
