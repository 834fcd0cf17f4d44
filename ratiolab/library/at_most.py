"""Is a constant a valid bound? Proved, refuted by a schedule that is at hand, or not decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

from proofs.exact.surd import Quadratic, Unsupported
from ratiolab.adversary.witnesses.file import read_witness
from ratiolab.adversary.witnesses.witness import verify_witness
from ratiolab.algorithms import ALGORITHMS, Algorithm, alpha_of, facts_of, name_of
from ratiolab.algorithms.facts import Derived
from ratiolab.errors import InputError
from ratiolab.exact import parse_exact
from ratiolab.instance import Problem
from ratiolab.library.bound import algorithm_of, named, share_of
from ratiolab.measure.comparison import compare
from ratiolab.ratios import at_least_text, fraction_text
from ratiolab.tables import Column, Result, Table
from ratiolab.theory.applying import Applying, best_applying, covers, largest_share, smallest_parallelism
from ratiolab.theory.stated import Circumstances, best_stated

#: Witnesses that stand in the repository; an installed package has none.
CORPUS = Path(__file__).parents[2] / "reports" / "witnesses"
HOLDS, REFUTED, OPEN = "holds", "refuted", "not decided"


@dataclass(frozen=True)
class Refuting:
    """A ratio that is reached: the algorithm's cost over that of a verified schedule."""

    ratio: Fraction
    where: str


@dataclass(frozen=True, repr=False)
class AtMost(Result):
    """Whether a constant is a valid bound; what ``ratiolab bound --at-most`` prints.

    Attributes
    ----------
    label : str
        Algorithm and parameters.
    constant : Quadratic
        The constant asked about.
    bound : Applying or None
        The smallest bound known under the circumstances.
    reached : Refuting or None
        The largest ratio at hand, where the bound does not settle it.
    limit : bool
        Whether it is asked of the limit of large memory, which no single instance refutes.
    """

    kind: ClassVar[str] = "bound-at-most"

    label: str
    constant: Quadratic
    bound: Applying | None
    reached: Refuting | None
    limit: bool = False

    @property
    def verdict(self) -> str:
        """``holds`` only with a proof, ``refuted`` only with a verified schedule, else ``not decided``."""
        if self.bound is not None and _is_proved(self.bound) and _at_most(self.bound, self.constant):
            return HOLDS
        if self.reached is not None and self.constant < self.reached.ratio:
            return REFUTED
        return OPEN

    @property
    def holds(self) -> bool:
        """Whether it is proved to be a valid bound."""
        return self.verdict == HOLDS

    def parts(self) -> Sequence[Table | str]:
        """What is proved, what is reached, and the verdict."""
        rows = [["asked", f"{self.label} at most {self.constant}" + (", in the limit" if self.limit else "")]]
        if self.bound is None:
            rows.append(["bound", "none is known"])
        else:
            derived, word = self.bound.report, self.bound.basis
            about = "" if self.bound.jobs is None else f", for {self.bound.jobs.value}"
            shown = str(word) if derived.holds else "its derivation fails"
            rows.append(["bound", f"{derived.exact} ({shown}{about})"])
            rows.append(["source", self.bound.source])
        if self.reached is not None:
            rows.append(
                ["reached", f"at least {at_least_text(self.reached.ratio, 6)} ({self.reached.where})"]
            )
        why = {HOLDS: "a proof gives it", REFUTED: "a verified schedule shows a larger ratio",
               OPEN: "neither a proof nor a schedule at hand settles it"}  # fmt: skip
        columns = (Column("", key="what"), Column("", key="value"))
        return Table("", columns, rows), f"{self.verdict}: {why[self.verdict]}"

    def content(self) -> dict[str, Any]:
        """The keys of ``bound --at-most --json``."""
        bound, reached = self.bound, self.reached
        return {
            "algorithm": self.label,
            "at_most": str(self.constant),
            "verdict": self.verdict,
            "holds": self.holds,
            "limit": self.limit,
            "bound": None if bound is None else {
                "exact": str(bound.report.exact), "source": bound.source, "basis": bound.basis.to_json(),
            },
            "reached": None if reached is None else {
                "ratio": fraction_text(reached.ratio), "where": reached.where,
            },
        }  # fmt: skip


