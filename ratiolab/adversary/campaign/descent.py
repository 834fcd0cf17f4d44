"""A greedy descent to a smaller instance: a move is taken if what matters stays.

Deterministic: fewer lengths, then fewer jobs, then less memory, until no move is left. The result is small,
not smallest: another order of moves may end elsewhere.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from proofs.exact.surd import Quadratic
from ratiolab.adversary.campaign import smaller
from ratiolab.adversary.campaign.task import Budget
from ratiolab.adversary.search.candidate import Candidate

#: What is made small, in this order: distinct lengths, jobs, memory, prompt, sum of the lengths.
Size = tuple[int, int, int, int, int]


def size(candidate: Candidate) -> Size:
    """What is made small."""
    c = candidate
    return len(c.lengths), c.jobs, c.memory, c.prompt, sum(c.lengths)


class Descent(ABC):
    """The candidate reached, and the moves that lead on from it.

    Parameters
    ----------
    current : Candidate
        Where it begins.
    budget : Budget
        Of evaluations, or of time.
    alpha : Quadratic or None
        A scaling factor whose slices lengths should follow.
    watch : callable, optional
        Told the evaluations done and the candidate reached, after each evaluation.
    """

    def __init__(
        self,
        current: Candidate,
        budget: Budget,
        alpha: Quadratic | None = None,
        watch: Callable[[int, Candidate], None] | None = None,
    ) -> None:
        self.current, self.budget, self.alpha, self.watch = current, budget, alpha, watch
        self.begun = time.monotonic()
        self.evaluations, self.moves = 0, list[str]()
        self._seen: set[Size | tuple[int, ...]] = set()

    @abstractmethod
    def score(self, candidate: Candidate) -> float:
        """Rank a candidate that is smaller."""

    @abstractmethod
    def reached(self, candidate: Candidate, score: float) -> bool:
        """Whether what matters stays, exactly; called for a candidate that is worth it."""

    @property
    def spent(self) -> bool:
        """Whether the budget is spent."""
        return self.budget.spent(self.evaluations, time.monotonic() - self.begun)

    def run(self) -> None:
        """Sweep over all moves until a whole sweep changes nothing."""
        before = -1
        while len(self.moves) > before and not self.spent:
            before = len(self.moves)
            self._drop_many()
            while self._best_of(smaller.fewer_lengths(self.current)):
                continue
            self._lower("jobs", lambda c: c.jobs, smaller.scaled)
            for i in range(len(self.current.lengths)):
                self._lower("count", partial(smaller.count_at, i), smaller.of_count(i))
            self._lower("memory", lambda c: c.memory, self._of_memory)
            self._lower("prompt", lambda c: c.prompt, smaller.of_prompt)
            for i in range(len(self.current.lengths)):
                if i < len(self.current.lengths):  # two lengths may have met
                    self._lower("length", partial(smaller.length_at, i), smaller.of_length(i))

    def _score(self, candidate: Candidate | None) -> float | None:
        """Score a candidate that is smaller and new; None for any other, and when the budget is spent."""
        if candidate is None or size(candidate) >= size(self.current):
            return None
        key = (candidate.memory, candidate.prompt, *candidate.lengths, *candidate.counts)
        if key in self._seen or self.spent:
            return None
        self._seen.add(key)
        self.evaluations += 1
        score = self.score(candidate)
        if self.watch is not None:
            self.watch(self.evaluations, self.current)
        return score

    def _take(self, candidate: Candidate, score: float) -> bool:
        """Go to a scored candidate if what matters stays."""
        if not self.reached(candidate, score):
            return False
        self.current = candidate
        self.moves.append(candidate.move)
        return True

    def _best_of(self, candidates: Iterable[Candidate | None]) -> bool:
        """Go to the candidate with the largest score that will do."""
        scored = [(s, c) for c in candidates if c is not None and (s := self._score(c)) is not None]
        scored.sort(key=lambda pair: -pair[0])
        return any(self._take(candidate, score) for score, candidate in scored)

    def _drop_many(self) -> None:
        """Drop whole stretches of lengths, long ones first."""
        width = len(self.current.lengths) // 2
        while width > 1:
            at = 0
            while at < len(self.current.lengths):
                c = self.current
                jobs = list(zip(c.lengths, c.counts, strict=True))
                shorter = smaller.made(c.memory, c.prompt, jobs[:at] + jobs[at + width :], "drop many")
                score = self._score(shorter)
                if shorter is None or score is None or not self._take(shorter, score):
                    at += width
            width //= 2

    def _lower(
        self,
        name: str,
        read: Callable[[Candidate], int],
        build: Callable[[Candidate, int], Iterator[Candidate | None]],
    ) -> None:
        """Lower a number: first to a power of two, the least that will do, then by ever smaller steps."""

        def take(value: int) -> bool:
            for candidate in build(self.current, value):
                score = self._score(candidate)
                if candidate is not None and score is not None and self._take(candidate, score):
                    return True
            return False

        top = read(self.current).bit_length()
        for exponent in range(top):
            if 2**exponent < read(self.current) and take(2**exponent):
                break
        lengths = len(self.current.lengths)
        step = 2**top
        while step and not self.spent and len(self.current.lengths) == lengths:
            if read(self.current) < step or not take(read(self.current) - step):
                step //= 2

    def _of_memory(self, c: Candidate, memory: int) -> Iterator[Candidate | None]:
        """Less memory: the prompt or everything reduced with it, or nothing else."""
        jobs = list(zip(c.lengths, c.counts, strict=True))
        for prompt in sorted({c.prompt * memory // c.memory, -(-c.prompt * memory // c.memory)}):
            shorter = [(max(1, o * memory // c.memory), n) for o, n in jobs]
            yield smaller.made(memory, prompt, shorter, "rescale")
            yield smaller.made(
                memory, prompt, [(max(1, -(-o * memory // c.memory)), n) for o, n in jobs], "rescale"
            )
            if self.alpha is not None and prompt < memory:
                yield smaller.on_ladder(c, self.alpha, memory, prompt)
        yield smaller.made(memory, c.prompt - (c.memory - memory), jobs, "memory and prompt")
        yield smaller.made(memory, c.prompt, jobs, "memory")
