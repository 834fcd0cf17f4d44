"""A bound on a competitive ratio, derived step by step and held against the printed one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from proofs.bounds.kernel import KERNEL
from proofs.bounds.report import BoundReport
from proofs.bounds.request import GREEDY
from proofs.exact.surd import Quadratic
from ratiolab.algorithms import ALGORITHMS, Algorithm, parse, takes
from ratiolab.errors import InputError
from ratiolab.exact import parse_exact
from ratiolab.instance import Problem
from ratiolab.ratios import decimal_text, fraction_text
from ratiolab.slices import scaling_factor
from ratiolab.tables import Column, Result, Table, columns_of
from ratiolab.theory.applying import Applying, required
from ratiolab.theory.basis import Basis, Grade
from ratiolab.theory.stated import Circumstances, best_stated

_STEP = columns_of(("step", "verdict", "method", "statement", "detail"))


@dataclass(frozen=True, repr=False)
class Bound(Result):
    """A bound on a competitive ratio with the steps it was derived by; what ``ratiolab bound`` prints.

    Attributes
    ----------
    analysis : str
        ``"paper"``, ``"tight"`` or ``"best"``.
    report : BoundReport
        The bound, where it is taken, and every step with its verdict.
    basis : Basis
        How it stands, if it holds: kernel-checked, step-checked or quoted.
    share : Fraction or None
        Largest share of the budget that a job takes, where the bound is for that.
    scope : str
        The jobs it is for.
    why : str
        Where it is derived of another algorithm: why it holds for this one.
    """

    kind: ClassVar[str] = "bound"

    analysis: str
    report: BoundReport
    basis: Basis
    share: Fraction | None = None
    scope: str = ""
    why: str = ""

    @property
    def holds(self) -> bool:
        """Whether every step is proved, and the printed constant is right."""
        return self.report.holds

    @property
    def exact(self) -> str:
        """The bound in closed form."""
        return str(self.report.exact)

    @property
    def lower(self) -> Fraction:
        """Lower end of a rational enclosure of the bound."""
        return self.report.lower

    @property
    def upper(self) -> Fraction:
        """Upper end of it; the bound itself if it is rational."""
        return self.report.upper

    def parts(self) -> Sequence[Table | str]:
        """The constant and where it is taken, then the verdict of every step."""
        derived = self.report
        k = "" if derived.k_min is None else f", k_min = {derived.k_min}"
        if derived.regime == "large-memory":
            k = ", in the limit K -> infinity" if derived.alpha is not None else ", in the limit eps -> 0"
        digits = decimal_text(derived.upper, 10) + ("" if derived.lower == derived.upper else "...")
        rows = [["bound", f"{self.exact} = {digits}"]]
        if derived.alpha is not None:
            where = "the minimum" if derived.alpha_is_argmin else "not claimed to be the minimum"
            rows.append(["at alpha", f"{derived.alpha} ({where})"])
        if derived.printed is not None:
            verdict = next(s.verdict for s in derived.steps if s.name == "printed-constant")
            quoted = derived.holds and self.basis.grade is Grade.QUOTED  # the same number, and nothing proved
            rows.append(["printed", f"{derived.printed} ({'as quoted' if quoted else verdict})"])
        if derived.minimal_polynomial:
            rows.append(["root of", derived.minimal_polynomial])
        if (
            derived.ball is not None or derived.steps[0].method != KERNEL
        ):  # a theorem's is a fraction as it is
            rows.append(["in the ball", _ball_text(derived) or "not evaluated: pip install ratiolab[balls]"])
        rows.append(["source", derived.source])
        if self.scope:
            rows.append(["for", self.scope + (f": {self.why}" if self.why else "")])
        if self.share is not None:
            rows.append(["largest share", str(self.share)])
        failed = ", ".join(
            f"{s.name} is {s.verdict}" for s in derived.steps if s.verdict in ("refuted", "undecided")
        )
        rows.append(["stands", str(self.basis) if self.holds else f"not shown: {failed}"])
        facts = (Column("", key="what"), Column("", key="value"))
        steps = [[s.name, s.verdict, s.method, s.statement, s.detail] for s in derived.steps]
        more = (
            ["nothing here derives the published constant; --analysis tight derives a smaller one"]
            if self.basis.grade is Grade.QUOTED and derived.algorithm in GREEDY
            else []
        )
        return (
            Table(f"{derived.algorithm}, {derived.regime}{k}", facts, rows),
            Table("Steps", _STEP, steps),
            *more,
            f"{'holds' if derived.holds else 'FAILS'} ({_when(derived)})",
        )

    def content(self) -> dict[str, Any]:
        """The keys of ``bound --json``."""
        derived = self.report
        return {
            "analysis": self.analysis,
            "algorithm": derived.algorithm,
            "regime": derived.regime,
            "k_min": derived.k_min,
            "printed": derived.printed,
            "exact": self.exact,
            "alpha": None if derived.alpha is None else str(derived.alpha),
            "alpha_is_argmin": derived.alpha_is_argmin,
            "value": float(decimal_text(derived.upper, 12)),
            "minimal_polynomial": derived.minimal_polynomial,
            "enclosure": [fraction_text(derived.lower), fraction_text(derived.upper)],
            "ball": _ball_text(derived),
            "source": derived.source,
            "scope": self.scope or None,
            "share": None if self.share is None else fraction_text(self.share),
            "basis": self.basis.to_json() if self.holds else None,
            "holds": derived.holds,
            "kept": derived.kept,
            "steps": [
                {
                    "name": step.name,
                    "statement": step.statement,
                    "method": step.method,
                    "verdict": step.verdict,
                    "detail": step.detail,
                }
                for step in derived.steps
            ],
        }


def bound(
    algorithm: str,
    *,
    analysis: str | None = None,
    regime: str | None = None,
    k_min: int | None = None,
    alpha: str | int | Fraction | Quadratic | None = None,
    eps: str | int | Fraction | None = None,
    instance: Problem | None = None,
    printed: str | None = None,
    fresh: bool = False,
) -> Bound:
    """Derive a bound on the competitive ratio of an algorithm.

    Parameters
    ----------
    algorithm : str
        E.g. ``"gsa"``, ``"gba"``, ``"sps"``, ``"mc-sf"``, ``"svf"``, ``"gsa:alpha=2"``.
    analysis : str, optional
        ``"paper"`` (as published), ``"tight"`` or ``"best"``. By default as published, and the best where an
        instance is given: then it is the bound that `compare` holds the ratio against.
    regime : str, optional
        ``"general"`` or ``"large-memory"`` (the limit). By default the one that a constant is published for.
    k_min : int, optional
        Smallest parallelism of any phase, at least 1.
    alpha, eps : optional
        Exact scaling factor above 1 at which the bound is taken (``"4/3"``, ``2``, ``"golden"``); share of
        the budget that no job exceeds.
    instance : Instance or GroupedInstance, optional
        Take `k_min` or `eps` from this instance; goes with `analysis` and `alpha` only.
    printed : str, optional
        A constant to check in place of the published one.
    fresh : bool
        Derive and prove anew what was kept.

    Returns
    -------
    Bound
        ``exact``, ``lower``, ``upper``, ``holds``, and the steps in ``report.steps``.

    Raises
    ------
    InputError
        If a name is unknown, or a parameter is out of range or does not go with the others.
    """
    name, factor = named(algorithm, alpha)
    if instance is not None and (k_min is not None or eps is not None or printed or regime is not None):
        raise InputError("an instance gives k_min or eps itself: it goes with analysis and alpha only")
    share = None if eps is None else share_of(str(eps))
    try:
        if instance is not None:
            asked = analysis or "best"
            return _of(required(algorithm_of(algorithm, factor), instance, asked, fresh=fresh), asked)
        asked = analysis or "paper"
        circumstances = Circumstances(asked, regime, k_min, factor, share, printed)
        of = algorithm_of(algorithm, factor) if name in ALGORITHMS else None
        return _of(best_stated(name, circumstances, of=of, fresh=fresh), asked)
    except ValueError as error:
        raise InputError(str(error)) from error


def named(algorithm: str, alpha: object) -> tuple[str, Quadratic | None]:
    """Split ``gsa:alpha=2`` into the name and the scaling factor, which may be given apart."""
    name, colon, _ = algorithm.partition(":")
    if colon and "." not in name:
        made = parse(algorithm)
        alpha = made.parameters.get("alpha", alpha) if alpha is None else alpha
    factor = None if alpha is None else scaling_factor(str(alpha))
    if factor is not None and colon and "alpha" in takes(name):
        written = parse(algorithm, alpha=str(factor)).parameters["alpha"]
        if written != str(factor):
            raise InputError(f"alpha is given twice: {written} in {algorithm}, and {factor}")
    return name, factor


def algorithm_of(algorithm: str, factor: Quadratic | None) -> Algorithm:
    """Make the algorithm, as `compare` does."""
    name = algorithm.partition(":")[0]
    if factor is not None and "alpha" not in takes(name):
        raise InputError(f"{name} has no scaling factor alpha")
    return parse(algorithm) if factor is None else parse(algorithm, alpha=str(factor))


def _of(applying: Applying, analysis: str) -> Bound:
    scope = "" if applying.jobs is None else applying.jobs.value
    return Bound(analysis, applying.report, applying.basis, applying.share, scope, applying.why)


def share_of(text: str) -> Fraction:
    """Read a share of the budget: an exact rational."""
    number = parse_exact(text)
    if not number.is_rational:
        raise InputError(f"eps is {text!r}: it must be rational, e.g. 1/10")
    return number.a


def _when(derived: BoundReport) -> str:
    return "kept from an earlier run; --fresh derives it anew" if derived.kept else "derived now"


def _ball_text(derived: BoundReport) -> str | None:
    """The second evaluation, by ball arithmetic; None where that is not installed."""
    if derived.ball is None:
        return None
    middle, radius = derived.ball
    return f"{decimal_text(middle, 20)} +/- {float(radius):.1e}"
