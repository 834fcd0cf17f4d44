"""Bounds by algorithm and analysis: the paper's, the tighter one, or the smaller of the two."""

from __future__ import annotations

from fractions import Fraction

from sympy import Expr, Integer

from proofs.bounds.greedy import greedy_report
from proofs.bounds.names import ALGORITHMS, ANALYSES, GREEDY_ALGORITHMS, REGIMES, TIGHT_ALGORITHMS
from proofs.bounds.paper import BoundReport, bound_report
from proofs.bounds.tighter import tight_report
from proofs.claim import Status, Step, StepResult, run_step
from proofs.method.numbers import MinimalPolynomial, PrintedConstant

# published constants that nothing here derives: quoted, and shown as quoted
_QUOTED = {
    "mc-sf": (9216, "arXiv 2502.07115, Lemmas 4.4 and 4.7, as quoted in arXiv 2601.22996 (1536 * 6)"),
}


def report(
    algorithm: str,
    *,
    analysis: str = "paper",
    regime: str = "general",
    k_min: int | None = None,
    alpha: Expr | Fraction | int | None = None,
    eps: Fraction | int | None = None,
    printed: str | None = None,
    with_chain: bool = False,
) -> BoundReport:
    """Derive a bound on a competitive ratio by one analysis, or by the one that gives less.

    Parameters
    ----------
    algorithm
        One of `ALGORITHMS`.
    analysis
        ``"paper"`` (as published), ``"tight"`` (tighter and greedy analyses) or ``"best"``.
    regime
        ``"general"`` or ``"large-memory"``.
    k_min
        Smallest parallelism, at least 1; for GSA and GBA in the general regime.
    alpha
        Exact scaling factor > 1 for GSA and GBA; by default the analysis' own best.
    eps
        Exact share of the budget no job exceeds; for the greedy algorithms.
    printed
        A constant to check instead of the published one.
    with_chain
        Whether to prove the theorems too, with everything they rest on.

    Raises
    ------
    ValueError
        Unknown names, or parameters out of range or that do not go together.
    """
    if algorithm not in ALGORITHMS:
        raise ValueError(f"unknown algorithm {algorithm!r}; known: {', '.join(ALGORITHMS)}")
    if analysis not in ANALYSES:
        raise ValueError(f"unknown analysis {analysis!r}; known: {', '.join(ANALYSES)}")
    if regime not in REGIMES:
        raise ValueError(f"unknown regime {regime!r}; known: {', '.join(REGIMES)}")
    if algorithm in GREEDY_ALGORITHMS:
        if alpha is not None or k_min is not None:
            raise ValueError(f"{algorithm} has neither a scaling factor alpha nor k_min")
        if analysis == "paper":
            return _quoted(algorithm, regime, eps, printed)
        return greedy_report(algorithm, regime=regime, eps=eps, printed=printed, with_chain=with_chain)
    if eps is not None:
        raise ValueError(f"eps is for {', '.join(GREEDY_ALGORITHMS)}; {algorithm} takes k_min")

    def paper() -> BoundReport:
        return bound_report(
            algorithm, regime=regime, k_min=k_min, alpha=alpha, printed=printed, with_chain=with_chain
        )

    def tight(parallelism: int | None) -> BoundReport:
        return tight_report(
            algorithm, regime=regime, k_min=parallelism, alpha=alpha, printed=printed, with_chain=with_chain
        )

    if algorithm not in TIGHT_ALGORITHMS and analysis == "tight":
        raise ValueError(f"there is no tighter analysis of {algorithm}")
    if analysis == "paper" or algorithm not in TIGHT_ALGORITHMS:
        return paper()
    if analysis == "tight":
        return tight(k_min)
    # what holds for every instance holds for a given parallelism too
    found = [tight(k_min), paper()] + ([] if k_min is None else [tight(None)])
    return min(found, key=lambda item: (item.upper, item.source))


def _quoted(algorithm: str, regime: str, eps: Fraction | int | None, printed: str | None) -> BoundReport:
    """Report a published constant that is not derived here; its only step is a premise."""
    if algorithm not in _QUOTED:
        raise ValueError(f"no constant of {algorithm} is published for this model; use the tight analysis")
    if eps is not None or regime != "general":
        raise ValueError(f"the published constant of {algorithm} is for the general regime only")
    value, source = _QUOTED[algorithm]
    exact = Integer(value)
    polynomial = f"v - {value}"
    steps: list[Step] = [
        MinimalPolynomial(name="minimal-polynomial", number=exact, polynomial=polynomial),
        PrintedConstant(name="printed-constant", number=exact, printed=printed or str(value)),
    ]
    premise = StepResult(
        "quoted", f"{algorithm} within {value}", "quoted", Status.PREMISE.value, "not derived here", 0.0
    )
    results = (premise, *(run_step(step) for step in steps))
    return BoundReport(
        algorithm=algorithm,
        regime=regime,
        k_min=None,
        alpha=None,
        alpha_is_argmin=False,
        exact=exact,
        lower=Fraction(value),
        upper=Fraction(value),
        minimal_polynomial=polynomial,
        printed=printed or str(value),
        source=source,
        steps=results,
        holds=all(result.verdict != Status.REFUTED.value for result in results),
    )
