"""The tighter bounds of GSA and GBA as reports, read off the statements of Theorems A to D."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import isqrt

from sympy import Expr, Integer, Le, Max, Rational

from proofs.bounds.names import REGIMES, TIGHT_ALGORITHMS
from proofs.bounds.paper import (
    ENCLOSURE_DIGITS,
    BoundReport,
    _checked_alpha,
    _checked_k_min,
    _number_steps,
)
from proofs.bounds.premise import premise_row
from proofs.claim import Claim, Status, Step, StepResult, run_step
from proofs.exact.quadratic import Quadratic, Unsupported, as_quadratic, number_text, parse_number
from proofs.exact.real_root import real_root
from proofs.method.inequalities import Inequality
from proofs.method.numbers import EqualNumbers
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
from proofs.tighter.lower_bounds import TIGHTER
from proofs.tighter.quadratic_form import linear_constant, square_constant
from proofs.tighter.theorems import THEOREM_A_GBA, THEOREM_B, spacing_factors
from proofs.tighter.values import LARGE, least_of_a

_SIMPLE = 1000  # largest denominator of a weight that is not taken exactly
# where to look for the best bound of Theorem B when no alpha is asked for
_CANDIDATES = (
    *(Rational(text) for text in ("3/2", "8/5", "5/3", "17/10", "7/4", "9/5", "2")),
    Integer(3) ** Rational(1, 2),
)


def bounds_of(claim: Claim) -> tuple[Expr, ...]:
    """Read the bounds off a claim whose formula is ``cost <= max(bounds) * Opt``, or the single one.

    Raises
    ------
    ValueError
        If the formula has another shape.
    """
    formula = claim.formula
    if not isinstance(formula, Le):
        raise ValueError(f"{claim.name} states no upper bound")
    ratio = formula.rhs / opt
    if ratio.has(opt):
        raise ValueError(f"{claim.name} is no multiple of the optimum")
    return tuple(ratio.args) if isinstance(ratio, Max) else (ratio,)


@dataclass(frozen=True)
class _Derivation:
    """A value with the steps from a claim to it.

    ``premises`` are pairs (claim, what it says here); ``source`` names the theorem.
    """

    scale: Expr
    exact: Expr
    steps: tuple[Step, ...]
    premises: tuple[tuple[str, str], ...]
    source: str
    is_argmin: bool = False


def _largest(values: tuple[Expr, ...]) -> Expr:
    best = as_quadratic(values[0])
    for value in values[1:]:
        number = as_quadratic(value)
        best = number if (number - best).sign() > 0 else best
    return best.sympy()


def _least(values: list[Expr]) -> int:
    sizes = [real_root(value).floor_at(ENCLOSURE_DIGITS) for value in values]
    return sizes.index(min(sizes))


def _ratio(claim: Claim, scale: Expr, area: Expr) -> tuple[Expr, tuple[Step, ...]]:
    """Put alpha and Q into a theorem's formula: its value, and the steps that it is the larger bound."""
    bounds = tuple(bound.subs({Q: area, alpha: scale}) for bound in bounds_of(claim))
    exact = _largest(bounds)
    attained = next(bound for bound in bounds if (as_quadratic(bound) - as_quadratic(exact)).sign() == 0)
    others = tuple(
        Inequality(name=f"bound-{place}", lhs=bound, relation="<=", rhs=exact)
        for place, bound in enumerate(bounds)
    )
    return exact, (*others, EqualNumbers(name="attained", left=attained, right=exact))


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


def _root(value: Quadratic) -> Quadratic | None:
    """Square root of a rational, exactly; None for an irrational."""
    return Quadratic.sqrt(value.a) if value.d == 1 and value.a > 0 else None


def _simple(value: Quadratic) -> Quadratic:
    """A nearby rational with a small denominator, at most 1."""
    close = real_root(value.sympy()).within(Fraction(1, _SIMPLE**2)).lower
    return Quadratic(min(Fraction(1), max(close.limit_denominator(_SIMPLE), Fraction(1, _SIMPLE))))


def _rational_root(value: Quadratic) -> Quadratic:
    """A rational close to the square root of a positive number."""
    close = real_root(value.sympy()).within(Fraction(1, _SIMPLE**3)).lower
    return Quadratic(Fraction(isqrt(int(close * _SIMPLE**4)), _SIMPLE**2).limit_denominator(_SIMPLE))


