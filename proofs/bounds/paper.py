"""The constants of GSA, GBA and SPS, derived from the bounds of Theorems 3.15, 4.1 and 3.2.

A report minimises the bound over the scaling factor (or takes it where asked) and checks every step. The
theorem it starts from is a claim of `proofs.graph`; a report proves it on request.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy

from proofs.bounds.names import PAPER_ALGORITHMS, REGIMES
from proofs.bounds.premise import premise_row
from proofs.claim import Status, Step, StepResult, run_step
from proofs.exact.domain import above, domain
from proofs.exact.quadratic import Quadratic, Unsupported, as_quadratic, number_text, parse_number
from proofs.exact.real_root import minimal_polynomial_text, real_root
from proofs.exact.stationary import minimise
from proofs.method.identities import Identity
from proofs.method.inequalities import Inequality
from proofs.method.minimum import GlobalMinimum, ValueAt
from proofs.method.numbers import Enclosure, EqualNumbers, MinimalPolynomial, PrintedConstant
from proofs.paper.bound_functions import bound_formula, closed_form_argmin, theorem_formula
from proofs.paper.model import PAPER
from proofs.paper.peak import LARGE_MEMORY, PEAK
from proofs.paper.pipeline import IDENTICAL_JOBS, SPACING
from proofs.symbols import alpha, c

# the parameter `alpha` of the functions below is a number; the variable keeps another name inside them
_ALPHA = alpha
ENCLOSURE_DIGITS = 30

_THEOREM = {"gsa": "T3.15", "gba": "T4.1", "sps": "T3.2"}
_SOURCE = {
    "gsa": f"{PAPER}, Theorem 3.15",
    "gba": f"{PAPER}, Theorem 4.1",
    "sps": f"{PAPER}, Theorem 3.2",
}
# as the paper prints them, by algorithm and c: checked against the derivation, never a source of values
_PRINTED = {
    ("gsa", Fraction(3)): "61.92",
    ("gsa", Fraction(1)): "32",
    ("gba", Fraction(3)): "10.67",
    ("gba", Fraction(1)): "6.75",
    ("sps", Fraction(3)): "2",
    ("sps", Fraction(1)): "2",
}


@dataclass(frozen=True)
class BoundReport:
    """A bound on the competitive ratio with the steps it was derived by.

    Parameters
    ----------
    algorithm
        ``"gsa"``, ``"gba"`` or ``"sps"``.
    regime
        ``"general"`` or ``"large-memory"``.
    k_min
        Smallest parallelism over the phases that matter; None for infinity (large memory).
    alpha
        Where the bound is taken; None for SPS, which has no scaling factor.
    alpha_is_argmin
        Whether that is where the bound is smallest.
    exact
        The bound in closed form.
    lower, upper
        Rational enclosure; equal if the bound is rational.
    minimal_polynomial
        Of the bound, in ``v``, with coprime integer coefficients.
    printed
        The constant the bound is checked against: the paper's, or the one asked for; None if neither.
    source
        Paper and theorem.
    steps
        What was shown, in order; the theorem comes first, with the graph's verdict if the chain was asked
        for, else with verdict ``premise``.
    holds
        Whether every step is proved, the printed constant and the chain, if asked for, included.
    """

    algorithm: str
    regime: str
    k_min: int | None
    alpha: sympy.Expr | None
    alpha_is_argmin: bool
    exact: sympy.Expr
    lower: Fraction
    upper: Fraction
    minimal_polynomial: str | None
    printed: str | None
    source: str
    steps: tuple[StepResult, ...]
    holds: bool


def _known(algorithm: str) -> None:
    if algorithm not in PAPER_ALGORITHMS:
        raise ValueError(f"unknown algorithm {algorithm!r}; known: {', '.join(PAPER_ALGORITHMS)}")


def _checked_k_min(k_min: int | None) -> None:
    if k_min is not None and (isinstance(k_min, bool) or not isinstance(k_min, int) or k_min < 1):
        raise ValueError(f"k_min must be an integer of at least 1, not {k_min!r}")


def _checked_alpha(value: sympy.Expr | Fraction | int) -> Quadratic:
    try:
        number = as_quadratic(value)
    except (Unsupported, AttributeError) as error:
        raise ValueError(
            f"alpha must be an exact rational or a number (p + q*sqrt(d))/m, not {value!r}"
        ) from error
    if (number - Quadratic(Fraction(1))).sign() <= 0:
        raise ValueError(f"alpha must be greater than 1, not {number}")
    return number


def _factor(k_min: int | None) -> Fraction:
    return Fraction(1) if k_min is None else 1 + Fraction(2, k_min)


def bound_value(
    algorithm: str, *, alpha: sympy.Expr | Fraction | int | None, k_min: int | None
) -> sympy.Expr:
    """Evaluate a bound exactly, without any proof steps.

    Parameters
    ----------
    algorithm
        ``"gsa"`` (Theorem 3.15), ``"gba"`` (Theorem 4.1) or ``"sps"`` (Theorem 3.2, where the bound is 2).
    alpha
        Scaling factor > 1, exact; must be None for SPS.
    k_min
        Integer >= 1, or None for infinity (large memory).

    Raises
    ------
    ValueError
        Unknown algorithm, alpha out of range or not exact, k_min out of range.
    """
    _known(algorithm)
    _checked_k_min(k_min)
    if algorithm == "sps":
        if alpha is not None:
            raise ValueError("SPS has no scaling factor alpha")
        return sympy.Integer(2)
    if alpha is None:
        raise ValueError(f"{algorithm} needs a scaling factor alpha")
    scale, one, factor = _checked_alpha(alpha), Quadratic(Fraction(1)), Quadratic(_factor(k_min))
    batching = scale * scale * (factor * (scale - one) + one) / (scale - one)
    if algorithm == "gba":
        return batching.sympy()
    return (Quadratic(Fraction(2)) * scale / (scale - one) * batching).sympy()


def _number_steps(exact: sympy.Expr, printed: str | None) -> tuple[Fraction, Fraction, str, list[Step]]:
    root = real_root(exact)
    lower, upper = root.floor_at(ENCLOSURE_DIGITS), root.ceiling_at(ENCLOSURE_DIGITS)
    if root.lower == root.upper:
        lower = upper = root.lower
    polynomial = minimal_polynomial_text(root)
    steps: list[Step] = [
        MinimalPolynomial(name="minimal-polynomial", number=exact, polynomial=polynomial),
        Enclosure(
            name="enclosure", number=exact, lower=lower, upper=upper, width=Fraction(1, 10**ENCLOSURE_DIGITS)
        ),
    ]
    if printed is not None:
        steps.append(PrintedConstant(name="printed-constant", number=exact, printed=printed))
    return lower, upper, polynomial, steps


def bound_report(
    algorithm: str,
    *,
    regime: str = "general",
    k_min: int | None = None,
    alpha: sympy.Expr | Fraction | int | None = None,
    printed: str | None = None,
    with_chain: bool = False,
) -> BoundReport:
    """Derive the bound of an algorithm and check every step of the derivation.

    Parameters
    ----------
    algorithm
        ``"gsa"`` (Theorem 3.15), ``"gba"`` (Theorem 4.1) or ``"sps"`` (identical jobs, Theorem 3.2).
    regime
        ``"general"`` (k_min = 1 unless given) or ``"large-memory"`` (k_min infinite).
    k_min
        Integer >= 1; only in the general regime, and not for SPS.
    alpha
        Exact scaling factor > 1 at which the bound is wanted, rational or in Q(sqrt d); by default the one
        that makes it smallest. Not for SPS.
    printed
        A constant to check instead of the paper's: a decimal must be the exact value rounded up to its
        digits; an integer, a fraction or an algebraic number must be equal.
    with_chain
        Whether to prove the theorem too, with everything it rests on; its row then carries the graph's
        verdict and says what is assumed. The proof is made once per process.

    Raises
    ------
    ValueError
        Unknown algorithm or regime, parameters out of range or that do not go together, or a ``printed``
        that is no number.
    """
    _known(algorithm)
    if regime not in REGIMES:
        raise ValueError(f"unknown regime {regime!r}; known: {', '.join(REGIMES)}")
    _checked_k_min(k_min)
    if printed is not None:
        parse_number(printed)
    if regime == "large-memory" and k_min is not None:
        raise ValueError("the large-memory regime means k_min is unbounded: give either the regime or k_min")
    if algorithm == "sps":
        if alpha is not None or k_min is not None:
            raise ValueError("SPS on identical jobs has neither alpha nor k_min")
        return _identical_jobs_report(regime, printed, with_chain)
    smallest = (k_min or 1) if regime == "general" else None
    factor = _factor(smallest)
    exact_factor = sympy.Rational(factor.numerator, factor.denominator)
    function = bound_formula(algorithm, _ALPHA, exact_factor)
    found = minimise(function, _ALPHA, 1)
    wanted = found.argmin if alpha is None else _checked_alpha(alpha).sympy()
    at_argmin = real_root(wanted).same_as(found.argmin_root)
    exact = found.value if at_argmin else bound_value(algorithm, alpha=wanted, k_min=smallest)
    if printed is None and at_argmin:
        printed = _PRINTED.get((algorithm, factor))
    steps: list[Step] = [
        Identity(
            name="formula",
            lhs=theorem_formula(algorithm, _ALPHA, exact_factor),
            rhs=function,
            domain=domain(above(_ALPHA, 1)),
        )
    ]
    if at_argmin:
        minimum = GlobalMinimum(
            name="minimum", expr=function, variable=_ALPHA, lower=1, argmin=wanted, value=exact
        )
        steps += [
            *minimum.parts(),
            EqualNumbers(
                name="closed-form-argmin",
                statement=f"the argmin agrees with {closed_form_argmin(algorithm, c)} at c = {factor}",
                left=wanted,
                right=closed_form_argmin(algorithm, exact_factor),
            ),
        ]
    else:
        steps += [
            Inequality(name="alpha-in-range", lhs=wanted, relation=">", rhs=1),
            ValueAt(name="value", expr=function, variable=_ALPHA, point=wanted, value=exact),
        ]
    lower, upper, polynomial, number_steps = _number_steps(exact, printed)
    limit = "k_min unbounded" if smallest is None else f"k_min = {smallest}"
    bound = f"competitive ratio at most {theorem_formula(algorithm, _ALPHA, c)}"
    cited = [premise_row(_THEOREM[algorithm], f"{bound} with c = {factor} ({limit})", with_chain)]
    if smallest is None:
        grows = "k_min exceeds every number as the budget grows, so c = 1 + 2/k_min tends to 1"
        cited.append(premise_row(LARGE_MEMORY.name, grows, with_chain))
    results = (*cited, *(run_step(step) for step in (*steps, *number_steps)))
    return BoundReport(
        algorithm,
        regime,
        smallest,
        wanted,
        at_argmin,
        exact,
        lower,
        upper,
        polynomial,
        printed,
        _SOURCE[algorithm],
        results,
        _all_hold(results),
    )


def _all_hold(results: tuple[StepResult, ...]) -> bool:
    return all(result.verdict in (Status.PROVED.value, Status.PREMISE.value) for result in results)


def _identical_jobs_report(regime: str, printed: str | None, with_chain: bool) -> BoundReport:
    exact = sympy.Integer(2)
    printed = _PRINTED["sps", Fraction(3)] if printed is None else printed
    lower, upper, polynomial, number_steps = _number_steps(exact, printed)
    spacing = "no feasible schedule completes job i before floor(i/k) ceil(tau/2) + tau"
    results = (
        premise_row(PEAK.name, "a pipeline of parallelism k* is feasible", with_chain),
        premise_row(SPACING.name, spacing, with_chain),
        *(run_step(step) for step in (*IDENTICAL_JOBS.steps, *number_steps)),
    )
    return BoundReport(
        "sps",
        regime,
        1 if regime == "general" else None,
        None,
        False,
        exact,
        lower,
        upper,
        polynomial,
        printed,
        _SOURCE["sps"],
        results,
        _all_hold(results),
    )


__all__ = [
    "BoundReport",
    "bound_formula",
    "bound_report",
    "bound_value",
    "closed_form_argmin",
    "number_text",
    "theorem_formula",
]
