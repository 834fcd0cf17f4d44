"""Real algebraic numbers as a polynomial and an isolating interval: exact signs, order and enclosures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor

import sympy

from proofs.exact.polynomial import evaluate, terms
from proofs.exact.positivity import separated_roots
from proofs.exact.quadratic import Quadratic, Unsupported, as_fraction, as_quadratic
from proofs.exact.root import Number, Root

_T = sympy.Dummy("t")


def _rational(value: Fraction) -> sympy.Rational:
    return sympy.Rational(value.numerator, value.denominator)


def _horner(coefficients: tuple[Fraction, ...], value: Fraction) -> Fraction:
    total = Fraction(0)
    for coefficient in coefficients:
        total = total * value + coefficient
    return total


def _range_of(coefficients: tuple[Fraction, ...], low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Enclose the values of a polynomial on an interval (Horner in interval arithmetic)."""
    bottom = top = Fraction(0)
    for coefficient in coefficients:
        corners = (bottom * low, bottom * high, top * low, top * high)
        bottom, top = min(corners) + coefficient, max(corners) + coefficient
    return bottom, top


@dataclass(frozen=True)
class RealRoot:
    """The only root of ``poly`` in ``[lower, upper]``.

    Parameters
    ----------
    poly
        Coefficients over Q, highest power first, of an irreducible polynomial.
    lower, upper
        Isolating interval; equal exactly when the number is rational.
    """

    poly: tuple[Fraction, ...]
    lower: Fraction
    upper: Fraction

    @property
    def degree(self) -> int:
        """Degree over Q."""
        return len(self.poly) - 1

    def halved(self) -> RealRoot:
        """Bisect the isolating interval once."""
        if self.lower == self.upper:
            return self
        middle = (self.lower + self.upper) / 2
        here, low = _horner(self.poly, middle), _horner(self.poly, self.lower)
        # irreducible of degree >= 2: no rational root, so neither value is 0
        if (here > 0) == (low > 0):
            return RealRoot(self.poly, middle, self.upper)
        return RealRoot(self.poly, self.lower, middle)

    def within(self, width: Fraction) -> RealRoot:
        """Refine the interval to at most ``width`` (> 0)."""
        current = self
        while current.upper - current.lower > width:
            current = current.halved()
        return current

    def sign_of(self, polynomial: sympy.Poly) -> int:
        """Sign of a polynomial over Q at this number."""
        remainder = polynomial.rem(self.as_poly(polynomial.gen))
        if remainder.is_zero:
            return 0
        coefficients = tuple(as_fraction(value) for value in remainder.all_coeffs())
        current = self
        while True:  # ends: the remainder has lower degree than the minimal polynomial, so it is not 0 here
            low, high = _range_of(coefficients, current.lower, current.upper)
            if low > 0:
                return 1
            if high < 0:
                return -1
            current = current.halved()

    def compare(self, value: Fraction) -> int:
        """Sign of this number minus a rational."""
        return self.sign_of(sympy.Poly(_T - _rational(value), _T, domain=sympy.QQ))

    def same_as(self, other: RealRoot) -> bool:
        """Whether two numbers are equal."""
        if self.degree != other.degree or self.monic() != other.monic():
            return False
        low, high = min(self.lower, other.lower), max(self.upper, other.upper)
        if self.lower > other.upper or other.lower > self.upper:
            return False
        while True:
            if int(self.as_poly(_T).count_roots(_rational(low), _rational(high))) == 1:
                return True
            first, second = self.within((high - low) / 8), other.within((high - low) / 8)
            if first.lower > second.upper or second.lower > first.upper:
                return False
            low, high = min(first.lower, second.lower), max(first.upper, second.upper)

    def monic(self) -> tuple[Fraction, ...]:
        """Coefficients of the minimal polynomial with leading coefficient 1."""
        return tuple(value / self.poly[0] for value in self.poly)

    def as_poly(self, symbol: sympy.Symbol) -> sympy.Poly:
        """Return the defining polynomial in a symbol."""
        return sympy.Poly([_rational(value) for value in self.poly], symbol, domain=sympy.QQ)

    def floor_at(self, digits: int) -> Fraction:
        """Return the largest multiple of ``10**-digits`` that does not exceed the number."""
        scale = 10**digits
        current = self.within(Fraction(1, 4 * scale))
        candidate = Fraction(floor(current.upper * scale), scale)
        return candidate if self.compare(candidate) >= 0 else candidate - Fraction(1, scale)

    def ceiling_at(self, digits: int) -> Fraction:
        """Return the smallest multiple of ``10**-digits`` that is not below the number."""
        low = self.floor_at(digits)
        return low if self.compare(low) == 0 else low + Fraction(1, 10**digits)

    def expression(self) -> sympy.Expr:
        """Closed form: rational, ``a + b*sqrt(d)``, or for higher degree a `sympy.CRootOf`."""
        if self.lower == self.upper:
            return _rational(self.lower)
        if self.degree == 2:
            a, b, c = self.poly
            root = Quadratic.sqrt(b * b - 4 * a * c)
            for signed in (root, -root):
                number = (Quadratic(-b) + signed) / Quadratic(2 * a)
                above = (number - Quadratic(self.lower)).sign() >= 0
                if above and (Quadratic(self.upper) - number).sign() >= 0:
                    return number.sympy()
        poly = self.as_poly(sympy.Symbol("x"))
        index = int(poly.count_roots(None, _rational(self.upper))) - 1
        return sympy.CRootOf(poly, index)