def _parts(scale: Expr, weight: Expr, k_min: int | None) -> tuple[Expr, Expr]:
    first, second = spacing_factors(k_min)
    return first * linear_constant(scale, weight), second * square_constant(scale, weight)


def best_weight(scale: Expr, k_min: int | None) -> Expr:
    """Return the weight t at which Theorem B's Q is smallest, or a simple rational close to it.

    Both constants are convex in t, the square one least at 1/alpha, the linear one at 1/sqrt(alpha); so the
    larger is least at one of these, or where the two are equal in between. A weight outside the field of
    alpha is replaced by a rational with a denominator of at most 1000; any weight gives a proven bound.
    """
    number, one = as_quadratic(scale), Quadratic(Fraction(1))

    def gap(weight: Quadratic) -> int:
        linear, square = _parts(scale, weight.sympy(), k_min)
        return (as_quadratic(linear) - as_quadratic(square)).sign()

    low = one / number
    if gap(low) <= 0:
        return low.sympy()
    root = _root(number)
    high = one / (root if root is not None else _rational_root(number))
    if gap(high) >= 0:
        return high.sympy()
    first, second = (as_quadratic(value) for value in spacing_factors(k_min))
    # equal where p t^2 + (p + q) t - q = 0
    p = second * number**3 - first * number * (number + one)
    q = first * (number + one) - second * number
    middle = p + q
    radicand = middle * middle + Quadratic(Fraction(4)) * p * q
    root = _root(radicand)
    if root is None or p.sign() == 0:
        root = _rational_root(radicand)
    crossing = (root - middle) / (p + p) if p.sign() != 0 else q / middle
    return crossing.sympy() if number.d == 1 else _simple(crossing).sympy()


def _theorem_b(scale: Expr, k_min: int | None) -> _Derivation:
    weight = best_weight(scale, k_min)
    linear, square = _parts(scale, weight, k_min)
    area = _largest((linear, square))
    exact, ratio = _ratio(THEOREM_B, scale, area)
    steps = (
        Inequality(name="weight-positive", lhs=weight, relation=">", rhs=0),
        Inequality(name="weight-at-most-one", lhs=weight, relation="<=", rhs=1),
        *_area_steps({"linear": linear, "square": square}, area),
        *ratio,
    )
    limit = "k_min unbounded" if k_min is None else f"k_min >= {k_min}"
    return _Derivation(
        scale,
        exact,
        steps,
        ((THEOREM_B.name, f"ratio at most max(Q, 2Q/3 + r_L) at t = {number_text(weight)}, {limit}"),),
        f"{TIGHTER}, Theorem B",
    )


def _theorem_c(place: int) -> _Derivation:
    claim = CERTIFIED[place]
    (exact,) = bounds_of(claim)
    scale = scale_of(TARGETS[place])
    return _Derivation(
        scale, exact, (), ((claim.name, "box certificate: ratio at most R"),), f"{TIGHTER}, Theorem C"
    )


def _theorem_d(scale: Expr) -> _Derivation:
    constants = {"double": double_constant(scale), "single": single_constant(scale)}
    area = _largest(tuple(constants.values()))
    exact, ratio = _ratio(THEOREM_D, scale, area)
    best = real_root(scale).same_as(real_root(BEST_D))
    premises = [(THEOREM_D.name, "ratio at most max(Q, 2Q/3 + r_L) with Q = max(2 alpha^2, V)")]
    if best:
        premises.append((BEST_GBA.name, "no alpha >= 3/2 gives less"))
    steps = (
        Inequality(name="scale-range", lhs=scale, relation=">=", rhs=THREE_HALVES),
        *_area_steps(constants, area),
        *ratio,
    )
    return _Derivation(scale, exact, steps, tuple(premises), f"{TIGHTER}, Theorem D", best)


def _theorem_a(scale: Expr | None, k_min: int | None) -> _Derivation:
    factor = spacing_factors(k_min)[1]
    says = f"ratio at most max(Q, 2Q/3 + r_L) with Q = c alpha^2, c = {factor}"
    premises = ((THEOREM_A_GBA.name, says),)
    argmin, least, minimum = least_of_a(Rational(factor))
    source = f"{TIGHTER}, Theorem A"
    if scale is None or real_root(scale).same_as(real_root(argmin)):
        return _Derivation(argmin, least, minimum, premises, source, True)
    exact, ratio = _ratio(THEOREM_A_GBA, scale, factor * scale**2)
    return _Derivation(scale, exact, ratio, premises, source)


