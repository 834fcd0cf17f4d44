"""OPT's side of small instances in stages, each dearer and closer to the optimum than the one before.

1. A proved lower bound in closed form: a candidate that could not beat the best even if OPT cost no more
   than the bound is left at its cheap score.
2. The best feasible schedule of the portfolio, improved by local search with a fixed seed.
3. For those still close, the exact search of so many states at most: the optimum, or a better schedule.

Stages end by work done and never by seconds, so a candidate has the same score in every run. Each
stage returns a schedule that `ratiolab.schedule.verify` accepted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ratiolab.adversary.search.candidate import Candidate
from ratiolab.adversary.witnesses.blocks import Block, Starts
from ratiolab.bounds import lower_bounds
from ratiolab.instance import Instance
from ratiolab.optimum import search
from ratiolab.optimum.local_search import improve
from ratiolab.optimum.portfolio import clairvoyant, run
from ratiolab.optimum.result import Status
from ratiolab.optimum.starts import without_kills
from ratiolab.schedule import Schedule, verify

#: Most jobs, and most rounds of all jobs one after the other, of a small instance.
MOST_JOBS, MOST_ROUNDS = 60, 20_000
#: A cheap score of this share of the best ratio is worth stage 2; after it, of this share stage 3.
PROMISING, FINALIST = 0.9, 0.99
#: Jobs that local search puts back.
INSERTIONS = 3_000
#: States that the exact search expands, and those it keeps a round at first.
NODES, WIDTHS = 5_000, (100,)
#: Entries of the search's linear program, roughly: beyond them it takes more than a fraction of a second.
MOST_ENTRIES = 30_000


@dataclass(frozen=True, eq=False)
class Packed:
    """A feasible schedule of a candidate's jobs.

    Attributes
    ----------
    instance : Instance
    schedule : Schedule
        One attempt per job.
    flow_time, makespan : int
        In rounds, as verified.
    proved : bool
        Whether `flow_time` is the optimum.
    """

    instance: Instance
    schedule: Schedule
    flow_time: int
    makespan: int
    proved: bool = False

    def blocks(self) -> tuple[Block, ...]:
        """The schedule in blocks, one per length."""
        starts: dict[int, list[int]] = {}
        lengths = self.instance.responses.tolist()
        for job, start in zip(self.schedule.job.tolist(), self.schedule.start.tolist(), strict=True):
            starts.setdefault(lengths[job], []).append(start)
        return tuple(Starts(o, tuple(sorted(starts[o]))) for o in sorted(starts))


def is_small(candidate: Candidate) -> bool:
    """Whether the stages apply."""
    rounds = sum(o * c for o, c in zip(candidate.lengths, candidate.counts, strict=True))
    return candidate.jobs <= MOST_JOBS and rounds <= MOST_ROUNDS


def quick_bound(candidate: Candidate) -> int:
    """Stage 1: no schedule of the candidate's jobs costs less."""
    return max(bound.rounded for bound in lower_bounds(candidate.instance()))


@lru_cache(maxsize=1024)
def scheduled(candidate: Candidate) -> Packed:
    """Stage 2: the best schedule that is found quickly, for a small candidate."""
    instance = candidate.instance().expand()
    runs = [run(algorithm, instance) for algorithm in clairvoyant(instance)]
    start = min(runs, key=lambda made: made.verified.flow_time)
    return _packed(instance, improve(instance, start.schedule, insertions=INSERTIONS))


@lru_cache(maxsize=1024)
def finished(candidate: Candidate) -> Packed:
    """Stage 3: the optimum where it is found within `NODES` states, else the best schedule on the way.

    Raises
    ------
    KeyboardInterrupt
        If Ctrl-C ended the search: half a search is no result that can be repeated.
    """
    packed = scheduled(candidate)
    if packed.makespan * sum(candidate.lengths) > MOST_ENTRIES:
        return packed
    result = search.solve(packed.instance, upper=packed.schedule, node_limit=NODES, widths=WIDTHS)
    if result.status is Status.INTERRUPTED:
        raise KeyboardInterrupt
    assert result.schedule is not None
    return _packed(packed.instance, result.schedule, result.proved)


def refined(candidate: Candidate, cost: float, score: float, best: float) -> float:
    """Return the score of a candidate after the stages it deserves.

    Parameters
    ----------
    candidate : Candidate
        A small one.
    cost : float
        The algorithm's flow time on it.
    score : float
        Its cheap score: `cost` over the flow time of some feasible schedule.
    best : float
        The largest ratio known.

    Returns
    -------
    float
        At least `score`.
    """
    if score < PROMISING * best or cost <= best * quick_bound(candidate):
        return score
    score = max(score, cost / scheduled(candidate).flow_time)
    if score < FINALIST * best:
        return score
    return max(score, cost / finished(candidate).flow_time)


def _packed(instance: Instance, schedule: Schedule, proved: bool = False) -> Packed:
    verified = verify(instance, schedule)
    starts = without_kills(instance, verified)
    return Packed(instance, starts, verified.flow_time, verified.makespan, proved)
