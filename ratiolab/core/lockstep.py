"""Batches in lockstep, and equal jobs whose starts recur: closed forms for jobs listed or grouped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ratiolab.core.lookahead import starts_in_order
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
    where more than b jobs wait; `greedy_recurrence` then prices them.

    Parameters
    ----------
    prompt, response, memory : int
        Common prompt s and response length o in tokens, ``s + o <= M``; budget M.
    """
    width, left = divmod(memory, prompt + response)
    return width if left <= prompt else None


@dataclass(frozen=True)
class Recurrence:
    """Start rounds of equal jobs that repeat: job ``i + jobs`` starts `rounds` after job i, for i >= first.

    Attributes
    ----------
    starts : tuple of int
        Start rounds of the first ``first + jobs`` jobs.
    first, jobs, rounds : int
        From which job on, and the period in jobs and in rounds.
    """

    starts: tuple[int, ...]
    first: int
    jobs: int
    rounds: int

    def cost(self, count: int, response: int) -> Cost:
        """Cost of the first `count` jobs, in Python integers of any size."""
        total = count * response + sum(self.starts[: min(count, self.first)])
        beyond = count - self.first
        for r in range(min(self.jobs, beyond)):
            periods = (beyond - r - 1) // self.jobs + 1
            total += periods * self.starts[self.first + r] + self.rounds * (periods * (periods - 1) // 2)
        periods, r = divmod(beyond - 1, self.jobs) if beyond > 0 else (0, beyond - 1)
        return Cost(total, self.starts[self.first + r] + periods * self.rounds + response, 0)


#: Equal jobs that are listed in search of a recurrence, at most.
MOST_LISTED = 4096


@lru_cache(maxsize=256)
def greedy_recurrence(prompt: int, response: int, memory: int) -> Recurrence | None:
    """How the starts of equal jobs under look-ahead admission repeat, None if not within `MOST_LISTED` jobs.

    After job j has started, the start of the next one depends only on how long before it the active
    jobs started, for all jobs are alike. Where this state comes back, everything after it does.

    Parameters
    ----------
    prompt, response, memory : int
        As in `greedy_lockstep_width`.
    """
    starts = np.empty(MOST_LISTED, dtype=np.int64)
    same = np.ones(MOST_LISTED, dtype=np.int64)
    starts_in_order(memory, prompt * same, response * same, starts)
    seen: dict[bytes, int] = {}
    oldest = np.searchsorted(starts, starts - response, side="right")
    for j in [0, *(np.flatnonzero(np.diff(starts)) + 1).tolist()]:  # the first job of each round
        state = (starts[j] - starts[oldest[j] : j + 1]).tobytes()
        if state in seen:
            i = seen[state]
            return Recurrence(tuple(starts[:j].tolist()), i, j - i, int(starts[j] - starts[i]))
        seen[state] = j
    return None


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
