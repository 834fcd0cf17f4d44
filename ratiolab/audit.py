"""The audit: every kind of claim the project makes, checked once, on built-in workloads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

from proofs.bounds.report import BoundReport
from proofs.exact.root import floor_at
from ratiolab.algorithms import parse
from ratiolab.instance import Instance
from ratiolab.measure.comparison import Comparison, compare
from ratiolab.measure.reference_values import REFERENCE_VALUES
from ratiolab.optimum import OptimumResult, solve
from ratiolab.optimum.portfolio import run
from ratiolab.ratios import Standing, at_least_text, at_most_text, decimal_text
from ratiolab.tables import Column, Result, Table
from ratiolab.theory.basis import report_basis
from ratiolab.theory.stated import Circumstances, best_stated
from ratiolab.workloads import make_instance

#: Constants derived by the audit: algorithm, regime, analysis.
CONSTANTS = (
    ("gsa", "general", "paper"),
    ("gsa", "large-memory", "paper"),
    ("gba", "general", "paper"),
    ("gba", "large-memory", "paper"),
    ("sps", "general", "paper"),
    ("gsa", "general", "tight"),
    ("gsa", "large-memory", "tight"),
    ("gba", "general", "tight"),
    ("gba", "large-memory", "tight"),
    ("mc-sf", "general", "tight"),
    ("mc-sf", "large-memory", "tight"),
    ("svf-peak", "general", "tight"),
    ("svf", "general", "tight"),
    ("sims", "general", "best"),
)

#: Instances whose optimum the audit proves: lengths in order, memory, prompt, optimum if known.
OPTIMA: tuple[tuple[str, tuple[int, ...], int, int, int | None], ...] = (
    ("15 equal jobs of 5", (5,) * 15, 15, 0, 180),
    ("10 jobs of 3 lengths", (3,) * 4 + (7,) * 4 + (12,) * 2, 30, 2, None),
)

#: Workloads measured: name, common prompt (None: the workload's own), jobs, algorithms.
WORKLOADS: tuple[tuple[str, int | None, int | None, tuple[str, ...]], ...] = (
    ("azure-code", 2048, 1000, ("gsa", "gsa:alpha=2", "gba", "mc-sf")),
    ("azure-conv", 1155, 1000, ("gsa", "gsa:alpha=2", "gba", "mc-sf")),
    ("mooncake", 12035, 1000, ("gsa", "gsa:alpha=2", "gba", "mc-sf")),
    ("identical", None, None, ("sps", "gsa", "gba", "mc-sf")),
    ("two-lengths", None, None, ("gsa", "gba", "mc-sf")),
    ("long-job-trap", None, None, ("gsa", "gba", "mc-sf")),
    ("uniform", None, None, ("gsa", "gba", "mc-sf")),
    ("geometric", None, None, ("gsa", "gba", "mc-sf")),
)


@dataclass(frozen=True)
class Check:
    """One line of the audit.

    Attributes
    ----------
    section : str
        ``constant``, ``reference value``, ``optimum`` or ``ratio``.
    subject : str
        What was checked.
    seen, expected : str
        What was seen and what it was held against.
    verdict : str
        ``holds``, ``fails`` or ``open`` (neither shown to hold nor to fail).
    details : dict
        More of it for ``--json``.
    """

    section: str
    subject: str
    seen: str
    expected: str
    verdict: str
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def fails(self) -> bool:
        """Whether this line alone makes the audit fail."""
        return self.verdict == "fails"


@dataclass(frozen=True, repr=False)
class Audit(Result):
    """Every check of the audit; what ``ratiolab audit`` prints."""

    kind: ClassVar[str] = "audit"

    checks: tuple[Check, ...]

    @property
    def failed(self) -> int:
        """How many checks fail."""
        return sum(check.fails for check in self.checks)

    @property
    def undecided(self) -> int:
        """How many neither hold nor fail."""
        return sum(check.verdict == "open" for check in self.checks)

    def parts(self) -> Sequence[Table | str]:
        """One row per check, and the counts."""
        columns = (Column("", key="section"), Column("subject"), Column("found"), Column("held against"),
                   Column("verdict"))  # fmt: skip
        rows = [[c.section, c.subject, c.seen, c.expected, c.verdict] for c in self.checks]
        hold = len(rows) - self.failed - self.undecided
        counts = f"{len(rows)} checks: {hold} hold, {self.undecided} open, {self.failed} fail"
        if kept := sum(check.details.get("kept", False) for check in self.checks):
            constants = "1 constant" if kept == 1 else f"{kept} constants"
            counts += (
                f"\n{constants} by a derivation that was kept; `ratiolab bound --fresh` derives one anew"
            )
        return Table("", columns, rows), counts

    def content(self) -> dict[str, Any]:
        """The keys of ``audit --json``."""
        rows = [
            {"section": c.section, "subject": c.subject, "found": c.seen, "expected": c.expected,
             "verdict": c.verdict, "details": c.details}
            for c in self.checks
        ]  # fmt: skip
        return {"holds": not self.failed, "failed": self.failed, "open": self.undecided, "checks": rows}


def steps() -> list[tuple[str, Callable[[], Iterator[Check]]]]:
    """Return the audit's parts in order: a title and the function that makes its checks."""
    parts: list[tuple[str, Callable[[], Iterator[Check]]]] = []
    for constant in CONSTANTS:
        parts.append((f"constant of {constant[0]}", partial(_constant, *constant)))
    parts.append(("reference values", _reference_values))
    for case in OPTIMA:
        parts.append((f"optimum: {case[0]}", partial(_optimum, *case)))
    for workload in WORKLOADS:
        parts.append((f"workload {workload[0]}", partial(_workload, *workload)))
    return parts


