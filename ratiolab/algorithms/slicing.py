"""What GSA and GBA share: the geometric ladder of a budget and the parallelism of each slice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from proofs.exact.surd import Quadratic
from ratiolab.algorithms.facts import Phases
from ratiolab.core.pipeline import largest_parallelism
from ratiolab.integers import IntArray
from ratiolab.slices import ladder


@lru_cache(maxsize=4096)
def phases(alpha: Quadratic, memory: int, prompt: int, longest: int) -> Phases:
    """Slices up to the first that completes the longest job, and ``k*`` of each.

    Parameters
    ----------
    alpha : Quadratic
        Scaling factor, above 1.
    memory, prompt, longest : int
        Budget M and common prompt s in tokens; longest response length, at most ``M - s``.

    Returns
    -------
    slices, parallelisms : tuple of int
        Same length; later slices of the ladder are never reached.
    """
    slices = ladder(alpha, memory - prompt)
    needed = next(p for p, tau in enumerate(slices) if tau >= longest)
    used = slices[: needed + 1]
    return used, tuple(largest_parallelism(tau, prompt, memory) for tau in used)


def classes_of(slices: Sequence[int], responses: IntArray) -> IntArray:
    """Class of each job: the first slice that is at least its response length."""
    return np.searchsorted(np.array(slices, dtype=np.int64), responses, side="left").astype(np.int64)
