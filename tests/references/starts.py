"""Simple feasible start rounds to begin from: one after the other, and first fit in the order given."""

from __future__ import annotations

from collections.abc import Sequence


def serial_starts(jobs: Sequence[tuple[int, int]]) -> list[int]:
    """One job after the other, in the order given."""
    return [sum(response for _, response in jobs[:i]) for i in range(len(jobs))]


def first_fit_starts(memory: int, jobs: Sequence[tuple[int, int]]) -> list[int]:
    """Each job, in the order given, in the first round not before its predecessor's where it fits."""
    held = [0] * (sum(response for _, response in jobs) + 1)
    starts, now = [], 0
    for prompt, response in jobs:
        while any(held[now + r] + prompt + r + 1 > memory for r in range(response)):
            now += 1
        for r in range(response):
            held[now + r] += prompt + r + 1
        starts.append(now)
    return starts
