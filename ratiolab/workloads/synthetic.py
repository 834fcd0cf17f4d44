"""Synthetic workloads: those of the GSA paper, and two distributions with a known shape.

"The paper" is Feng, Yang, Zhang, "Competitive Non-Clairvoyant KV-Cache Scheduling for LLM Inference",
arXiv 2601.22996. Where lengths are not random, longer jobs come first, the worst order for GSA.
"""

from __future__ import annotations

import random

from ratiolab.errors import InputError
from ratiolab.workloads.quantiles import below
from ratiolab.workloads.workload import DrawJob, Workload

_PAPER = "Feng, Yang, Zhang, arXiv 2601.22996"

#: The number of long jobs of ``two-lengths``.
_LONG_JOBS = 6

#: ``geometric``: responses are 2**0 to 2**_GEOMETRIC_TOP.
_GEOMETRIC_TOP = 8


def _constant(prompt: int, response: int) -> DrawJob:
    return lambda i, jobs, source: (prompt, response)


def _first_long(prompt: int, long_jobs: int, long_response: int) -> DrawJob:
    """Jobs of `long_response` first, `long_jobs` of them, then jobs of length 1."""
    return lambda i, jobs, source: (prompt, long_response if i < long_jobs else 1)


def _uniform(i: int, jobs: int, source: random.Random) -> tuple[int, int]:
    return 5, 1 + below(source, 20)


def _geometric(i: int, jobs: int, source: random.Random) -> tuple[int, int]:
    """Response 2**k with k the number of ones at the end of the random bits."""
    bits = source.getrandbits(_GEOMETRIC_TOP)
    ones = (~bits & (bits + 1)).bit_length() - 1
    return 16, 1 << ones


IDENTICAL = Workload(
    name="identical",
    title="equal jobs, no prompt",
    source=_PAPER,
    memory=256,
    prompt=0,
    jobs=200,
    draw_job=_constant(0, 16),
)
STAGGERED = Workload(
    name="staggered",
    title="equal jobs for which starting one a round beats lockstep batches",
    source=_PAPER,
    memory=15,
    prompt=0,
    jobs=15,
    draw_job=_constant(0, 5),
)
TWO_LENGTHS = Workload(
    name="two-lengths",
    title="six jobs that fill the memory, then jobs of one token",
    source=_PAPER,
    memory=256,
    prompt=96,
    jobs=200,
    draw_job=_first_long(96, _LONG_JOBS, 160),
    fewest=_LONG_JOBS + 1,
)
UNIFORM = Workload(
    name="uniform",
    title="responses uniform on 1..20",
    source="ratiolab",
    memory=60,
    prompt=5,
    jobs=100,
    draw_job=_uniform,
)
GEOMETRIC = Workload(
    name="geometric",
    title=f"heavy tail: response 2^k with probability 2^-(k+1), up to 2^{_GEOMETRIC_TOP}",
    source="ratiolab",
    memory=1024,
    prompt=16,
    jobs=256,
    draw_job=_geometric,
)


def _trap(level: int) -> Workload:
    half = 1 << level
    return Workload(
        name="long-job-trap",
        title="one job as long as half the memory, first, then jobs of one token",
        source=f"{_PAPER}, Example 3.14",
        memory=2 * half,
        prompt=half,
        # About sqrt(half) jobs lose most: fewer wait less, more dilute the wait.
        jobs=max(2, 1 << min(level // 2, 12)),
        draw_job=_first_long(half, 1, half),
        fewest=2,
        resized=_resized_trap,
    )


def _resized_trap(memory: int | None, prompt: int | None) -> Workload:
    """Return the trap whose prompt and long response are half the memory, a power of two."""
    if memory is None and prompt is None:
        return LONG_JOB_TRAP
    half = prompt if memory is None else memory // 2
    assert half is not None
    whole = 2 * half if memory is None else memory
    if half < 1 or half & (half - 1) or whole != 2 * half or prompt not in (None, half):
        given = ", ".join(
            f"{name} {value}" for name, value in (("memory", memory), ("prompt", prompt)) if value is not None
        )
        raise InputError(
            "workload long-job-trap needs a prompt 2^l and a memory of twice that, such as 256 and 512: "
            f"not {given}"
        )
    return _trap(half.bit_length() - 1)


LONG_JOB_TRAP = _trap(8)
