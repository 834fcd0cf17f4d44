"""The search itself: all states of a round, then all of the next, until none is left or a limit is met."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import numpy as np

from ratiolab.integers import IntArray
from ratiolab.optimum.result import Status
from ratiolab.optimum.search.dominance import profile_totals, undominated
from ratiolab.optimum.search.expansion import BEST, BEST_PARENT, ParentArray, Rows, rebound
from ratiolab.optimum.search.layout import Layout, counts_of, root_key
from ratiolab.optimum.search.part import CHUNK, Part, bytes_of, empty, joined, taken
from ratiolab.optimum.search.potentials import tables_of
from ratiolab.optimum.search.pricing import Pricing, next_round

#: Threads that expand the states of a round; always as many, so that a run can be repeated anywhere.
PARTS = 2
#: Rows a table of states starts with.
_FIRST_CAPACITY = 1 << 12
#: Memory of the compiled code, the linear program and the interpreter, counted against the limit.
FIXED_BYTES = 300 * 2**20


@dataclass
class Limits:
    """When to stop.

    Attributes
    ----------
    deadline : float or None
        Value of ``time.monotonic()``.
    memory : int
        Bytes.
    nodes : int or None
        States expanded, over all passes; unlike time, it ends equal runs at the same state.
    """

    deadline: float | None
    memory: int
    nodes: int | None = None

    def reached(self, nodes: int) -> Status | None:
        """Which of time and states is used up, if one is."""
        if self.deadline is not None and time.monotonic() > self.deadline:
            return Status.TIME_LIMIT
        return Status.NODE_LIMIT if self.nodes is not None and nodes >= self.nodes else None


@dataclass
class Exploration:
    """Progress and outcome of one run, valid at any moment.

    Attributes
    ----------
    waited : int
        Least total wait known, in rounds over all jobs.
    starts : list of array, or None
        For each round, how many jobs of each type start; None if no better schedule was found.
    lower : int
        Lower bound on the least total wait.
    nodes : int
        States expanded.
    peak_bytes : int
        Largest size of all tables so far.
    exhausted : bool
        Every state was expanded or proved to be no better than what is known.
    stopped : Status or None
        What ended the run early.
    states : int
        States of the round that was expanded last.
    scale : int
        Prices are multiples of ``1/scale``.
    layers : list of array of int, shape (vectors, rounds)
        Prices of each round of the last pass: all that a checker needs to redo it.
    """

    waited: int
    starts: list[IntArray] | None = None
    lower: int = 0
    nodes: int = 0
    peak_bytes: int = 0
    exhausted: bool = False
    stopped: Status | None = None
    states: int = 0
    scale: int = 1
    layers: list[IntArray] = field(default_factory=list, repr=False)
    history: list[tuple[IntArray, ParentArray]] = field(default_factory=list, repr=False)


#: Told after every round what is known.
Watch = Callable[[Exploration], None]


def explore(
    layout: Layout,
    counts: IntArray,
    pricing: Pricing,
    found: Exploration,
    pool: Executor,
    *,
    width: int | None,
    limits: Limits,
    across: bool = True,
    watch: Watch | None = None,
) -> None:
    """Expand the states of an instance round by round.

    Parameters
    ----------
    layout : Layout
    counts : array of int, shape (types,)
        Jobs of each type.
    pricing : Pricing
        Gives price vectors; weak ones cost time only.
    found : Exploration
        Updated in place, so that it holds what is known if Ctrl-C ends the run.
    pool : Executor
        At least `PARTS` threads.
    width : int or None
        Keep only that many states of a round, those of least bound; None keeps all.
    limits : Limits
    across : bool
        Compare states with different counts, too.
    watch : callable, optional
        Told what is known before each round is expanded.
    """
    scale = found.scale = pricing.scale
    found.history.clear()
    found.layers.clear()
    rows = empty(layout, 1)
    root_key(layout, counts, rows.keys[0])
    rows.waited[0] = rows.bound[0] = rows.open_starts[0] = rows.parent[0] = 0
    size, truncated = 1, False
    history_bytes = 0
    capacity = least_capacity = _first_capacity(layout, limits.memory)
    while True:
        prices = pricing.of_round(layout, rows, size)
        found.layers.append(prices)
        now, later = tables_of(layout, prices, scale), tables_of(layout, next_round(prices), scale)
        rebound(layout, now, scale, rows, size)
        rows, size = taken(rows, np.flatnonzero(rows.bound[:size] <= (found.waited - 1) * scale))
        if size > 1:
            order = _sorted(layout, rows, size)
            keep = undominated(layout, counts, rows.keys, rows.waited, order, across)
            rows, size = taken(rows, np.flatnonzero(keep))
        if width is not None and size > width:
            truncated = True
            rows, size = taken(rows, np.sort(np.argsort(rows.bound, kind="stable")[:width]))
        if size == 0:
            break
        if not truncated:
            found.lower = max(found.lower, min(found.waited, -(-int(rows.bound[:size].min()) // scale)))
        found.history.append((rows.keys[:size, : layout.count_words].copy(), rows.parent[:size].copy()))
        history_bytes += sum(column.nbytes for column in found.history[-1])
        found.states = size
        if watch is not None:
            watch(found)
        halves = PARTS if size >= PARTS * CHUNK else 1
        cuts = [size * part // halves for part in range(halves + 1)]
        parts = [Part(layout, first, stop, capacity, found.waited) for first, stop in pairwise(cuts)]
        fixed = bytes_of(rows) + history_bytes + FIXED_BYTES
        while pending := [part for part in parts if part.first < part.stop]:
            step = partial(Part.expand_chunk, layout=layout, now=now, later=later, scale=scale, rows=rows)
            list(pool.map(step, pending))
            found.nodes += sum(part.expanded for part in pending)
            for part in pending:
                if part.progress[BEST] < found.waited:
                    starts = _starts(layout, counts, found.history, int(part.progress[BEST_PARENT]))
                    found.waited, found.starts = int(part.progress[BEST]), starts
            held = fixed + sum(part.bytes for part in parts)
            found.peak_bytes = max(found.peak_bytes, held)
            found.stopped = limits.reached(found.nodes)
            if found.stopped is not None:
                return
            for part in parts:
                part.progress[BEST] = found.waited
                if part.full:
                    if held + 2 * part.bytes > limits.memory:
                        found.stopped = Status.MEMORY_LIMIT
                        return
                    part.grow(layout)
                    held = fixed + sum(part.bytes for part in parts)
        rows, size = joined(parts)
        del parts, step  # their tables are copied by now
        if size == 0:
            break
        capacity = max(least_capacity, 1 << (size // PARTS).bit_length())
    if not truncated:
        found.exhausted = True
        found.lower = found.waited


def _first_capacity(layout: Layout, memory: int) -> int:
    """Rows to start with: fewer if states are so long that the tables would take much of the memory."""
    rows, row = _FIRST_CAPACITY, bytes_of(empty(layout, 1))
    while rows > 1 and PARTS * rows * row > memory // 8:
        rows //= 2
    return rows


def _sorted(layout: Layout, rows: Rows, size: int) -> IntArray:
    """States by counts, then wait, then tokens held."""
    columns = [profile_totals(layout, rows.keys, size), rows.waited[:size]]
    columns += [rows.keys[:size, w] for w in range(layout.count_words)]
    return np.lexsort(columns)


def _starts(
    layout: Layout, counts: IntArray, history: list[tuple[IntArray, ParentArray]], last: int
) -> list[IntArray]:
    """Jobs of each type that start in each round, on the way to a state that completes the schedule."""
    left = [np.zeros_like(counts)]
    for words, parent in reversed(history):
        left.append(counts_of(layout, words[last : last + 1], counts.size)[0])
        last = int(parent[last])
    left.reverse()
    return [before - after for before, after in pairwise(left)]
