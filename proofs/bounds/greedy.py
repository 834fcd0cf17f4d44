"""The guarantees of greedy admission as reports, read off the statements of their claims."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy

from proofs.bounds.names import GREEDY_ALGORITHMS, REGIMES
from proofs.bounds.paper import ENCLOSURE_DIGITS, BoundReport
from proofs.bounds.premise import premise_row
from proofs.claim import Claim, Status, Step, run_step
from proofs.exact.quadratic import parse_number
from proofs.exact.real_root import minimal_polynomial_text, real_root
from proofs.greedy.mc_sf import THEOREM_1
from proofs.greedy.small_jobs import REGIMES as SMALL_JOB_REGIMES
from proofs.greedy.small_jobs import THEOREM_2
from proofs.greedy.svf import BY_LENGTHS, BY_STARTS, OWN
from proofs.greedy.svf import REGIMES as VOLUME_REGIMES
from proofs.greedy.svf_peak import PEAK
from proofs.method.identities import Identity
from proofs.method.inequalities import Consequence, Inequality
from proofs.method.numbers import Enclosure, MinimalPolynomial, PrintedConstant
from proofs.method.vertices import VertexBound
from proofs.symbols import O, eps

# the parameter `eps` of the functions below is a number; the variable keeps another name inside them
_EPS = eps


# as the analysis states them, by algorithm and case: checked against the derivation, never a source of values
_STATED = {
    ("mc-sf", "general"): "7/3",
    ("mc-sf", "large-memory"): "2",
    ("svf", "large-memory"): "7/3",
    ("svf-peak", "general"): "4",
    ("svf-peak", "large-memory"): "7/3",
}


def ratio_of(claim: Claim) -> sympy.Expr:
    """Read the ratio off a claim whose formula is ``cost <= ratio * O``.

    Raises
    ------
    ValueError
        If the formula has another shape, or no step of the claim concludes with that ratio.
    """
    formula = claim.formula
    if not isinstance(formula, sympy.Le):
        raise ValueError(f"{claim.name} states no upper bound")
    ratio = formula.rhs / O
    if ratio.has(O):
        raise ValueError(f"{claim.name} is no multiple of the optimum")
    if not any(_concludes(step, formula, ratio) for step in claim.steps):
        raise ValueError(f"no step of {claim.name} concludes with its ratio {ratio}")
    return ratio


def _concludes(step: Step, formula: sympy.Le, ratio: sympy.Expr) -> bool:
    if isinstance(step, VertexBound):
        return bool(sympy.Max(*step.bounds) == ratio)
    if isinstance(step, Consequence):
        return step.relation == "<=" and (step.lhs, step.rhs) == (formula.lhs, formula.rhs)
    return False


@dataclass(frozen=True)
class _Derivation:
    """A value, the claims it rests on, and the steps from their ratios to the value."""

    exact: sympy.Expr
    claims: tuple[Claim, ...]
    steps: tuple[Step, ...]


def _larger(at: sympy.Rational) -> _Derivation:
    """The larger of the two bounds for own prompts at a number eps."""
    values = [BY_STARTS.subs(_EPS, at), BY_LENGTHS.subs(_EPS, at)]
    exact = max(values)
    steps: list[Step] = [
        Identity(name="value", lhs=ratio_of(OWN).subs(_EPS, at), rhs=exact),
        *(
            Inequality(name=f"at-least-{name}", lhs=exact, relation=">=", rhs=value)
            for name, value in zip(("starts", "lengths"), values, strict=True)
        ),
    ]
    return _Derivation(exact, (OWN,), tuple(steps))


def _at(algorithm: str, at: sympy.Rational) -> _Derivation:
    """The bound when no job takes more than ``at * M``."""
    if algorithm != "mc-sf":
        return _larger(at)
    general, small = ratio_of(THEOREM_1), ratio_of(THEOREM_2).subs(_EPS, at)
    first, second, name = (
        (small, general, "smaller-than-general")
        if small < general
        else (general, small, "general-is-smaller")
    )
    step = Inequality(name=name, lhs=first, relation="<=", rhs=second)
    return _Derivation(first, (THEOREM_1, THEOREM_2), (step,))


def _limit(algorithm: str) -> _Derivation:
    """The limit as eps -> 0, by continuity at 0 of the bound that counts near 0."""
    claim, bound, regimes = (
        (THEOREM_2, ratio_of(THEOREM_2), SMALL_JOB_REGIMES)
        if algorithm == "mc-sf"
        else (OWN, BY_LENGTHS, VOLUME_REGIMES)
    )
    high, low = regimes.step("limit-high"), regimes.step("limit-low")
    exact = _right(low)
    value = Identity(name="value-at-0", lhs=bound.subs(_EPS, 0), rhs=exact)
    tends = Identity(
        name="upper-at-0",
        statement="the upper estimate of the bound tends to the lower one",
        lhs=_right(high).subs(_EPS, 0),
        rhs=exact,
    )
    counts = () if algorithm == "mc-sf" else (regimes.step("lengths-count"),)
    return _Derivation(exact, (claim, regimes), (value, *counts, high, low, tends))


def _right(step: Step) -> sympy.Expr:
    if not isinstance(step, Inequality):
        raise TypeError(f"{step.name} is no inequality")
    return sympy.sympify(step.rhs)


def _derivation(algorithm: str, regime: str, at: sympy.Rational | None) -> _Derivation:
    if regime == "large-memory":
        return _limit(algorithm)
    if at is not None:
        return _at(algorithm, at)
    claim = THEOREM_1 if algorithm == "mc-sf" else PEAK
    return _Derivation(ratio_of(claim), (claim,), ())


def _checked(algorithm: str, regime: str, eps: Fraction | int | None) -> sympy.Rational | None:
    if algorithm not in GREEDY_ALGORITHMS:
        raise ValueError(f"unknown algorithm {algorithm!r}; known: {', '.join(GREEDY_ALGORITHMS)}")
    if regime not in REGIMES:
        raise ValueError(f"unknown regime {regime!r}; known: {', '.join(REGIMES)}")
    if eps is None:
        if algorithm == "svf" and regime == "general":
            raise ValueError("SVF has a bound only where no job takes more than eps M: give eps < 1")
        return None
    if regime == "large-memory":
        raise ValueError("the large-memory regime means eps -> 0: give either the regime or eps")
    if isinstance(eps, bool) or not isinstance(eps, int | Fraction):
        raise ValueError(f"eps must be an exact rational, not {eps!r}")
    value = Fraction(eps)
    inside = 0 < value <= Fraction(1, 2) if algorithm == "mc-sf" else 0 < value < 1
    if not inside:
        limits = "(0, 1/2]" if algorithm == "mc-sf" else "(0, 1)"
        raise ValueError(f"eps must lie in {limits} for {algorithm}, not {value}")
    return sympy.Rational(value.numerator, value.denominator)


def greedy_report(
    algorithm: str,
    *,
    regime: str = "general",
    eps: Fraction | int | None = None,
    printed: str | None = None,
    with_chain: bool = False,
) -> BoundReport:
    """Derive the guarantee of a greedy algorithm and check every step of the derivation.

    Parameters
    ----------
    algorithm
        ``"mc-sf"`` (one prompt), ``"svf-peak"`` (one prompt, or own prompts where ``eps`` or the
        large-memory regime is asked for) or ``"svf"`` (own prompts).
    regime
        ``"general"``, or ``"large-memory"``: the limit as the largest share of M a job takes tends to 0.
    eps
        Exact share: no job takes more than eps M. In (0, 1/2] for MC-SF, else in (0, 1).
    printed
        A constant to check instead of the stated one.
    with_chain
        Whether to prove the claims too, with everything they rest on.

    Returns
    -------
    BoundReport
        With neither ``k_min`` nor ``alpha``; the claims it rests on are steps with verdict ``premise``.

    Raises
    ------
    ValueError
        Unknown algorithm or regime, eps out of range or not exact, parameters that do not go together, or
        no bound: SVF without eps.
    """
    at = _checked(algorithm, regime, eps)
    if printed is not None:
        parse_number(printed)
    elif at is None:
        printed = _STATED[algorithm, regime]
    found = _derivation(algorithm, regime, at)
    root = real_root(found.exact)
    lower, upper = root.floor_at(ENCLOSURE_DIGITS), root.ceiling_at(ENCLOSURE_DIGITS)
    if root.lower == root.upper:
        lower = upper = root.lower
    polynomial = minimal_polynomial_text(root)
    width = Fraction(1, 10**ENCLOSURE_DIGITS)
    steps: list[Step] = [
        *found.steps,
        MinimalPolynomial(name="minimal-polynomial", number=found.exact, polynomial=polynomial),
        Enclosure(name="enclosure", number=found.exact, lower=lower, upper=upper, width=width),
    ]
    if printed is not None:
        steps.append(PrintedConstant(name="printed-constant", number=found.exact, printed=printed))
    results = (
        *(premise_row(claim.name, claim.title, with_chain) for claim in found.claims),
        *map(run_step, steps),
    )
    return BoundReport(
        algorithm=algorithm,
        regime=regime,
        k_min=None,
        alpha=None,
        alpha_is_argmin=False,
        exact=found.exact,
        lower=lower,
        upper=upper,
        minimal_polynomial=polynomial,
        printed=printed,
        source="; ".join(dict.fromkeys(claim.source for claim in found.claims)),
        steps=results,
        holds=all(item.verdict in (Status.PROVED.value, Status.PREMISE.value) for item in results),
    )


__all__ = ["greedy_report", "ratio_of"]
