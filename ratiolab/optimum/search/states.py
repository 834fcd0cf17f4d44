"""States of a round by columns, the one that is worked on, and the table of the states that follow."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ratiolab.integers import IntArray
from ratiolab.optimum.search.layout import Layout
from ratiolab.optimum.search.slots import SlotArray

ParentArray = npt.NDArray[np.int32]


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


class Children(NamedTuple):
    """States of the next round as they are met; equal ones are merged.

    Attributes
    ----------
    rows : Rows
    slots : array of int32
        Where each key is; see `ratiolab.optimum.search.slots`.
    """

    rows: Rows
    slots: SlotArray


class Opened(NamedTuple):
    """A state while sets of jobs are tried to start in its round: everything is changed in place.

    Attributes
    ----------
    counts : array of int, shape (types,)
        Jobs of each type not started yet.
    profile : array of int, shape (rounds + 1,)
        Tokens held in this round and in each later one.
    reach : array of int, shape (classes, rounds)
        As `fill_reach` leaves it, of the profile before any start; then of the last state that follows.
    usable : array of int, shape (types,)
        Types of which a job fits now; as many as there are choices count.
    starts : array of int, shape (types + 1,)
        For each choice, how many jobs start; -1 before the first try.
    value : array of int, shape (vectors,)
        Bound of the state with these starts, every other job waiting, by each price vector.
    gain : array of int, shape (vectors, types)
        What the start of a job changes in it, by choice.
    best_case : array of int, shape (vectors, types + 1)
        What this choice and all later ones change in it at best.
    """

    counts: IntArray
    profile: IntArray
    reach: IntArray
    usable: IntArray
    starts: IntArray
    value: IntArray
    gain: IntArray
    best_case: IntArray


class Child(NamedTuple):
    """A state of the next round before it is entered among the others.

    Attributes
    ----------
    profile : array of int, shape (rounds + 1,)
        As of the next round.
    open_starts : array of int, shape (classes,)
    key : array of int, shape (words,)
    """

    profile: IntArray
    open_starts: IntArray
    key: IntArray


def room(layout: Layout, vectors: int) -> tuple[Opened, Child]:
    """Memory for one state and one child at a time."""
    types, rounds, classes = layout.responses.size, layout.rounds, layout.class_prompts.size
    words = layout.count_words + layout.profile_words

    def empty(*shape: int) -> IntArray:
        return np.empty(shape, np.int64)

    opened = Opened(
        counts=empty(types),
        profile=empty(rounds + 1),
        reach=empty(classes, rounds),
        usable=empty(types),
        starts=empty(types + 1),
        value=empty(vectors),
        gain=empty(vectors, types),
        best_case=empty(vectors, types + 1),
    )
    return opened, Child(profile=empty(rounds + 1), open_starts=empty(classes), key=empty(words))
