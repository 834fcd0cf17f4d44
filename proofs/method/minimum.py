"""The global minimum of a rational function of one variable on an open half-line, proved step by step."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy

from proofs.coverage import Scope
from proofs.exact.domain import above, domain
from proofs.exact.quadratic import as_fraction
from proofs.exact.real_root import real_root, roots_of, value_at
from proofs.exact.stationary import (
    minimise,
    pole_at,
    rational_poly,
    rational_start,
    reduced_quotient,
    without_division,
)
from proofs.method.identities import first_pole, vanishes
from proofs.method.inequalities import prove_sign
from proofs.step import Obligation, Step
from proofs.verdict import Finding, Status


@dataclass(frozen=True, kw_only=True)
class DerivativeFactor(Step):
    """``d expr / d variable == stationary * cofactor``, and the cofactor is positive for variable > lower."""

    expr: sympy.Expr
    variable: sympy.Symbol
    lower: sympy.Expr | int
    stationary: sympy.Expr
    cofactor: sympy.Expr
    method = "derivative factored"

    def obligations(self) -> tuple[Obligation, ...]:
        """Return the positivity of the cofactor."""
        area = domain(above(self.variable, self.lower))
        return (Obligation(self.name, self.cofactor, ">", sympy.Integer(0), area),)

    def scopes(self) -> tuple[Scope, ...]:
        """Return the half-line, also where the cofactor is a number."""
        return (Scope(domain(above(self.variable, self.lower)), frozenset({self.variable})),)

    @property
    def formula(self) -> str:
        """The factorisation as text."""
        return f"derivative = ({self.stationary}) * ({self.cofactor}), second factor > 0"

    def decide(self) -> Finding:
        """Compare the derivative with the product; prove the cofactor positive."""
        area = domain(above(self.variable, self.lower))
        pole = first_pole(area, self.expr, self.stationary, self.cofactor)
        if pole is not None:
            return Finding(Status.UNDECIDED, self.method, f"{pole} may vanish on {area}")
        slope = sympy.diff(self.expr, self.variable)
        if not vanishes(slope - self.stationary * self.cofactor):
            return Finding(Status.REFUTED, self.method, "the derivative is not the given product")
        how = prove_sign(self.cofactor, area, strict=True)
        if how is None:
            return Finding(Status.UNDECIDED, self.method, f"{self.cofactor} is not shown positive on {area}")
        return Finding(Status.PROVED, f"{self.method}, {how}", f"the sign is that of {self.stationary}")


@dataclass(frozen=True, kw_only=True)
class SignChange(Step):
    """A polynomial has one root beyond ``lower``, is negative before it and positive after it."""

    polynomial: sympy.Expr
    variable: sympy.Symbol
    lower: sympy.Expr | int
    root: sympy.Expr
    method = "real-root isolation"

    def scopes(self) -> tuple[Scope, ...]:
        """Return the half-line."""
        return (Scope(domain(above(self.variable, self.lower)), frozenset({self.variable})),)

    @property
    def formula(self) -> str:
        """The sign pattern as text."""
        return (
            f"{self.polynomial} has the only root {self.root} on {self.variable} > {self.lower}, "
            "negative before it, positive after it"
        )

    def decide(self) -> Finding:
        """Isolate all real roots over Q and compare."""
        poly = rational_poly(without_division(self.polynomial), self.variable)
        start = rational_start(self.lower)
        if poly.is_zero:
            return Finding(Status.REFUTED, self.method, "the polynomial is zero")
        inside = [item for item in roots_of(poly) if item.compare(as_fraction(start)) > 0]
        if len(inside) != 1:
            return Finding(Status.REFUTED, self.method, f"{len(inside)} distinct roots on the half-line")
        claimed = real_root(self.root)
        if not inside[0].same_as(claimed):
            return Finding(Status.REFUTED, self.method, f"the root is {inside[0].expression()}")
        if poly.LC() < 0:
            return Finding(Status.REFUTED, self.method, "negative for large values")
        # one root, so one sign on each side of it; a point between lower and the root decides
        isolated = inside[0]
        while isolated.lower <= as_fraction(start) and isolated.lower != isolated.upper:
            isolated = isolated.halved()
        before = (isolated.lower + as_fraction(start)) / 2
        if poly.eval(sympy.Rational(before.numerator, before.denominator)) >= 0:
            return Finding(Status.REFUTED, self.method, f"not negative at {before}, before the root")
        near = isolated.within(Fraction(1, 1000))
        return Finding(Status.PROVED, self.method, f"isolated in [{near.lower}, {near.upper}]")


@dataclass(frozen=True, kw_only=True)
class EndBehaviour(Step):
    """Towards both ends of ``variable > lower`` the function has a limit above ``value``, or infinity."""

    expr: sympy.Expr
    variable: sympy.Symbol
    lower: sympy.Expr | int
    value: sympy.Expr
    method = "limits by leading terms"

    def scopes(self) -> tuple[Scope, ...]:
        """Return the half-line."""
        return (Scope(domain(above(self.variable, self.lower)), frozenset({self.variable})),)

    @property
    def formula(self) -> str:
        """The claim as text."""
        return f"both limits at the ends of {self.variable} > {self.lower} exceed {self.value}"

    def decide(self) -> Finding:
        """Compute both one-sided limits from leading coefficients."""
        area = domain(above(self.variable, self.lower))
        pole = first_pole(area, self.expr)
        if pole is not None:
            return Finding(Status.UNDECIDED, self.method, f"{pole} may vanish on {area}")
        numerator, denominator = reduced_quotient(self.expr, self.variable)
        start = rational_start(self.lower)
        shift = self.variable + start
        near = self._ratio_limit(
            rational_poly(numerator.as_expr().subs(self.variable, shift), self.variable),
            rational_poly(denominator.as_expr().subs(self.variable, shift), self.variable),
            at_zero=True,
        )
        far = self._ratio_limit(numerator, denominator, at_zero=False)
        target = real_root(self.value)
        for place, limit in ((f"{start}+", near), ("infinity", far)):
            finite = limit not in (sympy.oo, -sympy.oo)
            if limit == -sympy.oo or (finite and target.compare(as_fraction(limit)) >= 0):
                return Finding(Status.REFUTED, self.method, f"the limit at {place} is {limit}")
        return Finding(Status.PROVED, self.method, f"limit {near} at {start}+, {far} at infinity")

    @staticmethod
    def _ratio_limit(top: sympy.Poly, bottom: sympy.Poly, *, at_zero: bool) -> sympy.Expr:
        if top.is_zero:
            return sympy.Integer(0)

        def lead(poly: sympy.Poly) -> tuple[int, sympy.Rational]:
            (power,), coefficient = poly.terms()[-1] if at_zero else poly.terms()[0]
            return int(power), coefficient

        (top_power, top_lead), (bottom_power, bottom_lead) = lead(top), lead(bottom)
        gain = bottom_power - top_power if at_zero else top_power - bottom_power
        if gain > 0:
            return sympy.oo if top_lead / bottom_lead > 0 else -sympy.oo
        return top_lead / bottom_lead if gain == 0 else sympy.Integer(0)


@dataclass(frozen=True, kw_only=True)
class SecondDerivative(Step):
    """The second derivative is positive at the point."""

    expr: sympy.Expr
    variable: sympy.Symbol
    point: sympy.Expr
    method = "sign at an algebraic point"

    @property
    def formula(self) -> str:
        """The claim as text."""
        return f"second derivative at {self.point} > 0"

    def decide(self) -> Finding:
        """Evaluate exactly in the field of the point."""
        pole = pole_at(self.expr, self.variable, self.point)
        if pole is not None:
            return Finding(Status.UNDECIDED, self.method, f"{pole} vanishes at {self.point}")
        numerator, denominator = reduced_quotient(sympy.diff(self.expr, self.variable, 2), self.variable)
        value = value_at(real_root(self.point), numerator, denominator)
        text = f"it is {value.expression()}"
        if value.compare(Fraction(0)) > 0:
            return Finding(Status.PROVED, self.method, text)
        return Finding(Status.REFUTED, self.method, text)


@dataclass(frozen=True, kw_only=True)
class ValueAt(Step):
    """``expr`` at ``point`` is exactly ``value``."""

    expr: sympy.Expr
    variable: sympy.Symbol
    point: sympy.Expr
    value: sympy.Expr
    method = "exact evaluation"

    @property
    def formula(self) -> str:
        """The claim as text."""
        return f"({self.expr}) at {self.variable} = {self.point} is {self.value}"

    def decide(self) -> Finding:
        """Evaluate and compare as algebraic numbers."""
        pole = pole_at(self.expr, self.variable, self.point)
        if pole is not None:
            return Finding(Status.UNDECIDED, self.method, f"{pole} vanishes at {self.point}")
        numerator, denominator = reduced_quotient(self.expr, self.variable)
        there = value_at(real_root(self.point), numerator, denominator)
        if there.same_as(real_root(self.value)):
            return Finding(Status.PROVED, self.method, f"exactly {self.value}")
        return Finding(Status.REFUTED, self.method, f"it is {there.expression()}")


@dataclass(frozen=True, kw_only=True)
class GlobalMinimum(Step):
    """``expr >= value`` for all ``variable > lower``, with equality exactly at ``argmin``.

    Parameters
    ----------
    expr
        Rational function over Q of ``variable``.
    variable, lower
        The open half-line ``variable > lower``, with a rational start.
    argmin, value
        The claimed place and value: rational, quadratic, or `sympy.CRootOf`.

    Notes
    -----
    The derivative is a positive function times a polynomial with a single sign change, from - to +, at the
    argmin; that alone is the proof. The limits at the ends and the second derivative are checked besides.
    """

    expr: sympy.Expr
    variable: sympy.Symbol
    lower: sympy.Expr | int
    argmin: sympy.Expr
    value: sympy.Expr
    method = "global minimum"

    @property
    def formula(self) -> str:
        """The claim as text."""
        return f"min of {self.expr} over {self.variable} > {self.lower} is {self.value} at {self.argmin}"

    def obligations(self) -> tuple[Obligation, ...]:
        """Return ``expr >= value`` on the half-line."""
        area = domain(above(self.variable, self.lower))
        return (Obligation(self.name, self.expr, ">=", self.value, area),)

    def parts(self) -> tuple[Step, ...]:
        """Return the separate steps of the proof; `Unsupported` if no single stationary point exists."""
        minimum = minimise(self.expr, self.variable, self.lower)
        function = {"expr": self.expr, "variable": self.variable}
        return (
            DerivativeFactor(
                name="derivative",
                lower=self.lower,
                stationary=minimum.stationary,
                cofactor=minimum.cofactor,
                **function,
            ),
            SignChange(
                name="stationary-point",
                polynomial=minimum.stationary,
                variable=self.variable,
                lower=self.lower,
                root=self.argmin,
            ),
            EndBehaviour(name="ends", lower=self.lower, value=self.value, **function),
            SecondDerivative(name="second-derivative", point=self.argmin, **function),
            ValueAt(name="value", point=self.argmin, value=self.value, **function),
        )

    def decide(self) -> Finding:
        """Prove every part."""
        pole = first_pole(domain(above(self.variable, self.lower)), self.expr)
        if pole is not None:
            return Finding(Status.UNDECIDED, self.method, f"{pole} may vanish on the half-line")
        details = []
        for part in self.parts():
            finding = part.decide()
            if finding.status is not Status.PROVED:
                return Finding(finding.status, self.method, f"{part.name}: {finding.detail}")
            details.append(f"{part.name}: {finding.detail}")
        return Finding(Status.PROVED, self.method, "; ".join(details))
