"""Strategies on free multisets: random, hill climbing, simulated annealing, evolution with an archive."""

from __future__ import annotations

import math
from typing import Any, ClassVar

from ratiolab.adversary.search.candidate import Candidate, Region
from ratiolab.adversary.search.moves import crossed
from ratiolab.adversary.search.strategy import Scored, Strategy, count, write_scored
from ratiolab.algorithms import Algorithm


class RandomSearch(Strategy):
    """Independent random multisets."""

    name: ClassVar[str] = "random"

    def ask(self) -> Candidate:
        """A fresh candidate."""
        return self._fresh()

    def tell(self, candidate: Candidate, score: float) -> None:
        """Nothing to learn."""


class HillClimbing(Strategy):
    """Moves from the best so far; a fresh start after 2000 moves without gain."""

    name: ClassVar[str] = "hill"
    patience: ClassVar[int] = 2000

    def __init__(self, algorithm: Algorithm, region: Region, seed: int) -> None:
        super().__init__(algorithm, region, seed)
        self.current: Scored | None = None
        self.stalled = 0

    def ask(self) -> Candidate:
        """A neighbour of the current candidate."""
        if self.current is None or self.stalled >= self.patience:
            self.current, self.stalled = None, 0
            return self._fresh()
        return self._moved(self.current[1])

    def tell(self, candidate: Candidate, score: float) -> None:
        """Move there if it is no worse."""
        if self.current is None or score > self.current[0]:
            self.current, self.stalled = (score, candidate), 0
        else:
            self.stalled += 1

    def _memory(self) -> dict[str, Any]:
        return {"current": write_scored(self.current), "stalled": self.stalled}

    def _recall(self, state: dict[str, Any]) -> None:
        self.current, self.stalled = self._read(state["current"]), count(state["stalled"])


class Annealing(Strategy):
    """Simulated annealing: cycles of 20,000 moves, temperature from 0.5 down to 0.005."""

    name: ClassVar[str] = "anneal"
    cycle: ClassVar[int] = 20_000

    def __init__(self, algorithm: Algorithm, region: Region, seed: int) -> None:
        super().__init__(algorithm, region, seed)
        self.current: Scored | None = None
        self.steps = 0

    def ask(self) -> Candidate:
        """A neighbour of the current candidate."""
        return self._fresh() if self.current is None else self._moved(self.current[1])

    def tell(self, candidate: Candidate, score: float) -> None:
        """Move there if it is better, or by the luck of the temperature."""
        temperature = 0.5 * 0.01 ** (self.steps % self.cycle / self.cycle)
        self.steps += 1
        luck = self.rng.random()
        if self.current is None or luck < math.exp(min(0.0, (score - self.current[0]) / temperature)):
            self.current = (score, candidate)

    def _memory(self) -> dict[str, Any]:
        return {"current": write_scored(self.current), "steps": self.steps}

    def _recall(self, state: dict[str, Any]) -> None:
        self.current, self.steps = self._read(state["current"]), count(state["steps"])


class Evolution(Strategy):
    """An archive of the best candidate per regime; moves and crosses of its members."""

    name: ClassVar[str] = "evolve"

    def __init__(self, algorithm: Algorithm, region: Region, seed: int) -> None:
        super().__init__(algorithm, region, seed)
        self.archive: dict[str, Scored] = {}

    def ask(self) -> Candidate:
        """A fresh candidate at first and one time in twenty, else a descendant."""
        if len(self.archive) < 10 or self.rng.random() < 0.05:
            return self._fresh()
        members = list(self.archive.values())
        # Tournament of three: better members have more descendants.
        parent = max(self.rng.choices(members, k=3), key=lambda member: member[0])[1]
        if self.rng.random() < 0.2:
            made = crossed(parent, self.rng.choice(members)[1], self.rng, self.region)
            if made is not None:
                return made
        return self._moved(parent)

    def tell(self, candidate: Candidate, score: float) -> None:
        """Keep it if it is the best of its cell: prompt over memory, lengths, size."""
        share = 10 * candidate.prompt // candidate.memory
        cell = f"{share}:{len(candidate.lengths)}:{candidate.jobs.bit_length() // 4}"
        if cell not in self.archive or score > self.archive[cell][0]:
            self.archive[cell] = (score, candidate)

    def _memory(self) -> dict[str, Any]:
        return {"archive": [[cell, write_scored(member)] for cell, member in self.archive.items()]}

    def _recall(self, state: dict[str, Any]) -> None:
        self.archive = {cell: member for cell, text in state["archive"] if (member := self._read(text))}
