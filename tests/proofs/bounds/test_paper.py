"""The derived constants: the four the paper prints, and every way to ask for a wrong one."""

from fractions import Fraction
from typing import Any

import pytest
import sympy
from sympy import Rational, sqrt

from proofs.bounds import paper
from proofs.exact.quadratic import as_quadratic
from proofs.exact.surd import Quadratic
from proofs.method.numbers import Enclosure, MinimalPolynomial
from proofs.paper.bound_functions import bound_formula
from proofs.step import Step
from proofs.symbols import alpha
from tests.proofs.asking import derived


@pytest.mark.parametrize(
    ("algorithm", "regime", "exact", "argmin", "printed", "polynomial"),
    [
        ("gba", "general", Rational(32, 3), Rational(4, 3), "10.67", "3*v - 32"),
        ("gba", "large-memory", Rational(27, 4), Rational(3, 2), "6.75", "4*v - 27"),
        ("gsa", "general", (92 + 26 * sqrt(13)) / 3, (7 + sqrt(13)) / 6, "61.92", "3*v**2 - 184*v - 108"),
        ("gsa", "large-memory", sympy.Integer(32), sympy.Integer(2), "32", "v - 32"),
    ],
)
def test_paper_constants(
    algorithm: str, regime: str, exact: sympy.Expr, argmin: sympy.Expr, printed: str, polynomial: str
) -> None:
    """The four minimisations are derived and agree with the printed constants."""
    report = derived(algorithm, regime=regime)
    assert report.holds
    assert (report.exact, report.alpha) == (as_quadratic(exact), as_quadratic(argmin))
    assert report.printed == printed
    assert report.alpha_is_argmin
    assert report.minimal_polynomial == polynomial
    assert report.upper - report.lower <= Fraction(1, 10**30)
    assert all(step.verdict in ("proved", "premise") for step in report.steps)
    assert [step.name for step in report.steps if step.verdict == "premise"]


def test_sps() -> None:
    """Identical jobs: 2, with its two algebraic steps."""
    report = derived("sps")
    assert (report.holds, str(report.exact), report.alpha, report.printed) == (True, "2", None, "2")
    assert {"pipeline-completion", "two-gaps"} <= {step.name for step in report.steps}
    assert derived("sps", regime="large-memory").k_min is None
    assert not derived("sps", printed="3").holds


@pytest.mark.slow
def test_bound_at_a_given_alpha() -> None:
    """GSA at alpha = 2: 64 for k_min = 1, and 32, now the minimum, in large memory."""
    report = derived("gsa", alpha=2, k_min=1)
    assert (report.holds, str(report.exact), report.alpha_is_argmin) == (True, "64", False)
    assert report.printed is None
    large = derived("gsa", alpha=2, regime="large-memory")
    assert (str(large.exact), large.alpha_is_argmin, large.printed) == ("32", True, "32")
    golden = derived("gsa", alpha=sympy.GoldenRatio)
    assert golden.holds
    assert golden.exact == as_quadratic(32 + 14 * sqrt(5))


@pytest.mark.slow
@pytest.mark.parametrize("algorithm", ["gsa", "gba"])
@pytest.mark.parametrize("k_min", [1, 2, 3, 4, 5, 7, 10, 29, 100, 10**6, 10**30])
def test_every_k_min(algorithm: str, k_min: int) -> None:
    """For any k_min the minimum is proved, agrees with the closed form and beats its neighbours."""
    report = derived(algorithm, k_min=k_min)
    assert report.holds
    assert report.k_min == k_min
    assert "closed-form-argmin" in [step.name for step in report.steps]
    factor = 1 + Fraction(2, k_min)
    assert bound_formula(algorithm, report.alpha, factor) == report.exact
    for shift in (Fraction(-1, 1000), Fraction(1, 1000)):
        assert isinstance(report.alpha, Quadratic)
        assert bound_formula(algorithm, report.alpha + shift, factor) > report.exact


@pytest.mark.parametrize(
    ("algorithm", "regime", "printed"),
    [
        ("gsa", "general", "61.92"),
        ("gsa", "general", "61.9148"),
        ("gsa", "general", "(92+26*sqrt(13))/3"),
        ("gba", "general", "10.67"),
        ("gba", "general", "32/3"),
        ("gba", "general", "64/6"),
        ("gba", "large-memory", "6.75"),
        ("gba", "large-memory", "6.750"),
        ("gsa", "large-memory", "32"),
        ("gsa", "large-memory", "32.00"),
    ],
)
def test_right_printed_constants(algorithm: str, regime: str, printed: str) -> None:
    """The exact value, or the value rounded up to the digits shown."""
    assert derived(algorithm, regime=regime, printed=printed).holds


