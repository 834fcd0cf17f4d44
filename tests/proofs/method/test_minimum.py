"""Global minima: exact place and value, and everything that must keep a wrong one out."""

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy
from sympy import Rational, sqrt

from proofs.exact.quadratic import Unsupported
from proofs.exact.real_root import minimal_polynomial_text, real_root
from proofs.method import (
    DerivativeFactor,
    EndBehaviour,
    GlobalMinimum,
    SecondDerivative,
    SignChange,
    ValueAt,
    minimise,
)
from proofs.paper.bound_functions import bound_formula
from proofs.symbols import alpha, x
from proofs.verdict import Status

GSA = GlobalMinimum(
    name="F3",
    expr=bound_formula("gsa", alpha, sympy.Integer(3)),
    variable=alpha,
    lower=1,
    argmin=(7 + sqrt(13)) / 6,
    value=(92 + 26 * sqrt(13)) / 3,
)


def test_gsa_minimum() -> None:
    """GSA's bound in the general regime is smallest at (7 + sqrt 13)/6."""
    assert GSA.discharge().status is Status.PROVED
    assert all(part.discharge().status is Status.PROVED for part in GSA.parts())


@pytest.mark.parametrize(
    "mutant",
    [
        replace(GSA, argmin=(7 - sqrt(13)) / 6),
        replace(GSA, argmin=sympy.Integer(2)),
        replace(GSA, value=(92 + 25 * sqrt(13)) / 3),
        replace(GSA, value=(92 - 26 * sqrt(13)) / 3),
        replace(GSA, value=Rational("61.92")),
        replace(GSA, expr=bound_formula("gsa", alpha, Rational(301, 100))),
        replace(GSA, expr=bound_formula("gba", alpha, sympy.Integer(3))),
        replace(GSA, lower=Rational(1, 2)),
        replace(GSA, lower=2),
    ],
)
def test_mutants_are_refused(mutant: GlobalMinimum) -> None:
    """A conjugate, a near miss, another function or another half-line does not pass."""
    assert mutant.discharge().status is not Status.PROVED


def test_local_minimum_is_not_global() -> None:
    """A function with a second, lower valley: the higher one is refused."""
    two_valleys = x**4 / 4 - 2 * x**3 + Rational(11, 2) * x**2 - 6 * x + x / 100
    step = GlobalMinimum(name="i", expr=two_valleys, variable=x, lower=0, argmin=sympy.Integer(3), value=0)
    assert step.discharge().status is not Status.PROVED
    with pytest.raises(Unsupported, match="3 stationary points"):
        minimise(two_valleys, x, 0)


def test_maximum_is_not_a_minimum() -> None:
    """The single stationary point of a concave function is refused."""
    step = GlobalMinimum(
        name="i", expr=-((x - 2) ** 2), variable=x, lower=0, argmin=sympy.Integer(2), value=0
    )
    assert step.discharge().status is not Status.PROVED


def test_pole_inside_is_refused() -> None:
    """A function that dives to minus infinity at a pole has no minimum there."""
    expr = (x - 2) ** 2 + 1 / (x - 3)
    step = GlobalMinimum(name="i", expr=expr, variable=x, lower=0, argmin=sympy.Integer(2), value=-1)
    assert step.discharge().status is not Status.PROVED


def test_infimum_at_the_end_is_refused() -> None:
    """A function whose limit at infinity lies below the stationary value."""
    expr = 1 / (x + 1) - 1 / (x + 1) ** 2
    step = EndBehaviour(name="ends", expr=expr, variable=x, lower=0, value=Rational(1, 4))
    assert step.discharge().status is Status.REFUTED


