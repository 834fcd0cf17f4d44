"""The Coq development: compiled, free of axioms, and its constants held against those of ``bound``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any, ClassVar

from proofs.bounds.bound import BoundReport
from proofs.bounds.report import report
from proofs.exact.surd import Quadratic
from proofs.formal import registry
from proofs.formal.registry import CoqMissing, NotChecked, Verdict
from proofs.formal.statements import EndTheorem, end_theorems
from ratiolab.algorithms import facts_of, make
from ratiolab.algorithms.facts import Formal
from ratiolab.errors import InputError
from ratiolab.tables import Column, Result, Table
from ratiolab.theory.basis import derived_basis, number_text
from ratiolab.theory.stated import Circumstances, best_stated

#: Theorems whose constant `bound` improves on by steps that Coq has not, and why that is known.
WEAKER = {
    "gsa_9_4": "bound: 15.3; the smallest budgets there are done by hand",
    "gsa_3_2_one_row": "superseded by gsa_3_2",
}
#: Nothing else derives the constant: `bound` reads it off the theorem.
COQ_ALONE = "Coq alone"
#: Scaling factors at which a theorem for every one is held against `bound`.
_FACTORS = (Fraction(4, 3), Fraction(3, 2), Fraction(2), Fraction(17, 8))
#: The same for the largest share of the budget.
_SHARE = Fraction(1, 10)


@dataclass(frozen=True)
class Agreement:
    """One end theorem beside what ``bound`` prints.

    Attributes
    ----------
    theorem : EndTheorem
        Name, statement, constant and scope, as read from the Coq source.
    closed : bool
        Whether it compiled and rests on no axiom.
    verdict : str
        ``same``, ``weaker`` (known, see `WEAKER`), ``Coq alone``, ``not derived here``, ``no ratio``
        or ``DIFFERS``.
    detail : str
        What the constant was held against.
    """

    theorem: EndTheorem
    closed: bool
    verdict: str
    detail: str

    @property
    def holds(self) -> bool:
        """Whether it is compiled and no constant differs."""
        return self.closed and self.verdict != "DIFFERS"


@dataclass(frozen=True, repr=False)
class FormalReport(Result):
    """What Coq's kernel has checked; what ``ratiolab prove --formal`` prints."""

    kind: ClassVar[str] = "prove-formal"

    verdict: Verdict
    agreements: tuple[Agreement, ...]

    @property
    def holds(self) -> bool:
        """Whether every end theorem is closed and every constant agrees."""
        return all(one.holds for one in self.agreements)

    def parts(self) -> Sequence[Table | str]:
        """One row per end theorem, then what was compiled and what it assumes."""
        columns = (
            Column("theorem", numeric=True),
            Column("says"),
            Column("scope"),
            Column("assumes"),
            Column("bound"),
        )
        rows = [
            [a.theorem.name, _words(a.theorem), a.theorem.scope, "nothing" if a.closed else "NOT CLOSED",
             f"{a.verdict}: {a.detail}" if a.detail else a.verdict]
            for a in self.agreements
        ]  # fmt: skip
        again = "rechecked by coqchk" if self.verdict.rechecked else "not rechecked by coqchk (--recheck)"
        return (
            Table("", columns, rows),
            f"{len(rows)} end theorems, Coq {self.verdict.coq}, {again}: "
            f"{'holds' if self.holds else 'FAILS'}",
        )

    def content(self) -> dict[str, Any]:
        """The keys of ``prove --formal --json``."""
        return {
            "holds": self.holds,
            "coq": self.verdict.coq,
            "sources": self.verdict.sources,
            "rechecked": self.verdict.rechecked,
            "theorems": [
                {
                    "name": a.theorem.name,
                    "statement": a.theorem.statement,
                    "words": a.theorem.in_words(),
                    "scope": a.theorem.scope,
                    "algorithm": a.theorem.algorithm,
                    "constant": None if a.theorem.constant is None else str(a.theorem.constant),
                    "closed": a.closed,
                    "verdict": a.verdict,
                    "detail": a.detail,
                }
                for a in self.agreements
            ],
        }


