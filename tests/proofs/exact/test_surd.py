"""Exact numbers a + b*sqrt(d): reading, arithmetic, order, floors, writing."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.exact.surd import Quadratic, Unsupported, floor_root, parse_number

small = st.integers(-50, 50)
positive = st.integers(1, 30)
numbers = st.builds(
    lambda a, b, p, q: Quadratic.of(Fraction(a, p), Fraction(b, q), 7), small, small, positive, positive
)


@pytest.mark.parametrize(
    ("text", "a", "b", "d"),
    [
        ("2", "2", "0", 1),
        ("4/3", "4/3", "0", 1),
        ("1.1", "11/10", "0", 1),
        ("golden", "1/2", "1/2", 5),
        ("(7+sqrt(13))/6", "7/6", "1/6", 13),
        ("sqrt(8)", "0", "2", 2),
        ("sqrt(9/4)", "3/2", "0", 1),
        ("1/(sqrt(2)-1)", "1", "1", 2),
        ("(1+sqrt(5))**2/4", "3/2", "1/2", 5),
    ],
)
def test_parse(text: str, a: str, b: str, d: int) -> None:
    """Each form a user may write becomes the exact number in normal form."""
    assert parse_number(text) == Quadratic(Fraction(a), Fraction(b), d)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "two",
        "1e3",
        "sqrt(-1)",
        "sqrt(2)+sqrt(3)",
        "1/0",
        "__import__('os')",
        "2**101",
        "x" * 300,
        "True",
        "1,2",
    ],
)
def test_parse_refuses(text: str) -> None:
    """What is no exact number of one quadratic field is refused, never evaluated."""
    with pytest.raises(Unsupported):
        parse_number(text)


@given(numbers, numbers, numbers)
def test_field_laws(x: Quadratic, y: Quadratic, z: Quadratic) -> None:
    """Distributivity and division hold exactly."""
    assert x * (y + z) == x * y + x * z
    if y.sign():
        assert x / y * y == x


@given(numbers)
def test_text_reads_back(x: Quadratic) -> None:
    """What is printed parses to the same number."""
    assert parse_number(str(x)) == x


@given(numbers, small, st.integers(1, 9))
def test_order_and_floor(x: Quadratic, p: int, q: int) -> None:
    """Order agrees with high-precision integers, and floor(x) <= x < floor(x) + 1."""
    scale = 10**40
    approximate = x.a * scale + x.b * isqrt(7 * scale * scale)
    difference = approximate - Fraction(p, q) * scale
    if abs(difference) > 10**6:
        assert (x > Fraction(p, q)) == (difference > 0)
    assert x.floor() <= x
    assert x < x.floor() + 1


@given(small, st.integers(0, 60))
def test_floor_root(c: int, d: int) -> None:
    """floor(c sqrt d) is the largest integer whose signed square is at most that of c sqrt d."""
    root = floor_root(c, d)
    square = c * abs(c) * d
    assert root * abs(root) <= square < (root + 1) * abs(root + 1)


def test_decimal_rounds_to_nearest() -> None:
    """The form for people rounds, negative numbers included."""
    assert parse_number("2/3").decimal(3) == "0.667"
    assert parse_number("-2/3").decimal(3) == "-0.667"
    assert parse_number("golden").decimal(6) == "1.618034"
