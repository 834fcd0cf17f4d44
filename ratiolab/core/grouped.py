"""Closed forms for grouped jobs: flow times by floor sums, in Python integers of any size.

A run of equal jobs at consecutive indices of a pipeline call costs one floor sum, so the price of an
evaluation depends on the number of groups and phases, not on the number of jobs.
"""

from __future__ import annotations

from collections.abc import Sequence

from ratiolab.core.pipeline import call_length, floor_sum
from ratiolab.instance import JobType
from ratiolab.schedule import Cost


def pipeline_run(first: int, count: int, slice_: int, parallelism: int) -> int:
    """Sum of the start offsets ``floor(i*tau/k)`` for ``first <= i < first + count``."""
    return floor_sum(count, parallelism, slice_, slice_ * first)


def gsa_cost_grouped(groups: Sequence[JobType], slices: Sequence[int], parallelisms: Sequence[int]) -> Cost:
    """Cost of GSA (arXiv 2601.22996, Algorithm 2) on runs of equal jobs in order.

    Parameters
    ----------
    groups : sequence of JobType
        Runs in order, common prompt, each response at most the last slice.
    slices, parallelisms : sequence of int
        The ladder and ``k*`` of each slice.
    """
    alive = list(groups)
    base, flow, makespan, killed = 0, 0, 0, 0
    for tau, k in zip(slices, parallelisms, strict=True):
        if not alive:
            break
        index, survivors = 0, []
        for g in alive:
            if g.response <= tau:
                flow += g.count * (base + g.response) + pipeline_run(index, g.count, tau, k)
                final = base + (index + g.count - 1) * tau // k + g.response
                makespan = max(makespan, final)
            else:
                survivors.append(g)
                killed += g.count * tau
            index += g.count
        base += call_length(index, tau, k)
        alive = survivors
    return Cost(flow, makespan, killed)


def class_cost_grouped(
    groups: Sequence[JobType],
    classes: Sequence[int],
    slices: Sequence[int],
    parallelisms: Sequence[int],
) -> Cost:
    """Cost of one pipeline call per class, classes in ascending order, without restarts (GBA, SPS).

    Parameters
    ----------
    groups : sequence of JobType
        Runs in order, common prompt.
    classes : sequence of int
        Class of each group, an index into `slices`.
    slices, parallelisms : sequence of int
        One entry per class.
    """
    base, flow, makespan = 0, 0, 0
    for p in sorted(set(classes)):
        tau, k = slices[p], parallelisms[p]
        index = 0
        for g, own in zip(groups, classes, strict=True):
            if own == p:
                flow += g.count * (base + g.response) + pipeline_run(index, g.count, tau, k)
                makespan = max(makespan, base + (index + g.count - 1) * tau // k + g.response)
                index += g.count
        base += call_length(index, tau, k)
    return Cost(flow, makespan, 0)
