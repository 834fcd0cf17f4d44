"""The paper's constants of GSA, GBA and SPS: its bounds at a scaling factor, or where they are smallest."""

from __future__ import annotations

from fractions import Fraction

from sympy import Expr, Integer, Rational

from proofs.bounds.conclusion import ratio_of
from proofs.bounds.derivation import Cited, Derivation, cited
from proofs.bounds.request import Request
from proofs.exact.domain import above, domain
from proofs.exact.real_root import real_root
from proofs.exact.stationary import minimise
from proofs.method.identities import Identity
from proofs.method.inequalities import Inequality
from proofs.method.minimum import GlobalMinimum, ValueAt
from proofs.method.numbers import EqualNumbers
from proofs.paper.batching import GBA_BOUND
from proofs.paper.bound_functions import bound_formula, closed_form_argmin
from proofs.paper.peak import LARGE_MEMORY, PEAK
from proofs.paper.pipeline import IDENTICAL_JOBS, SPACING
from proofs.paper.slicing import GSA_BOUND
from proofs.step import Step
from proofs.symbols import C, alpha, c, opt

_THEOREM = {"gsa": GSA_BOUND, "gba": GBA_BOUND}
# as the paper prints them, by algorithm and c: checked against the derivation, never a source of values
_PRINTED = {
    ("gsa", Fraction(3)): "61.92",
    ("gsa", Fraction(1)): "32",
    ("gba", Fraction(3)): "10.67",
    ("gba", Fraction(1)): "6.75",
}
_PRINTED_SPS = "2"


def derivation(asked: Request) -> Derivation:
    """Take the bound of Theorem 3.15, 4.1 or 3.2 where it is asked for, or at its minimum."""
    if asked.algorithm == "sps":
        return _identical_jobs(asked)
    k_min = (asked.k_min or 1) if asked.regime == "general" else None
    factor = Fraction(1) if k_min is None else 1 + Fraction(2, k_min)
    exact_factor = Rational(factor.numerator, factor.denominator)
    claim = _THEOREM[asked.algorithm]
    theorem = ratio_of(claim, opt)
    function = bound_formula(asked.algorithm, alpha, exact_factor)
    minimum = minimise(function, alpha, 1)
    at = minimum.argmin if asked.alpha is None else asked.alpha.sympy()
    is_argmin = real_root(at).same_as(minimum.argmin_root)
    formula = Identity(
        name="formula", lhs=theorem.subs(c, exact_factor), rhs=function, domain=domain(above(alpha, 1))
    )
    # in the field of alpha itself, apart from the evaluation that checks it
    exact = minimum.value if is_argmin else bound_formula(asked.algorithm, asked.alpha, factor).sympy()
    taken = (
        _at_the_minimum(asked.algorithm, function, exact_factor, at, exact)
        if is_argmin
        else (
            Inequality(name="alpha-in-range", lhs=at, relation=">", rhs=1),
            ValueAt(name="value", expr=function, variable=alpha, point=at, value=exact),
        )
    )
    limit = "k_min unbounded" if k_min is None else f"k_min = {k_min}"
    start = [cited(claim, f"competitive ratio at most {theorem} with c = {factor} ({limit})")]
    if k_min is None:
        grows = "k_min exceeds every number as the budget grows, so c = 1 + 2/k_min tends to 1"
        start.append(cited(LARGE_MEMORY, grows))
    return Derivation(
        exact=exact,
        cited=tuple(start),
        steps=(formula, *taken),
        source=claim.source,
        k_min=k_min,
        scale=at,
        is_argmin=is_argmin,
        stated=_PRINTED.get((asked.algorithm, factor)) if is_argmin else None,
    )


def _at_the_minimum(
    algorithm: str, function: Expr, factor: Expr, argmin: Expr, value: Expr
) -> tuple[Step, ...]:
    minimum = GlobalMinimum(
        name="minimum", expr=function, variable=alpha, lower=1, argmin=argmin, value=value
    )
    closed = EqualNumbers(
        name="closed-form-argmin",
        statement=f"the argmin agrees with {closed_form_argmin(algorithm, c)} at c = {factor}",
        left=argmin,
        right=closed_form_argmin(algorithm, factor),
    )
    return (*minimum.parts(), closed)


def _identical_jobs(asked: Request) -> Derivation:
    spacing = "no feasible schedule completes job i before floor(i/k) ceil(tau/2) + tau"
    return Derivation(
        exact=Integer(ratio_of(IDENTICAL_JOBS, C)),
        cited=(
            Cited(PEAK.name, "a pipeline of parallelism k* is feasible"),
            Cited(SPACING.name, spacing),
        ),
        steps=IDENTICAL_JOBS.steps,
        source=IDENTICAL_JOBS.source,
        k_min=1 if asked.regime == "general" else None,
        stated=_PRINTED_SPS,
    )
