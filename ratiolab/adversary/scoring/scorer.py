"""From a candidate to a score, and from a promising score to a verified witness."""

from __future__ import annotations

import numpy as np

from ratiolab.adversary.scoring import cascade
from ratiolab.adversary.scoring.grouped_eval import gsa_flow64, gsa_flow_float, spaced_flow_float
from ratiolab.adversary.scoring.listing import list_flow, list_schedules
from ratiolab.adversary.search.candidate import Candidate, Region
from ratiolab.adversary.witnesses.blocks import Block, Together, flow_time, one_after_the_other
from ratiolab.adversary.witnesses.witness import Origin, Witness, make_witness
from ratiolab.algorithms import Algorithm, facts_of
from ratiolab.core.spacing import densest_spacing
from ratiolab.errors import InputError
from ratiolab.instance import GroupedInstance

#: Most rounds, all jobs one after the other, for which schedules are listed round by round.
_MOST_ROUNDS = 2_000_000


class Scorer:
    """Scores candidates for one algorithm.

    Parameters
    ----------
    algorithm : Algorithm
        One that restarts its jobs in every call, like GSA, is screened by compiled kernels; any other by
        its own cost.
    region : Region
        Whether instances are small enough to schedule job by job.
    """

    def __init__(self, algorithm: Algorithm, region: Region) -> None:
        self.algorithm = algorithm
        self.region = region
        self._last: tuple[Candidate, float] | None = None

    def score(self, candidate: Candidate) -> float:
        """Approximate ratio, for ranking only; -1.0 where the algorithm does not apply."""
        try:
            top = self._algorithm_flow(candidate)
        except InputError:
            return -1.0
        self._last = candidate, top
        return top / self._opt_flow(candidate)

    def refines(self, candidate: Candidate) -> bool:
        """Whether `refined` may do more than `score`: the instance is listed and small.

        A strategy should then be told cheap scores only. Beside them a refined one is a peak without a
        slope, and the candidates chosen would depend on how far OPT's side was looked at.
        """
        return self.region.listed and cascade.is_small(candidate)

    def refined(self, candidate: Candidate, score: float, best: float) -> float:
        """Return the score after a closer look at OPT's side, if the candidate may beat `best`.

        Parameters
        ----------
        candidate : Candidate
        score : float
            As `score` returned it.
        best : float
            The largest ratio known, 0 for none.

        Returns
        -------
        float
            At least `score`; the same unless `refines` holds.
        """
        if not (score > 0 and best > 0 and self.refines(candidate)):
            return score
        known = self._last is not None and self._last[0] is candidate
        cost = self._last[1] if known and self._last is not None else self._algorithm_flow(candidate)
        return cascade.refined(candidate, cost, score, best)

    def witness(self, candidate: Candidate, origin: Origin) -> Witness:
        """Return the exact witness of a candidate, with the best schedule found for the other side."""
        instance = candidate.instance()
        return make_witness(self.algorithm, instance, self._blocks(candidate, instance), origin)

    def _algorithm_flow(self, candidate: Candidate) -> float:
        calls = facts_of(self.algorithm).calls
        if calls is None or not calls.restarts:
            return float(self.algorithm.cost(candidate.instance()).flow_time)
        lengths = np.array(candidate.lengths, dtype=np.int64)
        phases = calls.of(self.algorithm, candidate.memory, candidate.prompt, lengths)
        slices, parallelisms = (np.array(column, dtype=np.int64) for column in phases)
        if self.region.listed:
            exact = gsa_flow64(lengths, np.array(candidate.counts, dtype=np.int64), slices, parallelisms)
            if exact >= 0:
                return float(exact)
        return float(
            gsa_flow_float(lengths, np.array(candidate.counts, dtype=np.float64), slices, parallelisms)
        )

    def _opt_flow(self, candidate: Candidate) -> float:
        if _all_fit_at_once(candidate):
            return float(sum(o * c for o, c in zip(candidate.lengths, candidate.counts, strict=True)))
        lengths = np.array(candidate.lengths, dtype=np.int64)
        spacings = [densest_spacing(o, candidate.prompt, candidate.memory) for o in candidate.lengths]
        periods = np.array([x.period for x in spacings], dtype=np.int64)
        widths = np.array([x.width for x in spacings], dtype=np.int64)
        if self._listable(candidate):
            counts = np.array(candidate.counts, dtype=np.int64)
            return float(list_flow(candidate.memory, candidate.prompt, lengths, counts, periods, widths))
        counts_float = np.array(candidate.counts, dtype=np.float64)
        return float(spaced_flow_float(lengths, counts_float, periods, widths))

    def _listable(self, candidate: Candidate) -> bool:
        """Whether a schedule round by round is affordable."""
        rounds = sum(o * c for o, c in zip(candidate.lengths, candidate.counts, strict=True))
        return self.region.listed and rounds <= _MOST_ROUNDS

    def _blocks(self, candidate: Candidate, instance: GroupedInstance) -> tuple[Block, ...]:
        jobs = list(zip(candidate.lengths, candidate.counts, strict=True))
        if _all_fit_at_once(candidate):
            return (Together(0, candidate.lengths, candidate.counts),)
        spaced = one_after_the_other(
            [(o, c, densest_spacing(o, candidate.prompt, candidate.memory, 64)) for o, c in jobs]
        )
        if not self._listable(candidate):
            return spaced
        listed = min((spaced, *list_schedules(candidate)), key=flow_time)
        if not cascade.is_small(candidate):
            return listed
        return min((listed, cascade.finished(candidate).blocks()), key=flow_time)


def _all_fit_at_once(candidate: Candidate) -> bool:
    """Whether all jobs may start in round 0."""
    alive = candidate.jobs
    for o, c in zip(candidate.lengths, candidate.counts, strict=True):
        if alive * (candidate.prompt + o) > candidate.memory:
            return False
        alive -= c
    return True
