"""Ratios: both ends of the interval and the three verdicts are never mixed up."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofs.exact.surd import Quadratic
from ratiolab.exact import parse_exact
from ratiolab.ratios import (
    RatioInterval,
    Standing,
    at_least_text,
    at_most_text,
    decimal_text,
    fraction_text,
    judge,
    ratio_interval,
)


def test_interval_divides_by_the_right_side() -> None:
    """The lower end divides by the verified schedule, the upper end by the lower bound."""
    assert ratio_interval(60, 20, 30) == RatioInterval(Fraction(2), Fraction(3))
    assert ratio_interval(60, 20, None) == RatioInterval(None, Fraction(3))


@pytest.mark.parametrize("bad", [(60, 40, 30), (20, 10, 30), (5, 10, None), (5, 0, 5)])
def test_contradictions_are_refused(bad: tuple[int, int, int | None]) -> None:
    """LB <= UB <= ALG must hold: anything else means that one of the three is wrong."""
    with pytest.raises(ValueError, match=r"contradiction|below 1 round"):
        ratio_interval(*bad)


@pytest.mark.parametrize(
    ("bound", "standing"),
    [
        ("3", Standing.HOLDS),
        ("2.999", Standing.OPEN),
        ("2", Standing.OPEN),
        ("1.999", Standing.EXCEEDED),
        ("(1+sqrt(5))/2", Standing.EXCEEDED),
    ],
)
def test_verdicts(bound: str, standing: Standing) -> None:
    """Only ALG/LB can show that a bound holds, only ALG/UB that it is exceeded; equality holds."""
    assert judge(RatioInterval(Fraction(2), Fraction(3)), parse_exact(bound)) is standing


def test_without_a_verified_schedule_nothing_is_exceeded() -> None:
    """No schedule on OPT's side: the verdict is at worst open."""
    assert judge(RatioInterval(None, Fraction(9)), Quadratic.of(2)) is Standing.OPEN
    assert judge(RatioInterval(None, Fraction(9)), None) is Standing.NO_BOUND


def test_text_forms() -> None:
    """Fractions are p/q for programs and rounded decimals for people."""
    assert fraction_text(Fraction(4, 2)) == "2/1"
    assert decimal_text(Fraction(2, 3)) == "0.6667"


@pytest.mark.parametrize(
    "value", [Fraction(2, 3), Fraction(1, 3), Fraction(5, 4), Fraction(61), Fraction(10**9, 7)]
)
def test_printed_ends_claim_no_more_than_was_shown(value: Fraction) -> None:
    """A lower end is printed rounded down and an upper end rounded up, by less than the last digit."""
    low, high = Fraction(at_least_text(value)), Fraction(at_most_text(value))
    assert low <= value <= high
    assert value - low < Fraction(1, 10**4) > high - value
