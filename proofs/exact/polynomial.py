"""Rational expressions as quotients of polynomials with coefficients in Q or one real quadratic field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import sympy

from proofs.exact.quadratic import Quadratic, Unsupported, square_split

RADICAL = sympy.Dummy("radical")
"""Stands for sqrt(d) while sympy expands, so that all its arithmetic is over Q."""

Terms = dict[tuple[int, ...], Quadratic]


def _radicals(expr: sympy.Expr) -> list[sympy.Expr]:
    return [
        power
        for power in expr.atoms(sympy.Pow)
        if power.exp.is_Rational is True and power.exp.q == 2 and power.base.is_Rational is True
    ]


def radicand(exprs: Iterable[sympy.Expr]) -> int:
    """Return the squarefree d with all coefficients of the expressions in Q(sqrt d); 1 for Q.

    Raises
    ------
    Unsupported
        If two different square roots occur, a root of a negative number, or a floating-point number.
    """
    radicand = 1
    for expr in exprs:
        if expr.has(sympy.Float):
            raise Unsupported(f"floating-point number in {expr}")
        if expr.has(RADICAL):
            raise Unsupported("the expression has lost its radicand")
        radicals = _radicals(expr)
        values = [Fraction(int(power.base.p), int(power.base.q)) for power in radicals]
        if expr.has(sympy.GoldenRatio):
            values.append(Fraction(5))
        for value in values:
            if value < 0:
                raise Unsupported(f"square root of the negative number {value}")
            _, d = square_split(value)
            if d != 1 and radicand not in (1, d):
                raise Unsupported(f"sqrt({radicand}) and sqrt({d}) occur together")
            radicand = max(radicand, d)
    return radicand


def without_radicals(expr: sympy.Expr) -> sympy.Expr:
    """Replace every square root of a rational by a rational multiple of `RADICAL`."""
    replaced = {sympy.GoldenRatio: (1 + RADICAL) / 2}
    for power in _radicals(expr):
        factor, d = square_split(Fraction(int(power.base.p), int(power.base.q)))
        scale = sympy.Rational(factor.numerator, factor.denominator)
        root = scale * RADICAL if d != 1 else scale
        replaced[power] = root ** int(power.exp.p)
    return expr.xreplace(replaced)


def quotient(expr: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr]:
    """Numerator and denominator of a rational expression, without cancelling common factors."""
    numerator, denominator = sympy.fraction(sympy.together(expr))
    return numerator, denominator


def terms(expr: sympy.Expr, symbols: Sequence[sympy.Symbol], d: int) -> Terms:
    """Expand a radical-free polynomial expression into exponent vector -> exact nonzero coefficient.

    Parameters
    ----------
    expr
        Polynomial over Q in ``symbols`` and `RADICAL`.
    symbols
        The variables, in the order of the exponents. May be empty.
    d
        What `RADICAL` squares to.

    Raises
    ------
    Unsupported
        If the expression is not such a polynomial.
    """
    stray = expr.free_symbols - set(symbols) - {RADICAL}
    if stray:
        names = ", ".join(sorted(str(symbol) for symbol in stray))
        raise Unsupported(f"no range is given for {names}")
    try:
        poly = sympy.Poly(expr, *symbols, RADICAL, domain=sympy.QQ)
    except sympy.PolynomialError as error:
        raise Unsupported(f"{expr} is not a polynomial over Q in {symbols}") from error
    except sympy.CoercionFailed as error:
        raise Unsupported(f"{expr} has coefficients outside Q") from error
    collected: Terms = {}
    for monomial, coefficient in poly.terms():
        *powers, radical_power = monomial
        value = Fraction(int(coefficient.p), int(coefficient.q)) * Fraction(d) ** (radical_power // 2)
        number = Quadratic.make(0, value, d) if radical_power % 2 else Quadratic.make(value)
        key = tuple(powers)
        collected[key] = collected[key] + number if key in collected else number
    return {key: number for key, number in collected.items() if number.sign() != 0}


def evaluate(polynomial: Terms, point: Sequence[Quadratic]) -> Quadratic:
    """Value of the polynomial at an exact point."""
    total = Quadratic(Fraction(0))
    for powers, coefficient in polynomial.items():
        product = coefficient
        for value, power in zip(point, powers, strict=True):
            if power:
                product = product * value**power
        total = total + product
    return total
