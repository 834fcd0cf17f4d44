"""Values of Theorems A and B at particular scaling factors, with what makes them the best of their kind."""

from __future__ import annotations

from fractions import Fraction

from sympy import Expr, Integer, Le, Max, Rational, Symbol, sqrt, sympify

from proofs.citing import cite, cite_claim, follows
from proofs.claim import Claim
from proofs.coverage import Case
from proofs.exact.domain import above, at_least, between, domain, real
from proofs.exact.real_root import real_root
from proofs.exact.stationary import minimise
from proofs.method.inequalities import Consequence, Inequality
from proofs.method.largest import Largest
from proofs.method.minimum import GlobalMinimum
from proofs.method.numbers import Enclosure, EqualNumbers, MinimalPolynomial, PrintedConstant
from proofs.step import Step
from proofs.symbols import Q, alpha, c, c1, c2, gsa, opt, t, x
from proofs.tighter.lower_bounds import TIGHTER
from proofs.tighter.quadratic_form import linear_constant, square_constant
from proofs.tighter.theorems import (
    RANGES,
    THEOREM_A_GSA,
    THEOREM_B,
    combined,
    length_factor,
    spacing_factors,
)

GOLDEN = (1 + sqrt(5)) / 2
LARGE = "L3.4.large-memory"


def ratio_at(scale: Expr, weight: Expr, k_min: int | None, area: Expr, value: Expr) -> tuple[Step, ...]:
    """Steps from Theorem B to a value: ``area`` bounds both area constants, ``value`` both bounds."""
    first, second = spacing_factors(k_min)
    direct, mixed = combined(area, scale)
    return (
        Inequality(name="scale", lhs=scale, relation=">", rhs=1),
        Inequality(name="weight-positive", lhs=weight, relation=">", rhs=0),
        Inequality(name="weight-at-most-one", lhs=weight, relation="<=", rhs=1),
        Inequality(name="linear", lhs=first * linear_constant(scale, weight), relation="<=", rhs=area),
        Inequality(name="square", lhs=second * square_constant(scale, weight), relation="<=", rhs=area),
        Inequality(name="direct", lhs=direct, relation="<=", rhs=value),
        Inequality(name="mixed", lhs=mixed, relation="<=", rhs=value),
    )


def _theorem_b(
    label: str,
    scale: Expr,
    weight: Expr,
    k_min: int | None,
    area: Expr,
    value: Expr,
    printed: str,
    *more: Step,
) -> Claim:
    factors = spacing_factors(k_min)
    return Claim(
        name=f"tight.B.{label}",
        title=f"GSA {'in large memory' if k_min is None else 'on every instance'} at alpha = {scale}",
        statement=rf"\Gamma(\mathrm{{GSA}}) \le {printed}",
        source=f"{TIGHTER}, Theorem B",
        formula=Le(gsa, value * opt),
        auxiliary=RANGES,
        premises=("tight.B", LARGE) if k_min is None else ("tight.B",),
        in_words=(LARGE,) if k_min is None else (),
        argument=(
            f"Theorem B at alpha = {scale}, t = {weight}: its Q is at most {area} (`linear`, `square`), "
            f"and both "
            "of its bounds at most the value (`direct`, `mixed`, `larger`): `ratio`."
        ),
        steps=(
            *ratio_at(scale, weight, k_min, area, value),
            PrintedConstant(name="printed", number=value, printed=printed),
            *concluded(
                gsa, THEOREM_B, {alpha: scale, Q: area, t: weight, c1: factors[0], c2: factors[1]}, value
            ),
            *more,
        ),
    )


def concluded(
    cost: Symbol, theorem: Claim, names: dict[Symbol, Expr | int], value: Expr
) -> tuple[Largest, Consequence]:
    """Return the steps from a theorem at particular values of its letters to the number it gives there."""
    bounds = combined(sympify(names[Q]), names[alpha])
    largest = Max(*bounds, evaluate=False)
    return (
        Largest(name="larger", bounds=bounds, limit=value),
        follows(
            "ratio",
            Le(cost, value * opt),
            cite_claim(theorem, names),
            cite(Le(largest, value, evaluate=False), opt),
            domain=domain(real(cost), at_least(opt, 0)),
        ),
    )


_LEFT = domain(between(alpha, 1, GOLDEN, lower_open=True))
_RIGHT = domain(at_least(alpha, GOLDEN))


def _simplest(label: str, factor: int, value: Expr, printed: str, polynomial: str, branch: int) -> Claim:
    """Theorem A for GSA at the golden ratio: branch 0 is Q, branch 1 is 2Q/3 + r_L."""
    below = factor * linear_constant(alpha, Integer(1))
    beyond = factor * square_constant(alpha, Integer(1))
    large = factor == 1
    return Claim(
        name=f"tight.A.gsa.{label}",
        title=f"GSA {'in large memory' if large else 'on every instance'}, simplest form: the golden ratio",
        statement=rf"\min_\alpha \max(\ldots) = {printed} \text{{ at }} \alpha = \tfrac{{1+\sqrt5}}2",
        source=f"{TIGHTER}, Theorem A",
        domain=domain(above(alpha, 1)),
        formula=Le(gsa, value * opt),
        auxiliary=RANGES,
        premises=("tight.A.gsa", LARGE) if large else ("tight.A.gsa",),
        in_words=(LARGE,) if large else (),
        argument=(
            f"Theorem A with c = {factor}. At the golden ratio both area constants are equal (`equal`) and "
            f"the "
            "larger bound has the value (`value`, `other`). Elsewhere Theorem A gives no less: below by its "
            "linear constant, above by its square one. `larger` and `ratio` conclude."
        ),
        cases=(
            Case("below", between(alpha, 1, GOLDEN, lower_open=True)),
            Case("above", at_least(alpha, GOLDEN)),
        ),
        steps=(
            EqualNumbers(name="equal", left=below.subs(alpha, GOLDEN), right=beyond.subs(alpha, GOLDEN)),
            EqualNumbers(name="value", left=combined(below, alpha)[branch].subs(alpha, GOLDEN), right=value),
            Inequality(
                name="other",
                lhs=combined(below, alpha)[1 - branch].subs(alpha, GOLDEN),
                relation="<=",
                rhs=value,
            ),
            MinimalPolynomial(name="minimal-polynomial", number=value, polynomial=polynomial),
            PrintedConstant(name="printed", number=value, printed=printed),
            *concluded(gsa, THEOREM_A_GSA, {alpha: GOLDEN, Q: beyond.subs(alpha, GOLDEN), c: factor}, value),
            Inequality(
                name="below",
                lhs=combined(below, alpha)[branch],
                relation=">=",
                rhs=value,
                domain=_LEFT,
                case="below",
            ),
            Inequality(
                name="above",
                lhs=combined(beyond, alpha)[branch],
                relation=">=",
                rhs=value,
                domain=_RIGHT,
                case="above",
            ),
        ),
    )


