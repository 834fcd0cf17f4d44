"""The start pattern of largest throughput for equal jobs under a budget, exact for small cases.

A state counts the active jobs by age; an edge starts x new jobs in a round. Running for ever is a walk,
so the largest throughput is the largest mean of x over a cycle. A throughput q/p is largest if and only
if potentials exist that rise by at least ``p*x - q`` along every edge: they are the proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from ratiolab.core.compiled import compiled
from ratiolab.core.spacing import Spacing, densest_spacing
from ratiolab.integers import IntArray

#: Beyond this many states, or edges, a case is not small.
MOST_STATES, MOST_EDGES = 30_000, 2_000_000


@dataclass(frozen=True)
class Packing:
    """A proved best pattern of equal jobs.

    Attributes
    ----------
    period : int
        Rounds after which it repeats.
    offsets : tuple of int
        Start rounds within a period, ascending.
    states : int
        How many states the proof covers.
    """

    period: int
    offsets: tuple[int, ...]
    states: int

    @property
    def throughput(self) -> Fraction:
        """Jobs started per round."""
        return Fraction(len(self.offsets), self.period)


@lru_cache(maxsize=4096)
def best_packing(
    response: int, prompt: int, memory: int, most_states: int = MOST_STATES, most_edges: int = MOST_EDGES
) -> Packing | None:
    """Return the pattern of largest throughput, with proof, or None if there are too many states or edges.

    Parameters
    ----------
    response, prompt, memory : int
        Response length o and prompt s in tokens, ``o + s <= memory``.
    most_states, most_edges : int
        Where to give up.
    """
    edges = _edges(response, prompt, memory, most_states, most_edges)
    if edges is None:
        return None
    tails, heads, started = (np.array(column, dtype=np.int64) for column in edges)
    states = int(tails.max()) + 1
    spacing = densest_spacing(response, prompt, memory)
    pattern = _of_spacing(spacing)
    while True:
        period, offsets = pattern
        gains = started * period - len(offsets)
        potentials, cycle = _relax(tails, heads, gains, states)
        if cycle.size == 0:
            # Checked apart from how it was found.
            if not bool((potentials[heads] >= potentials[tails] + gains).all()):
                raise AssertionError("the potentials do not prove the packing")
            return Packing(period, offsets, states)
        begun = [int(x) for x in started[cycle]]
        pattern = len(begun), tuple(t for t, x in enumerate(begun) for _ in range(x))


def _of_spacing(spacing: Spacing) -> tuple[int, tuple[int, ...]]:
    return spacing.period, tuple(i * spacing.period // spacing.width for i in range(spacing.width))


def _edges(
    response: int, prompt: int, memory: int, most_states: int, most_edges: int
) -> tuple[list[int], list[int], list[int]] | None:
    """All states reached from none, as edges (tail, head, jobs started), or None if these are too many."""
    ages = range(1, response)
    empty = (0,) * (response - 1)
    number = {empty: 0}
    waiting = [empty]
    tails: list[int] = []
    heads: list[int] = []
    started: list[int] = []
    while waiting:
        state = waiting.pop()
        held = sum(c * (prompt + a + 1) for a, c in zip(ages, state, strict=True))
        for x in range((memory - held) // (prompt + 1) + 1):
            after = (x, *state[:-1]) if response > 1 else ()
            if not _ends(after, prompt, memory, response):
                break
            if len(tails) >= most_edges:
                return None
            if after not in number:
                if len(number) >= most_states:
                    return None
                number[after] = len(number)
                waiting.append(after)
            tails.append(number[state])
            heads.append(number[after])
            started.append(x)
    return tails, heads, started


def _ends(state: tuple[int, ...], prompt: int, memory: int, response: int) -> bool:
    """Whether the active jobs alone can run to their ends."""
    for later in range(1, response):
        held = sum(c * (prompt + a + later) for a, c in enumerate(state, 1) if a + later <= response)
        if held > memory:
            return False
    return True


@compiled
def _relax(tails: IntArray, heads: IntArray, gains: IntArray, states: int) -> tuple[IntArray, IntArray]:
    """Potentials without a rising cycle, or the edges of one in order (Bellman and Ford)."""
    potentials = np.zeros(states, dtype=np.int64)
    into = np.full(states, -1, dtype=np.int64)
    mark = np.full(states, -1, dtype=np.int64)
    while True:
        changed = False
        for e in range(tails.size):
            value = potentials[tails[e]] + gains[e]
            if value > potentials[heads[e]]:
                potentials[heads[e]] = value
                into[heads[e]] = e
                changed = True
        if not changed:
            return potentials, np.empty(0, dtype=np.int64)
        mark[:] = -1
        for first in range(states):
            v = first
            while mark[v] == -1 and into[v] >= 0:
                mark[v] = first
                v = tails[into[v]]
            if mark[v] == first and into[v] >= 0:
                length, u = 1, tails[into[v]]
                while u != v:
                    length += 1
                    u = tails[into[u]]
                cycle = np.empty(length, dtype=np.int64)
                u = v
                for i in range(length):
                    cycle[length - 1 - i] = into[u]
                    u = tails[into[u]]
                return potentials, cycle
            if mark[v] == -1:
                mark[v] = first
