"""Names of algorithms to what is proved about them: the only bridge to `proofs`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from proofs.exact.surd import Quadratic
from ratiolab.algorithms import Algorithm
from ratiolab.instance import Problem
from ratiolab.ratios import RatioInterval, Standing, judge
from ratiolab.theory.applying import Applying, best_applying, worst_case
from ratiolab.theory.basis import QUOTED, Basis, Grade


@dataclass(frozen=True)
class TheoryBound:
    """An upper bound on a competitive ratio that applies to an instance.

    Attributes
    ----------
    value : Quadratic
        The bound, exactly.
    source : str
        Paper and theorem; says so where the constant is quoted and not derived.
    derived : bool
        True if `proofs` derives it, False if it is quoted.
    theorem : str or None
        A compiled theorem of the Coq development that implies it for this algorithm, if there is one.
    """

    value: Quadratic
    source: str
    derived: bool
    theorem: str | None = None

    @property
    def basis(self) -> Basis:
        """How it stands: kernel-checked, step-checked or quoted."""
        if not self.derived:
            return QUOTED
        return Basis(Grade.STEP) if self.theorem is None else Basis(Grade.KERNEL, self.theorem)


class Judged:
    """What is shown to have at least some ratio, and how that stands to the best proved bound.

    Attributes
    ----------
    bound : TheoryBound or None
    standing : Standing
        Never that the bound holds: a lower end cannot show it.
    """

    bound: TheoryBound | None
    standing: Standing

    @property
    def exceeds(self) -> bool:
        """Whether the ratio is above a proved bound: one of the two is wrong."""
        return self.standing is Standing.EXCEEDED

    def alarm(self, what: str) -> str:
        """Say loudly that `what` is above the bound."""
        assert self.bound is not None
        return (
            f"THE {what.upper()} IS ABOVE A PROVED BOUND, {self.bound.value} ({self.bound.source}): "
            "one of the two is wrong."
        )


def judge_lower_end(
    algorithm: Algorithm, problem: Problem, ratio: Fraction
) -> tuple[TheoryBound | None, Standing]:
    """Return the worst-case bound, if any, and how a ratio that is reached at least stands to it.

    Its gap to that bound is what is open of the algorithm; `compare` takes the instance's own smaller one.
    """
    bound = worst_case_for(algorithm, problem)
    standing = judge(RatioInterval(ratio, ratio), None if bound is None else bound.value)
    return bound, Standing.OPEN if standing is Standing.HOLDS else standing


def bound_for(algorithm: Algorithm, problem: Problem) -> TheoryBound | None:
    """Return the best proved bound that applies to this algorithm, its parameters and this instance.

    Parameters
    ----------
    algorithm : Algorithm
    problem : Instance or GroupedInstance
        Its own smallest parallelism and largest share of the budget count.

    Returns
    -------
    TheoryBound or None
        None where nothing is known to apply.
    """
    return _theory_bound(best_applying(algorithm, problem))


def worst_case_for(algorithm: Algorithm, problem: Problem) -> TheoryBound | None:
    """Return the bound on all instances of the kind of this one: what a witness is held against."""
    return _theory_bound(worst_case(algorithm, problem))


def _theory_bound(best: Applying | None) -> TheoryBound | None:
    if best is None:
        return None
    derived = best.report
    if not derived.holds or not isinstance(derived.exact, Quadratic):
        raise AssertionError(
            f"the derivation of a bound fails: run `ratiolab bound --alg {derived.algorithm}`"
        )
    return TheoryBound(derived.exact, best.source, not best.is_quoted, best.basis.theorem)
