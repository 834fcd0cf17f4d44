"""An island: one task in a run folder of its own, which is read strictly, worked on, and written at once."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ratiolab.adversary.campaign.folder import Checkpoint, RunFolder
from ratiolab.adversary.campaign.piece import Finished, Improved, Piece
from ratiolab.adversary.campaign.task import Budget, Task
from ratiolab.adversary.search.strategies import STRATEGIES
from ratiolab.adversary.search.strategy import UnusableState
from ratiolab.adversary.witnesses.file import parse_witness
from ratiolab.adversary.witnesses.witness import CheckedWitness, Witness, verify_made, verify_witness
from ratiolab.algorithms import parse
from ratiolab.errors import InputError, ScheduleError, SchedulerFailed

#: Seconds a piece takes at most; where pieces end changes no result.
PIECE_SECONDS = 1.0


@dataclass(frozen=True)
class Outcome:
    """What one task ends with."""

    task: Task
    folder: Path
    evaluations: int
    seconds: float
    best: CheckedWitness | None
    state: dict[str, Any]


class Island:
    """A run folder that is being worked on."""

    def __init__(self, folder: Path, task: Task) -> None:
        self.task, self.budget = task, Budget.parse(task.budget)
        self.store = RunFolder(folder)
        try:
            self._begin(folder)
        except BaseException:
            self.store.close()
            raise

    def _begin(self, folder: Path) -> None:
        """Take up what the folder holds."""
        asked, algorithm = self.store.asked(), parse(self.task.algorithm)
        if asked is None:
            self.store.ask(asdict(self.task))
        elif asked != asdict(self.task):
            raise InputError(f"{folder}: holds another search than {self.task.command}: start anew")
        self.store.check(algorithm, self.task.region)
        self.evaluations, self.seconds = 0, 0.0
        self.state: str | None = None
        if (at := self.store.last_checkpoint()) is not None:
            self.evaluations, self.seconds, self.state = at.evaluations, at.seconds, at.state
            try:
                STRATEGIES[self.task.strategy](algorithm, self.task.region, self.task.seed).restore(
                    json.loads(at.state)
                )
            except UnusableState as error:
                self.store.damaged(f"the state of the search: {error}")
        # Improvements beyond the checkpoint are on disk already; they are found again, if time allows.
        reached = self.store.best(before=self.evaluations)
        self.best = None if reached is None else self._verified(reached)

    def _verified(self, witness: Witness) -> CheckedWitness:
        """A witness of the folder, judged."""
        try:
            return verify_witness(witness)
        except SchedulerFailed:  # no word on the folder
            raise
        except ScheduleError as error:
            self.store.damaged(f"its best witness does not hold: {error}")

    def next_piece(self, batch: int) -> Piece | None:
        """What is to be done next, or None when the budget is spent."""
        if self.budget.spent(self.evaluations, self.seconds):
            return None
        stop, pause, left = self.evaluations + batch, PIECE_SECONDS, None
        if self.budget.evaluations is not None:
            stop = min(stop, self.budget.evaluations)
        if self.budget.seconds is not None:
            left = self.budget.seconds - self.seconds
            pause = min(pause, left)
        ratio = None if self.best is None else self.best.witness.ratio
        return Piece(self.task, self.evaluations, stop, pause, self.state, ratio, left)

    def improved(self, event: Improved) -> None:
        """Verify and keep an improvement, whoever found it."""
        self.best = verify_made(parse_witness(event.witness, f"evaluation {event.evaluation}"))
        self.store.improve(event.evaluation, event.move, self.best.witness)

    def finished(self, piece: Finished) -> None:
        """Keep where the search stands."""
        self.evaluations, self.state = piece.evaluations, piece.state
        self.seconds += piece.seconds
        self.store.checkpoint(Checkpoint(self.evaluations, self.seconds, piece.state))

    def outcome(self) -> Outcome:
        """What the island ends with."""
        known = self.store.best()
        if known is not None and (self.best is None or known.ratio > self.best.witness.ratio):
            # Found before a stop, but a budget of seconds ended before it was found again.
            self.best = self._verified(known)
        if self.best is not None and not self.store.holds(self.best.witness):
            self.store.write_best(self.best.witness)
        state = {} if self.state is None else json.loads(self.state)
        return Outcome(self.task, self.store.folder, self.evaluations, self.seconds, self.best, state)
