"""Every bound that applies to an instance, and the smallest of them: `ratio` and `bound` both ask here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import numpy as np

from proofs.bounds.bound import QUOTED as CITED
from proofs.bounds.kernel import kernel_report
from proofs.bounds.published import PUBLISHED
from proofs.bounds.report import BoundReport, report
from proofs.bounds.request import GREEDY, QUOTED_ONLY
from proofs.exact.surd import Quadratic
from proofs.formal.statements import Regime
from ratiolab.algorithms import Algorithm, alpha_of, facts_of, make, takes
from ratiolab.algorithms.facts import Derived, Formal, Jobs
from ratiolab.errors import InputError
from ratiolab.instance import Problem
from ratiolab.theory.basis import Basis, Grade, report_basis

_STRENGTH = {Grade.KERNEL: 0, Grade.STEP: 1, Grade.QUOTED: 2}
#: Up to it MC-SF has a bound by the largest share of the budget.
_HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Applying:
    """A bound that applies: what it was derived from, what it is for, and how it stands.

    Attributes
    ----------
    report : BoundReport
        Under the name of the algorithm that was asked about.
    basis : Basis
    jobs : Jobs or None
        The jobs it covers; None where the source says it.
    share : Fraction or None
        Largest share of the budget that a job takes, where the bound is for that.
    why : str
        Where it is derived of another algorithm: why it holds for this one.
    """

    report: BoundReport
    basis: Basis
    jobs: Jobs | None = None
    share: Fraction | None = None
    why: str = ""

    @property
    def order(self) -> tuple[Fraction, int, Fraction]:
        """Smaller bounds first; of equal ones the better shown, then the one for the fewest circumstances."""
        return self.report.upper, _STRENGTH[self.basis.grade], self.report.lower

    @property
    def source(self) -> str:
        """Paper and theorem, with the circumstances it was derived for."""
        derived = self.report
        said = [derived.source]
        if derived.alpha is not None:
            said.append(f"alpha = {derived.alpha}")
        if derived.k_min not in (None, 1):
            said.append(f"k_min = {derived.k_min}")
        if self.share is not None:
            said.append(f"largest share {self.share}")
        return ", ".join(said) + (f"; {self.why}" if self.why else "")

    @property
    def is_quoted(self) -> bool:
        """Whether the constant is published and not derived here."""
        return any(step.name == CITED for step in self.report.steps)


def covers(jobs: Jobs, problem: Problem) -> bool:
    """Whether a bound for such jobs is for those of an instance."""
    if jobs is Jobs.SMALL:
        return largest_share(problem) < 1
    return problem.common_prompt is not None and (jobs is Jobs.ONE_PROMPT or len(problem.types()) == 1)


def largest_share(problem: Problem) -> Fraction:
    """Largest part of the budget that a job takes."""
    return Fraction(max(kind.prompt + kind.response for kind in problem.types()), problem.memory)


def smallest_parallelism(algorithm: Algorithm, problem: Problem) -> int | None:
    """Fewest jobs that a call of the algorithm runs at once; None where that is no matter of its bounds."""
    calls, factor = facts_of(algorithm).calls, alpha_of(algorithm)
    if calls is None or factor is None:
        return None
    prompt = algorithm.require_common_prompt(problem)
    lengths = np.array([kind.response for kind in problem.types()], dtype=np.int64)
    # k* falls from call to call: the last one executed is the smallest
    return calls.of(algorithm, problem.memory, prompt, lengths)[1][-1]


def best_applying(
    algorithm: Algorithm, problem: Problem, analysis: str = "best", *, fresh: bool = False
) -> Applying | None:
    """Return the smallest bound that can be shown for an algorithm on the jobs of an instance.

    Parameters
    ----------
    algorithm : Algorithm
    problem : Instance or GroupedInstance
        Its own smallest parallelism and largest share of the budget count.
    analysis : str
        As in `proofs.bounds.report.report`.
    fresh : bool
        Whether to derive anew what was kept.

    Returns
    -------
    Applying or None
        None where nothing is known to apply.
    """
    found: list[Applying] = []
    for bound in facts_of(algorithm).bounds:
        if not covers(bound.jobs, problem):
            continue
        if isinstance(bound, Derived):
            if bound.when(algorithm):
                found += _derived(algorithm, bound, problem, analysis, fresh)
        elif isinstance(bound, Formal) and analysis != "paper":
            found += _formal(algorithm, bound)
    return min(found, key=lambda item: item.order, default=None)


def worst_case(algorithm: Algorithm, problem: Problem) -> Applying | None:
    """Return the smallest bound on all instances of the kind of this one.

    It is what a witness is held against, whose gap to it is what is open of the algorithm. Jobs with own
    prompts have one by the largest share only. What rests on Coq alone is left out: a table of witnesses
    must not depend on what is compiled where it is made.
    """
    found: list[Applying] = []
    for bound in facts_of(algorithm).bounds:
        if not isinstance(bound, Derived) or not covers(bound.jobs, problem) or not bound.when(algorithm):
            continue
        if bound.jobs is Jobs.SMALL:
            if problem.common_prompt is None:
                found += _derived(algorithm, bound, problem, "best", False)
            continue
        factor = alpha_of(algorithm) if "alpha" in takes(bound.name) else None
        found.append(
            standing_of(_report(bound.name, "best", factor, None, None, False), algorithm.name, bound)
        )
    return min(found, key=lambda item: item.order, default=None)


def required(algorithm: Algorithm, problem: Problem, analysis: str, *, fresh: bool = False) -> Applying:
    """Return the bound of `best_applying`.

    Raises
    ------
    InputError
        If there is none; says what the algorithm's bounds are for.
    """
    kinds = {bound.jobs for bound in facts_of(algorithm).bounds}
    if kinds and not any(covers(jobs, problem) for jobs in kinds):
        what = "jobs of one prompt and one length" if kinds == {Jobs.EQUAL} else "jobs with one common prompt"
        if Jobs.SMALL in kinds:
            what += ", or jobs that each take less than the whole budget"
        raise InputError(f"the bound of {algorithm.name} is for {what}, and these are not")
    found = best_applying(algorithm, problem, analysis, fresh=fresh)
    if found is None:
        raise InputError(
            f"no bound of {algorithm.label} by the {analysis} analysis is for this instance"
            + ("" if kinds else ": nothing is proved of it")
        )
    return found


def _derived(
    algorithm: Algorithm, bound: Derived, problem: Problem, analysis: str, fresh: bool
) -> list[Applying]:
    """The bounds of one kind that a derivation gives, at what the instance itself allows."""
    share = largest_share(problem)
    one_prompt = problem.common_prompt is not None
    if bound.jobs is Jobs.SMALL:
        by_share = _report(bound.name, analysis, None, None, share, fresh)
        return [standing_of(by_share, algorithm.name, bound, share, one_prompt=one_prompt)]
    if bound.name in QUOTED_ONLY and analysis == "tight":
        return []
    if analysis == "paper" and bound.name in PUBLISHED and PUBLISHED[bound.name].constant is None:
        return []  # published by the share only
    factor = alpha_of(algorithm) if "alpha" in takes(bound.name) else None
    of = make(bound.name) if factor is None else make(bound.name, alpha=str(factor))
    k_min = smallest_parallelism(of, problem)
    found = [standing_of(_report(bound.name, analysis, factor, k_min, None, fresh), algorithm.name, bound)]
    if bound.name in GREEDY and analysis != "paper" and share <= _HALF:
        by_share = _report(bound.name, analysis, None, None, share, fresh)
        found.append(standing_of(by_share, algorithm.name, bound, share))
    return found


def standing_of(
    derived: BoundReport, name: str, bound: Derived, share: Fraction | None = None, *, one_prompt: bool = True
) -> Applying:
    """Say how a derived bound stands, under the algorithm's own name.

    That two algorithms make one schedule is not Coq's word, and Coq's theorems are for one common prompt.
    """
    own = replace(derived, algorithm=name)
    basis = report_basis(own, share)
    if basis.grade is Grade.KERNEL and not one_prompt:
        basis = Basis(Grade.STEP)
    return Applying(own, basis, bound.jobs, share, bound.why)


def _formal(algorithm: Algorithm, bound: Formal) -> list[Applying]:
    regime: Regime = "identical-jobs" if bound.jobs is Jobs.EQUAL else "general"
    derived = kernel_report(algorithm.name, regime, alpha=alpha_of(algorithm))
    if derived is None:
        return []
    return [Applying(derived, Basis(Grade.KERNEL, derived.steps[0].name), bound.jobs)]


def _report(
    name: str, analysis: str, alpha: Quadratic | None, k_min: int | None, share: Fraction | None, fresh: bool
) -> BoundReport:
    if fresh:
        return report(
            name, analysis=analysis, regime="general", alpha=alpha, k_min=k_min, eps=share, fresh=True
        )
    return _remembered(name, analysis, alpha, k_min, share)


@lru_cache(maxsize=1024)
def _remembered(
    name: str, analysis: str, alpha: Quadratic | None, k_min: int | None, share: Fraction | None
) -> BoundReport:
    return report(name, analysis=analysis, regime="general", alpha=alpha, k_min=k_min, eps=share)
