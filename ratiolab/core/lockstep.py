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


def greedy_lockstep_width(prompt: int, response: int, memory: int) -> int | None:
    """Jobs in a batch if look-ahead admission of equal jobs runs in lockstep, None if it may not.

    Let ``b = floor(M/(s+o))`` and ``M mod (s+o) <= s``. In round 0 exactly b jobs start: in their last
    round, o-1, they hold ``b*(s+o)`` tokens, and one more would not fit. A job that joined them in a
    round t with ``0 < t < o`` would hold ``s + o - t >= s + 1`` tokens in round o-1 while the others
    leave ``M mod (s+o) <= s``: the look-ahead refuses it, in every such round. In round o all b jobs have
    completed and nothing is active, as in round 0. So batches of b start every o rounds, however many
    jobs wait; the last batch may be smaller. Without waiting jobs nothing is admitted either.

    With a larger remainder r the first job joins in round ``s + o - r`` already, so the rule is exact
    where more than b jobs wait.

    Parameters
    ----------
    prompt, response, memory : int
        Common prompt s and response length o in tokens, ``s + o <= M``; budget M.
    """
    width, left = divmod(memory, prompt + response)
    return width if left <= prompt else None


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
