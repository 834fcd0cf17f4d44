"""Roots of higher degree as plain data: order, decimals, text, and the way to sympy and back."""

from fractions import Fraction

import pytest
import sympy

from proofs.exact.quadratic import Unsupported
from proofs.exact.real_root import as_number, real_root
from proofs.exact.root import Root, floor_at, number_from_json, number_to_json, polynomial_text
from proofs.exact.surd import GOLDEN, Quadratic

X = sympy.Symbol("x")
CUBICS = [
    sympy.CRootOf(18 * X**3 - 132 * X**2 + 212 * X - 113, 0),
    *(sympy.CRootOf(X**3 - 3 * X + 1, place) for place in range(3)),
    sympy.CRootOf(X**5 - X - 1, 0),
    -sympy.Rational(1, 2) + sympy.Integer(0),
]


@pytest.mark.parametrize("value", CUBICS)
def test_decimals_are_those_of_sympy(value: sympy.Expr) -> None:
    """The enclosure and the decimals agree with an evaluation that shares no code with them."""
    number = as_number(value)
    near = Fraction(str(value.evalf(40)))
    low = floor_at(number, 20)
    assert low <= near < low + Fraction(1, 10**20)
    assert low == real_root(value).floor_at(20)
    assert abs(Fraction(number.decimal(8)) - near) <= Fraction(1, 2 * 10**8)


@pytest.mark.parametrize("value", CUBICS[:-1])
def test_a_root_goes_to_sympy_and_back(value: sympy.Expr) -> None:
    """The same root of the same polynomial comes back, and is written as sympy writes it."""
    number = as_number(value)
    assert isinstance(number, Root)
    assert number.sympy() == value
    assert str(number) == str(value)


def test_a_number_survives_json() -> None:
    """What is kept on disk is the number, exactly."""
    for number in (GOLDEN, Quadratic(Fraction(-7, 3)), *(as_number(value) for value in CUBICS)):
        assert number_from_json(number_to_json(number)) == number


def test_quadratic_numbers_stay_quadratic() -> None:
    """A square root is not written as a root of a polynomial; what is neither is refused."""
    assert as_number((1 + sympy.sqrt(5)) / 2) == GOLDEN
    with pytest.raises(Unsupported):
        as_number(sympy.pi)


@pytest.mark.parametrize("coefficients", [(1, 0, 0, -1), (-1, 2, 0, 1), (2, -1, -1, 0), (1, 1), (0,), (-3,)])
def test_polynomials_are_written_as_sympy_does(coefficients: tuple[int, ...]) -> None:
    """One way to write a polynomial, whoever writes it."""
    assert polynomial_text(coefficients, "x") == str(sympy.Poly(coefficients, X).as_expr())
