"""Names of algorithms to what is proved about them: the only bridge to `proofs`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import numpy as np

from proofs.bounds.report import BoundReport, report
from proofs.bounds.request import GREEDY
from proofs.exact.surd import Quadratic
from ratiolab.algorithms import Algorithm, alpha_of, facts_of, make
from ratiolab.algorithms.facts import Derived, Jobs, Quoted
from ratiolab.errors import InputError
from ratiolab.instance import Problem
from ratiolab.ratios import RatioInterval, Standing, judge
from ratiolab.slices import scaling_factor
from ratiolab.theory.basis import QUOTED, Basis, Grade, derived_basis


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
    """Return the bound that applies, if any, and how a ratio that is reached at least stands to it."""
    bound = bound_for(algorithm, problem)
    standing = judge(RatioInterval(ratio, ratio), None if bound is None else bound.value)
    return bound, Standing.OPEN if standing is Standing.HOLDS else standing


def bound_for(algorithm: Algorithm, problem: Problem) -> TheoryBound | None:
    """Return the best proved bound that applies to this algorithm, its parameters and this instance.

    Parameters
    ----------
    algorithm : Algorithm
    problem : Instance or GroupedInstance

    Returns
    -------
    TheoryBound or None
        For GSA and GBA the worst case over all budgets at their scaling factor; None where nothing is
        known to apply.
    """
    for bound in facts_of(algorithm).bounds:
        if not _covers(bound.jobs, problem):
            continue
        if isinstance(bound, Quoted):
            return TheoryBound(Quadratic(bound.value), bound.source, derived=False)
        if bound.when(algorithm):
            alpha = alpha_of(algorithm)
            share = largest_share(problem) if bound.jobs is Jobs.SMALL else None
            derived = _derived(bound.name, None if alpha is None else str(alpha), share)
            if share is not None:  # jobs with their own prompts: Coq's theorems are for one common prompt
                return derived
            # asked under the algorithm's own name: that two algorithms make one schedule is not Coq's word
            basis = derived_basis(algorithm.name, derived.value, alpha=alpha)
            return replace(derived, theorem=basis.theorem)
    return None


def _covers(jobs: Jobs, problem: Problem) -> bool:
    if jobs is Jobs.SMALL:
        return problem.common_prompt is None and largest_share(problem) < 1
    return problem.common_prompt is not None and (jobs is Jobs.ONE_PROMPT or len(problem.types()) == 1)


def largest_share(problem: Problem) -> Fraction:
    """Largest part of the budget that a job takes."""
    return Fraction(max(kind.prompt + kind.response for kind in problem.types()), problem.memory)


def instance_bound(
    name: str, problem: Problem, alpha: Quadratic | None, analysis: str, *, fresh: bool = False
) -> BoundReport:
    """Derive the bound for one instance: its own smallest parallelism, or its largest share of the budget.

    Parameters
    ----------
    name : str
        A name `proofs.bounds.report` knows.
    problem : Instance or GroupedInstance
    alpha : Quadratic, optional
        Scaling factor of GSA or GBA; by default the algorithm's own.
    analysis : str
        As in `proofs.bounds.report.report`.
    fresh : bool
        Whether to derive anew what was kept.

    Raises
    ------
    InputError
        If the bound is not for such jobs: it needs one common prompt, or one length, and they have several.
    ValueError
        As `proofs.bounds.report.report`.
    """
    algorithm = make(name) if alpha is None else make(name, alpha=str(alpha))
    facts, factor = facts_of(algorithm), alpha_of(algorithm)
    _require_covered(algorithm, problem)
    if facts.calls is not None and factor is not None:
        prompt = algorithm.require_common_prompt(problem)
        lengths = np.array([kind.response for kind in problem.types()], dtype=np.int64)
        _, parallelisms = facts.calls.of(algorithm, problem.memory, prompt, lengths)
        # k* falls from call to call: the last one executed is the smallest.
        return report(name, analysis=analysis, alpha=factor, k_min=parallelisms[-1], fresh=fresh)
    eps = largest_share(problem)
    own_prompts = problem.common_prompt is None  # then what is shown for one prompt does not count
    if name in GREEDY and (own_prompts or eps <= Fraction(1, 2)) and analysis != "paper":
        by_share = report(name, analysis=analysis, eps=eps, fresh=fresh)
        if not own_prompts and {Derived(name, Jobs.ONE_PROMPT), Derived(name, Jobs.SMALL)} <= set(
            facts.bounds
        ):
            alone = report(name, analysis=analysis, fresh=fresh)
            return min(by_share, alone, key=lambda item: item.upper)
        return by_share
    return report(name, analysis=analysis, fresh=fresh)


def _require_covered(algorithm: Algorithm, problem: Problem) -> None:
    """Refuse an instance for which none of the algorithm's bounds is shown."""
    kinds = {bound.jobs for bound in facts_of(algorithm).bounds}
    if kinds and not any(_covers(jobs, problem) for jobs in kinds):
        what = "jobs of one prompt and one length" if kinds == {Jobs.EQUAL} else "jobs with one common prompt"
        if Jobs.SMALL in kinds:
            what += ", or jobs that each take less than the whole budget"
        raise InputError(f"the bound of {algorithm.name} is for {what}, and these are not")


@lru_cache(maxsize=256)
def _derived(name: str, alpha: str | None, share: Fraction | None) -> TheoryBound:
    """Take the best derived bound at a scaling factor, or at the largest share of the budget a job takes."""
    if share is not None:
        return _theory_bound(report(name, analysis="tight", eps=share), f", largest share {share}")
    factor = None if alpha is None else scaling_factor(alpha)
    at = "" if alpha is None else f", alpha = {alpha}"
    return _theory_bound(report(name, analysis="best", alpha=factor), at)


def _theory_bound(bound: BoundReport, circumstances: str) -> TheoryBound:
    if not bound.holds or not isinstance(bound.exact, Quadratic):
        raise AssertionError(f"the derivation of a bound fails: run `ratiolab bound --alg {bound.algorithm}`")
    return TheoryBound(bound.exact, bound.source + circumstances, derived=True)
