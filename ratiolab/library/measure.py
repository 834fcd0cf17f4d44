"""Algorithms against the optimum: on one instance, or as the number of jobs grows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from ratiolab.documents.files import FilePath
from ratiolab.errors import InputError
from ratiolab.exact import parse_exact
from ratiolab.instance import Problem
from ratiolab.library.algorithms import AlgorithmLike, listed
from ratiolab.library.trying import trying
from ratiolab.measure import comparison
from ratiolab.measure.comparison import Comparison, Measurement
from ratiolab.measure.gate import Gate
from ratiolab.measure.study import Row, study
from ratiolab.problem import LoadedProblem
from ratiolab.ratios import decimal_text
from ratiolab.tables import Column, Result, Table


def compare(
    problem: Problem | LoadedProblem,
    algorithms: Iterable[AlgorithmLike] | AlgorithmLike,
    *,
    engine: str | None = None,
    time_limit: float | None = None,
    at_most: str | Fraction | int | None = None,
    allow_unverified: bool = False,
    isolate: bool = False,
    decide_limit: float | None = None,
    save: FilePath | None = None,
) -> Comparison:
    """Measure algorithms on one instance; what ``ratiolab ratio`` prints.

    Parameters
    ----------
    problem : Instance or GroupedInstance
    algorithms : iterable of str, Algorithm, Scheduler or class
        See `ratiolab.algorithm`.
    engine : str, optional
        Engine that closes in on the optimum, ``"auto"``, ``"search"`` or ``"milp"``; by default only
        closed-form bounds and a portfolio of schedules do.
    time_limit : float, optional
        Seconds for the optimum, above 0.

    at_most : str, Fraction or int, optional
        An exact number: ``gate`` says whether every ratio is shown to be at most that.
    allow_unverified : bool
        Whether a cost without a verified schedule may pass the gate.
    isolate : bool
        Run what is not of the library in a process of its own, which is told no length that it must not
        know; it must be importable under its name.
    decide_limit : float, optional
        Seconds that it may take for an answer; 10 unless given.
    save : path, optional
        Folder for the instance on which a scheduler of one's own fails, made small; by default it is only
        ``instance`` of the error.

    Returns
    -------
    Comparison
        ``measurements`` in the order given, ``bracket`` of the optimum, ``lower_bounds``, ``exceeded``,
        ``passes``.

    Raises
    ------
    InputError
        If an algorithm is unknown or does not apply to the instance.
    ScheduleError
        If a schedule breaks the model.
    SchedulerFailed
        If a scheduler of one's own fails: ``instance`` is a small one on which it does.
    """
    gate = None if at_most is None else Gate(parse_exact(str(at_most)), str(at_most), allow_unverified)
    with trying(isolate=isolate, decide_limit=decide_limit, save=save):
        made = listed(algorithms)
        return comparison.compare(problem, made, engine=engine, time_limit=time_limit, gate=gate)


def ratio(
    problem: Problem | LoadedProblem,
    algorithm: AlgorithmLike,
    *,
    engine: str | None = None,
    time_limit: float | None = None,
    isolate: bool = False,
    decide_limit: float | None = None,
    save: FilePath | None = None,
) -> Measurement:
    """Measure one algorithm on one instance; parameters and errors as for `compare`.

    Returns
    -------
    Measurement
        ``ratio.lower`` and ``ratio.upper`` enclose ALG/OPT, as fractions; ``bound`` is what is proved.
    """
    (one,) = compare(
        problem, algorithm, engine=engine, time_limit=time_limit,
        isolate=isolate, decide_limit=decide_limit, save=save,
    ).measurements  # fmt: skip
    return one


@dataclass(frozen=True, repr=False)
class Sweep(Result):
    """Mean flow times as the number of jobs grows; what ``ratiolab compare`` prints.

    Attributes
    ----------
    source : str
        Where the jobs come from.
    memory : int
        Budget in tokens of the first instance.
    prompt : int or None
        Common prompt in tokens, if one was asked for.
    rows : tuple of Row
        One per number of jobs.
    """

    kind: ClassVar[str] = "compare"

    source: str
    memory: int
    prompt: int | None
    rows: tuple[Row, ...]

    @property
    def title(self) -> str:
        """Source, budget and prompt in one line."""
        told = [self.source, f"M = {self.memory}"]
        return ", ".join(told if self.prompt is None else [*told, f"s = {self.prompt}"])

    def parts(self) -> Sequence[Table | str]:
        """One table: a row per number of jobs, a column per algorithm."""
        labels = list(self.rows[0].means)
        columns = [Column("jobs", numeric=True)]
        columns += [Column(label, lambda mean: decimal_text(mean, 1), numeric=True) for label in labels]
        rows = [[row.jobs, *(row.means[label] for label in labels)] for row in self.rows]
        return (Table(f"Mean flow time per job: {self.title}", columns, rows),)

    def content(self) -> dict[str, Any]:
        """The keys of ``compare --json``."""
        return {
            "source": self.source,
            "memory": self.memory,
            "prompt": self.prompt,
            "rows": [row.to_json() for row in self.rows],
        }


def sweep(
    load: Callable[[int, int], Problem],
    algorithms: Iterable[AlgorithmLike] | AlgorithmLike,
    sizes: Sequence[int],
    *,
    repeats: int = 1,
    source: str = "instances",
    prompt: int | None = None,
    progress: Callable[[Row], None] | None = None,
    isolate: bool = False,
    decide_limit: float | None = None,
    save: FilePath | None = None,
) -> Sweep:
    """Measure mean flow times as the number of jobs grows; what ``ratiolab compare`` prints.

    Parameters
    ----------
    load : callable
        ``load(jobs, repeat)`` makes an instance, e.g. ``lambda n, k: workload("uniform", jobs=n, seed=k)``.
    algorithms : iterable of str, Algorithm, Scheduler or class
        See `ratiolab.algorithm`.
    sizes : sequence of int
        Numbers of jobs, at least 1 each.
    repeats : int
        Instances averaged over at each size, at least 1.
    source : str
        How the table calls what `load` makes.
    prompt : int, optional
        For the table's heading only.
    progress : callable, optional
        Told each row.
    isolate, decide_limit, save
        As for `compare`.

    Raises
    ------
    InputError
        As `compare`, or if there is no size or `repeats` is below 1.
    """
    if not sizes or repeats < 1:
        raise InputError("a sweep needs at least one number of jobs and one repeat")
    budgets: list[int] = []

    def watched(jobs: int, repeat: int) -> Problem:
        problem = load(jobs, repeat)
        budgets.append(problem.memory)
        return problem

    rows: list[Row] = []
    with trying(isolate=isolate, decide_limit=decide_limit, save=save):
        for row in study(watched, listed(algorithms), sizes, repeats):
            rows.append(row)
            if progress is not None:
                progress(row)
    return Sweep(source, budgets[0], prompt, tuple(rows))


def csv_text(result: Sweep) -> str:
    """The table as CSV: decimals with six digits; the exact fractions are in the JSON form."""
    (table,) = (part for part in result.parts() if isinstance(part, Table))
    lines = [[c.name for c in table.columns]]
    lines += [
        [decimal_text(Fraction(value), 6) if i else str(value) for i, value in enumerate(row)]
        for row in table.rows
    ]
    return "".join(",".join(_quoted(cell) for cell in line) + "\n" for line in lines)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ',"\n') else cell
