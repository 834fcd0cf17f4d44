"""A smaller witness of almost the same ratio: fewer lengths, then fewer jobs, then less memory.

Greedy and deterministic: a move is taken if it makes the witness smaller and the exact ratio stays high
enough, until no move does. The result is small, not smallest: another order of moves may end elsewhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from ratiolab.adversary.campaign import smaller
from ratiolab.adversary.campaign.task import Budget
from ratiolab.adversary.scoring.scorer import Scorer
from ratiolab.adversary.search.candidate import KERNEL_MEMORY, Candidate, Region
from ratiolab.adversary.witnesses.witness import CheckedWitness, Origin, Witness, verify_witness
from ratiolab.algorithms import Algorithm, alpha_of, make
from ratiolab.errors import InputError
from ratiolab.ratios import fraction_text

#: A score this far below the ratio wanted is believed without an exact evaluation.
_SCREEN = 0.97
#: Candidates with at most so many rounds, all jobs one after the other, are scheduled job by job.
_LISTED_ROUNDS = 200_000

#: What is made small, in this order: distinct lengths, jobs, memory, prompt, sum of the lengths.
Size = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Shrunk:
    """What a shrinking ends with.

    Attributes
    ----------
    original, best : CheckedWitness
        Both verified; the same one if nothing could be made smaller.
    evaluations : int
        Candidates that were scored.
    moves : tuple of str
        The moves taken, in order.
    finished : bool
        Whether no move is left, or the budget was spent before.
    """

    original: CheckedWitness
    best: CheckedWitness
    evaluations: int
    moves: tuple[str, ...]
    finished: bool


def size(candidate: Candidate) -> Size:
    """What is made small."""
    c = candidate
    return len(c.lengths), c.jobs, c.memory, c.prompt, sum(c.lengths)


def shrink(
    witness: Witness,
    keep: Fraction,
    budget: Budget,
    watch: Callable[[int, Candidate], None] | None = None,
) -> Shrunk:
    """Make a witness small.

    Parameters
    ----------
    witness : Witness
        Its jobs have one common prompt; they come longest first in all that is tried.
    keep : Fraction
        Part of the ratio that must stay, above 0 and at most 1.
    budget : Budget
        Of evaluations, or of time.
    watch : callable, optional
        Told the evaluations done and the candidate reached, after each evaluation.

    Raises
    ------
    InputError
        If `keep` is out of range.
    WitnessError
        If the witness does not hold.
    """
    if not 0 < keep <= 1:
        raise InputError(f"keep is {keep}: it must be above 0 and at most 1")
    original = verify_witness(witness)
    descent = _Descent(witness, original, keep, budget, watch)
    descent.run()
    return Shrunk(original, descent.best, descent.evaluations, tuple(descent.moves), not descent.spent)


class _Descent:
    """The candidate reached, and the moves that lead on from it."""

    def __init__(
        self,
        witness: Witness,
        original: CheckedWitness,
        keep: Fraction,
        budget: Budget,
        watch: Callable[[int, Candidate], None] | None,
    ) -> None:
        prompt = witness.instance.common_prompt
        assert prompt is not None  # the blocks of a witness that holds have one
        jobs = [(g.response, g.count) for g in witness.instance.groups]
        current = smaller.made(witness.instance.memory, prompt, jobs, "")
        assert current is not None
        self.current, self.best = current, original
        self.algorithm: Algorithm = make(witness.algorithm, **witness.parameters)
        self.target = keep * witness.ratio
        self.origin = witness.origin
        # Paths have no place in a witness; what was shrunk is told by how it was found.
        self.command = f"{witness.origin.command}; then ratiolab shrink --keep {fraction_text(keep)}"
        self.budget, self.watch = budget, watch
        self.begun = time.monotonic()
        self.evaluations, self.moves = 0, list[str]()
        self._seen: set[Size | tuple[int, ...]] = set()

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
        score = self._scorer(candidate).score(candidate)
        if candidate.memory > KERNEL_MEMORY and score >= 0:
            score = float(self.target)  # beyond the kernels' range the score says nothing
        if self.watch is not None:
            self.watch(self.evaluations, self.current)
        return score

    def _scorer(self, candidate: Candidate) -> Scorer:
        rounds = sum(o * n for o, n in zip(candidate.lengths, candidate.counts, strict=True))
        jobs = candidate.jobs if rounds <= _LISTED_ROUNDS else 10**18
        return Scorer(self.algorithm, Region(candidate.memory, jobs))

    def _take(self, candidate: Candidate, score: float) -> bool:
        """Go to a scored candidate if its exact ratio is high enough."""
        if score < float(self.target) * _SCREEN:
            return False
        origin = Origin(self.command, self.origin.seed, self.evaluations)
        try:
            witness = self._scorer(candidate).witness(candidate, origin)
        except InputError:
            return False
        if witness.ratio < self.target:
            return False
        self.best = verify_witness(witness)
        self.current = candidate
        self.moves.append(candidate.move)
        return True

    def _best_of(self, candidates: Iterable[Candidate | None]) -> bool:
        """Go to the candidate with the largest ratio that is high enough."""
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
            alpha = alpha_of(self.algorithm)
            if alpha is not None and prompt < memory:
                yield smaller.on_ladder(c, alpha, memory, prompt)
        yield smaller.made(memory, c.prompt - (c.memory - memory), jobs, "memory and prompt")
        yield smaller.made(memory, c.prompt, jobs, "memory")
