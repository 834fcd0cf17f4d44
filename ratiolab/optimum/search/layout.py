"""How a state of the search is laid out in 64-bit words, and how to read and write it.

A state belongs to a round. It holds, for every job type, the number of jobs not yet started, and the
*residual profile*: the tokens that the jobs already started will hold in this round and in each later
one. Nothing else about the past matters for what can still be done, or for what it costs.

Counts and profile are packed into the words of a key. Profile entries have one spare bit each, so that
two profiles can be compared in all rounds at once by one subtraction per word.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ratiolab.core.compiled import compiled_in_place
from ratiolab.instance import JobType
from ratiolab.integers import IntArray

#: Bits of a word used for counts: the sign bit stays clear.
_COUNT_BITS = 62
#: Job lengths that fit a bit mask of past start rounds.
MASK_BITS = 62
#: Largest budget whose profile entries can be packed.
MAX_PACKED_MEMORY = 2**31 - 1


class Layout(NamedTuple):
    """The job types of an instance and where their counts are in a key.

    Attributes
    ----------
    memory : int
        Budget M in tokens.
    rounds : int
        Entries of a residual profile: one less than the longest response, at least 1.
    responses, prompts : array of int, shape (types,)
        By ascending response, then prompt.
    class_of : array of int, shape (types,)
        Index of the type's prompt in `class_prompts`.
    class_prompts : array of int, shape (classes,)
        Distinct prompts.
    length_bits : array of int, shape (types,)
        ``2**(response - 1)``, or 0 beyond `MASK_BITS`.
    count_word, count_shift, count_mask : array of int, shape (types,)
        Place of the type's count in the key.
    count_words, profile_words : int
        Words of the key: those of the counts come first.
    lane_bits, lanes : int
        Bits of a profile entry and entries per word.
    guard : int
        The spare bit of every entry of a word, as a signed 64-bit integer.
    """

    memory: int
    rounds: int
    responses: IntArray
    prompts: IntArray
    class_of: IntArray
    class_prompts: IntArray
    length_bits: IntArray
    count_word: IntArray
    count_shift: IntArray
    count_mask: IntArray
    count_words: int
    profile_words: int
    lane_bits: int
    lanes: int
    guard: int


def layout_of(types: tuple[JobType, ...], memory: int) -> Layout:
    """Lay out the states of an instance.

    Parameters
    ----------
    types : tuple of JobType
        Distinct types by ascending response, then prompt.
    memory : int
        Budget M, at most `MAX_PACKED_MEMORY`.
    """
    responses = np.array([kind.response for kind in types], dtype=np.int64)
    prompts = np.array([kind.prompt for kind in types], dtype=np.int64)
    class_prompts, class_of = np.unique(prompts, return_inverse=True)
    word, shift, mask = [], [], []
    at, used = 0, 0
    for kind in types:
        bits = kind.count.bit_length()
        if used + bits > _COUNT_BITS:
            at, used = at + 1, 0
        word.append(at)
        shift.append(used)
        mask.append((1 << bits) - 1)
        used += bits
    lane_bits = 8 if memory < 2**7 else 16 if memory < 2**15 else 32
    lanes = 64 // lane_bits
    guard = sum(1 << (lane_bits * (lane + 1) - 1) for lane in range(lanes))
    rounds = max(1, int(responses[-1]) - 1)
    return Layout(
        memory=memory,
        rounds=rounds,
        responses=responses,
        prompts=prompts,
        class_of=class_of.astype(np.int64).reshape(-1),
        class_prompts=class_prompts,
        length_bits=np.array([1 << (o - 1) if o <= MASK_BITS else 0 for o in responses.tolist()], np.int64),
        count_word=np.array(word, dtype=np.int64),
        count_shift=np.array(shift, dtype=np.int64),
        count_mask=np.array(mask, dtype=np.int64),
        count_words=at + 1,
        profile_words=-(-rounds // lanes),
        lane_bits=lane_bits,
        lanes=lanes,
        guard=guard - 2**64,
    )


@compiled_in_place
def read_counts(layout: Layout, key: IntArray, counts: IntArray) -> None:
    """Fill `counts` with the number of unstarted jobs of each type."""
    for k in range(counts.size):
        counts[k] = (key[layout.count_word[k]] >> layout.count_shift[k]) & layout.count_mask[k]


@compiled_in_place
def read_profile(layout: Layout, key: IntArray, profile: IntArray) -> None:
    """Fill the first ``layout.rounds`` entries of `profile`."""
    lane_mask = (1 << (layout.lane_bits - 1)) - 1
    at = 0
    for w in range(layout.profile_words):
        word = key[layout.count_words + w]
        for _ in range(min(layout.lanes, layout.rounds - at)):
            profile[at] = word & lane_mask
            word >>= layout.lane_bits
            at += 1


@compiled_in_place
def write_key(layout: Layout, counts: IntArray, profile: IntArray, key: IntArray) -> None:
    """Pack counts and profile into `key`."""
    for w in range(layout.count_words):
        key[w] = 0
    for k in range(counts.size):
        key[layout.count_word[k]] |= counts[k] << layout.count_shift[k]
    at = 0
    for w in range(layout.profile_words):
        word = 0
        for lane in range(min(layout.lanes, layout.rounds - at)):
            word |= profile[at] << (layout.lane_bits * lane)
            at += 1
        key[layout.count_words + w] = word


def root_key(layout: Layout, counts: IntArray, key: IntArray) -> None:
    """Write the state in which nothing has started and nothing is held."""
    key[:] = 0
    for word, shift, count in zip(layout.count_word, layout.count_shift, counts, strict=True):
        key[word] |= count << shift


def counts_of(layout: Layout, keys: IntArray) -> IntArray:
    """Counts of many states, shape (states, types)."""
    counts: IntArray = (keys[:, layout.count_word] >> layout.count_shift) & layout.count_mask
    return counts


def profiles_of(layout: Layout, keys: IntArray) -> npt.NDArray[np.unsignedinteger]:
    """Profile entries of many states, shape (states, lanes of all words), 0 beyond ``layout.rounds``."""
    words = np.ascontiguousarray(keys[:, layout.count_words :], dtype="<i8")  # entries ascend in a word
    return words.view(f"<u{layout.lane_bits // 8}")


@compiled_in_place
def _add_up(layout: Layout, keys: IntArray, chosen: IntArray, counts: IntArray, profile: IntArray) -> None:
    """Add the counts and the profiles of the chosen states; each array's first row is the sum."""
    for at in range(chosen.size):
        read_counts(layout, keys[chosen[at]], counts[1])
        read_profile(layout, keys[chosen[at]], profile[1])
        for k in range(counts.shape[1]):
            counts[0, k] += counts[1, k]
        for r in range(profile.shape[1]):
            profile[0, r] += profile[1, r]


def averages(
    layout: Layout, keys: IntArray, chosen: IntArray
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Average counts and average profile of some states, in floating point."""
    counts = np.zeros((2, layout.responses.size), np.int64)
    profile = np.zeros((2, layout.rounds), np.int64)
    _add_up(layout, keys, chosen, counts, profile)
    return counts[0] / chosen.size, profile[0] / chosen.size


def profile_totals(layout: Layout, keys: IntArray) -> IntArray:
    """Tokens held over all coming rounds, for each state."""
    totals: IntArray = profiles_of(layout, keys).sum(axis=1, dtype=np.int64)
    return totals
