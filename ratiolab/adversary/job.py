"""A search that lasts: budget, progress, improvements kept at once, resumed as if never interrupted."""

from __future__ import annotations

import re
import shlex
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ratiolab.adversary.candidate import Limits
from ratiolab.adversary.scoring import Scorer
from ratiolab.adversary.store import Checkpoint, RunFolder
from ratiolab.adversary.strategies import STRATEGIES
from ratiolab.adversary.witness import CheckedWitness, Origin, verify_witness
from ratiolab.algorithms import parse
from ratiolab.errors import InputError
from ratiolab.integers import MAX_MEMORY

#: Evaluations, and seconds, between two checkpoints at most; where they fall changes no result.
BATCH = 500
BATCH_SECONDS = 1.0
#: Algorithms that cost grouped jobs without listing them; others get a small region by default.
CLOSED_FORM = frozenset({"gsa", "gba", "sps", "sps-by-length", "sims"})
LISTED_JOBS = 400
LISTED_MEMORY = 1_000
#: Factor by which a screened score must beat the best ratio to be worth an exact evaluation.
_MARGIN = 1 + 1e-12

_TIME = re.compile(r"(\d+(?:\.\d+)?)\s*(s|sec|min|h)", re.ASCII)
_COUNT = re.compile(r"\d+(?:e\d{1,2})?", re.ASCII)
_SECONDS = {"s": 1.0, "sec": 1.0, "min": 60.0, "h": 3600.0}


@dataclass(frozen=True)
class Budget:
    """How long a search goes on: `evaluations`, or `seconds` of searching; one of them is None."""

    evaluations: int | None = None
    seconds: float | None = None

    @classmethod
    def parse(cls, text: str) -> Budget:
        """Read ``10min``, ``90s``, ``1h``, ``1000000`` or ``1e6``.

        Raises
        ------
        InputError
            If it is none of these.
        """
        written = text.strip()
        if found := _TIME.fullmatch(written):
            seconds = float(found[1]) * _SECONDS[found[2]]
            if seconds > 0:
                return cls(seconds=seconds)
        elif _COUNT.fullmatch(written):
            mantissa, _, exponent = written.partition("e")
            count = int(mantissa) * 10 ** int(exponent or 0)
            if 1 <= count <= 10**15:
                return cls(evaluations=count)
        raise InputError(
            f"budget {text[:40]!r}: use a time (10min, 90s, 1h) or a number of evaluations (1e6)"
        )

    def spent(self, evaluations: int, seconds: float) -> bool:
        """Whether nothing is left."""
        if self.evaluations is not None:
            return evaluations >= self.evaluations
        return seconds >= (self.seconds or 0)


@dataclass(frozen=True)
class Job:
    """What a search is asked to do.

    Attributes
    ----------
    algorithm : str
        As `ratiolab.algorithms.parse` reads it, e.g. ``gsa:alpha=2``.
    strategy : str
        A key of `STRATEGIES`.
    budget : str
        As `Budget.parse` reads it.
    seed : int
        At least 0.
    memory, jobs : int or None
        Largest budget in tokens and most jobs; None for the defaults.
    """

    algorithm: str
    strategy: str
    budget: str
    seed: int
    memory: int | None = None
    jobs: int | None = None

    @property
    def limits(self) -> Limits:
        """The region that is searched."""
        given = {"memory": self.memory, "jobs": self.jobs}
        if self.algorithm.partition(":")[0] not in CLOSED_FORM:
            given = {"memory": self.memory or LISTED_MEMORY, "jobs": self.jobs or LISTED_JOBS}
        return Limits(**{name: value for name, value in given.items() if value is not None})

    @property
    def command(self) -> str:
        """The command line, without the folder."""
        name, _, parameters = self.algorithm.partition(":")
        key, _, alpha = parameters.partition("=")
        words = ["ratiolab search --alg"]
        words += (
            [name, "--alpha", shlex.quote(alpha)] if key == "alpha" and "," not in alpha else [self.algorithm]
        )
        words += ["--strategy", self.strategy, "--budget", self.budget, "--seed", str(self.seed)]
        words += [] if self.memory is None else ["--max-memory", str(self.memory)]
        words += [] if self.jobs is None else ["--max-jobs", str(self.jobs)]
        return " ".join(words)


