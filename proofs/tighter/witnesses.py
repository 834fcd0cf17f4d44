"""Explicit instances on which GSA and GBA are far from the optimum, in exact integers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from proofs.exact.quadratic import Unsupported
from proofs.step import Step
from proofs.tighter.certificates.document import Real
from proofs.verdict import Finding, Status

Jobs = Sequence[tuple[int, int]]
"""Pairs (length, number of jobs), lengths increasing."""


def floor_sum(count: int, divisor: int, factor: int, shift: int) -> int:
    """Sum of ``floor((factor*i + shift)/divisor)`` over i = 0..count-1, all arguments nonnegative."""
    total = 0
    while count > 0:
        total += (count - 1) * count // 2 * (factor // divisor) + count * (shift // divisor)
        factor, shift = factor % divisor, shift % divisor
        reach = factor * count + shift
        if reach < divisor:
            break
        count, shift = reach // divisor, reach % divisor
        divisor, factor = factor, divisor
    return total


def parallelism(budget: int, prompt: int, length: int) -> int:
    """Largest k with Peak(k, length, prompt) <= budget."""

    def fits(k: int) -> bool:
        return 2 * prompt * k + length * k + length + k - gcd(length, k) <= 2 * budget

    k = (2 * budget - length + 1) // (2 * prompt + length + 1)
    while fits(k + 1):
        k += 1
    if k < 1 or not fits(k):
        raise Unsupported(f"no pipeline of slice {length} fits into {budget}")
    return k


def slices(budget: int, prompt: int, scale: Real) -> list[int]:
    """The slices of the geometric ladder, shortest first: floor((M - s)/alpha^j) while that is at least 1."""
    current = Real(Fraction(budget - prompt), Fraction(0), scale.d)
    slices = []
    while current.floor() >= 1:
        slices.append(current.floor())
        current = current / scale
    return slices[::-1]


def pipeline_flow(jobs: int, length: int, width: int, before: int = 0) -> int:
    """Sum of the starts ``floor(i*length/width)`` of jobs i = before..before+jobs-1."""
    whole = floor_sum(before + jobs, width, length, 0)
    return whole - floor_sum(before, width, length, 0)


def slicing_cost(budget: int, prompt: int, scale: Real, jobs: Jobs) -> int:
    """Flow time of GSA if in every phase the jobs that complete come last."""
    total = begin = 0
    waiting = list(jobs)
    for tau in slices(budget, prompt, scale):
        if not waiting:
            break
        width = parallelism(budget, prompt, tau)
        number = sum(count for _, count in waiting)
        done = [item for item in waiting if item[0] <= tau]
        waiting = [item for item in waiting if item[0] > tau]
        place = sum(count for _, count in waiting)
        for length, count in done:
            total += count * (begin + length) + pipeline_flow(count, tau, width, place)
            place += count
        begin += (number - 1) * tau // width + tau
    if waiting:
        raise Unsupported("a job is longer than the last slice")
    return total


def batching_cost(budget: int, prompt: int, scale: Real, jobs: Jobs) -> int:
    """Flow time of GBA, shorter jobs of a class first."""
    total = begin = low = 0
    for tau in slices(budget, prompt, scale):
        inside = [item for item in jobs if low < item[0] <= tau]
        low = tau
        if not inside:
            continue
        width = parallelism(budget, prompt, tau)
        place = 0
        for length, count in inside:
            total += count * (begin + length) + pipeline_flow(count, tau, width, place)
            place += count
        begin += (place - 1) * tau // width + tau
    if any(length > low for length, _ in jobs):
        raise Unsupported("a job is longer than the last slice")
    return total


def exact_length_cost(budget: int, prompt: int, jobs: Jobs) -> int:
    """Flow time of a feasible schedule: shortest first, each length a pipeline of exactly that slice."""
    total = begin = 0
    for length, count in jobs:
        width = parallelism(budget, prompt, length)
        total += count * (begin + length) + pipeline_flow(count, length, width)
        begin += (count - 1) * length // width + length
    return total


@dataclass(frozen=True, kw_only=True)
class Witness(Step):
    """An instance on which an algorithm costs at least ``ratio`` times a feasible schedule.

    Parameters
    ----------
    algorithm
        ``"gsa"`` (in every phase the jobs that complete come last) or ``"gba"``.
    scale
        The scaling factor.
    budget, prompt
        M and s.
    jobs
        Pairs (length, number of jobs), lengths increasing.
    ratio
        The claimed lower bound.
    """

    algorithm: str
    scale: Real
    budget: int
    prompt: int
    jobs: tuple[tuple[int, int], ...]
    ratio: Fraction
    method = "explicit instance"

    @property
    def formula(self) -> str:
        """The instance in short."""
        number = sum(count for _, count in self.jobs)
        return (
            f"{self.algorithm} >= {self.ratio} Opt for M = {self.budget}, s = {self.prompt}, {number} jobs "
            f"of "
            f"{len(self.jobs)} lengths up to {self.jobs[-1][0]}"
        )

    def decide(self) -> Finding:
        """Compute both flow times in integers."""
        lengths = [length for length, _ in self.jobs]
        if lengths != sorted(set(lengths)) or any(min(pair) < 1 for pair in self.jobs):
            raise Unsupported("lengths must increase, and every count be at least 1")
        cost = slicing_cost if self.algorithm == "gsa" else batching_cost
        spent = cost(self.budget, self.prompt, self.scale, self.jobs)
        other = exact_length_cost(self.budget, self.prompt, self.jobs)
        quotient = Fraction(spent, other)
        text = f"the quotient is {float(quotient):.6f}"
        status = Status.PROVED if quotient >= self.ratio else Status.REFUTED
        return Finding(status, self.method, text)
