"""Signs of polynomials on half-lines and boxes, decided exactly.

Two methods, both over Q or one real quadratic field. *Nonnegative coefficients*: every variable becomes
its bound plus (or minus) a nonnegative one, a bounded one ``(lower + upper*u)/(1 + u)``; a polynomial whose
coefficients are then all nonnegative is nonnegative. *Real roots*: in one variable, the roots are isolated
and the sign is taken between them. Both answer "proved" or nothing; a failure is not a refutation.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction

import sympy

from proofs.exact.domain import Domain, Range
from proofs.exact.polynomial import RADICAL, Terms, evaluate, radicand, terms, without_radicals
from proofs.exact.quadratic import Quadratic, Unsupported

COEFFICIENTS = "nonnegative coefficients"
ROOTS = "real roots"


@dataclass(frozen=True)
class _Shifted:
    """A polynomial in nonnegative variables; ``ends`` says per variable which ends of its range count.

    For a half-line: ``(closed, None)``; for a bounded range also the degree with which its denominator
    was cleared and whether the far end is included: ``(closed, (degree, far end closed))``.
    """

    terms: Terms
    ends: tuple[tuple[bool, tuple[int, bool] | None], ...]


def _shift(expr: sympy.Expr, area: Domain, d: int) -> _Shifted:
    ends: list[tuple[bool, tuple[int, bool] | None]] = []
    current = sympy.expand(expr)
    for item in reversed(area.ranges):
        x = item.symbol
        if item.lower is None and item.upper is None:
            if current.has(x):
                raise Unsupported(f"{x} is unbounded on both sides; give squares instead")
            ends.append((True, None))
        elif item.upper is None:
            current = sympy.expand(current.xreplace({x: without_radicals(item.lower) + x}))
            ends.append((not item.lower_open, None))
        elif item.lower is None:
            current = sympy.expand(current.xreplace({x: without_radicals(item.upper) - x}))
            ends.append((not item.upper_open, None))
        else:
            low, high = without_radicals(item.lower), without_radicals(item.upper)
            poly = sympy.Poly(current, x)
            degree = max(int(poly.degree()), 0) if not poly.is_zero else 0
            current = sympy.expand(
                sum(
                    coefficient * (low + high * x) ** power * (1 + x) ** (degree - power)
                    for (power,), coefficient in poly.terms()
                )
            )
            ends.append((not item.lower_open, (degree, not item.upper_open)))
    return _Shifted(terms(current, area.symbols, d), tuple(reversed(ends)))


def _coefficients_decide(shifted: _Shifted, strict: bool) -> bool:
    if any(number.sign() < 0 for number in shifted.terms.values()):
        return False
    if not strict:
        return True
    # A sum of nonnegative terms is positive at a point iff one term is. Fewest terms survive at the corners.
    corners: list[list[tuple[bool, bool]]] = []  # per variable: (is at the near end, is at the far end)
    for closed, far in shifted.ends:
        options = []
        if closed:
            options.append((True, False))
        if far is not None and far[1]:
            options.append((False, True))
        corners.append(options or [(False, False)])

    def survives(powers: tuple[int, ...], corner: tuple[tuple[bool, bool], ...]) -> bool:
        for power, (near, far_end), (_, far) in zip(powers, corner, shifted.ends, strict=True):
            if near and power > 0:
                return False
            if far_end and far is not None and power < far[0]:
                return False
        return True

    return all(
        any(survives(powers, corner) for powers in shifted.terms) for corner in itertools.product(*corners)
    )


def separated_roots(poly: sympy.Poly) -> list[tuple[Fraction, Fraction]]:
    """Isolate the real roots of a nonzero polynomial over Q by disjoint rational intervals, in order.

    Neighbouring intervals do not touch; an interval of length 0 is the root itself.
    """
    if poly.degree() <= 0:
        return []
    square_free = poly.sqf_part()
    width = sympy.Rational(1, 4)
    while True:
        intervals = [
            (Fraction(int(low.p), int(low.q)), Fraction(int(high.p), int(high.q)))
            for (low, high), _ in square_free.intervals(eps=width)
        ]
        if all(first[1] < second[0] for first, second in itertools.pairwise(intervals)):
            return intervals
        width = width / 16


def _rational(value: Fraction) -> sympy.Rational:
    return sympy.Rational(value.numerator, value.denominator)


def _roots_decide(shifted: _Shifted, variable: int, strict: bool, d: int) -> bool:
    """Decide by sampling the sign between the isolated roots of the norm over Q; sound in both modes."""
    u = sympy.Dummy("u")
    rational: sympy.Expr = sympy.Integer(0)
    irrational: sympy.Expr = sympy.Integer(0)
    for powers, number in shifted.terms.items():
        rational += _rational(number.a) * u ** powers[variable]
        irrational += _rational(number.b) * u ** powers[variable]
    # every root of a + b*sqrt(d) is a root of a^2 - d*b^2
    norm_expr = rational if irrational == 0 else sympy.expand(rational**2 - d * irrational**2)
    norm = sympy.Poly(norm_expr, u, domain=sympy.QQ)
    closed, far = shifted.ends[variable]

    def sign_at(value: Fraction) -> int:
        point = [Quadratic(Fraction(0))] * len(shifted.ends)
        point[variable] = Quadratic(value)
        return evaluate(shifted.terms, point).sign()

    if norm.is_zero:
        return not strict
    roots = [root for root in separated_roots(norm) if root[1] >= 0]
    # a root whose interval contains 0 is told apart from 0 by the value there
    edges = [Fraction(0)]
    positive_roots = 0
    for low, high in roots:
        if low <= 0 <= high and norm.eval(0) == 0:
            edges.append(high)
            continue
        if low < 0 and norm.count_roots(0, _rational(high)) == 0:
            continue
        positive_roots += 1
        edges += [max(low, Fraction(0)), high]
    edges.append(edges[-1] + 2)
    samples = [(first + second) / 2 for first, second in itertools.pairwise(edges)] + [edges[-1]]
    samples = [value for value in samples if norm.eval(_rational(value)) != 0]
    if any(sign_at(value) < 0 for value in samples):
        return False
    start = sign_at(Fraction(0))
    if closed and start < (1 if strict else 0):
        return False
    if strict and positive_roots:
        return False
    if strict and far is not None and far[1]:
        lead = [number for powers, number in shifted.terms.items() if powers[variable] == far[0]]
        return bool(lead) and lead[0].sign() > 0
    return True


def empty_range(area: Domain) -> str | None:
    """Say which range of a domain is not shown to hold a number, whatever the variables before it are.

    Raises
    ------
    Unsupported
        If its bounds are no polynomials over Q or one real quadratic field.
    """
    d = radicand([bound for item in area.ranges for bound in item.ends])
    for position, item in enumerate(area.ranges):
        if item.lower is None or item.upper is None:
            continue
        length = without_radicals(sympy.sympify(item.upper - item.lower))
        before = Domain(area.ranges[:position])
        open_end = item.lower_open or item.upper_open
        if not _coefficients_decide(_shift(length, before, d), strict=open_end) or _no_integer(item):
            return f"the range {item} may be empty"
    return None


def _no_integer(item: Range) -> bool:
    """Whether an integer variable lies between two rationals with no integer between them."""
    low, high = item.lower, item.upper
    if not item.integer or low is None or high is None:
        return False
    if low.is_Rational is not True or high.is_Rational is not True:
        return False
    first, last = sympy.ceiling(low), sympy.floor(high)
    first += int(item.lower_open and first == low)
    last -= int(item.upper_open and last == high)
    return bool(first > last)


def polynomial_sign(expr: sympy.Expr, area: Domain, *, strict: bool) -> str | None:
    """Prove that a polynomial is nonnegative (or positive) on a domain.

    Parameters
    ----------
    expr
        Polynomial in the variables of ``area`` with coefficients in Q or Q(sqrt d).
    area
        The domain. A range that may be empty is refused.
    strict
        Whether positivity is wanted.

    Returns
    -------
    str or None
        The name of the method that proved it; None if none did.

    Raises
    ------
    Unsupported
        If the expression is not such a polynomial, or a needed variable has no bound.
    """
    bounds = [bound for item in area.ranges for bound in (item.lower, item.upper) if bound is not None]
    d = radicand([sympy.sympify(expr), *bounds])
    plain = sympy.expand(without_radicals(sympy.sympify(expr)))
    empty = empty_range(area)
    if empty is not None:
        raise Unsupported(empty)
    used = [item.symbol for item in area.ranges if plain.has(item.symbol)]
    if len(used) == 1 and area[used[0]].lower is None and area[used[0]].upper is None:
        return _sign_on_the_line(plain, used[0], strict)
    shifted = _shift(plain, area, d)
    if _coefficients_decide(shifted, strict):
        return COEFFICIENTS
    involved = {place for powers in shifted.terms for place, power in enumerate(powers) if power}
    if len(involved) == 1:
        variable = involved.pop()
        if _roots_decide(shifted, variable, strict, d):
            return ROOTS
    return None


def _sign_on_the_line(plain: sympy.Expr, x: sympy.Symbol, strict: bool) -> str | None:
    """Treat a variable without bounds as two half-lines."""
    if plain.has(RADICAL):
        raise Unsupported(f"{x} is unbounded on both sides and the coefficients are irrational; give squares")
    half_line = Domain((Range(x, sympy.Integer(0)),))
    for half in (plain, sympy.expand(plain.xreplace({x: -x}))):
        if polynomial_sign(half, half_line, strict=strict) is None:
            return None
    return ROOTS


def nonzero_sign(expr: sympy.Expr, area: Domain) -> int | None:
    """Sign of an expression without zeros on a domain: 1 or -1 if proved, None otherwise.

    The expression is treated factor by factor, as written.
    """
    sign = 1
    for factor in sympy.Mul.make_args(expr):
        base, exponent = factor.as_base_exp()
        if exponent.is_Integer is not True or exponent < 0:
            base, exponent = factor, sympy.Integer(1)
        if polynomial_sign(base, area, strict=True) is not None:
            continue
        if polynomial_sign(-base, area, strict=True) is None:
            return None
        if int(exponent) % 2:
            sign = -sign
    return sign
