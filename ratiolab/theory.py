"""Names of algorithms to what is proved about them: the only bridge to `proofs`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy

from proofs.constants import bound_value
from proofs.quadratic import as_quadratic
from ratiolab.algorithms import Algorithm
from ratiolab.instance import Problem
from ratiolab.quadratic import Quadratic
from ratiolab.slices import scaling_factor


@dataclass(frozen=True)
class TheoryBound:
    """An upper bound on a competitive ratio that applies to an instance.

    Attributes
    ----------
    value : Quadratic
        The bound, exactly.
    source : str
        Paper and theorem; says so where the constant is quoted and not derived.
    derived : bool
        True if `proofs` derives it, False if it is quoted.
    """

    value: Quadratic
    source: str
    derived: bool


def to_sympy(number: Quadratic) -> sympy.Expr:
    """Write an exact number as a sympy expression."""
    a = sympy.Rational(number.a.numerator, number.a.denominator)
    b = sympy.Rational(number.b.numerator, number.b.denominator)
    return a + b * sympy.sqrt(number.d)


def from_sympy(expression: sympy.Expr) -> Quadratic:
    """Read an exact number of a real quadratic field from sympy."""
    number = as_quadratic(expression)
    return Quadratic.of(number.a, number.b, number.d)


def bound_for(algorithm: Algorithm, problem: Problem) -> TheoryBound | None:
    """Return the proved bound that applies to this algorithm, its parameters and this instance.

    Parameters
    ----------
    algorithm : Algorithm
    problem : Instance or GroupedInstance

    Returns
    -------
    TheoryBound or None
        The worst case over all budgets (``k_min = 1``); None where nothing is known to apply.
    """
    if problem.common_prompt is None:
        return None
    if algorithm.name in ("gsa", "gba"):
        alpha = scaling_factor(algorithm.parameters["alpha"])
        theorem = {"gsa": "Theorem 3.15", "gba": "Theorem 4.1"}[algorithm.name]
        return TheoryBound(
            from_sympy(bound_value(algorithm.name, alpha=to_sympy(alpha), k_min=1)),
            f"arXiv 2601.22996, {theorem}, alpha = {alpha}",
            derived=True,
        )
    if algorithm.name in ("sps", "sps-by-length") and len(problem.types()) == 1:
        value = from_sympy(bound_value("sps", alpha=None, k_min=1))
        return TheoryBound(value, "arXiv 2601.22996, Theorem 3.2, identical jobs", derived=True)
    if algorithm.name == "mc-sf":
        source = "arXiv 2502.07115, Lemmas 4.4 and 4.7, as quoted in arXiv 2601.22996; not derived here"
        return TheoryBound(Quadratic(Fraction(9216)), source, derived=False)
    return None
