"""Families on which the ratios of vLLM-kill and A-Min grow, with exact costs for every size.

The serial trap
    Prompt ``L-1`` and budget ``2L-1``: two jobs hold at least 2L tokens, so one runs at a time. `longs`
    jobs of length L stand before `shorts` of length 1. vLLM-kill serves them in this order: nothing fits
    beside the first unfinished job, and alone it never overflows. So does A-Min, whatever its
    parameters allow: all estimates start at 1, nothing is ever admitted beside an active job or evicted,
    so waiting jobs keep estimate 1 and go by the order of the instance. On one machine shortest first is
    optimal, so both costs, and the ratio, are exact.
The queue trap (vLLM-kill)
    No prompt, budget M, `longs` jobs of length M before `shorts` of length 1. The first unfinished job
    holds M tokens in its M-th round, by which everybody else is gone: the j-th long job completes in
    round j*M. A short job runs only when every long one is active. With R of them left, that takes R
    tokens in the first round of the next one and more later: none runs while R >= M. With R < M left
    the M rounds of the next one depend on R and M only, as long as short jobs wait. So the number S of
    short jobs that slip in before round ``longs*M``, and the sum D of how many rounds before, are
    constants of M, read off one run; the others then start M at a time. Other side: the short jobs
    first, M at a time, then the long ones one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ratiolab.algorithms.vllm_kill import VLLMKill
from ratiolab.core.pipeline import floor_sum
from ratiolab.instance import GroupedInstance, Instance, JobType


@dataclass(frozen=True)
class TrapCosts:
    """Flow times in rounds on one instance.

    Attributes
    ----------
    jobs, memory : int
        Size of the instance.
    algorithm : int
        The algorithm's flow time.
    schedule : int
        That of a feasible schedule; the optimum on the serial trap.
    """

    jobs: int
    memory: int
    algorithm: int
    schedule: int

    @property
    def ratio(self) -> Fraction:
        """A lower end of the algorithm's ratio; the ratio itself on the serial trap."""
        return Fraction(self.algorithm, self.schedule)


def serial_trap(length: int, longs: int, shorts: int) -> GroupedInstance:
    """The instance: `longs` jobs of `length` (at least 2), then `shorts` of length 1."""
    prompt = length - 1
    return GroupedInstance(prompt + length, [JobType(prompt, length, longs), JobType(prompt, 1, shorts)])


def serial_costs(length: int, longs: int, shorts: int) -> TrapCosts:
    """Costs on the serial trap in closed form: the algorithm, vLLM-kill or A-Min, and the optimum."""
    own = length * (longs * (longs + 1) // 2) + shorts * (shorts + 1) // 2
    return TrapCosts(longs + shorts, 2 * length - 1, own + shorts * longs * length, own + longs * shorts)


def one_long(jobs: int, length: int) -> Fraction:
    """Ratio on the serial trap with one long job: ``n - n*(n^2-1)/(2L + (n-1)*(n+2))``."""
    n = jobs
    return n - Fraction(n * (n * n - 1), 2 * length + (n - 1) * (n + 2))


def queue_trap(memory: int, longs: int, shorts: int) -> GroupedInstance:
    """The instance: `longs` jobs of length `memory` (at least 2), then `shorts` of length 1."""
    return GroupedInstance(memory, [JobType(0, memory, longs), JobType(0, 1, shorts)])


def queue_costs(memory: int, longs: int, shorts: int) -> TrapCosts:
    """Costs on the queue trap in closed form: vLLM-kill and the schedule with short jobs first.

    Raises
    ------
    ValueError
        With fewer than ``memory - 1`` long jobs, or too few short ones.
    """
    early, ahead = slipped(memory)
    if longs < memory - 1 or shorts < early:
        raise ValueError(f"needs at least {memory - 1} long jobs and {early} short ones")
    own = memory * (longs * (longs + 1) // 2)
    algorithm = own + shorts * longs * memory - ahead + _together(shorts - early, memory)
    schedule = own + longs * -(-shorts // memory) + _together(shorts, memory)
    return TrapCosts(longs + shorts, memory, algorithm, schedule)


@lru_cache(maxsize=64)
def slipped(memory: int) -> tuple[int, int]:
    """S and D of the queue trap, from one run with ``memory - 1`` long jobs and enough short ones."""
    longs = memory - 1
    shorts = memory * memory
    while True:
        jobs = Instance.common(memory, 0, [memory] * longs + [1] * shorts)
        made = VLLMKill().schedule(jobs)
        ends = (made.start + made.rounds)[made.finished & (made.job >= longs)]
        before = ends[ends <= longs * memory]
        if before.size < shorts:
            return int(before.size), int((longs * memory - before).sum())
        shorts *= 2


def _together(jobs: int, width: int) -> int:
    """Flow time of jobs of length 1, `width` at a time."""
    return jobs + floor_sum(jobs, width, 1, 0)


def balanced_serial(length: int, sizes: Sequence[int]) -> list[TrapCosts]:
    """Serial traps of about these many jobs with the worst mix, ``shorts/longs = sqrt(L)``, rounded."""
    share = 1 / (1 + length**0.5)
    made = [max(1, round(n * share)) for n in sizes]
    return [serial_costs(length, a, n - a) for n, a in zip(sizes, made, strict=True)]


def balanced_queue(memory: int, scales: Sequence[int]) -> list[TrapCosts]:
    """Queue traps with `scales` long jobs and M times as many short ones, the worst mix."""
    return [queue_costs(memory, a, memory * a) for a in scales]
