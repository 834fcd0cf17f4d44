"""The interface of all strategies: `ask` for a candidate, `tell` its score.

A strategy is a function of its seed and of what it was told; its `state` is JSON and restores it
exactly, so a search that was interrupted goes on as if it had not been.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import pairwise
from math import isfinite
from random import Random
from typing import Any, ClassVar

from ratiolab.adversary.search.candidate import Candidate, Region
from ratiolab.adversary.search.moves import moved, random_candidate
from ratiolab.algorithms import Algorithm, alpha_of
from ratiolab.slices import MAX_SLICES

#: A candidate with its score.
Scored = tuple[float, Candidate]


class UnusableState(ValueError):
    """A state that no search was ever in: it was damaged on its way."""


class Strategy(ABC):
    """A way to choose candidates.

    Parameters
    ----------
    algorithm : Algorithm
        Whose ratio is to be driven up.
    region : Region
        The region.
    seed : int
        Of all random choices, at least 0.
    """

    name: ClassVar[str]

    def __init__(self, algorithm: Algorithm, region: Region, seed: int) -> None:
        self.algorithm = algorithm
        self.region = region
        self.rng = Random(seed)
        self.alpha = alpha_of(algorithm)

    @abstractmethod
    def ask(self) -> Candidate:
        """Return the next candidate to score."""

    @abstractmethod
    def tell(self, candidate: Candidate, score: float) -> None:
        """Learn the score of the candidate asked for last."""

    def state(self) -> dict[str, Any]:
        """Everything needed to go on, as JSON."""
        version, words, gauss = self.rng.getstate()
        return {"rng": [version, list(words), gauss], **self._memory()}

    def restore(self, state: dict[str, Any]) -> None:
        """Return to a state.

        Raises
        ------
        UnusableState
            If it is none: a part is missing, of another kind, or out of the region.
        """
        try:
            version, words, gauss = state["rng"]
            if gauss is not None and type(gauss) is not float:
                raise UnusableState("rng is no state of the random numbers")
            self.rng.setstate((version, tuple(map(count, words)), gauss))
            self._recall(state)
        except UnusableState:
            raise
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise UnusableState(f"{type(error).__name__}: {error}") from None

    def _memory(self) -> dict[str, Any]:
        return {}

    def _recall(self, state: dict[str, Any]) -> None:
        return None

    def _read(self, written: list[Any] | None) -> Scored | None:
        """Reverse of `write_scored`, within the region."""
        scored = read_scored(written)
        if scored is not None:
            refuse_outside(scored[1], self.region)
        return scored

    def _fresh(self) -> Candidate:
        return random_candidate(self.rng, self.region)

    def _moved(self, candidate: Candidate) -> Candidate:
        for _ in range(1 if self.rng.random() < 0.7 else 2):
            candidate = moved(candidate, self.rng, self.region, self.alpha)
        return candidate


def write_scored(scored: Scored | None) -> list[Any] | None:
    """A scored candidate as JSON, or None."""
    if scored is None:
        return None
    score, c = scored
    return [score, c.memory, c.prompt, list(c.lengths), list(c.counts), c.move]


def read_scored(written: list[Any] | None) -> Scored | None:
    """Reverse of `write_scored`."""
    if written is None:
        return None
    score, memory, prompt, lengths, counts, move = written
    if type(score) is not float or not isfinite(score) or type(move) is not str:
        raise UnusableState(f"a candidate has the score {score!r:.40}")
    numbers = (count(memory), count(prompt), tuple(map(count, lengths)), tuple(map(count, counts)))
    return score, Candidate(*numbers, move)


def count(value: Any, least: int = 0) -> int:
    """An integer of a state, at least so large; raises `UnusableState` for anything else."""
    if type(value) is not int or value < least:
        raise UnusableState(f"a number is {value!r:.40}: it must be an integer, at least {least}")
    return value


def refuse_outside(candidate: Candidate, region: Region) -> None:
    """Raise `UnusableState` if no strategy could have made a candidate in a region."""
    memory, prompt, lengths, counts = candidate.memory, candidate.prompt, candidate.lengths, candidate.counts
    ascending = all(shorter < longer for shorter, longer in pairwise((0, *lengths)))
    right = (
        1 <= memory <= max(region.memory, 2)
        and prompt < memory
        and 1 <= len(lengths) == len(counts) <= MAX_SLICES
        and ascending
        and lengths[-1] <= memory - prompt
        and min(counts) >= 1
        and candidate.jobs <= region.jobs
    )
    if not right:
        raise UnusableState("a candidate is none of the region that is searched")
