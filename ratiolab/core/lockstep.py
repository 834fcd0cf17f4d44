"""Batches in lockstep: start rounds and closed forms, for jobs listed or grouped."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ratiolab.core.pipeline import floor_sum
from ratiolab.instance import JobType
from ratiolab.integers import IntArray
from ratiolab.schedule import Cost


def lockstep_starts(jobs: int, width: int, slice_: int) -> IntArray:
    """Start rounds when `width` jobs at a time start together, one batch every `slice_` rounds.

    Parameters
    ----------
    jobs, width, slice_ : int
        Number of jobs, jobs in a batch, rounds of a batch; the last start must fit 64 bits.
    """
    return (np.arange(jobs, dtype=np.int64) // width) * slice_


def lockstep_cost(groups: Sequence[JobType], width: int, slice_: int) -> Cost:
    """Cost of lockstep batches on runs of equal jobs in order, in Python integers of any size.

    Parameters
    ----------
    groups : sequence of JobType
        Runs in order, each response at most `slice_`.
    width, slice_ : int
        As in `lockstep_starts`.
    """
    index, flow, makespan = 0, 0, 0
    for g in groups:
        flow += g.count * g.response + slice_ * floor_sum(g.count, width, 1, index)
        index += g.count
        makespan = max(makespan, (index - 1) // width * slice_ + g.response)
    return Cost(flow, makespan, 0)
