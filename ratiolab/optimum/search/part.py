"""Tables of states that grow, and the share of a round that one thread expands."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ratiolab.optimum.search.expansion import STATES, STOP, expand
from ratiolab.optimum.search.layout import Layout
from ratiolab.optimum.search.potentials import Prices
from ratiolab.optimum.search.slots import enter_rows
from ratiolab.optimum.search.states import Children, Rows, room

#: States expanded between two looks at the clock.
CHUNK = 2000


class Part:
    """A share of the states of a round, expanded by one thread into a table of its own."""

    def __init__(self, layout: Layout, first: int, stop: int, capacity: int, waited: int) -> None:
        self.first, self.stop = first, stop
        self.expanded = 0
        self.full = False
        self.children = Children(empty(layout, capacity), np.full(4 * capacity, -1, dtype=np.int32))
        self.progress = np.array([0, waited, -1, 0, 0], dtype=np.int64)

    @property
    def bytes(self) -> int:
        """Size of the tables, with what joining and sorting them takes."""
        return 2 * bytes_of(self.children.rows) + self.children.slots.nbytes

    def expand_chunk(self, layout: Layout, prices: Prices, rows: Rows) -> None:
        """Expand some more states, or as many as there is room for."""
        stop = min(self.stop, self.first + CHUNK)
        opened, child = room(layout, len(prices.now.budget_value))
        reached = expand(layout, prices, rows, self.first, stop, self.children, self.progress, opened, child)
        self.full = reached < stop
        self.expanded = reached - self.first
        self.first = reached

    def ask_to_stop(self) -> None:
        """Make the thread that expands come back soon, as if there were no more room."""
        self.progress[STOP] = 1

    def grow(self, layout: Layout) -> None:
        """Double the room."""
        size, old = int(self.progress[STATES]), self.children
        rows, slots = empty(layout, 2 * old.rows.waited.size), np.full(2 * old.slots.size, -1, dtype=np.int32)
        for name in Rows._fields:
            getattr(rows, name)[:size] = getattr(old.rows, name)[:size]
        enter_rows(slots, rows.keys, size, rows.keys.shape[1])
        self.children = Children(rows, slots)
        self.full = False


def joined(parts: list[Part]) -> tuple[Rows, int]:
    """All children in one table; what two parts have in common, dominance drops."""
    sizes = [int(part.progress[STATES]) for part in parts]
    if len(parts) == 1:
        return parts[0].children.rows, sizes[0]
    columns = (
        np.concatenate([getattr(p.children.rows, name)[:n] for p, n in zip(parts, sizes, strict=True)])
        for name in Rows._fields
    )
    return Rows(*columns), sum(sizes)


def empty(layout: Layout, capacity: int) -> Rows:
    """Room for so many states."""
    words = layout.count_words + layout.profile_words
    return Rows(
        np.empty((capacity, words), np.int64),
        np.empty(capacity, np.int64),
        np.empty(capacity, np.int64),
        np.empty((capacity, layout.class_prompts.size), np.int64),
        np.empty(capacity, np.int32),
    )


def taken(rows: Rows, chosen: npt.NDArray[np.intp]) -> tuple[Rows, int]:
    """The chosen states, copied, and how many they are."""
    kept = Rows(
        rows.keys[chosen],
        rows.waited[chosen],
        rows.bound[chosen],
        rows.open_starts[chosen],
        rows.parent[chosen],
    )
    return kept, chosen.size


def sliced(rows: Rows, first: int, stop: int) -> Rows:
    """A view of the states ``first..stop-1``."""
    return Rows(
        rows.keys[first:stop],
        rows.waited[first:stop],
        rows.bound[first:stop],
        rows.open_starts[first:stop],
        rows.parent[first:stop],
    )


def bytes_of(rows: Rows) -> int:
    """Size of the columns."""
    return sum(column.nbytes for column in rows)
