"""Identities of rational expressions."""

from __future__ import annotations

from dataclasses import dataclass, field

import sympy

from proofs.exact.domain import Domain, sample_points
from proofs.exact.polynomial import RADICAL, evaluate, quotient, radicand, terms, without_radicals
from proofs.exact.positivity import nonzero_sign
from proofs.exact.quadratic import Unsupported
from proofs.step import Obligation, Step
from proofs.verdict import Finding, Status


def _symbolic_powers(expr: sympy.Expr) -> list[sympy.Expr]:
    return sorted((power for power in expr.atoms(sympy.Pow) if power.exp.is_number is not True), key=str)


def _powers_as_symbols(expr: sympy.Expr) -> sympy.Expr:
    """Write ``alpha**(2*p + 1)`` as ``P**2 * alpha`` with a fresh variable P for ``alpha**p``.

    An identity in P and alpha is in particular one for P = alpha**p.
    """
    fresh: dict[tuple[sympy.Expr, sympy.Expr], sympy.Symbol] = {}
    replaced: dict[sympy.Expr, sympy.Expr] = {}
    for power in _symbolic_powers(expr):
        product: sympy.Expr = sympy.Integer(1)
        for term in sympy.Add.make_args(sympy.expand(power.exp)):
            multiple, rest = term.as_coeff_Mul()
            if multiple.is_Integer is not True or _symbolic_powers(power.base):
                raise Unsupported(f"{power} has an exponent that is not an integer combination")
            factor = power.base
            if rest != 1:
                factor = fresh.setdefault((power.base, rest), sympy.Dummy(str(power.base**rest)))
            product *= factor ** int(multiple)
        replaced[power] = product
    return expr.xreplace(replaced)


def vanishes(expr: sympy.Expr) -> bool:
    """Whether a rational expression is identically zero, decided by expanding its numerator.

    Raises
    ------
    Unsupported
        If the numerator is no polynomial over Q or a real quadratic field.
    """
    d = radicand([sympy.sympify(expr)])
    plain = _powers_as_symbols(without_radicals(sympy.sympify(expr)))
    numerator, denominator = quotient(plain)
    for part in (numerator, denominator):
        if any(power.exp.is_Integer is not True for power in part.atoms(sympy.Pow)):
            raise Unsupported(f"{part} has powers that are not integers")
    symbols = sorted((numerator.free_symbols | denominator.free_symbols) - {RADICAL}, key=str)
    if not terms(sympy.expand(denominator), symbols, d):
        raise Unsupported("a denominator is identically zero")
    return not terms(sympy.expand(numerator), symbols, d)


def denominators_nonzero(expr: sympy.Expr, area: Domain) -> str | None:
    """Return the first denominator not shown to be nonzero on the domain, or None if all are.

    Every negative power in the expression as written is looked at, so that a cancelled pole is not
    overlooked; so is the base of every power with a symbolic exponent.
    """
    for power in sorted(expr.atoms(sympy.Pow), key=str):
        symbolic = power.exp.is_number is not True
        inverse = power.exp.is_number is True and power.exp.is_negative is True
        if not (symbolic or inverse):
            continue
        numerator, _ = quotient(power.base)  # the denominator of the base is a negative power itself
        if nonzero_sign(numerator, area) is None:
            return str(power.base)
    return None


def first_pole(area: Domain, *parts: sympy.Expr | int) -> str | None:
    """Return the first denominator of several expressions that is not shown nonzero, or None.

    To be asked of the parts as they are given, before any sum, difference or product of them is formed:
    sympy cancels ``x*(1/x)`` when it multiplies.
    """
    for part in parts:
        pole = denominators_nonzero(sympy.sympify(part), area)
        if pole is not None:
            return pole
    return None


def counterexample(expr: sympy.Expr, area: Domain, violates: set[int]) -> str | None:
    """Search the domain for an exact point at which the sign of the expression is one of ``violates``.

    Returns
    -------
    str or None
        The point and the value as text; None if the search finds nothing, which proves nothing.
    """
    bounds = [bound for item in area.ranges for bound in (item.lower, item.upper) if bound is not None]
    try:
        d = radicand([expr, *bounds])
        numerator, denominator = quotient(without_radicals(expr))
        top = terms(sympy.expand(numerator), area.symbols, d)
        bottom = terms(sympy.expand(denominator), area.symbols, d)
        for point in sample_points(area):
            values = [point[symbol] for symbol in area.symbols]
            below = evaluate(bottom, values)
            if below.sign() == 0:
                continue
            value = evaluate(top, values) / below
            if value.sign() in violates:
                place = ", ".join(f"{symbol} = {number}" for symbol, number in point.items())
                return f"at {place or 'every point'} the difference is {value}"
    except Unsupported:
        return None
    return None


@dataclass(frozen=True, kw_only=True)
class Identity(Step):
    """``lhs == rhs`` as rational expressions, both defined on the whole domain.

    Parameters
    ----------
    lhs, rhs
        Rational expressions; integer powers with a symbolic exponent (``alpha**p``) are allowed where
        the base is a variable or a constant.
    domain
        Where the denominators must not vanish.

    Notes
    -----
    Proved if lhs - rhs has numerator zero as a polynomial and every denominator has a proved sign on the
    domain. Refuted by an exact counterexample in the domain.
    """

    lhs: sympy.Expr
    rhs: sympy.Expr
    domain: Domain = field(default_factory=Domain)
    method = "identity of rational functions"

    def obligations(self) -> tuple[Obligation, ...]:
        """Return the identity itself."""
        return (Obligation(self.name, self.lhs, "==", self.rhs, self.domain),)

    def decide(self) -> Finding:
        """Cross-multiply and expand."""
        lhs, rhs = sympy.sympify(self.lhs), sympy.sympify(self.rhs)
        pole = first_pole(self.domain, lhs, rhs)
        if pole is not None:
            return Finding(Status.UNDECIDED, self.method, f"{pole} may vanish on {self.domain}")
        if vanishes(lhs - rhs):
            return Finding(Status.PROVED, self.method, "the difference expands to 0")
        witness = counterexample(lhs - rhs, self.domain, {-1, 1})
        if witness is not None:
            return Finding(Status.REFUTED, self.method, witness)
        return Finding(Status.UNDECIDED, self.method, "the difference does not expand to 0")
