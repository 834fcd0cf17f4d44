"""The tighter constants of GSA and GBA, by Theorems A to D."""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Integer, Rational

from proofs.bounds.conclusion import bounds_of
from proofs.bounds.derivation import Cited, Derivation, cited, smallest
from proofs.bounds.request import Request
from proofs.bounds.weight import area_constants, best_weight
from proofs.claim import Claim
from proofs.exact.quadratic import as_quadratic, number_text
from proofs.exact.real_root import real_root
from proofs.method.inequalities import Inequality
from proofs.method.numbers import EqualNumbers
from proofs.step import Step
from proofs.symbols import Q, alpha, opt
from proofs.tighter.batching import (
    BEST_D,
    BEST_GBA,
    THEOREM_D,
    THREE_HALVES,
    double_constant,
    single_constant,
)
from proofs.tighter.box_theorem import CERTIFIED, scale_of
from proofs.tighter.boxes import TARGETS
from proofs.tighter.theorems import THEOREM_A_GBA, THEOREM_B, spacing_factors
from proofs.tighter.values import LARGE, least_of_a

# where to look for the best bound of Theorem B when no alpha is asked for
_CANDIDATES = (
    *(Rational(text) for text in ("3/2", "8/5", "5/3", "17/10", "7/4", "9/5", "2")),
    Integer(3) ** Rational(1, 2),
)
_RATIO = "ratio at most max(Q, 2Q/3 + r_L)"


def derivation(asked: Request) -> Derivation:
    """Take the theorem that gives least where it is asked for.

    Every instance has Theorems C (GSA) and D (GBA) where they apply; a given k_min and large memory have B
    and A. Without alpha it is the best known one: 17/8 for GSA in general, sqrt(3) in large memory, the best
    of a few for given k_min; for GBA the minimiser.
    """
    scale = None if asked.alpha is None else asked.alpha.sympy()
    if asked.regime == "large-memory":
        large = _theorem_b(scale or _CANDIDATES[-1], None) if _is_gsa(asked) else _theorem_a(scale, None)
        chosen = replace(large, cited=(*large.cited, Cited(LARGE, "k_min exceeds every number")))
    else:
        choose = _gsa if _is_gsa(asked) else _gba
        chosen = replace(choose(asked.k_min, scale), k_min=asked.k_min or 1)
    if chosen.is_argmin:
        return chosen
    in_range = Inequality(name="alpha-in-range", lhs=chosen.scale, relation=">", rhs=1)
    return replace(chosen, steps=(in_range, *chosen.steps))


def _is_gsa(asked: Request) -> bool:
    return asked.algorithm == "gsa"


def _gsa(k_min: int | None, scale: Expr | None) -> Derivation:
    if k_min is not None:
        scales = _CANDIDATES if scale is None else (scale,)
        return smallest([_theorem_b(candidate, k_min) for candidate in scales])
    if scale is None:
        return _theorem_c(0)
    for place, target in enumerate(TARGETS):
        if real_root(scale_of(target)).same_as(real_root(scale)):
            return _theorem_c(place)
    return _theorem_b(scale, 1)


def _gba(k_min: int | None, scale: Expr | None) -> Derivation:
    if k_min is not None:
        return _theorem_a(scale, k_min)
    if scale is None:
        return _theorem_d(BEST_D)
    if (as_quadratic(scale) - as_quadratic(THREE_HALVES)).sign() >= 0:
        return _theorem_d(scale)
    return _theorem_a(scale, 1)


def _theorem_a(scale: Expr | None, k_min: int | None) -> Derivation:
    factor = spacing_factors(k_min)[1]
    start = (cited(THEOREM_A_GBA, f"{_RATIO} with Q = c alpha^2, c = {factor}"),)
    argmin, least, minimum = least_of_a(Rational(factor))
    source = THEOREM_A_GBA.source
    if scale is None or real_root(scale).same_as(real_root(argmin)):
        return Derivation(least, start, minimum, source, scale=argmin, is_argmin=True)
    exact, steps = _larger_bound(THEOREM_A_GBA, scale, factor * scale**2)
    return Derivation(exact, start, steps, source, scale=scale)


def _theorem_b(scale: Expr, k_min: int | None) -> Derivation:
    weight = best_weight(scale, k_min)
    linear, square = area_constants(scale, weight, k_min)
    area = _largest((linear, square))
    exact, larger = _larger_bound(THEOREM_B, scale, area)
    steps = (
        Inequality(name="weight-positive", lhs=weight, relation=">", rhs=0),
        Inequality(name="weight-at-most-one", lhs=weight, relation="<=", rhs=1),
        *_area_steps({"linear": linear, "square": square}, area),
        *larger,
    )
    limit = "k_min unbounded" if k_min is None else f"k_min >= {k_min}"
    says = f"{_RATIO} at t = {number_text(weight)}, {limit}"
    return Derivation(exact, (cited(THEOREM_B, says),), steps, THEOREM_B.source, scale=scale)


def _theorem_c(place: int) -> Derivation:
    claim = CERTIFIED[place]
    (exact,) = bounds_of(claim, opt)
    start = (cited(claim, "box certificate: ratio at most R"),)
    return Derivation(exact, start, (), claim.source, scale=scale_of(TARGETS[place]))


def _theorem_d(scale: Expr) -> Derivation:
    constants = {"double": double_constant(scale), "single": single_constant(scale)}
    area = _largest(tuple(constants.values()))
    exact, larger = _larger_bound(THEOREM_D, scale, area)
    best = real_root(scale).same_as(real_root(BEST_D))
    start = [cited(THEOREM_D, f"{_RATIO} with Q = max(2 alpha^2, V)")]
    if best:
        start.append(cited(BEST_GBA, "no alpha >= 3/2 gives less"))
    in_range = Inequality(name="scale-range", lhs=scale, relation=">=", rhs=THREE_HALVES)
    steps = (in_range, *_area_steps(constants, area), *larger)
    return Derivation(exact, tuple(start), steps, THEOREM_D.source, scale=scale, is_argmin=best)


def _largest(values: tuple[Expr, ...]) -> Expr:
    return max(map(as_quadratic, values)).sympy()


def _larger_bound(claim: Claim, scale: Expr, area: Expr) -> tuple[Expr, tuple[Step, ...]]:
    """Put alpha and Q into a theorem's bounds: the larger one, and the steps that it is."""
    bounds = tuple(bound.subs({Q: area, alpha: scale}) for bound in bounds_of(claim, opt))
    exact = _largest(bounds)
    attained = next(bound for bound in bounds if as_quadratic(bound) == as_quadratic(exact))
    none_larger = tuple(
        Inequality(name=f"bound-{place}", lhs=bound, relation="<=", rhs=exact)
        for place, bound in enumerate(bounds)
    )
    return exact, (*none_larger, EqualNumbers(name="attained", left=attained, right=exact))


def _area_steps(constants: dict[str, Expr], area: Expr) -> tuple[Step, ...]:
    return tuple(
        Inequality(
            name=name,
            statement=f"{name}: {number_text(value)} <= Q = {number_text(area)}",
            lhs=value,
            relation="<=",
            rhs=area,
        )
        for name, value in constants.items()
    )
