"""The strategy on the structured family."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any, ClassVar

from ratiolab.adversary.search.candidate import Candidate, Region
from ratiolab.adversary.search.genome import Genome, expand, nudge, random_genome
from ratiolab.adversary.search.strategy import Strategy, UnusableState, count, write_scored
from ratiolab.algorithms import Algorithm, is_built_in
from ratiolab.errors import InputError


class Structured(Strategy):
    """Genomes of the structured family; in small regions also free moves on its best candidates.

    Raises
    ------
    InputError
        If the algorithm is a user's class, of whose structure nothing is known.
    """

    name: ClassVar[str] = "structured"
    elite: ClassVar[int] = 24

    def __init__(self, algorithm: Algorithm, region: Region, seed: int) -> None:
        if not is_built_in(algorithm):
            raise InputError(
                f"strategy structured needs the slices or the closed forms of a built-in algorithm: attack "
                f"{algorithm.name} with cma, evolve, anneal, hill or random"
            )
        super().__init__(algorithm, region, seed)
        self.best: list[tuple[float, Genome | None, Candidate]] = []
        self._asked: tuple[Genome | None, Candidate] | None = None

    def ask(self) -> Candidate:
        """A random genome, a neighbour of a good one, or a free move on its expansion."""
        while True:
            genome, made = self._propose()
            if made is not None:
                self._asked = (genome, made)
                return made

    def _propose(self) -> tuple[Genome | None, Candidate | None]:
        draw = self.rng.random()
        if len(self.best) < 4 or draw < 0.25:
            try:
                genome, move = random_genome(self.rng, self.algorithm, self.region)
            except InputError:
                return None, None
            return genome, expand(genome, self.algorithm, self.region, move)
        # Ranks drawn with a bias to the front.
        at = int(len(self.best) * self.rng.random() ** 2)
        _, parent, candidate = self.best[at]
        if parent is None or (self.region.listed and draw < 0.65):
            return None, self._moved(candidate)
        genome, move = nudge(parent, self.rng, self.region)
        return genome, expand(genome, self.algorithm, self.region, move)

    def tell(self, candidate: Candidate, score: float) -> None:
        """Keep the best few, at most one of each budget and prompt."""
        genome = self._asked[0] if self._asked is not None and self._asked[1] is candidate else None
        key = (candidate.memory, candidate.prompt)
        twin = next((b for b in self.best if (b[2].memory, b[2].prompt) == key), None)
        if twin is not None:
            if twin[0] >= score:
                return
            self.best.remove(twin)
        self.best.append((score, genome, candidate))
        self.best.sort(key=lambda entry: -entry[0])
        del self.best[self.elite :]

    def _memory(self) -> dict[str, Any]:
        listed = []
        for score, genome, candidate in self.best:
            numbers = None
            if genome is not None:
                numbers = list(astuple(genome))
            listed.append([numbers, write_scored((score, candidate))])
        return {"best": listed}

    def _recall(self, state: dict[str, Any]) -> None:
        self.best, self._asked = [], None
        for numbers, text in state["best"]:
            scored = self._read(text)
            if scored is None:
                raise UnusableState("a candidate is missing")
            self.best.append((scored[0], None if numbers is None else self._genome(*numbers), scored[1]))
        if len(self.best) > self.elite:
            raise UnusableState(f"{len(self.best)} candidates are kept: at most {self.elite}")

    def _genome(self, memory: int, prompt: int, top: int, depth: int, share: float, together: bool) -> Genome:
        """The genome of these numbers, as they stand in a state."""
        numbers = (count(memory, 2), count(prompt), count(top), count(depth))
        if memory > self.region.memory + 2 or prompt >= memory:
            raise UnusableState("a genome is none of the region that is searched")
        if type(share) is not float or not 0 <= share <= 1 or type(together) is not bool:
            raise UnusableState(f"a genome has the share {share!r:.40}")
        return Genome(*numbers, share, together)
