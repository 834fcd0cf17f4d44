"""Sums given in closed form, proved by induction."""

from __future__ import annotations

from dataclasses import dataclass, field

import sympy

from proofs.coverage import is_integral
from proofs.exact.domain import Domain, at_least
from proofs.exact.quadratic import Unsupported
from proofs.method.identities import Identity, first_pole
from proofs.step import Obligation, Relation, Step
from proofs.verdict import Finding, Status


@dataclass(frozen=True, kw_only=True)
class FiniteSum(Step):
    """``sum(summand, index = first..last) == closed_form`` for every integer ``last >= first - 1``.

    Parameters
    ----------
    summand
        Expression in ``index`` and parameters.
    index
        Summation variable.
    first
        First index: an integer, or a polynomial with integer coefficients in variables that the domain
        declares integer.
    last
        Symbol of the last index; the closed form is an expression in it.
    closed_form
        The claimed value.
    domain
        Ranges of the parameters (not of ``last``, which ranges over the integers >= first - 1).

    Notes
    -----
    Base case: the empty sum, closed form 0 at ``last = first - 1``. Step: closed(last + 1) - closed(last)
    equals the summand at ``last + 1``. Both are identities of rational functions.
    """

    summand: sympy.Expr
    index: sympy.Symbol
    first: sympy.Expr
    last: sympy.Symbol
    closed_form: sympy.Expr
    domain: Domain = field(default_factory=Domain)
    method = "induction on the number of terms"

    @property
    def formula(self) -> str:
        """The sum as text."""
        return f"sum of {self.summand} for {self.index} = {self.first}..{self.last} == {self.closed_form}"

    def parts(self) -> tuple[Identity, Identity]:
        """Return the base case and the induction step."""
        base = Identity(
            name=f"{self.name}: base case",
            lhs=sympy.sympify(self.closed_form).subs(self.last, sympy.sympify(self.first) - 1),
            rhs=sympy.Integer(0),
            domain=self.domain,
        )
        area = Domain((*self.domain.ranges, at_least(self.last, sympy.sympify(self.first) - 1, integer=True)))
        closed = sympy.sympify(self.closed_form)
        step = Identity(
            name=f"{self.name}: induction step",
            lhs=closed.subs(self.last, self.last + 1) - closed,
            rhs=sympy.sympify(self.summand).subs(self.index, self.last + 1),
            domain=area,
        )
        return base, step

    def _pole(self) -> str | None:
        """Return a denominator of summand or closed form, as given, that may vanish; None if none does."""
        first = sympy.sympify(self.first)
        terms = Domain((*self.domain.ranges, at_least(self.index, first, integer=True)))
        totals = Domain((*self.domain.ranges, at_least(self.last, first - 1, integer=True)))
        return first_pole(terms, self.summand) or first_pole(totals, self.closed_form)

    def obligations(self) -> tuple[Obligation, ...]:
        """Return the two identities."""
        return tuple(item for part in self.parts() for item in part.obligations())

    def conclusions(self) -> tuple[tuple[sympy.Expr, Relation, sympy.Expr], ...]:
        """Return the equation of the sum and its closed form."""
        whole = sympy.Sum(self.summand, (self.index, self.first, self.last))
        return ((whole, "==", sympy.sympify(self.closed_form)),)

    def decide(self) -> Finding:
        """Prove base case and induction step."""
        if self.last in sympy.sympify(self.summand).free_symbols or self.last in self.domain.symbols:
            raise Unsupported(f"{self.last} may occur neither in the summand nor in the domain")
        if self.index in sympy.sympify(self.closed_form).free_symbols and self.index != self.last:
            raise Unsupported(f"the closed form mentions the summation index {self.index}")
        if not is_integral(sympy.sympify(self.first), self.domain):
            raise Unsupported(f"the first index {self.first} is not an integer, by number or by declaration")
        pole = self._pole()
        if pole is not None:
            return Finding(Status.UNDECIDED, self.method, f"{pole} may vanish")
        for part in self.parts():
            finding = part.decide()
            if finding.status is not Status.PROVED:
                which = part.name.removeprefix(f"{self.name}: ")
                return Finding(finding.status, self.method, f"{which}: {finding.detail}")
        return Finding(Status.PROVED, self.method, "base case (empty sum) and induction step are identities")