def prove_formal(
    *, recheck: bool = False, fresh: bool = False, progress: Callable[[str], None] | None = None
) -> FormalReport:
    """Compile the Coq development unless its verdict is kept, and compare its constants with ``bound``.

    Parameters
    ----------
    recheck : bool
        Let coqchk go through everything again: minutes.
    fresh : bool
        Compile anew what was kept.
    progress : callable, optional
        Called with the name of each file when it is compiled.

    Returns
    -------
    FormalReport
        ``holds``, ``agreements``, ``verdict``.

    Raises
    ------
    InputError
        If Coq is not installed, or a file does not compile; the message says what to do.
    """
    try:
        known = None if fresh else registry.compiled()
        verdict = known or registry.compile(progress)
        if recheck and not verdict.rechecked:
            verdict = registry.recheck()
    except CoqMissing as error:
        raise InputError(str(error)) from None
    derived_basis.cache_clear()
    return FormalReport(verdict, tuple(agreement(t, t.name in verdict.closed) for t in end_theorems()))


def agreement(theorem: EndTheorem, closed: bool) -> Agreement:
    """Hold a theorem's constant against what ``bound`` derives at the same place."""
    if theorem.constant is None or theorem.algorithm is None:
        return Agreement(theorem, closed, "no ratio", "")
    factors = [Quadratic(f) for f in _FACTORS] if theorem.every_factor else [theorem.alpha]
    verdicts = [_at(theorem, factor) for factor in factors]
    worst = next((v for v in verdicts if v[0] != "same"), verdicts[0])
    if worst[0] == "DIFFERS" and theorem.name in WEAKER:
        return Agreement(theorem, closed, "weaker", WEAKER[theorem.name])
    return Agreement(theorem, closed, *worst)


def _at(theorem: EndTheorem, alpha: Quadratic | None) -> tuple[str, str]:
    assert theorem.algorithm is not None
    constant = theorem.bound(alpha, None, _SHARE)
    if constant is None:
        return "DIFFERS", "the theorem has no bound there"
    regimes = ("large-memory", "general") if theorem.regime == "large-memory" else ("general",)
    seen = []
    for regime in regimes:
        for analysis in ("tight", "paper"):
            try:
                derived = report(
                    theorem.algorithm,
                    analysis=analysis,
                    regime=regime,
                    alpha=alpha,
                    eps=_SHARE if theorem.regime == "small-jobs" else None,
                )
            except ValueError:
                continue
            if not any(step.name == "quoted" for step in derived.steps):
                seen.append(derived)
    where = _where(theorem, alpha)
    if not seen:
        if any(isinstance(bound, Formal) for bound in facts_of(make(theorem.algorithm)).bounds):
            return COQ_ALONE, f"{number_text(constant)}{where}; `bound` takes it from this theorem"
        try:
            seen.append(best_stated(theorem.algorithm, Circumstances("tight", alpha=alpha)).report)
        except ValueError:
            return "not derived here", ""
    if any(_same(constant, one) for one in seen):
        return "same", f"{number_text(constant)}{where}"
    return "DIFFERS", f"{number_text(constant)}{where}, bound: {', '.join(str(one.exact) for one in seen)}"


def _where(theorem: EndTheorem, alpha: Quadratic | None) -> str:
    """Where a constant was held against `bound`."""
    said = [f"alpha = {alpha}"] if theorem.every_factor else []
    said += ["eps = " + str(_SHARE)] if theorem.regime == "small-jobs" else []
    said += ["the limit K -> infinity"] if theorem.regime == "large-memory" else []
    return f" at {', '.join(said)}" if said else ""


def _words(theorem: EndTheorem) -> str:
    """What it says for people: a bound as a formula, anything else in words, never raw Coq."""
    if theorem.constant is not None:
        return theorem.in_words()
    return theorem.remark if theorem.remark and "--" not in theorem.remark else theorem.name.replace("_", " ")


def _same(constant: Fraction, derived: BoundReport) -> bool:
    """Whether the theorem's constant is the derived one, or that one rounded up to the theorem's digits."""
    if derived.lower == derived.upper == constant:
        return True
    digits = next((d for d in range(8) if (constant * 10**d).denominator == 1), None)
    if digits is None:
        return False
    return Fraction(ceil(derived.upper * 10**digits), 10**digits) == constant


__all__ = ["Agreement", "CoqMissing", "FormalReport", "NotChecked", "agreement", "prove_formal"]
