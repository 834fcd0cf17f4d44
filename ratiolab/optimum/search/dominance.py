"""Which states of a round cannot lead to less than another one does.

A state dominates another of the same round if it has waited no more, holds no more in any coming round,
and has at least as easy jobs left: the same ones, all but one of them, or the same with one replaced by
a job that is no longer and has no larger prompt. Whatever the other state does next, the first can do
as well. Each state is dropped for one that stays or for one that was itself dropped for a better one,
so the best of every round stays.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ratiolab.core.compiled import compiled_for_threads, compiled_in_place
from ratiolab.integers import IntArray
from ratiolab.optimum.search.layout import Layout, read_counts
from ratiolab.optimum.search.slots import SlotArray, enter_rows, slot_of

#: States of another group that a state is compared with at most: those that have beaten most come first.
_TRIED = 32


class Groups(NamedTuple):
    """The states that no state with the same counts dominates, group by group: equal counts are a group.

    Attributes
    ----------
    profiles : array of int, shape (states, words)
        Packed; within a group, those that have beaten most come early.
    waited, origin : array of int, shape (states,)
        Wait of the state, and where it is among the states of the round.
    first : array of int, shape (groups + 1,)
        Where a group begins; the last entry is where the last one ends.
    keys : array of int, shape (groups, count words)
        The packed counts.
    """

    profiles: IntArray
    waited: IntArray
    origin: IntArray
    first: IntArray
    keys: IntArray


class Room(NamedTuple):
    """Memory for one state at a time: packed profile, counts, and packed counts of easier jobs."""

    profile: IntArray
    counts: IntArray
    easier: IntArray


@compiled_in_place
def _beaten(guard: int, groups: Groups, first: int, stop: int, profile: IntArray, waited: int) -> bool:
    """Whether one of the states ``first..stop-1`` has waited no more and holds no more in any round.

    A state that beats another one moves half way to the front: the next test is likely to end there.

    Parameters
    ----------
    guard : int
        Spare bits of a packed profile.
    groups : Groups
    first, stop : int
    profile : array of int, shape (words,)
        Packed profile of the state to test.
    waited : int
        Its wait.
    """
    words = profile.size
    for a in range(first, stop):
        if groups.waited[a] > waited:
            continue
        w = 0
        while w < words and ((profile[w] | guard) - groups.profiles[a, w]) & guard == guard:
            w += 1
        if w == words:
            b = first + (a - first) // 2
            for w in range(words):
                held = groups.profiles[a, w]
                groups.profiles[a, w] = groups.profiles[b, w]
                groups.profiles[b, w] = held
            groups.waited[a], groups.waited[b] = groups.waited[b], groups.waited[a]
            groups.origin[a], groups.origin[b] = groups.origin[b], groups.origin[a]
            return True
    return False


@compiled_in_place
def _same_counts(
    layout: Layout,
    keys: IntArray,
    waited: IntArray,
    order: IntArray,
    groups: Groups,
    profile: IntArray,
    stop: IntArray,
) -> int:
    """Fill the groups; return how many there are, or -1 if asked to stop."""
    made, size = 0, 0
    for at in range(order.size):
        if stop[0] != 0:
            return -1
        i, w = order[at], 0
        while w < layout.count_words and made > 0 and groups.keys[made - 1, w] == keys[i, w]:
            w += 1
        if w < layout.count_words:  # another group begins
            groups.first[made] = size
            for w in range(layout.count_words):
                groups.keys[made, w] = keys[i, w]
            made += 1
        for w in range(profile.size):
            profile[w] = keys[i, layout.count_words + w]
        if not _beaten(layout.guard, groups, groups.first[made - 1], size, profile, waited[i]):
            for w in range(profile.size):
                groups.profiles[size, w] = profile[w]
            groups.waited[size], groups.origin[size] = waited[i], i
            size += 1
    groups.first[made] = size
    return made


@compiled_in_place
def _easier(layout: Layout, key: IntArray, gone: int, come: int, easier: IntArray) -> None:
    """Packed counts with a job of type `gone` less, and one of type `come` more if that is not -1."""
    for w in range(layout.count_words):
        easier[w] = key[w]
    easier[layout.count_word[gone]] -= 1 << layout.count_shift[gone]
    if come >= 0:
        easier[layout.count_word[come]] += 1 << layout.count_shift[come]


@compiled_in_place
def _drop_beaten(
    guard: int, groups: Groups, own: int, other: int, keep: npt.NDArray[np.bool_], profile: IntArray
) -> None:
    """Drop the states of one group that a state of another one, with easier jobs left, beats."""
    first = groups.first[other]
    stop = min(groups.first[other + 1], first + _TRIED)
    for b in range(groups.first[own], groups.first[own + 1]):
        i = groups.origin[b]
        if keep[i]:
            for w in range(profile.size):
                profile[w] = groups.profiles[b, w]
            keep[i] = not _beaten(guard, groups, first, stop, profile, groups.waited[b])


@compiled_for_threads
def _mark(
    layout: Layout,
    initial: IntArray,
    keys: IntArray,
    waited: IntArray,
    order: IntArray,
    groups: Groups,
    slots: SlotArray,
    room: Room,
    keep: npt.NDArray[np.bool_],
    stop: IntArray,
) -> None:
    """Mark the states to keep, as `undominated`; an empty table of slots: within groups only."""
    made = _same_counts(layout, keys, waited, order, groups, room.profile, stop)
    if made < 0:
        return
    for a in range(groups.first[made]):
        keep[groups.origin[a]] = True
    if slots.size == 0:
        return
    enter_rows(slots, groups.keys, made, layout.count_words)
    for g in range(made):
        read_counts(layout, groups.keys[g], room.counts)
        for gone in range(initial.size):
            if stop[0] != 0:
                return
            if room.counts[gone] == 0:
                continue
            for come in range(-1, gone):
                if come >= 0 and (
                    room.counts[come] == initial[come] or layout.prompts[come] > layout.prompts[gone]
                ):
                    continue
                _easier(layout, groups.keys[g], gone, come, room.easier)
                other = slots[slot_of(slots, groups.keys, room.easier, layout.count_words)]
                if other >= 0:
                    _drop_beaten(layout.guard, groups, g, other, keep, room.profile)


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
    states, types = order.size, initial.size

    def empty(*shape: int) -> IntArray:
        return np.empty(shape, np.int64)

    groups = Groups(
        profiles=empty(states, layout.profile_words),
        waited=empty(states),
        origin=empty(states),
        first=empty(states + 1),
        keys=empty(states, layout.count_words),
    )
    slots = np.full(2 << states.bit_length() if across else 0, -1, np.int32)
    room = Room(empty(layout.profile_words), empty(types), empty(layout.count_words))
    keep = np.zeros(len(keys), np.bool_)
    _mark(layout, initial, keys, waited, order, groups, slots, room, keep, stop)
    return keep
