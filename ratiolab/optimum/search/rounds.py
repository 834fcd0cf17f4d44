"""The search itself: all states of a round, then all of the next, until none is left or a limit is met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import psutil

from ratiolab.integers import IntArray
from ratiolab.optimum.limits import Limits
from ratiolab.optimum.result import Status
from ratiolab.optimum.search.dominance import undominated
from ratiolab.optimum.search.expansion import BEST, BEST_PARENT, rebound
from ratiolab.optimum.search.layout import Layout, counts_of, profile_totals, root_key
from ratiolab.optimum.search.part import CHUNK, Part, bytes_of, empty, joined, sliced, taken
from ratiolab.optimum.search.potentials import Prices, Tables, tables_of
from ratiolab.optimum.search.pricing import Pricing, next_round
from ratiolab.optimum.search.states import ParentArray, Rows, room
from ratiolab.optimum.search.threads import PARTS, Threads

#: States whose bounds are raised between two looks at the clock.
_SLICE = 100_000
#: Rows a table of states starts with.
_FIRST_CAPACITY = 1 << 12


def _held_by_process() -> int:
    """Bytes that the interpreter, compiled code and the instance hold: they count against the limit."""
    return int(psutil.Process().memory_info().rss)


@dataclass
class Exploration:
    """Progress and outcome of one run, valid at any moment.

    Attributes
    ----------
    waited : int
        Least total wait known, in rounds over all jobs.
    starts : list of array, or None
        For each round, how many jobs of each type start; None if no better schedule was met.
    lower : int
        Lower bound on the least total wait.
    nodes : int
        States expanded.
    peak_bytes : int
        Largest size of all tables so far, with what the process held before the first.
    base_bytes : int
        What the process held before the first table.
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
    history : list of (array of int, array of int)
        Counts, packed, and parents of the states of each round of the last pass.
    """

    waited: int
    starts: list[IntArray] | None = None
    lower: int = 0
    nodes: int = 0
    peak_bytes: int = 0
    base_bytes: int = field(default_factory=_held_by_process, repr=False)
    exhausted: bool = False
    stopped: Status | None = None
    states: int = 0
    scale: int = 1
    layers: list[IntArray] = field(default_factory=list, repr=False)
    history: list[tuple[IntArray, ParentArray]] = field(default_factory=list, repr=False)

    def begin(self, scale: int) -> None:
        """Forget the last pass: another one begins, with prices in this unit."""
        self.scale = scale
        self.history.clear()
        self.layers.clear()

    @property
    def history_bytes(self) -> int:
        """Size of the states kept of all rounds so far."""
        return sum(column.nbytes for columns in self.history for column in columns)


#: Told after every round what is known.
Watch = Callable[[Exploration], None]


def explore(
    layout: Layout,
    counts: IntArray,
    pricing: Pricing,
    known: Exploration,
    threads: Threads,
    *,
    width: int | None,
    limits: Limits,
    across: bool = True,
    watch: Watch | None = None,
) -> None:
    """Expand the states of an instance round by round.

    Parameters
    ----------
    layout, counts : Layout and array of int, shape (types,)
        Jobs of each type.
    pricing : Pricing
        Gives price vectors; weak ones cost time only.
    known : Exploration
        Updated in place, so that it holds what is known if Ctrl-C ends the run.
    width : int or None
        Keep only that many states of a round, those of least bound; None keeps all.
    across : bool
        Compare states with different counts, too.
    watch : callable
        Told what is known before each round is expanded.
    """
    scale = pricing.scale
    known.begin(scale)
    rows, size, truncated = _root(layout, counts), 1, False
    capacity = least_capacity = _first_capacity(layout, limits.memory)
    while size:
        known.layers.append(prices := pricing.of_round(layout, rows, size))
        now = tables_of(layout, prices, scale)
        _rebound_all(layout, now, scale, rows, size, limits)
        worth = _worth_expanding(layout, counts, rows, size, (known.waited - 1) * scale, across, threads)
        if worth is None:
            known.stopped = Status.TIME_LIMIT
            return
        rows, size = worth
        if width is not None and size > width:
            rows, size, truncated = *_least(rows, width), True
        if size == 0:
            break
        _keep_account(layout, known, rows, size, truncated)
        if watch is not None:
            watch(known)
        seen = Prices(now, tables_of(layout, next_round(prices), scale), scale)
        chunk = partial(Part.expand_chunk, layout=layout, prices=seen, rows=rows)
        parts = _parts(layout, size, capacity, known.waited)
        if not _expand_all(layout, counts, parts, chunk, known, threads, limits, bytes_of(rows)):
            return
        rows, size = joined(parts)
        del parts, chunk  # their tables are copied by now
        capacity = max(least_capacity, 1 << (size // PARTS).bit_length())
    if not truncated:
        known.exhausted = True
        known.lower = known.waited


def _root(layout: Layout, counts: IntArray) -> Rows:
    """The state before round 0: every job waits and none holds a token."""
    rows = empty(layout, 1)
    root_key(layout, counts, rows.keys[0])
    rows.waited[0] = rows.bound[0] = rows.open_starts[0] = rows.parent[0] = 0
    return rows


def _rebound_all(layout: Layout, tables: Tables, scale: int, rows: Rows, size: int, limits: Limits) -> None:
    """Raise the bounds of all states, in slices between which Ctrl-C and the clock get through."""
    opened, _ = room(layout, len(tables.budget_value))
    for first in range(0, size, _SLICE):
        if limits.deadline.passed:
            return
        stop = min(size, first + _SLICE)
        rebound(layout, tables, scale, sliced(rows, first, stop), stop - first, opened)


def _worth_expanding(
    layout: Layout,
    counts: IntArray,
    rows: Rows,
    size: int,
    most: int,
    across: bool,
    threads: Threads,
) -> tuple[Rows, int] | None:
    """States of bound at most `most` that no other one dominates, and how many; None if out of time."""
    rows, size = taken(rows, np.flatnonzero(rows.bound[:size] <= most))
    if size > 1:
        stop = np.zeros(1, dtype=np.int64)

        def kept(rows: Rows = rows, size: int = size) -> npt.NDArray[np.bool_]:
            order = _sorted(layout, rows, size)
            return undominated(layout, counts, rows.keys, rows.waited, order, across, stop)

        keeps = [kept()] if size < CHUNK else threads.run([kept], lambda: stop.fill(1))
        if keeps is None:
            return None
        rows, size = taken(rows, np.flatnonzero(keeps[0]))
    return rows, size


def _least(rows: Rows, width: int) -> tuple[Rows, int]:
    """The states of least bound, in their order."""
    return taken(rows, np.sort(np.argsort(rows.bound, kind="stable")[:width]))


def _keep_account(layout: Layout, known: Exploration, rows: Rows, size: int, truncated: bool) -> None:
    """Note the states of a round, and the lower bound that they prove if none was cut off."""
    if not truncated:
        open_states = -(-int(rows.bound[:size].min()) // known.scale)
        known.lower = max(known.lower, min(known.waited, open_states))
    known.history.append((rows.keys[:size, : layout.count_words].copy(), rows.parent[:size].copy()))
    known.states = size


def _parts(layout: Layout, size: int, capacity: int, waited: int) -> list[Part]:
    """Shares of the states of a round: one for each thread, if there are enough of them."""
    shares = PARTS if size >= PARTS * CHUNK else 1
    cuts = [size * part // shares for part in range(shares + 1)]
    return [Part(layout, first, stop, capacity, waited) for first, stop in pairwise(cuts)]


def _expand_all(
    layout: Layout,
    counts: IntArray,
    parts: list[Part],
    expand_chunk: Callable[[Part], None],
    known: Exploration,
    threads: Threads,
    limits: Limits,
    rows_bytes: int,
) -> bool:
    """Expand every part, with looks at the limits; False if one of them stopped it."""
    fixed = rows_bytes + known.history_bytes + known.base_bytes
    while pending := [part for part in parts if part.first < part.stop]:
        in_time = threads.run([partial(expand_chunk, part) for part in pending], partial(_ask_all, pending))
        known.nodes += sum(part.expanded for part in pending)
        for part in pending:
            if part.progress[BEST] < known.waited:
                starts = _starts(layout, counts, known.history, int(part.progress[BEST_PARENT]))
                known.waited, known.starts = int(part.progress[BEST]), starts
        held = fixed + sum(part.bytes for part in parts)
        known.peak_bytes = max(known.peak_bytes, held)
        known.stopped = Status.TIME_LIMIT if in_time is None else limits.reached(known.nodes)
        if known.stopped is not None:
            return False
        for part in parts:
            part.progress[BEST] = known.waited
            if part.full:
                if held + 2 * part.bytes > limits.memory:
                    known.stopped = Status.MEMORY_LIMIT
                    return False
                part.grow(layout)
                held = fixed + sum(part.bytes for part in parts)
    return True


def _ask_all(parts: list[Part]) -> None:
    for part in parts:
        part.ask_to_stop()


def _first_capacity(layout: Layout, memory: int) -> int:
    """Rows to start with: fewer if states are so long that the tables would take much of the memory."""
    rows, row = _FIRST_CAPACITY, bytes_of(empty(layout, 1))
    while rows > 1 and PARTS * rows * row > memory // 8:
        rows //= 2
    return rows


def _sorted(layout: Layout, rows: Rows, size: int) -> IntArray:
    """States by counts, then wait, then tokens held."""
    columns = [profile_totals(layout, rows.keys[:size]), rows.waited[:size]]
    columns += [rows.keys[:size, w] for w in range(layout.count_words)]
    return np.lexsort(columns)


def _starts(
    layout: Layout, counts: IntArray, history: list[tuple[IntArray, ParentArray]], last: int
) -> list[IntArray]:
    """Jobs of each type that start in each round, on the way to a state that completes the schedule."""
    left = [np.zeros_like(counts)]
    for words, parent in reversed(history):
        left.append(counts_of(layout, words[last : last + 1])[0])
        last = int(parent[last])
    left.reverse()
    return [before - after for before, after in pairwise(left)]