def _gsa(regime: str, k_min: int | None, scale: Expr | None) -> _Derivation:
    if regime == "large-memory":
        found = _theorem_b(_CANDIDATES[-1] if scale is None else scale, None)
        return replace(found, premises=(*found.premises, (LARGE, "k_min exceeds every number")))
    if k_min is not None:
        if scale is not None:
            return _theorem_b(scale, k_min)
        several = [_theorem_b(candidate, k_min) for candidate in _CANDIDATES]
        return several[_least([item.exact for item in several])]
    if scale is None:
        return _theorem_c(0)
    for place, target in enumerate(TARGETS):
        if real_root(scale_of(target)).same_as(real_root(scale)):
            return _theorem_c(place)
    return _theorem_b(scale, 1)


def _gba(regime: str, k_min: int | None, scale: Expr | None) -> _Derivation:
    if regime == "large-memory":
        found = _theorem_a(scale, None)
        return replace(found, premises=(*found.premises, (LARGE, "k_min exceeds every number")))
    if k_min is not None:
        return _theorem_a(scale, k_min)
    if scale is None:
        return _theorem_d(BEST_D)
    if (as_quadratic(scale) - as_quadratic(THREE_HALVES)).sign() >= 0:
        return _theorem_d(scale)
    return _theorem_a(scale, 1)


def tight_report(
    algorithm: str,
    *,
    regime: str = "general",
    k_min: int | None = None,
    alpha: Expr | Fraction | int | None = None,
    printed: str | None = None,
    with_chain: bool = False,
) -> BoundReport:
    """Derive the tighter bound of GSA or GBA and check every step from the theorem to the number.

    Parameters
    ----------
    algorithm
        ``"gsa"`` or ``"gba"``.
    regime
        ``"general"`` (every instance) or ``"large-memory"``.
    k_min
        Integer >= 1: bound for instances of at least that smallest parallelism (Theorem B for GSA, A for
        GBA). None in the general regime means every instance (Theorems C and D where they apply).
    alpha
        Exact scaling factor > 1, rational or in Q(sqrt d). By default the best known one: 17/8 for GSA in
        general, sqrt(3) in large memory, the best of a few for given k_min; for GBA the minimiser.
    printed
        A constant to check, as in `proofs.bounds.paper.bound_report`.
    with_chain
        Whether to prove the theorem too, with everything it rests on.

    Raises
    ------
    ValueError
        Unknown algorithm or regime, or parameters out of range or that do not go together.
    """
    if algorithm not in TIGHT_ALGORITHMS:
        raise ValueError(f"unknown algorithm {algorithm!r}; known: {', '.join(TIGHT_ALGORITHMS)}")
    if regime not in REGIMES:
        raise ValueError(f"unknown regime {regime!r}; known: {', '.join(REGIMES)}")
    _checked_k_min(k_min)
    if regime == "large-memory" and k_min is not None:
        raise ValueError("the large-memory regime means k_min is unbounded: give either the regime or k_min")
    if printed is not None:
        parse_number(printed)
    scale = None if alpha is None else _checked_alpha(alpha).sympy()
    choose = _gsa if algorithm == "gsa" else _gba
    try:
        found = choose(regime, k_min, scale)
    except Unsupported as error:
        raise ValueError(f"no exact bound at alpha = {scale}: {error}") from error
    lower, upper, polynomial, number_steps = _number_steps(found.exact, printed)
    in_range = Inequality(name="alpha-in-range", lhs=found.scale, relation=">", rhs=1)
    checked = (*found.steps, *number_steps) if found.is_argmin else (in_range, *found.steps, *number_steps)
    results: tuple[StepResult, ...] = (
        *(premise_row(name, says, with_chain) for name, says in found.premises),
        *(run_step(step) for step in checked),
    )
    proved = {Status.PROVED.value, Status.PREMISE.value}
    return BoundReport(
        algorithm,
        regime,
        None if regime == "large-memory" else (k_min or 1),
        found.scale,
        found.is_argmin,
        found.exact,
        lower,
        upper,
        polynomial,
        printed,
        found.source,
        results,
        all(result.verdict in proved for result in results),
    )


__all__ = ["best_weight", "bounds_of", "tight_report"]