def at_most(
    algorithm: str,
    constant: str | int | Fraction,
    *,
    regime: str | None = None,
    k_min: int | None = None,
    alpha: str | int | Fraction | Quadratic | None = None,
    eps: str | int | Fraction | None = None,
    instance: Problem | None = None,
    witnesses: Path | str = CORPUS,
    fresh: bool = False,
) -> AtMost:
    """Say whether a constant is a valid bound on the ratio of an algorithm.

    Parameters
    ----------
    algorithm : str
        As in `bound`; without `alpha` at the algorithm's own scaling factor, as in `compare`.
    constant : str, int or Fraction
        Exact: ``62``, ``"15.4"``, ``"46/3"``.
    regime, k_min, alpha, eps, instance, fresh
        As in `bound`.
    witnesses : Path or str
        Folder of witness files that may refute it; each is verified.

    Returns
    -------
    AtMost
        ``verdict``, ``holds``, ``bound``, ``reached``.

    Raises
    ------
    InputError
        As `bound`.
    """
    number = parse_exact(str(constant))
    name, factor = named(algorithm, alpha)
    if name not in ALGORITHMS:
        raise InputError(f"unknown algorithm {name!r}: one of {', '.join(ALGORITHMS)}")
    made = algorithm_of(algorithm, factor)
    if instance is not None:
        if (regime, k_min, eps) != (None, None, None):
            raise InputError("an instance gives k_min or eps itself: it goes with alpha only")
        best = best_applying(made, instance, fresh=fresh)
        asked = AtMost(made.label, number, best, None)
        return asked if asked.holds else AtMost(made.label, number, best, _on(made, instance))
    share = None if eps is None else share_of(str(eps))
    best = None
    if facts_of(made).bounds:
        circumstances = Circumstances("best", regime, k_min, alpha_of(made), share)
        try:
            best = best_stated(name, circumstances, of=made, fresh=fresh)
        except ValueError as error:
            if all(bound.when(made) for bound in facts_of(made).bounds if isinstance(bound, Derived)):
                raise InputError(str(error)) from error
    limit = regime == "large-memory" or (best is not None and best.report.regime == "large-memory")
    asked = AtMost(made.label, number, best, None, limit)
    if asked.holds or limit:
        return asked
    return AtMost(made.label, number, best, _largest(made, Path(witnesses), best, k_min, share))


def _is_proved(bound: Applying) -> bool:
    return bound.report.holds and not bound.is_quoted


def _at_most(bound: Applying, constant: Quadratic) -> bool:
    exact = bound.report.exact
    if isinstance(exact, Quadratic):
        try:
            return exact <= constant
        except Unsupported:  # two fields: the enclosure decides, unless the two are equal, which they are not
            pass
    return constant >= bound.report.upper


def _on(algorithm: Algorithm, problem: Problem) -> Refuting | None:
    """The ratio that the best schedule at hand shows on one instance."""
    (measured,) = compare(problem, [algorithm]).measurements
    if not measured.verified or measured.ratio.lower is None or algorithm.keeps_progress:
        return None
    return Refuting(measured.ratio.lower, "on this instance, against a verified schedule")


def _largest(
    algorithm: Algorithm, folder: Path, bound: Applying | None, k_min: int | None, share: Fraction | None
) -> Refuting | None:
    found = [
        item
        for item in _verified(algorithm, folder)
        if (bound is None or bound.jobs is None or covers(bound.jobs, item[0]))
        and (k_min is None or (smallest_parallelism(algorithm, item[0]) or 0) >= k_min)
        and (share is None or largest_share(item[0]) <= share)
    ]
    return max((reached for _, reached in found), key=lambda reached: reached.ratio, default=None)


def _verified(algorithm: Algorithm, folder: Path) -> Iterator[tuple[Problem, Refuting]]:
    """Every witness of a folder against this algorithm, both costs computed anew."""
    for path in sorted(folder.glob("*.json")):
        witness = read_witness(str(path))
        if (witness.algorithm, dict(witness.parameters)) != (name_of(algorithm), dict(algorithm.parameters)):
            continue
        ratio = verify_witness(witness).witness.ratio
        yield witness.instance, Refuting(ratio, f"the verified witness {path.name}")