def roots_of(polynomial: sympy.Poly) -> list[RealRoot]:
    """Return the distinct real roots of a nonzero polynomial over Q, in increasing order per factor."""
    roots: list[RealRoot] = []
    for factor, _ in polynomial.factor_list()[1]:
        coefficients = tuple(as_fraction(value) for value in factor.all_coeffs())
        if factor.degree() == 1:
            root = -coefficients[1] / coefficients[0]
            roots.append(RealRoot(coefficients, root, root))
            continue
        for low, high in separated_roots(factor):
            roots.append(RealRoot(coefficients, low, high))
    return roots


def real_root(number: sympy.Expr | Fraction | int) -> RealRoot:
    """Bring a constant to isolating form.

    Parameters
    ----------
    number
        Rational, in a real quadratic field, or a real `sympy.CRootOf`.

    Raises
    ------
    Unsupported
        For anything else.
    """
    if isinstance(number, sympy.CRootOf):
        poly = sympy.Poly(number.poly.as_expr(), number.poly.gen, domain=sympy.QQ)
        candidates = roots_of(poly)
        every = sorted(candidates, key=lambda root: root.within(Fraction(1, 10**9)).lower)
        if not number.is_real:
            raise Unsupported(f"{number} is not real")
        for root in every:
            # sympy counts the real roots first, in increasing order
            if int(poly.count_roots(None, _rational(root.upper))) == number.index + 1:
                return root
        raise Unsupported(f"{number} could not be isolated")
    value = as_quadratic(number)
    if value.d == 1:
        return RealRoot((Fraction(1), -value.a), value.a, value.a)
    coefficients = (Fraction(1), -2 * value.a, value.a**2 - value.b**2 * value.d)
    poly = sympy.Poly([_rational(entry) for entry in coefficients], _T, domain=sympy.QQ)
    low, high = separated_roots(poly)
    chosen = high if value.b > 0 else low
    return RealRoot(coefficients, *chosen)


def quadratic_value(point: Quadratic, numerator: sympy.Poly, denominator: sympy.Poly) -> Quadratic:
    """Return ``numerator/denominator`` at a point of a quadratic field; the denominator must not vanish."""
    top, bottom = (
        evaluate(terms(poly.as_expr(), (poly.gen,), point.d), (point,)) for poly in (numerator, denominator)
    )
    return top / bottom


def value_at(root: RealRoot, numerator: sympy.Poly, denominator: sympy.Poly) -> RealRoot:
    """Return ``numerator/denominator`` at an algebraic point, in isolating form.

    Parameters
    ----------
    root
        The point.
    numerator, denominator
        Polynomials over Q in the same generator.

    Raises
    ------
    Unsupported
        If the denominator vanishes at the point.
    """
    if root.sign_of(denominator) == 0:
        raise Unsupported("the denominator vanishes at the point")
    if root.degree <= 2:
        return real_root(quadratic_value(as_quadratic(root.expression()), numerator, denominator).sympy())
    x = numerator.gen
    # the value is a root of the resultant in x of the minimal polynomial and v*denominator - numerator
    relation = _T * denominator.as_expr() - numerator.as_expr()
    resultant = sympy.Poly(sympy.resultant(root.as_poly(x).as_expr(), relation, x), _T, domain=sympy.QQ)
    candidates = roots_of(resultant)
    tops = tuple(as_fraction(value) for value in numerator.rem(root.as_poly(x)).all_coeffs())
    bottoms = tuple(as_fraction(value) for value in denominator.rem(root.as_poly(x)).all_coeffs())
    current = root
    while True:
        top = _range_of(tops, current.lower, current.upper)
        bottom = _range_of(bottoms, current.lower, current.upper)
        if bottom[0] > 0 or bottom[1] < 0:
            corners = [upper / lower for upper in top for lower in bottom]
            low, high = min(corners), max(corners)
            width = (high - low) / 4 or current.upper - current.lower
            candidates = [item.within(width) for item in candidates]
            candidates = [item for item in candidates if item.lower <= high and item.upper >= low]
            if len(candidates) == 1:
                return candidates[0]
        current = current.halved()


def minimal_polynomial_text(root: RealRoot, symbol: str = "v") -> str:
    """Return the minimal polynomial with coprime integer coefficients, as text."""
    name = sympy.Symbol(symbol)
    _, primitive = root.as_poly(name).clear_denoms(convert=True)[1].primitive()
    if primitive.LC() < 0:
        primitive = -primitive
    return str(primitive.as_expr())


def as_number(value: sympy.Expr) -> Number:
    """Write a constant as an exact number that needs no computer algebra.

    Parameters
    ----------
    value
        In a real quadratic field, or a real `sympy.CRootOf` of degree at least 3.

    Raises
    ------
    Unsupported
        For anything else.
    """
    if not isinstance(value, sympy.CRootOf):
        return as_quadratic(value)
    root = real_root(value)
    _, cleared = root.as_poly(_T).clear_denoms(convert=True)
    coefficients = tuple(int(entry) for entry in cleared.primitive()[1].all_coeffs())
    return Root(coefficients, int(value.index), root.lower, root.upper)
