"""A smaller witness of almost the same ratio: fewer lengths, then fewer jobs, then less memory.

Greedy and deterministic: a move is taken if it makes the witness smaller and the exact ratio stays high
enough, until no move does. The result is small, not smallest: another order of moves may end elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from ratiolab.adversary.campaign import smaller
from ratiolab.adversary.campaign.descent import Descent
from ratiolab.adversary.campaign.task import Budget
from ratiolab.adversary.scoring.scorer import Scorer
from ratiolab.adversary.search.candidate import KERNEL_MEMORY, Candidate, Region
from ratiolab.adversary.witnesses.witness import CheckedWitness, Origin, Witness, verify_made, verify_witness
from ratiolab.algorithms import Algorithm, alpha_of, make
from ratiolab.errors import InputError
from ratiolab.ratios import fraction_text

#: A score this far below the ratio wanted is believed without an exact evaluation.
_SCREEN = 0.97
#: Candidates with at most so many rounds, all jobs one after the other, are scheduled job by job.
_LISTED_ROUNDS = 200_000


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
    descent = _HighRatio(witness, original, keep, budget, watch)
    descent.run()
    return Shrunk(original, descent.best, descent.evaluations, tuple(descent.moves), not descent.spent)


class _HighRatio(Descent):
    """Towards a small witness whose ratio stays high enough."""

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
        self.algorithm: Algorithm = make(witness.algorithm, **witness.parameters)
        super().__init__(current, budget, alpha_of(self.algorithm), watch)
        self.best = original
        self.target = keep * witness.ratio
        self.origin = witness.origin
        # Paths have no place in a witness; what was shrunk is told by how it was found.
        self.command = f"{witness.origin.command}; then ratiolab shrink --keep {fraction_text(keep)}"

    def score(self, candidate: Candidate) -> float:
        """Its ratio, approximately."""
        score = self._scorer(candidate).score(candidate)
        if candidate.memory > KERNEL_MEMORY and score >= 0:
            return float(self.target)  # beyond the kernels' range the score says nothing
        return score

    def _scorer(self, candidate: Candidate) -> Scorer:
        rounds = sum(o * n for o, n in zip(candidate.lengths, candidate.counts, strict=True))
        jobs = candidate.jobs if rounds <= _LISTED_ROUNDS else 10**18
        return Scorer(self.algorithm, Region(candidate.memory, jobs))

    def reached(self, candidate: Candidate, score: float) -> bool:
        """Whether its exact ratio is high enough."""
        if score < float(self.target) * _SCREEN:
            return False
        origin = Origin(self.command, self.origin.seed, self.evaluations)
        try:
            witness = self._scorer(candidate).witness(candidate, origin)
        except InputError:
            return False
        if witness.ratio < self.target:
            return False
        self.best = verify_made(witness)
        return True
