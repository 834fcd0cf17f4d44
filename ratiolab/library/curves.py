"""The search strategies compared at an equal number of evaluations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from ratiolab.adversary.campaign.curves import ALPHAS, Curve, planned, run_curves
from ratiolab.adversary.search.strategies import STRATEGIES
from ratiolab.errors import InputError
from ratiolab.library.algorithms import AlgorithmLike, algorithm_text
from ratiolab.ratios import fraction_text
from ratiolab.report.curve_page import ranking_tables
from ratiolab.tables import Result, Table

#: The strategy that the others are compared with, where it takes part.
LEADER = "structured"


@dataclass(frozen=True, repr=False)
class CurveReport(Result):
    """Best ratio over evaluations, strategy by strategy; what ``ratiolab curves`` prints.

    Attributes
    ----------
    curves : tuple of Curve
        One per algorithm, strategy and seed; see `ratiolab.adversary.campaign.curves.run_curves`.
    leader : str
        The strategy that the others are compared with.
    """

    kind: ClassVar[str] = "curves"

    curves: tuple[Curve, ...]
    leader: str

    def parts(self) -> Sequence[Table | str]:
        """One table per algorithm."""
        return ranking_tables(self.curves, self.leader)

    def content(self) -> dict[str, Any]:
        """The keys of ``curves --json``."""
        runs = [
            {
                "algorithm": c.algorithm,
                "strategy": c.strategy,
                "seed": c.seed,
                "ratio": fraction_text(c.final),
            }
            for c in self.curves
        ]
        return {"leader": self.leader, "budget": self.curves[0].budget, "runs": runs}


def curves(
    folder: str | Path,
    algorithms: Iterable[AlgorithmLike] = (),
    *,
    strategies: Iterable[str] = (),
    seeds: int = 5,
    budget: int = 5000,
    max_memory: int | None = None,
    max_jobs: int | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> CurveReport:
    """Run every strategy on every algorithm with several seeds and an equal number of evaluations.

    Parameters
    ----------
    folder : path
        Folder of the runs; what is there already is read, or gone on with.
    algorithms : iterable of str, Algorithm or class
        By default GSA at every scaling factor of its table.
    strategies : iterable of str
        By default all.
    seeds, budget : int
        Runs of each strategy, with seeds from 0, and evaluations of each run; at least 1.
    max_memory, max_jobs : int, optional
        Largest budget in tokens, and most jobs.
    progress : callable, optional
        Told evaluations done, evaluations in all, and what is running.

    Returns
    -------
    CurveReport

    Raises
    ------
    InputError
        If a name is unknown, a number is below 1, or the folder holds another search.
    """
    if seeds < 1 or budget < 1:
        raise InputError(f"{seeds} seeds and {budget} evaluations: each must be at least 1")
    asked = list(algorithms) or [f"gsa:alpha={alpha}" for alpha in ALPHAS]
    texts = [algorithm_text(one) for one in asked]
    chosen = list(dict.fromkeys(strategies)) or list(STRATEGIES)
    tasks = planned(list(dict.fromkeys(texts)), chosen, seeds, budget, memory=max_memory, jobs=max_jobs)
    leader = LEADER if LEADER in chosen else chosen[-1]
    return CurveReport(tuple(run_curves(Path(folder), tasks, progress)), leader)