@pytest.mark.slow
@pytest.mark.parametrize(
    ("algorithm", "regime", "printed"),
    [
        ("gsa", "general", "61.91"),
        ("gsa", "general", "61.93"),
        ("gsa", "general", "61.9147"),
        ("gsa", "general", "62"),
        ("gsa", "general", "61"),
        ("gsa", "general", "(92-26*sqrt(13))/3"),
        ("gsa", "general", "(92+26*sqrt(14))/3"),
        ("gba", "general", "10.66"),
        ("gba", "general", "10.68"),
        ("gba", "general", "32/4"),
        ("gba", "general", "11"),
        ("gba", "large-memory", "6.76"),
        ("gba", "large-memory", "6.74"),
        ("gsa", "large-memory", "31.99"),
        ("gsa", "large-memory", "32.01"),
        ("gsa", "large-memory", "33"),
    ],
)
def test_wrong_printed_constants_are_refuted(algorithm: str, regime: str, printed: str) -> None:
    """Any other constant is refuted, and it is the printed-constant step that says so."""
    report = derived(algorithm, regime=regime, printed=printed)
    assert not report.holds
    broken = [step for step in report.steps if step.verdict not in ("proved", "premise")]
    assert [(step.name, step.verdict) for step in broken] == [("printed-constant", "refuted")]


@pytest.mark.slow
def test_a_wrong_formula_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the function minimised is not the theorem's bound, the report does not hold."""
    monkeypatch.setattr(
        paper, "bound_formula", lambda name, scale, factor: bound_formula(name, scale, factor) + scale
    )
    report = derived("gsa")
    assert not report.holds
    verdicts = {step.name: step.verdict for step in report.steps}
    assert verdicts["formula"] == "refuted"
    assert verdicts["printed-constant"] == "refuted"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"algorithm": "lru"}, "bounds are derived of gba, gsa, mc-sf"),
        ({"algorithm": "gsa", "regime": "huge"}, "known: general, large-memory"),
        ({"algorithm": "gsa", "regime": "large-memory", "k_min": 2}, "unbounded"),
        ({"algorithm": "gsa", "k_min": 0}, "at least 1"),
        ({"algorithm": "gsa", "k_min": True}, "at least 1"),
        ({"algorithm": "gsa", "alpha": 1}, "greater than 1"),
        ({"algorithm": "gsa", "alpha": Rational(1, 2)}, "greater than 1"),
        ({"algorithm": "gsa", "alpha": 1.5}, "exact"),
        ({"algorithm": "gsa", "alpha": sympy.Float(1.5)}, "exact"),
        ({"algorithm": "gsa", "alpha": sympy.cbrt(5)}, "exact"),
        ({"algorithm": "gsa", "alpha": sympy.pi}, "exact"),
        ({"algorithm": "gsa", "alpha": alpha}, "exact"),
        ({"algorithm": "sps", "alpha": 2}, "neither"),
        ({"algorithm": "sps", "k_min": 2}, "neither"),
        ({"algorithm": "gsa", "printed": "sixty"}, "no exact number"),
    ],
)
def test_bad_arguments(arguments: dict[str, Any], message: str) -> None:
    """Bad input is answered with a ValueError a person can read."""
    with pytest.raises(ValueError, match=message):
        derived(**arguments)


@pytest.mark.parametrize(
    "step",
    [
        MinimalPolynomial(name="i", number=sqrt(2), polynomial="v**2 - 3"),
        MinimalPolynomial(name="i", number=sympy.Integer(1), polynomial="v**2 - 1"),
        MinimalPolynomial(name="i", number=sympy.Integer(1), polynomial="1"),
        Enclosure(name="i", number=sqrt(2), lower=Fraction(3, 2), upper=Fraction(2), width=Fraction(1)),
        Enclosure(
            name="i", number=sqrt(2), lower=Fraction(1), upper=Fraction(14142, 10000), width=Fraction(1)
        ),
        Enclosure(name="i", number=sqrt(2), lower=Fraction(1), upper=Fraction(3), width=Fraction(1)),
    ],
)
def test_wrong_number_facts_are_refuted(step: Step) -> None:
    """A polynomial that does not vanish or splits, and an enclosure that misses or is too wide."""
    assert step.discharge().status.value == "refuted"
