"""The tighter constants, derived: named values, every regime, and what is refused."""

from fractions import Fraction
from typing import Any

import pytest
import sympy
from sympy import Rational, sqrt

from proofs.bounds.conclusion import bounds_of
from proofs.bounds.weight import best_weight
from proofs.claim import Claim
from proofs.exact.quadratic import as_quadratic
from proofs.symbols import Q, gsa, opt
from proofs.tighter.quadratic_form import linear_constant, square_constant
from proofs.tighter.theorems import THEOREM_B
from proofs.verdicts import Verdicts
from tests.proofs.asking import derived

PHI = (1 + sqrt(5)) / 2


@pytest.mark.parametrize(
    ("algorithm", "arguments", "printed", "polynomial", "claim"),
    [
        ("gsa", {}, "15.265", "200*v - 3053", "tight.C.17/8"),
        ("gsa", {"alpha": Rational(9, 4)}, "15.3", "10*v - 153", "tight.C.9/4"),
        ("gsa", {"alpha": 2}, "15.315", "200*v - 3063", "tight.C.2"),
        ("gsa", {"alpha": (7 + sqrt(13)) / 6}, "15.782", "500*v - 7891", "tight.C.(7+sqrt(13))/6"),
        ("gsa", {"alpha": sqrt(3)}, "15.92", "25*v - 398", "tight.C.sqrt(3)"),
        ("gsa", {"alpha": sympy.GoldenRatio}, "16.557", "1000*v - 16557", "tight.C.phi"),
        ("gsa", {"alpha": Rational(3, 2)}, "17.70", "10*v - 177", "tight.C.3/2"),
        ("gsa", {"alpha": sqrt(2)}, "22.971", "v**2 - 12*v - 252", "tight.B"),
        ("gsa", {"k_min": 1}, "459/20", "20*v - 459", "tight.B"),
        ("gsa", {"k_min": 1, "alpha": Rational(3, 2)}, "22.95", "20*v - 459", "tight.B"),
        ("gsa", {"regime": "large-memory"}, "8.8302", "2*v**2 - 18*v + 3", "tight.B"),
        ("gsa", {"regime": "large-memory"}, "(9+5*sqrt(3))/2", "2*v**2 - 18*v + 3", "tight.B"),
        ("gsa", {"regime": "large-memory", "alpha": 2}, "28/3", "3*v - 28", "tight.B"),
        ("gsa", {"regime": "large-memory", "alpha": Rational(3, 2)}, "9.899", "v**2 - 10*v + 1", "tight.B"),
        ("gba", {}, "7.5995", "9*v**2 - 63*v - 41", "tight.D"),
        ("gba", {"alpha": 2}, "25/3", "3*v - 25", "tight.D"),
        ("gba", {"alpha": Rational(4, 3)}, "77/9", "9*v - 77", "tight.A.gba"),
        ("gba", {"k_min": 1}, "8.4138", "2*v**3 - 20*v**2 + 28*v - 11", "tight.A.gba"),
        ("gba", {"k_min": 2}, "7", "v - 7", "tight.A.gba"),
        (
            "gba",
            {"regime": "large-memory"},
            "5.3519",
            "18*v**3 - 132*v**2 + 212*v - 113",
            "tight.A.gba",
        ),
    ],
)
def test_named_values(
    algorithm: str, arguments: dict[str, Any], printed: str, polynomial: str, claim: str
) -> None:
    """Each constant is derived, encloses itself and rests on its theorem."""
    report = derived(algorithm, analysis="tight", printed=printed, **arguments)
    assert report.holds, [step for step in report.steps if step.verdict != "proved"]
    assert report.minimal_polynomial == polynomial
    assert report.upper - report.lower <= Fraction(1, 10**30)
    assert claim in {step.name for step in report.steps if step.verdict == "premise"}


def test_golden_ratio_in_large_memory() -> None:
    """With a rational weight near 1/sqrt(phi) the bound at phi is still below 9.137."""
    report = derived("gsa", analysis="tight", regime="large-memory", alpha=PHI)
    assert report.holds
    assert Fraction("9.1369") < report.upper < Fraction("9.1370")


@pytest.mark.parametrize("printed", ["15.264", "15.26", "16"])
def test_wrong_constant_is_refused(printed: str) -> None:
    """A constant that is not the value does not hold."""
    assert not derived("gsa", analysis="tight", printed=printed).holds


@pytest.mark.slow
@pytest.mark.parametrize("k_min", [1, 2, 3, 10, 10**6])
def test_bounds_improve_with_parallelism(k_min: int) -> None:
    """More guaranteed parallelism gives no larger bound, and large memory is the limit."""
    for algorithm in ("gsa", "gba"):
        here, more = (derived(algorithm, analysis="tight", k_min=size) for size in (k_min, 2 * k_min))
        assert here.holds
        assert more.upper <= here.upper
        assert derived(algorithm, analysis="tight", regime="large-memory").upper <= more.upper


@pytest.mark.parametrize(
    "scale", [Rational(3, 2), PHI, Rational(5, 3), Rational(17, 10), sqrt(3), Rational(2), (1 + sqrt(6)) / 2]
)
@pytest.mark.parametrize("k_min", [None, 1, 4])
def test_weight_is_the_best(scale: sympy.Expr, k_min: int | None) -> None:
    """No other weight of a grid gives a visibly smaller area constant."""
    factors = (1, 1) if k_min is None else (1 + Rational(1, k_min), 1 + Rational(2, k_min))

    def area(weight: sympy.Expr) -> float:
        return max(
            float(factors[0] * linear_constant(scale, weight)),
            float(factors[1] * square_constant(scale, weight)),
        )

    best = area(best_weight(scale, k_min))
    assert all(best <= area(Rational(step, 40)) + 1e-4 for step in range(1, 41))


@pytest.mark.slow
def test_chain_on_request() -> None:
    """With the chain, premises carry the graph's verdict."""
    report = derived("gba", analysis="tight", verdicts=Verdicts())
    assert report.holds
    assert "premise" not in {step.verdict for step in report.steps}


@pytest.mark.parametrize(
    ("algorithm", "arguments"),
    [
        ("sps", {}),
        ("gsa", {"regime": "huge"}),
        ("gsa", {"k_min": 0}),
        ("gsa", {"k_min": 2, "regime": "large-memory"}),
        ("gsa", {"alpha": 1}),
        ("gba", {"alpha": 1.5}),
        ("gba", {"printed": "x"}),
    ],
)
def test_bad_arguments(algorithm: str, arguments: dict[str, Any]) -> None:
    """Unknown names and values out of range are errors."""
    with pytest.raises(ValueError):  # noqa: PT011
        derived(algorithm, analysis="tight", **arguments)


def test_values_come_from_the_formula() -> None:
    """Bounds are read off the claim, and a claim of another shape has none."""
    assert len(bounds_of(THEOREM_B, opt)) == 2
    assert all(Q in bound.free_symbols for bound in bounds_of(THEOREM_B, opt))
    for formula in (None, sympy.Ge(gsa, 2), sympy.Le(gsa, sympy.Integer(2))):
        odd = Claim(name="a", title="a", statement="a", source="test", argument="test", formula=formula)
        with pytest.raises(ValueError, match="a "):
            bounds_of(odd, opt)


def test_value_is_attained_and_not_larger() -> None:
    """The report's value is one of the theorem's bounds, exactly."""
    report = derived("gsa", analysis="tight", k_min=7, alpha=sqrt(3))
    assert report.exact == as_quadratic(27 * (1 + sqrt(3)) / 7)
