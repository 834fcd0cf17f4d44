"""CMA-ES on numbers between 0 and 1 that expand to an instance.

For GSA and GBA they are the genome of the structured family; for any other algorithm, one of a user's
too, budget, prompt and a few lengths with their counts, so no closed form is needed. A score depends on
number theory as much as on size, so runs are short and many: each starts at a random point, and ends
when it has converged or has used `CMA.patience` evaluations.
"""

from __future__ import annotations

import importlib
from math import isfinite
from typing import Any, ClassVar

import numpy as np

from proofs.exact.surd import Quadratic
from ratiolab.adversary.scoring.grouped_eval import FloatArray
from ratiolab.adversary.search.candidate import KERNEL_MEMORY, Candidate, Region, tidy
from ratiolab.adversary.search.genome import Genome, expand, just_under, slicing_factor
from ratiolab.adversary.search.strategy import Strategy, UnusableState, count
from ratiolab.algorithms import Algorithm
from ratiolab.core.pipeline import largest_parallelism
from ratiolab.errors import InputError
from ratiolab.slices import ladder

#: Lengths of an instance of an algorithm without slices.
LENGTHS = 4
#: Fitness (the negative score) of a point that expands to no instance.
_NOTHING = 1.0
#: Smallest budget of a structured genome where the region allows it.
_SMALLEST = 50.0


class CMA(Strategy):
    """Covariance matrix adaptation (N. Hansen's package ``cma``) with random restarts.

    The state is the seed of the current run and the scores it was told: told again, they restore it.

    Raises
    ------
    InputError
        If the package is not installed.
    """

    name: ClassVar[str] = "cma"
    patience: ClassVar[int] = 1500
    population: ClassVar[int] = 12

    def __init__(self, algorithm: Algorithm, region: Region, seed: int) -> None:
        super().__init__(algorithm, region, seed)
        try:
            self._package: Any = importlib.import_module("cma")
        except ImportError:
            raise InputError(
                "strategy cma needs the package cma: pip install ratiolab[cma], or use another strategy"
            ) from None
        self._begin(self.rng.getrandbits(32))

    def ask(self) -> Candidate:
        """The next point of the population that is an instance; a new run where one has ended."""
        while True:
            if len(self.scores) % self.population == 0 and self._ended():
                self._begin(self.rng.getrandbits(32))
            made = instance_of(self._point(), self.algorithm, self.region)
            if made is not None:
                return made
            self._tell(None)

    def tell(self, candidate: Candidate, score: float) -> None:
        """Note the score; the last one of a population moves the distribution."""
        self._tell(score)

    def _begin(self, seed: int) -> None:
        """Start a run that depends on nothing but its seed."""
        self.seed, self.scores = seed, list[float | None]()
        draw = np.random.default_rng(seed)
        genes = genes_of(self.algorithm)
        options = {
            "randn": lambda rows, columns: draw.standard_normal((rows, columns)),
            "seed": float("nan"),  # leave numpy's global generator alone
            "popsize": self.population,
            "tolfun": 1e-7,
            "tolx": 1e-7,
            "signals_filename": "",
            "verbose": -9,
            "verb_log": 0,
            "verb_disp": 0,
        }
        self._run = self._package.CMAEvolutionStrategy(draw.random(genes), 0.25, options)
        self._points: list[FloatArray] = []

    def _ended(self) -> bool:
        return bool(self.scores) and (len(self.scores) >= self.patience or bool(self._run.stop()))

    def _point(self) -> FloatArray:
        """The point whose score is missing, folded back into the unit cube."""
        if not self._points:
            self._points = self._run.ask()
        x = np.mod(self._points[len(self.scores) % self.population], 2.0)
        return np.asarray(np.minimum(x, 2.0 - x))

    def _tell(self, score: float | None) -> None:
        if not self._points:
            self._points = self._run.ask()
        self.scores.append(score)
        if len(self.scores) % self.population == 0:
            latest = self.scores[-self.population :]
            self._run.tell(self._points, [_NOTHING if s is None else -s for s in latest])
            self._points = []

    def _memory(self) -> dict[str, Any]:
        return {"run": self.seed, "scores": list(self.scores)}

    def _recall(self, state: dict[str, Any]) -> None:
        scores = state["scores"]
        if type(scores) is not list or len(scores) > self.patience + self.population:
            raise UnusableState("scores are no list of those of one run")
        for score in scores:
            if score is not None and (type(score) is not float or not isfinite(score)):
                raise UnusableState(f"a score is {score!r:.40}")
        self._begin(count(state["run"]))
        for i, score in enumerate(scores):
            if i % self.population == 0:  # asked as often as the first time: `stop` keeps notes
                self._ended()
            self._tell(score)


def genes_of(algorithm: Algorithm) -> int:
    """How many numbers make an instance for this algorithm."""
    return 2 + 2 * LENGTHS if slicing_factor(algorithm) is None else 6


def instance_of(x: FloatArray, algorithm: Algorithm, region: Region) -> Candidate | None:
    """Return the instance of a point of the unit cube, or None if it has none.

    Parameters
    ----------
    x : array of float, shape (genes,)
        Budget (by orders of magnitude) and prompt (as a share of it); then for GSA and GBA which slice the
        prompt is moved to the edge of, slices without jobs at the top, classes below, and jobs; for others a
        length and a count, by orders of magnitude, for each of `LENGTHS` groups, below 0.1 no jobs.
    algorithm : Algorithm
    region : Region
    """
    highest = min(region.memory, KERNEL_MEMORY)
    alpha = slicing_factor(algorithm)
    if alpha is None:
        smallest = min(4, region.memory)
        memory = round(smallest * (highest / smallest) ** float(x[0]))
        prompt = int((memory - 1) * float(x[1]) ** 2)
        room = memory - prompt
        jobs = [
            (max(1, round(room ** float(o))), round(region.jobs ** ((float(c) - 0.1) / 0.9)))
            for o, c in zip(x[2::2], x[3::2], strict=True)
            if c >= 0.1
        ]
        return tidy(memory, prompt, jobs, region, "cma")
    smallest_budget = min(_SMALLEST, highest)
    memory = max(2, round(smallest_budget * (highest / smallest_budget) ** float(x[0])))
    prompt = _edge(alpha, memory, int((memory - 1) * float(x[1]) ** 2), int(9 * float(x[2])))
    share = 1.0 if not region.listed else 0.3 + 0.7 * float(x[5])
    genome = Genome(memory, prompt, min(3, int(4 * float(x[3]))), 1 + min(9, int(10 * float(x[4]))), share)
    return expand(genome, algorithm, region, "cma")


def _edge(alpha: Quadratic, memory: int, prompt: int, below_top: int) -> int:
    """Least prompt with the same parallelism on a slice: one more job just does not fit."""
    slices = ladder(alpha, memory - prompt)
    if below_top > 5 or below_top >= len(slices):
        return prompt
    parallelism = largest_parallelism(slices[-1 - below_top], prompt, memory)
    edge = just_under(alpha, memory, below_top, parallelism)
    return prompt if edge is None else edge
