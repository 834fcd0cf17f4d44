"""A witness made smaller, and taken apart."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from ratiolab.adversary.campaign import shrink as shrinking
from ratiolab.adversary.campaign.shrink import Shrunk
from ratiolab.adversary.campaign.task import Budget
from ratiolab.adversary.search.candidate import Candidate
from ratiolab.adversary.witnesses import explain as explaining
from ratiolab.adversary.witnesses.explain import Explanation
from ratiolab.adversary.witnesses.witness import Witness
from ratiolab.algorithms.registry import import_trusted
from ratiolab.documents.files import FilePath
from ratiolab.errors import InputError
from ratiolab.library.trying import trying
from ratiolab.ratios import at_least_text, decimal_text, fraction_text
from ratiolab.tables import Column, Result, Table

_SIZES = (
    Column("", key="witness"),
    *(Column(name, numeric=True) for name in ("lengths", "jobs", "memory", "prompt")),
    Column("ratio at least", lambda ratio: at_least_text(ratio, 6), numeric=True, key="ratio"),
)


@dataclass(frozen=True, repr=False)
class ShrinkReport(Result):
    """A witness before and after it was made smaller; what ``ratiolab shrink`` prints.

    Attributes
    ----------
    shrunk : Shrunk
        Both witnesses, the moves taken, and whether any is left.
    path : str or None
        Where the smaller one was written.
    """

    kind: ClassVar[str] = "shrink"

    shrunk: Shrunk
    path: str | None = None

    @property
    def witness(self) -> Witness:
        """The smaller witness."""
        return self.shrunk.best.witness

    @property
    def exceeds(self) -> bool:
        """Whether it is above a proved bound: one of the two is wrong."""
        return self.shrunk.best.exceeds

    def parts(self) -> Sequence[Table | str]:
        """Both sizes, and how far it went."""
        done = self.shrunk
        rows = [
            [name, *_size(w).values(), w.ratio]
            for name, w in (("before", done.original.witness), ("after", done.best.witness))
        ]
        left = "no move is left" if done.finished else "the budget is spent: more may be possible"
        said: list[Table | str] = [Table(self.witness.label, _SIZES, rows)]
        said.append(f"{len(done.moves)} moves in {done.evaluations} evaluations; {left}")
        return said if self.path is None else [*said, f"witness: {self.path}"]

    def content(self) -> dict[str, Any]:
        """The keys of ``shrink --json``."""
        done = self.shrunk
        return {
            "witness": self.path,
            "ratio": fraction_text(self.witness.ratio),
            "before": _size(done.original.witness),
            "after": _size(self.witness),
            "evaluations": done.evaluations,
            "moves": len(done.moves),
            "finished": done.finished,
        }


def _size(witness: Witness) -> dict[str, int | None]:
    instance = witness.instance
    return {
        "lengths": len({group.response for group in instance.groups}),
        "jobs": instance.jobs,
        "memory": instance.memory,
        "prompt": instance.common_prompt,
    }


def shrink(
    witness: Witness,
    *,
    keep: Fraction | str = "0.99",
    budget: str | int = 5000,
    trust: Collection[str] = (),
    progress: Callable[[int, Candidate], None] | None = None,
    isolate: bool = False,
    decide_limit: float | None = None,
    save: FilePath | None = None,
) -> ShrinkReport:
    """Reduce lengths, then jobs, then memory of a witness while its exact ratio stays high.

    Parameters
    ----------
    witness : Witness
    keep : Fraction or str
        Part of the ratio that must stay, above 0 and at most 1: ``"0.99"``, ``"99/100"``.
    budget : str or int
        A number of evaluations or a time, e.g. ``"1min"``.
    trust : collection of str
        Modules that may be imported because the witness names a class of theirs.
    progress : callable, optional
        Told the evaluations done and the candidate reached.
    isolate, decide_limit, save
        As for `ratiolab.compare`.

    Returns
    -------
    ShrinkReport
        ``witness`` is the smaller one.

    Raises
    ------
    InputError
        If `keep` or `budget` cannot be used, or the witness names a module that is not trusted.
    WitnessError
        If the witness does not hold.
    """
    try:
        part = Fraction(keep)
    except (ValueError, ZeroDivisionError):
        raise InputError(f"keep is {str(keep)[:40]!r}: write a number such as 0.99 or 99/100") from None
    with trying(isolate=isolate, decide_limit=decide_limit, save=save):
        import_trusted(witness.algorithm, trust)
        return ShrinkReport(shrinking.shrink(witness, part, Budget.parse(str(budget)), progress))


@dataclass(frozen=True, repr=False)
class ExplainReport(Result):
    """A witness taken apart, by length and by phase; what ``ratiolab explain`` prints.

    Attributes
    ----------
    explanation : Explanation
        Job-rounds of each part, exactly.
    path : str or None
        The file of the witness.
    """

    kind: ClassVar[str] = "explain"

    explanation: Explanation
    path: str | None = None

    def parts(self) -> Sequence[Table | str]:
        """The ratio, the parts of each length, and the phases where there are phases."""
        w = self.explanation.witness
        said: list[Table | str] = [
            f"{w.label} costs {w.algorithm_flow_time}, a feasible schedule {w.opt_flow_time}: "
            f"ratio at least {at_least_text(w.ratio, 6)}",
            self.table(),
        ]
        return [*said, self._phases()] if self.explanation.phases else said

    def table(self) -> Table:
        """One row per length: parts of the schedule's cost; the algorithm's add up to the ratio."""
        explanation = self.explanation
        own, other = explanation.algorithm_parts(), explanation.schedule_parts()

        def part(name: str) -> Column:
            return Column(name, lambda share: decimal_text(share, 4), numeric=True)

        def row(name: str, places: Sequence[int]) -> list[Any]:
            rows = [explanation.lengths[i] for i in places]
            sums = [sum(rounds[i] for i in places) for rounds in own.values()] + [sum(r.cost for r in rows)]
            sums += [sum(rounds[i] for i in places) for rounds in other.values()]
            sums += [sum(r.other_cost for r in rows), sum(r.loss for r in rows)]
            return [name, sum(r.count for r in rows), *map(explanation.part, sums)]

        parts = [part(name) for name in (*own, "algorithm", *other, "schedule", "loss")]
        columns = (Column("length", numeric=True), Column("jobs", numeric=True), *parts)
        every = range(len(explanation.lengths))
        rows = [row(str(explanation.lengths[i].response), [i]) for i in every] + [row("all", every)]
        return Table("By length (parts of the schedule's cost)", columns, rows)

    def _phases(self) -> Table:
        explanation = self.explanation
        columns = (
            *(Column(name, numeric=True) for name in ("slice", "parallelism", "rounds", "jobs", "completed")),
            Column("part", lambda share: decimal_text(share, 4), numeric=True),
            Column("of the cost", lambda share: f"{decimal_text(100 * share, 1)} %", numeric=True),
        )
        whole = explanation.witness.algorithm_flow_time
        rows = [
            [p.slice_, p.parallelism, p.duration, p.jobs, p.completed, explanation.part(p.cost),
             Fraction(p.cost, whole)]
            for p in explanation.phases
        ]  # fmt: skip
        return Table("By phase", columns, rows)

    def content(self) -> dict[str, Any]:
        """The keys of ``explain --json``."""
        explanation, w = self.explanation, self.explanation.witness
        return {
            "witness": self.path,
            "algorithm": w.label,
            "ratio": fraction_text(w.ratio),
            "algorithm_flow_time": w.algorithm_flow_time,
            "opt_flow_time": w.opt_flow_time,
            "lengths": [
                {"response": row.response, "count": row.count, "loss": row.loss,
                 "algorithm": {"killed": row.killed, "earlier": row.earlier, "waiting": row.waiting,
                               "running": row.running, "total": row.cost},
                 "schedule": {"waiting": row.other_waiting, "running": row.running,
                              "total": row.other_cost}}
                for row in explanation.lengths
            ],
            "phases": [
                {"slice": p.slice_, "parallelism": p.parallelism, "duration": p.duration, "jobs": p.jobs,
                 "completed": p.completed, "cost": p.cost}
                for p in explanation.phases
            ],
        }  # fmt: skip


def explain(witness: Witness, *, trust: Collection[str] = ()) -> ExplainReport:
    """Take both sides of a witness apart, exactly: by length, and by phase where there are phases.

    Parameters
    ----------
    witness : Witness
    trust : collection of str
        Modules that may be imported because the witness names a class of theirs.

    Raises
    ------
    InputError
        If the algorithm's run has too many rounds to be listed, or its module is not trusted.
    WitnessError
        If the witness does not hold.
    """
    import_trusted(witness.algorithm, trust)
    return ExplainReport(explaining.explain(witness))