def test_missed_root_is_refused() -> None:
    """A polynomial with a second root on the half-line has no single sign change."""
    step = SignChange(name="i", polynomial=(x - 2) * (x - 3), variable=x, lower=1, root=sympy.Integer(3))
    assert step.discharge().status is Status.REFUTED
    assert replace(step, lower=Rational(5, 2)).discharge().status is Status.PROVED
    near = SignChange(
        name="i",
        polynomial=(x - 2) * (10**12 * x - 2 * 10**12 - 1),
        variable=x,
        lower=1,
        root=sympy.Integer(2),
    )
    assert near.discharge().status is Status.REFUTED


def test_sign_pattern_is_checked() -> None:
    """Right root, wrong direction, or a touching root without a sign change."""
    assert (
        SignChange(name="i", polynomial=3 - x, variable=x, lower=1, root=sympy.Integer(3)).discharge().status
        is Status.REFUTED
    )
    assert (
        SignChange(name="i", polynomial=(x - 3) ** 2, variable=x, lower=1, root=sympy.Integer(3))
        .discharge()
        .status
        is Status.REFUTED
    )
    assert (
        SignChange(name="i", polynomial=x - 3, variable=x, lower=1, root=Rational(301, 100))
        .discharge()
        .status
        is Status.REFUTED
    )


def test_derivative_factor_must_be_positive() -> None:
    """Moving a root into the cofactor must not pass."""
    step = DerivativeFactor(name="i", expr=x**3 / 3 - x**2, variable=x, lower=0, stationary=x - 2, cofactor=x)
    assert step.discharge().status is Status.PROVED
    assert replace(step, stationary=x, cofactor=x - 2).discharge().status is not Status.PROVED
    assert replace(step, cofactor=2 * x).discharge().status is Status.REFUTED


def test_second_derivative_and_value() -> None:
    """Evaluation at an algebraic point is exact."""
    assert (
        SecondDerivative(name="i", expr=GSA.expr, variable=alpha, point=GSA.argmin)
        .discharge()
        .detail.endswith(str(78 + 6 * sqrt(13)))
    )
    assert (
        SecondDerivative(name="i", expr=-(x**2), variable=x, point=sympy.Integer(1)).discharge().status
        is Status.REFUTED
    )
    almost = GSA.value + Rational(1, 10**40)
    assert (
        ValueAt(name="i", expr=GSA.expr, variable=alpha, point=GSA.argmin, value=almost).discharge().status
        is Status.REFUTED
    )


def test_minimum_of_degree_three() -> None:
    """Beyond square roots: 2 alpha^2 + (2 alpha - 1)/(alpha - 1) has a cubic argmin and a cubic value."""
    expr = 2 * alpha**2 + (2 * alpha - 1) / (alpha - 1)
    minimum = minimise(expr, alpha, 1)
    assert minimum.stationary == 4 * alpha**3 - 8 * alpha**2 + 4 * alpha - 1
    assert minimal_polynomial_text(minimum.value_root) == "2*v**3 - 20*v**2 + 28*v - 11"
    assert minimum.value_root.floor_at(12) == Fraction(8413750407073, 10**12)
    step = GlobalMinimum(
        name="i", expr=expr, variable=alpha, lower=1, argmin=minimum.argmin, value=minimum.value
    )
    assert step.discharge().status is Status.PROVED
    wrong = replace(step, value=Rational("8.413750407073"))
    assert wrong.discharge().status is Status.REFUTED


def test_real_roots_compare_exactly() -> None:
    """Conjugates and close rationals are different numbers."""
    golden = real_root(sympy.GoldenRatio)
    assert golden.same_as(real_root((1 + sqrt(5)) / 2))
    assert not golden.same_as(real_root((1 - sqrt(5)) / 2))
    assert golden.compare(golden.within(Fraction(1, 10**30)).lower) == 1
    assert golden.ceiling_at(4) == Fraction(16181, 10000)
    assert golden.floor_at(4) == Fraction(16180, 10000)
    assert real_root(Fraction(1, 4)).ceiling_at(2) == Fraction(1, 4) == real_root(Fraction(1, 4)).floor_at(2)
