"""A piece of a search: a pure function from a state to a later state and what was found on the way.

State and witnesses travel as JSON text, so a piece gives the same result in this process, in another
one or on another machine, and one that is lost is simply done again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from ratiolab.adversary.campaign.task import Task
from ratiolab.adversary.scoring.scorer import Scorer
from ratiolab.adversary.search.candidate import Candidate
from ratiolab.adversary.search.strategies import STRATEGIES
from ratiolab.adversary.witnesses.file import witness_to_json
from ratiolab.adversary.witnesses.witness import Origin, Witness
from ratiolab.algorithms import Algorithm, parse
from ratiolab.algorithms.foreign.policy import Policy, changed, current
from ratiolab.errors import InputError, OutOfTime, SchedulerFailed
from ratiolab.version import __version__

#: Factor by which a screened score must beat the best ratio to be worth an exact evaluation.
_MARGIN = 1 + 1e-12


@dataclass(frozen=True)
class Piece:
    """Some evaluations of a task.

    Attributes
    ----------
    task : Task
    begin, stop : int
        Evaluations before the piece, and after it if time allows.
    seconds : float
        The piece ends after the first evaluation that is finished later than this.
    state : str or None
        The strategy's state as JSON text; None at the beginning.
    best : Fraction or None
        Largest ratio of the task so far.
    left : float or None
        Seconds until the budget is spent, if it is one of time: no scheduler is awaited longer.
    policy : Policy
        How code of others is run.
    software : str
        Version of ratiolab that asks: another one could do something else.
    """

    task: Task
    begin: int
    stop: int
    seconds: float
    state: str | None
    best: Fraction | None
    left: float | None = None
    policy: Policy = field(default_factory=current)
    software: str = __version__


@dataclass(frozen=True)
class Improved:
    """A witness better than all before it: number of the evaluation, move, JSON text."""

    evaluation: int
    move: str
    witness: str


@dataclass(frozen=True)
class Finished:
    """The end of a piece: evaluations done in all, seconds used by it, the strategy's state."""

    evaluations: int
    seconds: float
    state: str


Event = Improved | Finished


def search_piece(piece: Piece) -> Iterator[Event]:
    """Do a piece; each improvement is handed out before the search goes on, `Finished` comes last.

    Raises
    ------
    InputError
        If another version of ratiolab asks.
    SchedulerFailed
        If the algorithm is somebody else's and fails.
    """
    if piece.software != __version__:
        raise InputError(
            f"a piece of ratiolab {piece.software} reached a worker with ratiolab {__version__}: "
            "use one version everywhere"
        )
    task, best, begun = piece.task, piece.best, time.monotonic()
    with changed(**vars(piece.policy)):
        algorithm = _algorithm(task.algorithm, piece.policy)
    strategy = STRATEGIES[task.strategy](algorithm, task.region, task.seed)
    if piece.state is not None:
        strategy.restore(json.loads(piece.state))
    scorer = Scorer(algorithm, task.region)
    evaluations = piece.begin
    until = None if piece.left is None else begun + piece.left
    while evaluations < piece.stop:
        candidate = strategy.ask()
        try:
            with changed(**vars(piece.policy) | {"until": until}):  # never across a yield
                origin = Origin(task.command, task.seed, evaluations)
                score, witness = _evaluated(scorer, candidate, best, origin)
        except SchedulerFailed as error:
            error.name = task.algorithm
            raise
        except OutOfTime:
            if evaluations == 0:
                raise SchedulerFailed(
                    f"{task.algorithm} has not come to an end of its first instance within {task.budget}",
                    "time",
                ) from None
            break
        if witness is not None and (best is None or witness.ratio > best):
            best = witness.ratio
            yield Improved(evaluations, candidate.move, witness_to_json(witness))
        strategy.tell(candidate, score)
        evaluations += 1
        if time.monotonic() - begun >= piece.seconds:
            break
    state = json.dumps(strategy.state())
    yield Finished(evaluations, time.monotonic() - begun, state)


def _evaluated(
    scorer: Scorer, candidate: Candidate, best: Fraction | None, origin: Origin
) -> tuple[float, Witness | None]:
    """What the strategy is told of a candidate, and its witness if it may beat the best."""
    score = scorer.score(candidate)
    reached = 0.0 if best is None else float(best)
    if not scorer.refined(candidate, score, reached) > reached * _MARGIN:
        return score, None
    witness = scorer.witness(candidate, origin)
    # beside cheap scores an exact one would be a lone peak
    return (score if scorer.refines(candidate) else float(witness.ratio)), witness


def listed_piece(piece: Piece) -> list[Event]:
    """Do a piece and return all events at once: what a worker sends back."""
    return list(search_piece(piece))


@lru_cache(maxsize=64)
def _algorithm(text: str, policy: Policy) -> Algorithm:
    """One object for all pieces under one policy, which is in force."""
    return parse(text)
