"""Strategies at an equal budget: best ratio so far over evaluations, for several seeds.

Every run is a search in a folder of its own, so an interrupted comparison goes on where it stopped.
Ratios are those of verified witnesses, as exact fractions; floating point is for pictures only.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median

from ratiolab.adversary.campaign.folder import RunFolder
from ratiolab.adversary.campaign.run import Progress, run_task
from ratiolab.adversary.campaign.task import Task
from ratiolab.errors import InputError
from ratiolab.ratios import fraction_text

#: Scaling factors of the table of bounds.
ALPHAS = ("(7+sqrt(13))/6", "2", "(1+sqrt(5))/2", "3/2")
#: Names of the CSV's columns: one row per improvement.
COLUMNS = ("algorithm", "strategy", "seed", "budget", "evaluation", "ratio")


@dataclass(frozen=True)
class Curve:
    """The improvements of one run.

    Attributes
    ----------
    algorithm, strategy : str
    seed, budget : int
        Budget in evaluations.
    steps : tuple of (int, Fraction)
        Evaluation, from 1, and the ratio of the witness it found; both ascending.
    """

    algorithm: str
    strategy: str
    seed: int
    budget: int
    steps: tuple[tuple[int, Fraction], ...]

    @property
    def final(self) -> Fraction:
        """Best ratio at the end; 0 if nothing was found."""
        return self.steps[-1][1] if self.steps else Fraction(0)

    def at(self, evaluations: int) -> Fraction:
        """Best ratio after so many evaluations; 0 if there is none yet."""
        place = bisect_right([step[0] for step in self.steps], evaluations)
        return self.steps[place - 1][1] if place else Fraction(0)


def planned(
    algorithms: Sequence[str], strategies: Sequence[str], seeds: int, budget: int, **region: int | None
) -> list[Task]:
    """Return one task for every algorithm, strategy and seed from 0."""
    return [
        Task(algorithm, strategy, str(budget), seed, **region)
        for algorithm in algorithms
        for strategy in strategies
        for seed in range(seeds)
    ]


def run_curves(
    folder: Path, tasks: Sequence[Task], watch: Callable[[int, int, str], None] | None = None
) -> Iterator[Curve]:
    """Run every task in a subfolder, or go on with it, and yield its curve.

    Parameters
    ----------
    folder : Path
        Folder of the runs.
    tasks : sequence of Task
        With budgets in evaluations, as made by `planned`.
    watch : callable, optional
        Told evaluations done, evaluations in all and what is running, after every piece.

    Raises
    ------
    InputError
        If a subfolder holds another search, or a task is not valid.
    """
    for task in tasks:
        task.check()
    total, done = sum(int(task.budget) for task in tasks), 0
    for task in tasks:
        home = folder / run_name(task)
        what, before = f"{task.algorithm} {task.strategy} {task.seed}", done
        stored = RunFolder.stored(home)
        kept = stored is not None
        if kept and stored != asdict(task):
            raise InputError(f"{home}: holds another search than {task.command!r}: use a new folder")

        def tell(at: Progress, before: int = before, what: str = what) -> None:
            if watch is not None:
                watch(before + at.evaluations, total, what)

        run_task(home, None if kept else task, tell)
        done += int(task.budget)
        if watch is not None:
            watch(done, total, what)
        yield read_curve(home, task)


def run_name(task: Task) -> str:
    """Subfolder of a run: letters and digits of the algorithm, the strategy and the seed."""
    letters = "".join(c if c.isalnum() else "-" for c in task.algorithm).strip("-")
    return f"{letters}_{task.strategy}_{task.seed}"


def read_curve(home: Path, task: Task) -> Curve:
    """Read the improvements of a finished run; each was verified before it was kept."""
    with RunFolder(home) as store:
        steps = tuple((step.evaluation + 1, step.ratio) for step in store.improvements())
    return Curve(task.algorithm, task.strategy, task.seed, int(task.budget), steps)


def curves_csv(curves: Sequence[Curve]) -> str:
    """All improvements of all curves as CSV, ratios as exact fractions."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for curve in curves:
        for evaluation, ratio in curve.steps:
            head = (curve.algorithm, curve.strategy, curve.seed, curve.budget)
            writer.writerow((*head, evaluation, fraction_text(ratio)))
    return text.getvalue()


@dataclass(frozen=True)
class Ranking:
    """Final ratios of one strategy on one algorithm over all seeds, exact.

    Attributes
    ----------
    algorithm, strategy : str
    finals : tuple of Fraction
        By seed.
    beaten : int
        Seeds on which the leader's final ratio is strictly larger.
    below_worst : bool
        Every final ratio is below the leader's least.
    """

    algorithm: str
    strategy: str
    finals: tuple[Fraction, ...]
    beaten: int
    below_worst: bool

    @property
    def median(self) -> Fraction:
        """Median over the seeds."""
        return median(self.finals)


def rankings(curves: Sequence[Curve], leader: str) -> list[Ranking]:
    """Compare every strategy with `leader`, seed by seed, in exact fractions."""
    finals: dict[tuple[str, str], list[Fraction]] = {}
    for curve in sorted(curves, key=lambda curve: curve.seed):
        finals.setdefault((curve.algorithm, curve.strategy), []).append(curve.final)
    made = []
    for algorithm, strategy in dict.fromkeys((curve.algorithm, curve.strategy) for curve in curves):
        own, top = finals[algorithm, strategy], finals[algorithm, leader]
        beaten = sum(a < b for a, b in zip(own, top, strict=True))
        made.append(Ranking(algorithm, strategy, tuple(own), beaten, max(own) < min(top)))
    return made
