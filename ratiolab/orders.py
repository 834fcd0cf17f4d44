"""Orders in which an algorithm is given the jobs: by length, or random for a seed."""

from __future__ import annotations

import random

import numpy as np

from ratiolab.errors import InputError
from ratiolab.integers import IntArray


def permutation(rule: str, lengths: IntArray) -> IntArray:
    """Return the positions of jobs in the order of a rule.

    Parameters
    ----------
    rule : str
        ``longest-first``, ``shortest-first`` (ties as given) or ``random:SEED``.
    lengths : array of int, shape (jobs,)
        Response lengths in the order given.

    Raises
    ------
    InputError
        If the rule is none of these.
    """
    if rule in ("longest-first", "shortest-first"):
        return np.argsort(lengths if rule == "shortest-first" else -lengths, kind="stable")
    positions = list(range(lengths.size))
    random.Random(parse_random_order(rule)).shuffle(positions)
    return np.array(positions, dtype=np.int64)


def parse_random_order(rule: str) -> int:
    """Return SEED of ``random:SEED``.

    Raises
    ------
    InputError
        If `rule` is not of that form; the message lists every order there is.
    """
    name, colon, seed = rule.partition(":")
    if name != "random" or not colon or not seed.isascii() or not seed.isdigit() or len(seed) > 18:
        raise InputError(
            f"unknown order {rule[:80]!r}: use given, longest-first, shortest-first or random:SEED"
        )
    return int(seed)
