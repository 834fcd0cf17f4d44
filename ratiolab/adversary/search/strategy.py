"""The interface of all strategies: `ask` for a candidate, `tell` its score.

A strategy is a function of its seed and of what it was told; its `state` is JSON and restores it
exactly, so a search that was interrupted goes on as if it had not been.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from random import Random
from typing import Any, ClassVar

from ratiolab.adversary.search.candidate import Candidate, Region
from ratiolab.adversary.search.moves import moved, random_candidate
from ratiolab.algorithms import Algorithm, alpha_of

#: A candidate with its score.
Scored = tuple[float, Candidate]


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
        """Return to a state."""
        version, words, gauss = state["rng"]
        self.rng.setstate((version, tuple(words), gauss))
        self._recall(state)

    def _memory(self) -> dict[str, Any]:
        return {}

    def _recall(self, state: dict[str, Any]) -> None:
        return None

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
    return score, Candidate(memory, prompt, tuple(lengths), tuple(counts), move)
