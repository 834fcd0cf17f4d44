"""Names of algorithms to what is proved about them: the only bridge to `proofs`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from proofs.bounds.greedy import GREEDY_ALGORITHMS
from proofs.bounds.paper import BoundReport
from proofs.bounds.report import report
from proofs.exact.quadratic import as_quadratic
from proofs.exact.surd import Quadratic
from ratiolab.algorithms import Algorithm, is_built_in, make
from ratiolab.algorithms.slicing import phases
from ratiolab.instance import Problem
from ratiolab.slices import scaling_factor


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
    """

    value: Quadratic
    source: str
    derived: bool


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
    if not is_built_in(algorithm):  # an outside class may go by any name
        return None
    name, parameters = algorithm.name, algorithm.parameters
    if problem.common_prompt is None:
        return _small_jobs_bound(name, problem) if name in ("svf", "svf-peak") else None
    if name in ("gsa", "gba"):
        return _derived(name, parameters["alpha"])
    if name == "gsa-spec" and "beta" not in parameters:  # no job ends later than in GSA
        return _derived("gsa", parameters["alpha"])
    if name in ("sps", "sps-by-length") and len(problem.types()) == 1:
        return _derived("sps", None)
    if name == "sims" and len(problem.types()) == 1:
        return TheoryBound(Quadratic(Fraction(4)), "arXiv 2502.07115; not derived here", derived=False)
    if name in ("mc-sf", "svf", "sorted-f"):  # one schedule with a common prompt, skipping or not
        return _derived("mc-sf", None)
    if name == "svf-peak":
        return _derived(name, None)
    return None


def instance_bound(name: str, problem: Problem, alpha: Quadratic | None, analysis: str) -> BoundReport:
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

    Raises
    ------
    InputError
        If the bound needs one common prompt and the instance has several.
    ValueError
        As `proofs.bounds.report.report`.
    """
    if name in ("gsa", "gba"):
        algorithm = make(name) if alpha is None else make(name, alpha=str(alpha))
        prompt = algorithm.require_common_prompt(problem)
        factor = scaling_factor(algorithm.parameters["alpha"])
        longest = max(kind.response for kind in problem.types())
        _, parallelisms = phases(factor, problem.memory, prompt, longest)
        # k* falls from phase to phase: the last one executed is the smallest.
        return report(name, analysis=analysis, alpha=factor.sympy(), k_min=parallelisms[-1])
    eps = Fraction(max(kind.prompt + kind.response for kind in problem.types()), problem.memory)
    if name in GREEDY_ALGORITHMS and eps <= Fraction(1, 2) and analysis != "paper":
        if name == "svf-peak":  # with a share it is the bound for own prompts; take the smaller
            both = [report(name, analysis=analysis, eps=eps), report(name, analysis=analysis)]
            return min(both, key=lambda item: item.upper)
        return report(name, analysis=analysis, eps=eps)
    return report(name, analysis=analysis)


@lru_cache(maxsize=256)
def _derived(name: str, alpha: str | None) -> TheoryBound:
    """Take the best derived bound of an algorithm at its scaling factor."""
    factor = None if alpha is None else scaling_factor(alpha).sympy()
    derived = report(name, analysis="best", alpha=factor)
    if not derived.holds:
        raise AssertionError(
            f"the derivation of the bound of {name} fails: run `ratiolab bound --alg {name}`"
        )
    at = "" if alpha is None else f", alpha = {alpha}"
    return TheoryBound(as_quadratic(derived.exact), derived.source + at, derived=True)


def _small_jobs_bound(name: str, problem: Problem) -> TheoryBound | None:
    """Bound with own prompts: it depends on the largest share of the budget a job takes."""
    eps = Fraction(max(kind.prompt + kind.response for kind in problem.types()), problem.memory)
    if eps >= 1:
        return None
    derived = report(name, analysis="tight", eps=eps)
    return TheoryBound(as_quadratic(derived.exact), f"{derived.source}, largest share {eps}", derived=True)
