"""The constants of greedy admission: MC-SF, SVF and SVF-peak; and what is only quoted."""

from __future__ import annotations

from sympy import Expr, Rational, sympify

from proofs.bounds.bound import QUOTED
from proofs.bounds.conclusion import ratio_of
from proofs.bounds.derivation import Cited, Derivation, cited
from proofs.bounds.published import PUBLISHED
from proofs.bounds.request import Request
from proofs.claim import Claim
from proofs.greedy.mc_sf import THEOREM_1
from proofs.greedy.small_jobs import REGIMES as SMALL_JOB_REGIMES
from proofs.greedy.small_jobs import THEOREM_2
from proofs.greedy.svf import BY_LENGTHS, BY_STARTS, OWN
from proofs.greedy.svf import REGIMES as VOLUME_REGIMES
from proofs.greedy.svf_peak import PEAK
from proofs.method.identities import Identity
from proofs.method.inequalities import Inequality
from proofs.step import Step
from proofs.symbols import eps, opt

# as the analysis states them, by algorithm and regime: checked against the derivation, no source of values
_STATED = {
    ("mc-sf", "general"): "7/3",
    ("mc-sf", "large-memory"): "2",
    ("svf", "large-memory"): "7/3",
    ("svf-peak", "general"): "4",
    ("svf-peak", "large-memory"): "7/3",
}


def quoted(asked: Request) -> Derivation:
    """Quote a published constant that nothing here derives, at a share where it depends on one."""
    published = PUBLISHED[asked.algorithm]
    value = published.value(asked.eps)
    start = (Cited(QUOTED, f"{asked.algorithm} within {published.says}"),)
    exact = Rational(value.numerator, value.denominator)
    return Derivation(exact, start, (), published.source, stated=str(value))


def derivation(asked: Request) -> Derivation:
    """Take the guarantee in general, for a share of the budget, or as the share tends to 0."""
    stated = _STATED.get((asked.algorithm, asked.regime)) if asked.eps is None else None
    if asked.regime == "large-memory":
        return _limit(asked.algorithm, stated)
    if asked.eps is not None:
        share = Rational(asked.eps.numerator, asked.eps.denominator)
        return _small_jobs(share) if asked.algorithm == "mc-sf" else _own_prompts(share)
    claim = THEOREM_1 if asked.algorithm == "mc-sf" else PEAK
    return _read_off(ratio_of(claim, opt), (claim,), (), stated)


def _read_off(
    exact: Expr, claims: tuple[Claim, ...], steps: tuple[Step, ...], stated: str | None = None
) -> Derivation:
    source = "; ".join(dict.fromkeys(claim.source for claim in claims))
    return Derivation(exact, tuple(map(cited, claims)), steps, source, stated=stated)


def _own_prompts(share: Rational) -> Derivation:
    """The larger of the two bounds for own prompts."""
    values = {"starts": BY_STARTS.subs(eps, share), "lengths": BY_LENGTHS.subs(eps, share)}
    exact = max(values.values())
    at_least = (
        Inequality(name=f"at-least-{name}", lhs=exact, relation=">=", rhs=value)
        for name, value in values.items()
    )
    value = Identity(name="value", lhs=ratio_of(OWN, opt).subs(eps, share), rhs=exact)
    return _read_off(exact, (OWN,), (value, *at_least))


def _small_jobs(share: Rational) -> Derivation:
    """The smaller of MC-SF's two guarantees."""
    general, small = ratio_of(THEOREM_1, opt), ratio_of(THEOREM_2, opt).subs(eps, share)
    first, second, name = (
        (small, general, "smaller-than-general")
        if small < general
        else (general, small, "general-is-smaller")
    )
    step = Inequality(name=name, lhs=first, relation="<=", rhs=second)
    return _read_off(first, (THEOREM_1, THEOREM_2), (step,))


def _limit(algorithm: str, stated: str | None) -> Derivation:
    """The limit as eps -> 0, by continuity at 0 of the bound that counts near 0."""
    mc_sf = algorithm == "mc-sf"
    claim, regimes = (THEOREM_2, SMALL_JOB_REGIMES) if mc_sf else (OWN, VOLUME_REGIMES)
    bound = ratio_of(THEOREM_2, opt) if mc_sf else BY_LENGTHS
    high, low = regimes.step("limit-high"), regimes.step("limit-low")
    exact = _right(low)
    value = Identity(name="value-at-0", lhs=bound.subs(eps, 0), rhs=exact)
    tends = Identity(
        name="upper-at-0",
        statement="the upper estimate of the bound tends to the lower one",
        lhs=_right(high).subs(eps, 0),
        rhs=exact,
    )
    counts = () if mc_sf else (regimes.step("lengths-count"),)
    return _read_off(exact, (claim, regimes), (value, *counts, high, low, tends), stated)


def _right(step: Step) -> Expr:
    if not isinstance(step, Inequality):
        raise TypeError(f"{step.name} is no inequality")
    return sympify(step.rhs)
