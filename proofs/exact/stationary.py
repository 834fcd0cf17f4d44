"""Finding the stationary point of a rational function of one variable on an open half-line."""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from proofs.exact.polynomial import quotient
from proofs.exact.quadratic import Unsupported, as_fraction, as_quadratic
from proofs.exact.real_root import RealRoot, quadratic_value, real_root, roots_of, value_at


def rational_poly(expr: sympy.Expr, variable: sympy.Symbol) -> sympy.Poly:
    """Return a polynomial over Q in one variable; raises `Unsupported` for anything else."""
    if expr.free_symbols - {variable} or expr.has(sympy.Float):
        raise Unsupported(f"{expr} is not a polynomial in {variable} alone")
    poly = sympy.Poly(sympy.expand(expr), variable)
    if poly.domain not in (sympy.ZZ, sympy.QQ):
        raise Unsupported(f"{expr} has coefficients outside Q")
    return poly.set_domain(sympy.QQ)


def reduced_quotient(expr: sympy.Expr, variable: sympy.Symbol) -> tuple[sympy.Poly, sympy.Poly]:
    """Numerator and denominator over Q in lowest terms."""
    numerator, denominator = quotient(sympy.cancel(expr))
    return rational_poly(numerator, variable), rational_poly(denominator, variable)


def rational_start(lower: sympy.Expr | int) -> sympy.Rational:
    """Check that a half-line begins at a rational point; raises `Unsupported` otherwise."""
    bound = sympy.sympify(lower)
    if bound.is_Rational is not True:
        raise Unsupported("the half-line must begin at a rational point")
    return bound


@dataclass(frozen=True)
class Minimum:
    """A stationary point found, with everything the proof needs.

    Parameters
    ----------
    argmin, value
        Closed forms (`sympy.CRootOf` beyond degree 2).
    stationary
        Irreducible polynomial whose only root on the half-line is the argmin.
    cofactor
        Derivative divided by ``stationary``.
    argmin_root, value_root
        The same numbers in isolating form.
    """

    argmin: sympy.Expr
    value: sympy.Expr
    stationary: sympy.Expr
    cofactor: sympy.Expr
    argmin_root: RealRoot
    value_root: RealRoot


def _divisors(expr: sympy.Expr | int) -> list[sympy.Expr]:
    """What is divided by in an expression as it is given, before anything cancels."""
    powers = sympy.sympify(expr).atoms(sympy.Pow)
    return sorted((power.base for power in powers if power.exp.is_negative is True), key=str)


def without_division(expr: sympy.Expr | int) -> sympy.Expr:
    """Return the expression; `Unsupported` if it is written with a variable in a denominator."""
    if any(base.free_symbols for base in _divisors(expr)):
        raise Unsupported(f"{expr} is written with a denominator, so it is no polynomial")
    return sympy.sympify(expr)


def pole_at(expr: sympy.Expr, variable: sympy.Symbol, point: sympy.Expr) -> sympy.Expr | None:
    """Return a denominator that vanishes at a point, also where the whole has a limit there; None if none."""
    place = real_root(point)
    for base in _divisors(expr):
        numerator, _ = reduced_quotient(base, variable)
        if place.sign_of(numerator) == 0:
            return base
    return None


def minimise(expr: sympy.Expr, variable: sympy.Symbol, lower: sympy.Expr | int) -> Minimum:
    """Find the stationary point of a rational function on ``variable > lower``.

    Finds only: `GlobalMinimum` proves. The function must have coefficients in Q.

    Raises
    ------
    Unsupported
        If there is no stationary point there, or more than one.
    """
    start = as_fraction(rational_start(lower))
    numerator, denominator = reduced_quotient(expr, variable)
    slope, below = reduced_quotient(
        sympy.diff(numerator.as_expr() / denominator.as_expr(), variable), variable
    )
    inside = [
        (factor, root)
        for factor, _ in slope.factor_list()[1]
        for root in roots_of(factor)
        if root.compare(start) > 0
    ]
    if len(inside) != 1:
        raise Unsupported(f"{len(inside)} stationary points on {variable} > {lower}, not exactly one")
    factor, root = inside[0]
    if factor.LC() < 0:
        factor = -factor
    rest, remainder = slope.div(factor)
    if not remainder.is_zero:
        raise Unsupported("the stationary factor does not divide the derivative")
    argmin = root.expression()
    if root.degree <= 2:
        # stay in the field of the argmin, so that both are written with the same square root
        value = quadratic_value(as_quadratic(argmin), numerator, denominator).sympy()
        value_root = real_root(value)
    else:
        value_root = value_at(root, numerator, denominator)
        value = value_root.expression()
    cofactor = sympy.factor(rest.as_expr() / below.as_expr())
    return Minimum(argmin, value, factor.as_expr(), cofactor, root, value_root)
