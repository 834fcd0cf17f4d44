"""Sorted-F: batches of least ``sum(o_i)/|X|**2``, one after the other; clairvoyant, prompts may differ.

Problem
    Minimise total flow time of jobs with their own prompts s_i and known response lengths o_i under the
    memory budget M.
Rule
    1. Among the jobs not yet listed take the set X that minimises ``F(X) = sum(o_i) / |X|**2`` subject
       to ``sum(s_i + o_i) <= M``.
    2. Append X to the list by ascending length. Repeat 1 and 2 until every job is listed.
    3. Active jobs always continue. Each round, scan the waiting jobs in the order of the list, admit
       each one for which, at the last round of every active or admitted job, the total stays within M,
       and stop at the first that does not fit.
Choices of ours
    The minimum is exact, by a table over jobs, number of jobs and memory. Of several minimisers: the set
    with more jobs, then with fewer prompt tokens, then the one that comes first when jobs are sorted by
    length, prompt and order of the instance; X is appended in that order too. A table of more than
    `MAX_CELLS` entries is refused. No table is needed where prompts ascend with lengths, a common prompt
    among them: of all sets of one size the shortest jobs then have the least sum and fit if any does, so
    every X is the front of what is left, the list is sorted by length, and the schedule with a common
    prompt is that of MC-SF. That case has no limit.
Guarantee (upper)
    48 times the optimum in large memory, as published; not derived here.
Reference
    arXiv 2508.06133, Algorithm Sorted-F.

Examples
--------
>>> from ratiolab.instance import Instance
>>> jobs = Instance(memory=9, prompts=[2, 6, 3], responses=[1, 1, 2])
>>> SortedF().schedule(jobs).start.tolist()  # MC-SF: 0, 1, 2
[0, 2, 0]
>>> SortedF().cost(jobs)
Cost(flow_time=6, makespan=3, killed_rounds=0)
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from ratiolab.algorithms.facts import Derived, Facts, Jobs, Trial
from ratiolab.algorithms.queued import QueueAlgorithm, own_prompts
from ratiolab.core.lookahead import starts_in_order
from ratiolab.core.selection import densest_set
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.integers import IntArray

#: Most entries (jobs times sizes of a set times memory) the table of one choice may have.
MAX_CELLS = 50_000_000
#: Jobs times the entries of the table up to which all choices together are cheap.
CHEAP_CELLS = 20_000_000


def _is_cheap(instance: Instance) -> bool:
    """Whether prompts differ, as with one the schedule is that of MC-SF, and the tables take no time."""
    n = len(instance)
    width = min(n, instance.memory // int((instance.prompts + instance.responses).min()))
    return own_prompts(instance) and n * n * (width + 1) * (instance.memory + 1) <= CHEAP_CELLS


class SortedF(QueueAlgorithm):
    """Sorted-F with an exact choice of every batch."""

    name: ClassVar[str] = "sorted-f"
    facts: ClassVar[Facts] = Facts(
        needs_lengths=True,
        order_free=True,  # with one prompt the list is sorted by length
        bounds=(Derived("mc-sf", Jobs.ONE_PROMPT, why="the schedule of mc-sf where all have one prompt"),),
        trials=(Trial(_is_cheap, turn=9),),
    )

    def _queue(self, instance: Instance) -> IntArray:
        prompts, responses = instance.ordered_prompts, instance.ordered_responses
        ascending = np.lexsort((prompts, responses))
        if bool((np.diff(prompts[ascending]) >= 0).all()):
            return ascending
        return ascending[_listed(instance.memory, prompts[ascending], responses[ascending])]

    def _serve(self, memory: int, prompts: IntArray, responses: IntArray, starts: IntArray) -> None:
        starts_in_order(memory, prompts, responses, starts)


def _listed(memory: int, prompts: IntArray, responses: IntArray) -> IntArray:
    """Positions batch by batch, for jobs sorted by length, prompt and order.

    Raises
    ------
    InputError
        If the table of the first choice has more than `MAX_CELLS` entries.
    """
    peaks = np.sort(prompts + responses)
    most = _largest_set(memory, peaks)
    cells = len(peaks) * (most + 1) * (memory + 1)
    if cells > MAX_CELLS:
        raise InputError(
            f"sorted-f: the exact choice among {len(peaks)} jobs needs a table of {len(peaks)} x {most + 1} "
            f"x {memory + 1} = {cells} entries, more than {MAX_CELLS}: use fewer jobs, a smaller memory, "
            "or a common prompt, which needs no table"
        )
    best = np.empty((most + 1, memory + 1), dtype=np.int64)
    take = np.empty((len(peaks), most + 1, memory + 1), dtype=np.bool_)
    waiting = np.arange(len(peaks))
    batches = []
    while waiting.size:
        chosen = np.empty(waiting.size, dtype=np.bool_)
        s, o = prompts[waiting], responses[waiting]
        densest_set(memory, s, o, _largest_set(memory, np.sort(s + o)), best, take, chosen)
        batches.append(waiting[chosen])
        waiting = waiting[~chosen]
    return np.concatenate(batches)


def _largest_set(memory: int, peaks: IntArray) -> int:
    """Most jobs that fit by their final memory; `peaks` ascending, each at most `memory`."""
    total = 0
    for count, peak in enumerate(peaks.tolist()):
        total += peak
        if total > memory:
            return count
    return len(peaks)
