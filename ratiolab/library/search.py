"""Searches for instances on which an algorithm is far from the optimum."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from ratiolab.adversary.campaign.executors import local
from ratiolab.adversary.campaign.island import Outcome
from ratiolab.adversary.campaign.run import Progress, run_searches
from ratiolab.adversary.campaign.run import Result as SearchOutcome
from ratiolab.adversary.campaign.task import Search, Task
from ratiolab.adversary.witnesses.witness import CheckedWitness, Witness
from ratiolab.documents.files import FilePath
from ratiolab.errors import visible
from ratiolab.library.algorithms import AlgorithmLike, algorithm_text
from ratiolab.library.trying import trying
from ratiolab.ratios import at_least_text, fraction_text
from ratiolab.tables import Column, Result, Table

_ISLANDS = (
    Column("seed", numeric=True),
    Column("evaluations", numeric=True),
    Column(
        "ratio at least", lambda r: "none" if r is None else at_least_text(r, 6), numeric=True, key="ratio"
    ),
)


@dataclass(frozen=True, repr=False)
class SearchReport(Result):
    """What searches ended with; what ``ratiolab search`` prints.

    Attributes
    ----------
    searches : tuple
        One entry per search: its islands, evaluations, seconds and best witness.
    kept : bool
        Whether the run folders are still there.
    """

    kind: ClassVar[str] = "search"

    searches: tuple[SearchOutcome, ...]
    kept: bool = True

    @property
    def best(self) -> CheckedWitness | None:
        """The witness with the largest ratio of all, with the proved bound beside it."""
        return None if self._largest is None else self._largest.best

    @property
    def witness(self) -> Witness | None:
        """The witness alone."""
        return None if self.best is None else self.best.witness

    @property
    def exceeds(self) -> bool:
        """Whether a witness is above a proved bound: one of the two is wrong."""
        return any(outcome.best is not None and outcome.best.exceeds for outcome in self.searches)

    @property
    def evaluations(self) -> int:
        """Candidates evaluated in all."""
        return sum(outcome.evaluations for outcome in self.searches)

    @property
    def _largest(self) -> SearchOutcome | None:
        with_best = [outcome for outcome in self.searches if outcome.best is not None]
        return max(
            with_best, key=lambda outcome: outcome.best.witness.ratio if outcome.best else 0, default=None
        )

    def table(self) -> Table:
        """One row per island."""
        return Table("", _ISLANDS, [_row(island) for outcome in self.searches for island in outcome.islands])

    def parts(self) -> Sequence[Table | str]:
        """Rate, islands and best witness of every search."""
        said: list[Table | str] = []
        for outcome in self.searches:
            if outcome.search.name:
                said.append(f"{outcome.search.name}:")
            rate = outcome.evaluations / outcome.seconds if outcome.seconds else 0.0
            said.append(f"{outcome.evaluations} evaluations in {outcome.seconds:.1f} s, {rate:,.0f} a second")
            if outcome.search.islands > 1:
                said.append(Table("", _ISLANDS, [_row(island) for island in outcome.islands]))
            said += self._best_words(outcome)
        return said

    def _best_words(self, outcome: SearchOutcome) -> list[str]:
        if outcome.best is None:
            return ["nothing found"]
        w = outcome.best.witness
        said = [
            f"{w.label}: ratio at least {at_least_text(w.ratio, 6)} ({bound_words(outcome.best)}), "
            f"memory {w.instance.memory}, prompt {w.instance.common_prompt}, "
            f"{w.instance.jobs} jobs of {len(w.instance.groups)} lengths"
        ]
        return [*said, f"witness: {visible(str(outcome.witness_path))}"] if self.kept else said

    def content(self) -> dict[str, Any]:
        """The keys of ``search --json``: of one search its facts; of several a list, and the best of all."""
        listed = [self._facts(outcome) for outcome in self.searches]
        if len(listed) == 1:
            return listed[0]
        named = [{"name": f.search.name, **facts} for f, facts in zip(self.searches, listed, strict=True)]
        return {
            "evaluations": self.evaluations,
            "seconds": round(sum(outcome.seconds for outcome in self.searches), 3),
            "jobs": named,
            "best": None if self._largest is None else self._place(self._largest),
        }

    def _facts(self, outcome: SearchOutcome) -> dict[str, Any]:
        facts: dict[str, Any] = {
            "command": outcome.search.command,
            "evaluations": outcome.evaluations,
            "seconds": round(outcome.seconds, 3),
        }
        if outcome.search.islands > 1:
            facts["islands"] = [
                {
                    "seed": island.task.seed,
                    "folder": str(island.folder),
                    "evaluations": island.evaluations,
                    "ratio": None if island.best is None else fraction_text(island.best.witness.ratio),
                }
                for island in outcome.islands
            ]
        return facts | {"best": self._place(outcome)}

    def _place(self, outcome: SearchOutcome) -> dict[str, Any] | None:
        best = outcome.best
        if best is None:
            return None
        return {
            "ratio": fraction_text(best.witness.ratio),
            "witness": str(outcome.witness_path) if self.kept else None,
            "bound": None if best.bound is None else str(best.bound.value),
            "exceeds": best.exceeds,
        }


def _row(island: Outcome) -> list[Any]:
    return [island.task.seed, island.evaluations, None if island.best is None else island.best.witness.ratio]


def bound_words(best: CheckedWitness) -> str:
    """The proved bound beside a witness, in words."""
    return "no bound" if best.bound is None else f"proved {best.bound.value.decimal(4)}"


def search(
    algorithm: AlgorithmLike,
    *,
    budget: str | int = "1min",
    strategy: str = "structured",
    seed: int = 0,
    islands: int = 1,
    max_memory: int | None = None,
    max_jobs: int | None = None,
    out: str | Path | None = None,
    processes: int = 1,
    progress: Callable[[Progress], None] | None = None,
    isolate: bool = False,
    decide_limit: float | None = None,
    save: FilePath | None = None,
) -> SearchReport:
    """Look for an instance on which an algorithm costs many times the optimum.

    Parameters
    ----------
    algorithm : str, Algorithm, Scheduler or class
        What is attacked; a class of one's own must be importable under its name.
    budget : str or int
        A number of evaluations (``20000``) or a time (``"10min"``), shared by the islands.
    strategy : str
        ``"structured"``, ``"evolve"``, ...
    seed, islands : int
        Independent searches with seeds `seed`, ``seed + 1``, ..., each the same in every run.
    max_memory, max_jobs : int, optional
        Largest budget in tokens, and most jobs.
    out : path, optional
        A new run folder, from which ``ratiolab search --resume`` goes on; by default nothing is kept.
    processes : int
        Worker processes, at least 1; they change no result.
    progress : callable, optional
        Told where the search stands.
    isolate, decide_limit, save
        As for `ratiolab.compare`.

    Returns
    -------
    SearchReport

    Raises
    ------
    InputError
        If the algorithm, the strategy, the budget or the folder cannot be used.
    SchedulerFailed
        If the algorithm is somebody else's and fails.
    """
    with trying(isolate=isolate, decide_limit=decide_limit, save=save):
        task = Task(algorithm_text(algorithm), strategy, str(budget), seed, max_memory, max_jobs)
        wanted = Search(task, islands)
        wanted.parts()
        with closing(local(processes, islands)) as executor:
            if out is not None:
                return SearchReport(tuple(run_searches(Path(out), [wanted], executor, progress)))
            with tempfile.TemporaryDirectory() as made:
                found = run_searches(Path(made) / "run", [wanted], executor, progress)
            return SearchReport(tuple(found), kept=False)