@dataclass(frozen=True)
class Progress:
    """Where a search stands, for whoever watches."""

    budget: Budget
    evaluations: int
    seconds: float
    best: CheckedWitness | None

    @property
    def rate(self) -> float:
        """Evaluations per second."""
        return self.evaluations / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class Outcome:
    """What a search ends with."""

    job: Job
    evaluations: int
    seconds: float
    best: CheckedWitness | None
    state: dict[str, Any]


def run_job(folder: Path, job: Job | None, watch: Callable[[Progress], None] | None = None) -> Outcome:
    """Run a search, or go on with the one in `folder`.

    Parameters
    ----------
    folder : Path
        The run folder.
    job : Job, optional
        What to do; None to go on with what the folder holds.
    watch : callable, optional
        Told after every batch.

    Raises
    ------
    InputError
        If the folder already holds a search and `job` is given, or holds none and it is not.
    """
    if job is None and not folder.is_dir():
        raise InputError(f"{folder}: holds no search to resume")
    store = RunFolder(folder)
    try:
        stored = store.job()
        if job is None:
            if stored is None:
                raise InputError(f"{folder}: holds no search to resume")
            job = Job(**stored)
        elif stored is not None:
            raise InputError(f"{folder}: already holds a search: resume it, or choose a new folder")
        return _run(store, job, watch)
    finally:
        store.close()


def _run(store: RunFolder, job: Job, watch: Callable[[Progress], None] | None) -> Outcome:
    if job.strategy not in STRATEGIES:
        raise InputError(f"unknown strategy {job.strategy!r}: use {', '.join(STRATEGIES)}")
    limits, budget, algorithm = job.limits, Budget.parse(job.budget), parse(job.algorithm)
    if not 2 <= limits.memory <= MAX_MEMORY or not 1 <= limits.jobs <= 10**18:
        raise InputError("the region must have a memory from 2 to 2^60 and from 1 to 10^18 jobs")
    strategy = STRATEGIES[job.strategy](algorithm, limits, job.seed)
    scorer = Scorer(algorithm, limits)
    if store.job() is None:
        store.set_job(asdict(job))
    evaluations, used = 0, 0.0
    if (at := store.last_checkpoint()) is not None:
        evaluations, used = at.evaluations, at.seconds
        strategy.restore(at.state)
    # Improvements beyond the checkpoint are on disk already; they are found again on the way.
    reached = store.best(before=evaluations)
    best = None if reached is None else verify_witness(reached)
    begun = time.monotonic()
    while not budget.spent(evaluations, used):
        stop = evaluations + BATCH
        stop = stop if budget.evaluations is None else min(stop, budget.evaluations)
        pause = begun + min(BATCH_SECONDS, (budget.seconds or BATCH_SECONDS + used) - used)
        while evaluations < stop:
            candidate = strategy.ask()
            score = scorer.score(candidate)
            if score > (0.0 if best is None else float(best.witness.ratio) * _MARGIN):
                witness = scorer.witness(candidate, Origin(job.command, job.seed, evaluations))
                score = float(witness.ratio)
                if best is None or witness.ratio > best.witness.ratio:
                    best = verify_witness(witness)
                    store.improve(evaluations, candidate.move, witness)
            strategy.tell(candidate, score)
            evaluations += 1
            if time.monotonic() >= pause:
                break
        now = time.monotonic()
        used, begun = used + now - begun, now
        store.checkpoint(Checkpoint(evaluations, used, strategy.state()))
        if watch is not None:
            watch(Progress(budget, evaluations, used, best))
    return Outcome(job, evaluations, used, best, strategy.state())