def _around(place: Expr) -> tuple[Fraction, Fraction]:
    """Rationals around a scaling factor, at most a millionth apart; equal if it is rational."""
    near = real_root(place).within(Fraction(1, 10**6))
    return near.lower, near.upper


def least_of_a(factor: Rational) -> tuple[Expr, Expr, tuple[Step, ...]]:
    """Minimise Theorem A's bound for GBA: argmin, value, and the steps that prove it the minimum.

    Parameters
    ----------
    factor
        c = 1 + 2/k_min, between 1 and 3.
    """
    square = factor * alpha**2
    function = combined(square, alpha)[1]
    least = minimise(function, alpha, 1)
    low, high = _around(least.argmin)
    steps: tuple[Step, ...] = GlobalMinimum(
        name="minimum", expr=function, variable=alpha, lower=1, argmin=least.argmin, value=least.value
    ).parts()
    if low == high:
        return (
            least.argmin,
            least.value,
            (
                *steps,
                Inequality(
                    name="area-part", lhs=square.subs(alpha, least.argmin), relation="<=", rhs=least.value
                ),
            ),
        )
    return (
        least.argmin,
        least.value,
        (
            *steps,
            Enclosure(
                name="place",
                number=least.argmin,
                lower=low,
                upper=high,
                width=high - low,
            ),
            Inequality(
                name="area-part",
                statement="c x^2 is the smaller of the two bounds around there",
                lhs=(square / 3).subs(alpha, x),
                relation="<=",
                rhs=length_factor(x),
                domain=domain(between(x, low, high)),
            ),
        ),
    )


def _gba(label: str, factor: int, polynomial: str, place: str, printed: str) -> Claim:
    argmin, value, steps = least_of_a(Rational(factor))
    large = factor == 1
    return Claim(
        name=f"tight.A.gba.{label}",
        title=(
            f"GBA {'in large memory' if large else 'on every instance'}: the best scaling factor of Theorem A"
        ),
        statement=rf"\Gamma(\mathrm{{GBA}}) \le {printed}",
        source=f"{TIGHTER}, Theorem A",
        auxiliary=(above(alpha, 1), between(x, *_around(argmin))),
        premises=("tight.A.gba", LARGE) if large else ("tight.A.gba",),
        in_words=("tight.A.gba", LARGE) if large else ("tight.A.gba",),
        argument=(
            f"Theorem A with c = {factor}: the larger bound there is 2 c alpha^2/3 + r_L (`area-part`), "
            f"and its "
            "minimum over alpha > 1 the value."
        ),
        steps=(
            *steps,
            MinimalPolynomial(name="argmin-polynomial", number=argmin, polynomial=place),
            MinimalPolynomial(name="minimal-polynomial", number=value, polynomial=polynomial),
            PrintedConstant(name="printed", number=value, printed=printed),
        ),
    )


_SQRT_3 = sqrt(3)
_SQRT_13 = sqrt(13)

CLAIMS = (
    _simplest("golden", 3, 12 * GOLDEN + 6, "25.4165", "v**2 - 24*v - 36", 0),
    _simplest("golden-large", 1, (11 * GOLDEN + 10) / 3, "9.2662", "9*v**2 - 93*v + 89", 1),
    _gba("general", 3, "2*v**3 - 20*v**2 + 28*v - 11", "4*v**3 - 8*v**2 + 4*v - 1", "8.4138"),
    _gba("large", 1, "18*v**3 - 132*v**2 + 212*v - 113", "4*v**3 - 8*v**2 + 4*v - 3", "5.3519"),
    _theorem_b(
        "sqrt(3)",
        _SQRT_3,
        1 / _SQRT_3,
        None,
        3 + 3 * _SQRT_3,
        (9 + 5 * _SQRT_3) / 2,
        "8.8302",
        EqualNumbers(name="equal", left=linear_constant(_SQRT_3, 1 / _SQRT_3), right=3 + 3 * _SQRT_3),
    ),
    _theorem_b("2", Integer(2), Rational(1, 2), None, Rational(28, 3), Rational(28, 3), "28/3"),
    _theorem_b(
        "(7+sqrt(13))/6",
        (7 + _SQRT_13) / 6,
        6 / (7 + _SQRT_13),
        None,
        Rational(73, 18) + 277 * _SQRT_13 / 234,
        combined(Rational(73, 18) + 277 * _SQRT_13 / 234, (7 + _SQRT_13) / 6)[1],
        "8.852",
    ),
    _theorem_b("3/2", Rational(3, 2), Rational(2, 3), 1, Rational(459, 20), Rational(459, 20), "459/20"),
)
