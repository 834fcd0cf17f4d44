"""Tables of states that grow, and the share of a round that one thread expands."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ratiolab.optimum.search.expansion import STATES, STOP, Rows, expand, rehash
from ratiolab.optimum.search.layout import Layout
from ratiolab.optimum.search.potentials import Tables

#: States expanded between two looks at the clock.
CHUNK = 2000


class Part:
    """A share of the states of a round, expanded by one thread into a table of its own."""

    def __init__(self, layout: Layout, first: int, stop: int, capacity: int, waited: int) -> None:
        self.first, self.stop = first, stop
        self.expanded = 0
        self.full = False
        self.children = empty(layout, capacity)
        self.slots = np.full(4 * capacity, -1, dtype=np.int32)
        self.progress = np.array([0, waited, -1, 0, 0], dtype=np.int64)

    @property
    def bytes(self) -> int:
        """Size of the tables, with what joining and sorting them takes."""
        return 2 * bytes_of(self.children) + self.slots.nbytes

    def expand_chunk(self, layout: Layout, now: Tables, later: Tables, scale: int, rows: Rows) -> None:
        """Expand some more states, or as many as there is room for."""
        stop = min(self.stop, self.first + CHUNK)
        reached = expand(
            layout, now, later, scale, rows, self.first, stop, self.children, self.slots, self.progress
        )
        self.full = reached < stop
        self.expanded = reached - self.first
        self.first = reached

    def ask_to_stop(self) -> None:
        """Make the thread that expands come back soon, as if there were no more room."""
        self.progress[STOP] = 1

    def grow(self, layout: Layout) -> None:
        """Double the room."""
        size, old = int(self.progress[STATES]), self.children
        self.children = empty(layout, 2 * old.waited.size)
        for name in Rows._fields:
            getattr(self.children, name)[:size] = getattr(old, name)[:size]
        self.slots = np.full(2 * self.slots.size, -1, dtype=np.int32)
        rehash(self.children, size, self.slots)
        self.full = False


def joined(parts: list[Part]) -> tuple[Rows, int]:
    """All children in one table; what two parts have in common, dominance drops."""
    sizes = [int(part.progress[STATES]) for part in parts]
    if len(parts) == 1:
        return parts[0].children, sizes[0]
    columns = (
        np.concatenate([getattr(p.children, name)[:n] for p, n in zip(parts, sizes, strict=True)])
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
