"""Staggered-Pipeline-Schedule, Procedure 1 of arXiv 2601.22996, and the widest pipeline that fits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tests.references.model import Attempt, Machine


@cache
def pipeline_peak(k: int, tau: int, prompt: int) -> int:
    """Most tokens the infinite pipeline ever holds, found by running it.

    Start k later means tau rounds later, so the picture repeats every tau rounds once the first job has
    run its slice; two slices' worth of rounds therefore show every round there is.
    """
    peak = 0
    started = 0
    active: list[int] = []  # tokens decoded by each active job
    for now in range(2 * tau):
        active = [decoded for decoded in active if decoded < tau]
        while started * tau // k == now:
            active.append(0)
            started += 1
        peak = max(peak, sum(prompt + decoded + 1 for decoded in active))
        active = [decoded + 1 for decoded in active]
    return peak


@cache
def widest_pipeline(tau: int, prompt: int, memory: int) -> int:
    """Return k*: the largest k whose infinite pipeline stays within the budget, by trying every k.

    k jobs are active at once after the first slice and each holds more than its prompt, so no k above
    ``memory // (prompt + 1)`` can do.
    """
    return max(k for k in range(1, memory // (prompt + 1) + 1) if pipeline_peak(k, tau, prompt) <= memory)


def run_pipeline(machine: Machine, jobs: Sequence[int], k: int, tau: int) -> None:
    """Run SPS(jobs, k, tau), at least one job, from the current round until the call is over."""
    origin = machine.round
    killed_at: dict[int, int] = {}
    started = 0
    while True:
        now = machine.round - origin
        for job in list(machine.active):
            if killed_at[job] == now:
                machine.kill(job)
        while started < len(jobs) and started * tau // k <= now:
            machine.start(jobs[started])
            killed_at[jobs[started]] = started * tau // k + tau
            started += 1
        if started == len(jobs) and now == killed_at[jobs[-1]]:
            return
        machine.decode()


def sps(memory: int, prompt: int, responses: Sequence[int], order: Sequence[int]) -> list[Attempt]:
    """Attempts of one pipeline whose slice is the longest response: nobody is killed."""
    machine = Machine(memory, [prompt] * len(responses), responses)
    slice_length = max(responses)
    run_pipeline(machine, order, widest_pipeline(slice_length, prompt, memory), slice_length)
    return sorted(machine.attempts)
