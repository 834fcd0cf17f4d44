"""Evenly spaced starts of equal jobs: exact peak memory, and the densest spacing under a budget.

Job i starts at ``floor(i*period/width)``: `width` jobs every `period` rounds, as even as integers
allow. The staggered pipeline of arXiv 2601.22996 is the case ``period = response``; between two of its
parallelisms a period that is no multiple of the response length packs more jobs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import gcd

from ratiolab.core.compiled import compiled_in_place
from ratiolab.core.pipeline import floor_sum, largest_parallelism, peak

#: Widest spacing, in lowest terms, whose rounds are checked one by one.
WIDEST = 4096
#: The compiled search needs every product within 64 bits.
_SAFE_MEMORY = 2**40


@dataclass(frozen=True)
class Spacing:
    """`width` starts every `period` rounds, both at least 1."""

    period: int
    width: int


def steady_peak(response: int, prompt: int, spacing: Spacing) -> int | None:
    """Peak memory of equal jobs started for ever at a spacing, in tokens; exact for any size.

    Usage is highest in the last round of some job. All jobs being equal, those active then are the
    ones started in the `response` rounds up to that round, so one floor sum gives the usage.

    Parameters
    ----------
    response, prompt : int
        Response length o (at least 1) and prompt s (at least 0) of every job, in tokens.
    spacing : Spacing

    Returns
    -------
    int or None
        None if the spacing is too wide to check: in lowest terms more than `WIDEST` starts a period,
        and not a staggered pipeline.
    """
    if response * spacing.width % spacing.period == 0:
        return peak(response * spacing.width // spacing.period, response, prompt)
    common = gcd(spacing.period, spacing.width)
    period, width = spacing.period // common, spacing.width // common
    if width > WIDEST:
        return None
    highest = 0
    for first in range(width):
        last_round = first * period // width + response - 1
        active = ((last_round + 1) * width - 1) // period - first + 1
        starts = floor_sum(active, width, period, period * first)
        highest = max(highest, active * (prompt + last_round + 1) - starts)
    return highest


@compiled_in_place
def _greatest_common_divisor(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


@compiled_in_place
def pipeline_parallelism(slice_: int, prompt: int, memory: int) -> int:
    """Compiled `ratiolab.core.pipeline.largest_parallelism`, for a job that fits; memory below 2**40."""
    k = max(1, (2 * memory - slice_ + 1) // (2 * prompt + slice_ + 1))
    while True:
        # Twice the peak of k+1, without its gcd, which is at least 1 and at most k+1.
        twice = 2 * prompt * (k + 1) + slice_ * (k + 2) + k + 1
        if twice - (k + 1) > 2 * memory + 1:
            return k
        if twice - _greatest_common_divisor(slice_, k + 1) > 2 * memory + 1:
            return k
        k += 1


@compiled_in_place
def _fits(response: int, prompt: int, memory: int, period: int, width: int) -> bool:
    for first in range(width):
        last_round = first * period // width + response - 1
        held, job = 0, first
        while True:
            start = job * period // width
            if start > last_round:
                break
            held += prompt + last_round - start + 1
            if held > memory:
                return False
            job += 1
    return True


@compiled_in_place
def densest(response: int, prompt: int, memory: int, widest: int) -> tuple[int, int]:
    """Period and width of the densest spacing found with at most `widest` starts a period.

    Never worse than the staggered pipeline, which it starts from. Where more than 40 jobs run at once
    the pipeline is within a few per cent of the memory-time area and is returned as it is.
    """
    best_period, best_width = response, pipeline_parallelism(response, prompt, memory)
    if best_width > 40:
        return best_period, best_width
    area = prompt * response + response * (response + 1) // 2
    for width in range(1, widest + 1):
        low = max(0, (width * area + memory - 1) // memory - 1)
        high = (best_period * width + best_width - 1) // best_width - 1
        if high <= low or not _fits(response, prompt, memory, high, width):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if _fits(response, prompt, memory, middle, width):
                high = middle
            else:
                low = middle
        best_period, best_width = high, width
    return best_period, best_width


@lru_cache(maxsize=65536)
def densest_spacing(response: int, prompt: int, memory: int, widest: int = 6) -> Spacing:
    """Return a dense feasible spacing of equal jobs: the staggered pipeline or a better one.

    Parameters
    ----------
    response, prompt, memory : int
        Response length o and prompt s in tokens, ``o + s <= memory``.
    widest : int
        Most starts in a period that are tried besides the pipeline.
    """
    if memory >= _SAFE_MEMORY:
        return Spacing(response, largest_parallelism(response, prompt, memory))
    period, width = densest(response, prompt, memory, widest)
    return Spacing(int(period), int(width))
