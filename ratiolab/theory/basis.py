"""How a bound stands: checked by Coq's kernel, step by step by `proofs`, or quoted from a paper.

The strongest word is used only where a theorem with that constant, or a smaller one, was compiled from the
Coq sources as they are in the tree (`proofs.formal.registry.standing`); otherwise the bound is no more than
step-checked, whatever Coq may have shown of other sources.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from proofs.bounds.bound import QUOTED as CITED
from proofs.bounds.bound import BoundReport
from proofs.exact.surd import Quadratic
from proofs.formal.registry import standing, theorem
from proofs.formal.statements import Regime

#: Algorithms whose bounds are for jobs of one length only.
_IDENTICAL = ("sps", "sims")


class Grade(StrEnum):
    """The words for how a bound is shown, strongest first."""

    KERNEL = "kernel-checked"
    STEP = "step-checked"
    QUOTED = "quoted"


@dataclass(frozen=True)
class Basis:
    """How a bound stands.

    Attributes
    ----------
    grade : Grade
    theorem : str or None
        The compiled theorem of ``proofs/formal/Theorems.v`` that implies it, if there is one.
    states : Fraction or None
        The smaller constant of that theorem, where it is another one.
    """

    grade: Grade
    theorem: str | None = None
    states: Fraction | None = None

    def __str__(self) -> str:
        """The grade, and the theorem in brackets, with its constant where that is another one."""
        if self.theorem is None:
            return self.grade.value
        if self.states is None:
            return f"{self.grade.value} ({self.theorem})"
        return f"{self.grade.value} ({self.theorem}, which says {number_text(self.states)}, less than this)"

    def to_json(self) -> dict[str, str | None]:
        """Stable keys: ``grade``, ``theorem``."""
        return {"grade": self.grade.value, "theorem": self.theorem}


QUOTED = Basis(Grade.QUOTED)


@lru_cache(maxsize=256)
def derived_basis(
    algorithm: str,
    constant: Quadratic | Fraction,
    *,
    alpha: Quadratic | None = None,
    regime: Regime = "general",
    parallelism: int | None = None,
    share: Fraction | None = None,
) -> Basis:
    """Say how a bound that `proofs` derives stands.

    Parameters
    ----------
    algorithm : str
        Whose schedules the bound is about, by the name on the command line.
    constant : Quadratic or Fraction
        The bound, or a rational below it.
    alpha, regime, parallelism, share
        As in `proofs.formal.registry.standing`; jobs with one common prompt, all released at round 0.

    Notes
    -----
    Remembered per process; ``derived_basis.cache_clear()`` after compiling.
    """
    asked: Regime = "identical-jobs" if algorithm in _IDENTICAL else regime
    name = standing(algorithm, asked, alpha, constant, parallelism=parallelism, share=share)
    if name is None:
        return Basis(Grade.STEP)
    stated = theorem(name).bound(alpha, parallelism, share)
    asked_about = constant if isinstance(constant, Quadratic) else Quadratic(constant)
    same = stated is None or asked_about == Quadratic(stated)
    return Basis(Grade.KERNEL, str(name), None if same else stated)


def number_text(value: Fraction) -> str:
    """Write an integer or a short decimal as such, else as p/q."""
    exact = next((d for d in range(5) if (value * 10**d).denominator == 1), None)
    return str(value) if exact is None else Quadratic(value).decimal(exact)


def report_basis(derived: BoundReport, share: Fraction | None = None) -> Basis:
    """Say how the constant of a report stands.

    Parameters
    ----------
    derived : BoundReport
    share : Fraction, optional
        Largest share of the budget that a job takes, where the report is for that.
    """
    if any(step.name == CITED for step in derived.steps):
        return QUOTED
    if derived.alpha is not None and not isinstance(derived.alpha, Quadratic):
        return Basis(Grade.STEP)
    exact = derived.exact if isinstance(derived.exact, Quadratic) else derived.lower
    regime: Regime = "general"
    if derived.regime == "large-memory" or derived.k_min is not None:
        regime = "large-memory"
    elif share is not None:
        regime = "small-jobs"
    return derived_basis(
        derived.algorithm,
        exact,
        alpha=derived.alpha,
        regime=regime,
        parallelism=derived.k_min,
        share=share,
    )
