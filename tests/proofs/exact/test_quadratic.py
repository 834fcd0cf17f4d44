"""Exact numbers of a real quadratic field."""

from fractions import Fraction

import pytest
import sympy

from proofs.exact.quadratic import Quadratic, Unsupported, as_quadratic, number_text, parse_number


@pytest.mark.parametrize(
    ("text", "a", "b", "d"),
    [
        ("32/3", Fraction(32, 3), Fraction(0), 1),
        ("61.92", Fraction(6192, 100), Fraction(0), 1),
        ("(92+26*sqrt(13))/3", Fraction(92, 3), Fraction(26, 3), 13),
        ("sqrt(8)", Fraction(0), Fraction(2), 2),
        ("sqrt(1/2)", Fraction(0), Fraction(1, 2), 2),
        ("-sqrt(9)", Fraction(-3), Fraction(0), 1),
        ("(1+sqrt(5))**2", Fraction(6), Fraction(2), 5),
    ],
)
def test_parse_reads_exact_numbers(text: str, a: Fraction, b: Fraction, d: int) -> None:
    """A number typed by a person keeps its exact value; decimals are not read as binary floats."""
    assert parse_number(text) == Quadratic(a, b, d)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "__import__('os')",
        "1e3",
        "sqrt(-1)",
        "1/0",
        "sqrt(2)+sqrt(3)",
        "True",
        "2**-1",
        "sqrt(sqrt(2))",
    ],
)
def test_parse_refuses_everything_else(text: str) -> None:
    """Text from outside is never evaluated, and what is no number is refused."""
    with pytest.raises(Unsupported):
        parse_number(text)


def test_sign_is_exact_where_floats_fail() -> None:
    """A convergent of sqrt(2) differs from it by less than a double can see; the sign is still right."""
    p, q = 1, 1
    for _ in range(60):
        p, q = p + 2 * q, p + q
    number = Quadratic(Fraction(p, q), Fraction(-1), 2)
    assert number.sign() == (1 if p * p > 2 * q * q else -1)
    assert (-number).sign() == -number.sign()
    assert Quadratic(Fraction(p, q) - 1, Fraction(-1), 2).sign() == -1


def test_floats_are_refused() -> None:
    """A float in an expression is a rounding error waiting to become a theorem."""
    with pytest.raises(Unsupported):
        as_quadratic(sympy.Float(1.5))


def test_normal_form_is_canonical_sympy() -> None:
    """Two ways to write one number give structurally equal expressions."""
    written = 26 / (sympy.sqrt(13) * 3) * 13 + sympy.Rational(92, 3)
    assert as_quadratic(written).sympy() == (92 + 26 * sympy.sqrt(13)) / 3
    assert number_text(written) == "(92 + 26*sqrt(13))/3"
