"""The guarantees of greedy admission, read off their claims and checked step by step."""

from fractions import Fraction
from typing import Any

import pytest

from proofs.exact.surd import Quadratic
from tests.proofs.asking import derived


@pytest.mark.parametrize(
    ("algorithm", "options", "value"),
    [
        ("mc-sf", {}, Fraction(7, 3)),
        ("mc-sf", {"regime": "large-memory"}, Fraction(2)),
        ("mc-sf", {"eps": Fraction(1, 10)}, Fraction(20, 9)),
        ("mc-sf", {"eps": Fraction(1, 7)}, Fraction(7, 3)),
        ("mc-sf", {"eps": Fraction(1, 2)}, Fraction(7, 3)),
        ("svf-peak", {}, Fraction(4)),
        ("svf-peak", {"regime": "large-memory"}, Fraction(7, 3)),
        ("svf", {"regime": "large-memory"}, Fraction(7, 3)),
        ("svf", {"eps": Fraction(1, 2)}, Fraction(4)),
        ("svf", {"eps": Fraction(1, 3)}, Fraction(3)),
        ("svf", {"eps": Fraction(1, 10)}, Fraction(67, 27)),
        ("svf-peak", {"eps": Fraction(3, 4)}, Fraction(8)),
    ],
)
def test_values(algorithm: str, options: dict[str, Any], value: Fraction) -> None:
    """Every bound is exact, its steps hold, and the claims it rests on are named."""
    report = derived(algorithm, analysis="tight", **options)
    assert report.exact == Quadratic(value)
    assert report.lower == report.upper == value
    assert report.holds
    assert [step.verdict for step in report.steps].count("premise") >= 1
    assert report.steps[0].name.startswith("greedy.")
    assert report.source.startswith("greedy analysis")


@pytest.mark.parametrize(
    ("algorithm", "options", "message"),
    [
        ("fcfs", {}, "unknown algorithm"),
        ("mc-sf", {"regime": "huge"}, "unknown regime"),
        ("svf", {}, "give eps"),
        ("mc-sf", {"eps": Fraction(3, 5)}, r"\(0, 1/2\]"),
        ("mc-sf", {"eps": 0}, r"\(0, 1/2\]"),
        ("svf", {"eps": 1}, r"\(0, 1\)"),
        ("svf", {"eps": 0.5}, "exact rational"),
        ("svf", {"eps": True}, "exact rational"),
        ("mc-sf", {"regime": "large-memory", "eps": Fraction(1, 9)}, "either the regime or eps"),
        ("mc-sf", {"printed": "two"}, "two"),
    ],
)
def test_refusals(algorithm: str, options: dict[str, Any], message: str) -> None:
    """What does not make sense is refused with the reason."""
    with pytest.raises(ValueError, match=message):
        derived(algorithm, analysis="tight", **options)


def test_wrong_constant_is_refused() -> None:
    """Asked for a constant that is not the bound, the report does not hold."""
    report = derived("mc-sf", analysis="tight", printed="9/4")
    assert not report.holds
    assert [step.name for step in report.steps if step.verdict == "refuted"] == ["printed-constant"]
