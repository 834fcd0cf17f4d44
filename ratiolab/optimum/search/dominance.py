"""Which states of a round cannot lead to less than another one does.

A state dominates another of the same round if it has waited no more, holds no more in any coming round,
and has at least as easy jobs left: the same ones, all but one of them, or the same with one replaced by
a job that is no longer and has no larger prompt. Whatever the other state does next, the first can do
as well. Each state is dropped for one that stays or for one that was itself dropped for a better one,
so the best of every round stays.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ratiolab.core.compiled import compiled, compiled_for_threads
from ratiolab.integers import IntArray
from ratiolab.optimum.search.expansion import mixed
from ratiolab.optimum.search.layout import Layout, read_counts

#: States of another group that a state is compared with at most: those that have beaten most come first.
_TRIED = 32


@compiled
def profile_totals(layout: Layout, keys: IntArray, states: int) -> IntArray:
    """Tokens held over all coming rounds, for each state."""
    totals = np.zeros(states, np.int64)
    lane_mask = (1 << (layout.lane_bits - 1)) - 1
    for i in range(states):
        for w in range(layout.count_words, keys.shape[1]):
            word = keys[i, w]
            for _ in range(layout.lanes):
                totals[i] += word & lane_mask
                word >>= layout.lane_bits
    return totals


@compiled
def _same_counts(layout: Layout, keys: IntArray, one: int, other: int) -> bool:
    for w in range(layout.count_words):  # noqa: SIM110 (no generators in compiled code)
        if keys[one, w] != keys[other, w]:
            return False
    return True


@compiled
def _beaten(
    guard: int, kept: IntArray, first: int, stop: int, profile: IntArray, waited: int, adapt: bool
) -> bool:
    """Whether one of the kept states ``first..stop-1`` has waited no more and holds no more in any round.

    Parameters
    ----------
    guard : int
        Spare bits of a packed profile.
    kept : array of int, shape (states, words + 2)
        Packed profile, wait, index.
    first, stop : int
    profile : array of int, shape (words,)
        Packed profile of the state to test.
    waited : int
        Its wait.
    adapt : bool
        Move a state that beats another one half way to the front: the next test is likely to end there.
    """
    words = profile.size
    for a in range(first, stop):
        if kept[a, words] > waited:
            continue
        no_more = True
        for w in range(words):
            if ((profile[w] | guard) - kept[a, w]) & guard != guard:
                no_more = False
                break
        if no_more:
            if adapt:
                b = first + (a - first) // 2
                for w in range(words + 2):
                    kept[a, w], kept[b, w] = kept[b, w], kept[a, w]
            return True
    return False


@compiled_for_threads
def undominated(
    layout: Layout,
    initial: IntArray,
    keys: IntArray,
    waited: IntArray,
    order: IntArray,
    across: bool,
    stop: IntArray,
) -> npt.NDArray[np.bool_]:
    """Mark the states to keep.

    Parameters
    ----------
    layout : Layout
    initial : array of int, shape (types,)
        Jobs of each type in the instance.
    keys, waited : array of int
        The states of one round, all different.
    order : array of int, shape (states,)
        The states sorted by counts, then wait, then tokens held.
    across : bool
        Also compare states with different counts.
    stop : array of int, shape (1,)
        Not 0 once another thread asks to stop: the marks are of no use then.
    """
    states, types, words = order.size, initial.size, layout.profile_words
    keep = np.zeros(keys.shape[0], np.bool_)
    kept = np.empty((states, words + 2), np.int64)  # group by group
    profile = np.empty(words, np.int64)
    group_first = np.empty(states + 1, np.int64)
    groups, size = 0, 0
    for at in range(states):
        if stop[0] != 0:
            return keep
        i = order[at]
        if at == 0 or not _same_counts(layout, keys, order[at - 1], i):
            group_first[groups] = size
            groups += 1
        for w in range(words):
            profile[w] = keys[i, layout.count_words + w]
        if not _beaten(layout.guard, kept, group_first[groups - 1], size, profile, waited[i], True):
            keep[i] = True
            for w in range(words):
                kept[size, w] = profile[w]
            kept[size, words] = waited[i]
            kept[size, words + 1] = i
            size += 1
    group_first[groups] = size
    if not across:
        return keep
    slots_size = 2
    while slots_size < 2 * groups:
        slots_size *= 2
    slots, mask = np.full(slots_size, -1, np.int64), slots_size - 1
    least_wait = np.empty(groups, np.int64)
    for g in range(groups):
        least_wait[g] = kept[group_first[g] : group_first[g + 1], words].min()
        at = mixed(keys[kept[group_first[g], words + 1]], 0, layout.count_words) & mask
        while slots[at] >= 0:
            at = (at + 1) & mask
        slots[at] = g
    counts, easier = np.empty(types, np.int64), np.empty(layout.count_words, np.int64)
    for g in range(groups):
        first, last = group_first[g], group_first[g + 1]
        mine = keys[kept[first, words + 1]]
        read_counts(layout, mine, counts)
        for gone in range(types):
            if stop[0] != 0:
                return keep
            if counts[gone] == 0:
                continue
            for come in range(-1, gone):
                if come >= 0 and (
                    counts[come] == initial[come] or layout.prompts[come] > layout.prompts[gone]
                ):
                    continue
                for w in range(layout.count_words):
                    easier[w] = mine[w]
                easier[layout.count_word[gone]] -= 1 << layout.count_shift[gone]
                if come >= 0:
                    easier[layout.count_word[come]] += 1 << layout.count_shift[come]
                at = mixed(easier, 0, layout.count_words) & mask
                while slots[at] >= 0:
                    h = slots[at]
                    same = True
                    for w in range(layout.count_words):
                        same = same and keys[kept[group_first[h], words + 1], w] == easier[w]
                    if same:
                        for b in range(first, last):
                            i = kept[b, words + 1]
                            if not keep[i] or kept[b, words] < least_wait[h]:
                                continue
                            for w in range(words):
                                profile[w] = kept[b, w]
                            if _beaten(
                                layout.guard,
                                kept,
                                group_first[h],
                                min(group_first[h + 1], group_first[h] + _TRIED),
                                profile,
                                waited[i],
                                True,
                            ):
                                keep[i] = False
                        break
                    at = (at + 1) & mask
    return keep