def audit(progress: Callable[[str, int, int], None] | None = None) -> Audit:
    """Run every part of the audit.

    Parameters
    ----------
    progress : callable, optional
        Called before each part with its title, its index and the number of parts.
    """
    parts = steps()
    checks: list[Check] = []
    for i, (title, make) in enumerate(parts):
        if progress is not None:
            progress(title, i, len(parts))
        checks.extend(make())
    return Audit(tuple(checks))


def check_constant(derived: BoundReport, analysis: str) -> Check:
    """Judge a derived constant: its theorem, every step proved, and the printed value matched."""
    exact = str(derived.exact)
    where = "" if derived.alpha is None else f" at alpha = {decimal_text(floor_at(derived.alpha, 12), 6)}"
    failed = [s.name for s in derived.steps if s.verdict in ("refuted", "undecided")]
    held = f"printed {derived.printed}" if derived.printed else f"{derived.source}"
    if derived.holds:
        held += f"; {report_basis(derived)}"
    return Check(
        "constant",
        f"{derived.algorithm}, {derived.regime}, {analysis}",
        f"{decimal_text(derived.upper, 6)}{where}",
        held,
        "holds" if derived.holds else "fails",
        {
            "exact": exact,
            "printed": derived.printed,
            "source": derived.source,
            "failed_steps": failed,
            "kept": derived.kept,
            "basis": report_basis(derived).to_json() if derived.holds else None,
        },
    )


def check_ratios(name: str, comparison: Comparison) -> Iterator[Check]:
    """Judge each algorithm's ratio interval against its bound."""
    verdicts = {Standing.HOLDS: "holds", Standing.EXCEEDED: "fails", Standing.OPEN: "open"}
    for m in comparison.measurements:
        low = "?" if m.ratio.lower is None else at_least_text(m.ratio.lower)
        bound = (
            "no bound" if m.bound is None else f"at most {m.bound.value.decimal(4)}, {m.bound.basis.grade}"
        )
        yield Check(
            "ratio",
            f"{m.algorithm.label} on {name}",
            f"[{low}, {at_most_text(m.ratio.upper)}]",
            bound,
            verdicts.get(m.standing, "open"),
            m.content(),
        )


def check_optimum(title: str, result: OptimumResult, known: int | None) -> Check:
    """Judge a solved instance: proved, and equal to the known value if there is one."""
    wrong = known is not None and not (
        result.lower <= known and (result.upper is None or known <= result.upper)
    )
    seen = str(result.upper) if result.proved else f"between {result.lower} and {result.upper}"
    expected = f"{known}" if known is not None else "a proof"
    verdict = "fails" if wrong else "holds" if result.proved else "open"
    return Check("optimum", title, seen, expected, verdict, {"lower_source": result.lower_source})


def _constant(algorithm: str, regime: str, analysis: str) -> Iterator[Check]:
    yield check_constant(best_stated(algorithm, Circumstances(analysis, regime)).report, analysis)


def _reference_values() -> Iterator[Check]:
    for value in REFERENCE_VALUES:
        verified = run(parse(value.algorithm), value.instance()).verified
        right = verified.flow_time == value.flow_time
        right = right and value.makespan in (None, verified.makespan)
        yield Check(
            "reference value",
            f"{value.algorithm} on {value.title}",
            str(verified.flow_time),
            str(value.flow_time),
            "holds" if right else "fails",
        )


def _optimum(
    title: str, lengths: tuple[int, ...], memory: int, prompt: int, known: int | None
) -> Iterator[Check]:
    instance = Instance.common(memory, prompt, lengths)
    yield check_optimum(title, solve(instance, time_limit=60.0, effort=1).unless_interrupted(), known)


def _workload(name: str, prompt: int | None, jobs: int | None, names: tuple[str, ...]) -> Iterator[Check]:
    instance, _ = make_instance(name, prompt=prompt, jobs=jobs)
    yield from check_ratios(name, compare(instance, [parse(a) for a in names]))
