"""Compiled kernel of one round of the search: every set of jobs that may start now, for each state."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ratiolab.core.compiled import compiled, compiled_for_threads
from ratiolab.integers import IntArray
from ratiolab.optimum.search.layout import MASK_BITS, Layout, read_counts, read_profile, write_key
from ratiolab.optimum.search.potentials import Tables, canonicalise, fill_reach, least_waits

#: Entries of the progress array.
STATES, BEST, BEST_PARENT, GENERATED, STOP = range(5)

ParentArray = npt.NDArray[np.int32]

_MIX_A, _MIX_B = -7046029254386353131, -4658895280553007687


class Rows(NamedTuple):
    """States of one round, by columns; the first ones are in use.

    Attributes
    ----------
    keys : array of int, shape (capacity, words)
        Counts and residual profile, packed.
    waited : array of int, shape (capacity,)
        Rounds waited so far, over all jobs: what the state has cost.
    bound : array of int, shape (capacity,)
        Lower bound on the total wait of every schedule through the state, in units of ``1/scale``.
    open_starts : array of int, shape (capacity, classes)
        Bit j: a job of this prompt would have fitted from j rounds before the last one until its end.
    parent : array of int32, shape (capacity,)
        Index of the state of the round before.
    """

    keys: IntArray
    waited: IntArray
    bound: IntArray
    open_starts: IntArray
    parent: ParentArray


@compiled
def mixed(key: IntArray, first: int, last: int) -> int:
    """Hash of some words of a key."""
    h = 0
    for w in range(first, last):
        h = (h ^ key[w]) * _MIX_A
        h ^= (h >> 32) & 0xFFFFFFFF
        h *= _MIX_B
        h ^= (h >> 29) & 0x7FFFFFFFF
    return h


@compiled
def rehash(rows: Rows, states: int, slots: ParentArray) -> None:
    """Enter the first `states` rows, which all differ, into an empty table of slots."""
    mask = slots.size - 1
    for i in range(states):
        at = mixed(rows.keys[i], 0, rows.keys.shape[1]) & mask
        while slots[at] >= 0:
            at = (at + 1) & mask
        slots[at] = i


@compiled
def _fits(layout: Layout, profile: IntArray, k: int) -> bool:
    free = layout.memory - layout.prompts[k] - 1
    for r in range(layout.responses[k]):  # noqa: SIM110 (no generators in compiled code)
        if profile[r] > free - r:
            return False
    return True


@compiled
def _hold(layout: Layout, profile: IntArray, k: int, jobs: int) -> None:
    for r in range(layout.responses[k]):
        profile[r] += jobs * (layout.prompts[k] + r + 1)


@compiled
def _still_active(layout: Layout, counts: IntArray, used: int, before: IntArray, after: IntArray) -> bool:
    """Extend the past start rounds by one round; False if an unstarted job would have fitted."""
    for g in range(after.size):
        room = layout.memory - used - layout.class_prompts[g]
        window = (before[g] << 1) | 1
        if room <= 0:
            window = 0
        elif room < MASK_BITS:
            window &= (1 << room) - 1
        else:
            window &= (1 << MASK_BITS) - 1
        after[g] = window
    for k in range(counts.size):
        if counts[k] > 0 and (after[layout.class_of[k]] & layout.length_bits[k]) != 0:
            return False
    return True


@compiled_for_threads
def expand(
    layout: Layout,
    now: Tables,
    later: Tables,
    scale: int,
    rows: Rows,
    first: int,
    stop: int,
    children: Rows,
    slots: ParentArray,
    progress: IntArray,
) -> int:
    """Expand the states ``first..stop-1`` of a round into those of the next.

    Parameters
    ----------
    layout : Layout
    now, later : Tables
        Values of waits as seen from this round and from the next.
    scale : int
        Units of the tables and of ``rows.bound``.
    rows : Rows
        The states of this round.
    first, stop : int
        Which of them.
    children : Rows
        Filled from index ``progress[STATES]``; equal states are merged.
    slots : array of int32
        Hash table over `children`: a power of two, -1 where empty, at least twice as large.
    progress : array of int, shape (5,)
        States in `children`; least total wait of a complete schedule known (only less counts); index of
        the state that completes it, or -1; states generated; not 0 once another thread asks to stop.

    Returns
    -------
    int
        The first state not expanded: below `stop` if `children` is full, or if asked to stop. It can be
        expanded again.
    """
    types, rounds, vectors = layout.responses.size, layout.rounds, now.budget_value.size
    words, classes = rows.keys.shape[1], layout.class_prompts.size
    capacity, mask = children.keys.shape[0], slots.size - 1
    counts, profile = np.empty(types, np.int64), np.zeros(rounds + 1, np.int64)
    shifted, key = np.empty(rounds + 1, np.int64), np.empty(words, np.int64)
    reach, window = np.empty((classes, rounds), np.int64), np.empty(classes, np.int64)
    usable, chosen = np.empty(types, np.int64), np.zeros(types + 1, np.int64)
    gain = np.empty((vectors, types), np.int64)
    best_case = np.empty((vectors, types + 1), np.int64)
    value = np.empty(vectors, np.int64)
    for i in range(first, stop):
        limit = (progress[BEST] - 1) * scale
        if rows.bound[i] > limit:
            continue
        read_counts(layout, rows.keys[i], counts)
        read_profile(layout, rows.keys[i], profile)
        profile[rounds] = 0
        fill_reach(layout, profile, reach)
        left, choices = 0, 0
        for k in range(types - 1, -1, -1):
            left += counts[k]
            if counts[k] > 0 and layout.responses[k] <= reach[layout.class_of[k], 0]:
                usable[choices] = k
                choices += 1
        idle = True
        for r in range(rounds):
            idle = idle and profile[r] == 0
        # Value of the state if every job waits, and what starting one now changes in it.
        for v in range(vectors):
            total = rows.waited[i] * scale - now.budget_value[v]
            for r in range(rounds):
                total += now.price[v, r] * profile[r]
            position = 0
            for k in range(types - 1, -1, -1):
                if counts[k] == 0:
                    continue
                o, g = layout.responses[k], layout.class_of[k]
                waiting = now.value[v, k, 0]
                for j in range(rounds + 1):
                    d = now.wait[v, k, j]
                    if d > 0 and (d == rounds or o <= reach[g, d]):
                        waiting = now.value[v, k, j]
                        break
                total += counts[k] * waiting
                if position < choices and usable[position] == k:
                    gain[v, position] = now.start_now[v, k] - waiting
                    position += 1
            value[v] = total
            best_case[v, choices] = 0
            for a in range(choices - 1, -1, -1):
                best_case[v, a] = best_case[v, a + 1] + counts[usable[a]] * min(0, gain[v, a])
        depth = 0
        chosen[0] = -1
        while depth >= 0:
            if progress[STOP] != 0:
                return i
            if depth < choices:
                k = usable[depth]
                chosen[depth] += 1
                if chosen[depth] > 0:
                    if counts[k] == 0 or not _fits(layout, profile, k):
                        placed = chosen[depth] - 1
                        if placed > 0:
                            _hold(layout, profile, k, -placed)
                            counts[k] += placed
                            left += placed
                            for v in range(vectors):
                                value[v] -= placed * gain[v, depth]
                        depth -= 1
                        continue
                    _hold(layout, profile, k, 1)
                    counts[k] -= 1
                    left -= 1
                    for v in range(vectors):
                        value[v] += gain[v, depth]
                hopeless = False
                for v in range(vectors):
                    if value[v] + best_case[v, depth + 1] > limit:
                        hopeless = True
                if not hopeless:
                    depth += 1
                    chosen[depth] = -1
                continue
            # One set of starts is complete.
            depth -= 1
            if left == 0:
                if rows.waited[i] < progress[BEST]:
                    progress[BEST] = rows.waited[i]
                    progress[BEST_PARENT] = i
                    limit = (progress[BEST] - 1) * scale
                continue
            if idle and profile[0] == 0:
                continue  # an optimal schedule has no idle round
            if not _still_active(layout, counts, profile[0], rows.open_starts[i], window):
                continue
            progress[GENERATED] += 1
            for r in range(rounds):
                shifted[r] = profile[r + 1]
            fill_reach(layout, shifted, reach)
            canonicalise(layout, counts, shifted, reach)
            waited = rows.waited[i] + left
            bound = waited * scale + least_waits(layout, later, counts, shifted, reach)
            bound = max(bound, rows.bound[i])
            if bound > limit:
                continue
            write_key(layout, counts, shifted, key)
            at = mixed(key, 0, words) & mask
            row = -1
            while slots[at] >= 0:
                row = slots[at]
                for w in range(words):
                    if children.keys[row, w] != key[w]:
                        row = -1
                        break
                if row >= 0:
                    break
                at = (at + 1) & mask
            if row < 0:
                if progress[STATES] == capacity:
                    return i
                row = progress[STATES]
                progress[STATES] += 1
                slots[at] = row
                for w in range(words):
                    children.keys[row, w] = key[w]
            elif children.waited[row] <= waited:
                continue
            children.waited[row] = waited
            children.bound[row] = bound
            children.parent[row] = i
            for g in range(classes):
                children.open_starts[row, g] = window[g]
    return stop


@compiled
def rebound(layout: Layout, tables: Tables, scale: int, rows: Rows, states: int) -> None:
    """Raise the bounds of the first `states` rows to what the tables of their own round give."""
    counts, profile = np.empty(layout.responses.size, np.int64), np.empty(layout.rounds, np.int64)
    reach = np.empty((layout.class_prompts.size, layout.rounds), np.int64)
    for i in range(states):
        read_counts(layout, rows.keys[i], counts)
        read_profile(layout, rows.keys[i], profile)
        fill_reach(layout, profile, reach)
        least = least_waits(layout, tables, counts, profile, reach)
        rows.bound[i] = max(rows.bound[i], rows.waited[i] * scale + least)
