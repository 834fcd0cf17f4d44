"""The true maximum ratio over every small instance and every order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

from ratiolab.adversary.boxes.maximum import Maximum
from ratiolab.adversary.boxes.run import Box, BoxOutcome, default_algorithms, run_box
from ratiolab.algorithms import parse
from ratiolab.documents.files import FilePath
from ratiolab.library.algorithms import AlgorithmLike, algorithm_text
from ratiolab.library.trying import trying
from ratiolab.ratios import decimal_text, fraction_text
from ratiolab.report.box_report import box_words, tried
from ratiolab.tables import Column, Result, Table

_COLUMNS = (
    Column("algorithm"),
    Column("box"),
    Column("orders", lambda orders: f"{orders:,}", numeric=True),
    Column("maximum", fraction_text, numeric=True),
    Column("", decimal_text, numeric=True, key="decimal"),
    Column("proved", lambda bound: "none" if bound is None else bound.decimal(4), numeric=True),
    Column("first attained by, in order", key="instance"),
)


@dataclass(frozen=True, repr=False)
class BoxMaxima(Result):
    """Largest ratios over a box; what ``ratiolab box`` prints.

    Attributes
    ----------
    outcome : BoxOutcome
        The box, a maximum per algorithm, number of jobs and budget, and what is wrong, if anything is.
    page : str or None
        Where the report was written.
    """

    kind: ClassVar[str] = "box"

    outcome: BoxOutcome
    page: str | None = None

    @property
    def faults(self) -> list[str]:
        """Contradictions: a ratio above a proved bound, or a maximum that did not come out again."""
        return self.outcome.faults

    @property
    def maxima(self) -> dict[str, Fraction]:
        """Largest ratio by label of the algorithm, exactly."""
        return {parse(name).label: self.outcome.largest(name).ratio for name in self.outcome.box.algorithms}

    def parts(self) -> Sequence[Table | str]:
        """One row per algorithm."""
        rows = []
        for name in self.outcome.box.algorithms:
            largest = self.outcome.largest(name)
            rows.append([
                parse(name).label, box_words(self.outcome, name), tried(self.outcome, name)[1], largest.ratio,
                largest.ratio, None if largest.bound is None else largest.bound.value,
                f"M={largest.cell.memory} s={largest.cell.prompt} {list(largest.worst.lengths)}",
            ])  # fmt: skip
        said = f"{self.outcome.seconds:.0f} s; every maximum computed again"
        return Table("Largest ratios", _COLUMNS, rows), said + (f"; report: {self.page}" if self.page else "")

    def content(self) -> dict[str, Any]:
        """The keys of ``box --json``."""
        outcome, box, listed = self.outcome, self.outcome.box, {}
        for name in box.algorithms:
            instances, orders = tried(outcome, name)
            maxima = outcome.maxima[name]
            listed[name] = {
                "label": parse(name).label, "most_jobs": box.jobs_for(parse(name)), "instances": instances,
                "orders": orders, "maximum": _place(outcome.largest(name)),
                "cells": [{"jobs": n, "budget": m, **_place(maxima[n, m])} for n, m in sorted(maxima)],
            }  # fmt: skip
        return {"n": box.jobs, "memory": box.memory, "slow_n": box.slow_jobs, "algorithms": listed,
                "faults": self.faults}  # fmt: skip


def _place(largest: Maximum) -> dict[str, Any]:
    return {
        "ratio": fraction_text(largest.ratio), "cost": largest.worst.cost, "optimum": largest.worst.optimum,
        "memory": largest.cell.memory, "prompt": largest.cell.prompt, "lengths": list(largest.worst.lengths),
        "bound": None if largest.bound is None else str(largest.bound.value),
    }  # fmt: skip


def box(
    jobs: int,
    memory: int,
    algorithms: Iterable[AlgorithmLike] | None = None,
    *,
    slow_jobs: int = 5,
    out: str | Path | None = None,
    progress: Callable[[int, int, float, str], None] | None = None,
    isolate: bool = False,
    decide_limit: float | None = None,
    save: FilePath | None = None,
) -> BoxMaxima:
    """Try every instance of a box in every order, against proved optima.

    Parameters
    ----------
    jobs, memory : int
        Most jobs, and the largest budget in tokens.
    algorithms : iterable of str, Algorithm or class, optional
        By default all of the library's that are of interest.
    slow_jobs : int
        Most jobs for algorithms whose every order is simulated at length.
    out : path, optional
        A new run folder, from which ``ratiolab box --resume`` goes on; by default nothing is kept.
    progress : callable, optional
        Told orders done, of how many, a second, and the largest ratio.
    isolate, decide_limit, save
        As for `ratiolab.compare`.

    Returns
    -------
    BoxMaxima
        ``maxima``, ``faults``.

    Raises
    ------
    InputError
        If the box is too large, or the folder holds a run.
    """
    with trying(isolate=isolate, decide_limit=decide_limit, save=save):
        names = default_algorithms() if algorithms is None else tuple(map(algorithm_text, algorithms))
        wanted = Box(jobs, memory, slow_jobs, names)
        if out is not None:
            return BoxMaxima(run_box(Path(out), wanted, progress))
        with tempfile.TemporaryDirectory() as folder:
            return BoxMaxima(run_box(Path(folder) / "run", wanted, progress))
