"""Ball arithmetic confirms every constant and excludes wrong closed forms."""

import subprocess
import sys
from fractions import Fraction

import pytest
import sympy
from sympy import Rational, sqrt

from proofs.exact.balls import Ball, BallsMissing, ball
from proofs.exact.quadratic import Unsupported
from proofs.exact.real_root import real_root
from tests.proofs.asking import derived

flint_missing = False
try:
    import flint  # noqa: F401
except ImportError:
    flint_missing = True
needs_flint = pytest.mark.skipif(flint_missing, reason="python-flint is not installed")

X = sympy.Symbol("x")
REPORTS = [
    ("gsa", "general", None),
    ("gsa", "large-memory", None),
    ("gba", "general", None),
    ("gba", "large-memory", None),
    ("sps", "general", None),
    ("gsa", "general", 7),
    ("gba", "general", 29),
    ("gsa", "general", 10**6),
]


@pytest.mark.slow
@needs_flint
@pytest.mark.parametrize(("algorithm", "regime", "k_min"), REPORTS)
@pytest.mark.parametrize("bits", [53, 128, 400])
def test_balls_meet_the_exact_enclosures(algorithm: str, regime: str, k_min: int | None, bits: int) -> None:
    """The ball of every derived constant overlaps its enclosure, and a fine one lies inside a wide one."""
    report = derived(algorithm, regime=regime, k_min=k_min)
    around = ball(report.exact.sympy(), bits)
    assert around.overlaps(report.lower, report.upper)
    if bits >= 128 and report.lower != report.upper:
        assert around.inside(report.lower, report.upper)
    assert around.radius * 2**bits <= max(1, abs(around.middle))


@needs_flint
@pytest.mark.parametrize(
    "number",
    [
        12 * sympy.GoldenRatio + 6,
        (9 + 5 * sqrt(3)) / 2,
        (21 + 11 * sqrt(5)) / 6,
        Rational(73, 18) + 277 * sqrt(13) / 234,
        -sqrt(2) / 3,
        1 / sqrt(7),
        sympy.CRootOf(2 * X**3 - 20 * X**2 + 28 * X - 11, 0),
        sympy.CRootOf(18 * X**3 - 132 * X**2 + 212 * X - 113, 0),
        sympy.CRootOf(X**4 - 5 * X**3 + 12 * X**2 - 13 * X + 1, 0),
        sympy.CRootOf(X**4 - 5 * X**3 + 12 * X**2 - 13 * X + 1, 1),
    ],
)
def test_balls_agree_with_isolated_roots(number: sympy.Expr) -> None:
    """Two independent evaluations of one number overlap, and 10^-20 beside it is excluded."""
    isolated = real_root(number).within(Fraction(1, 10**30))
    around = ball(number)
    assert around.overlaps(isolated.lower, isolated.upper)
    beside = Fraction(1, 10**20)
    assert not around.overlaps(isolated.lower + beside, isolated.upper + beside)
    assert around.above(isolated.lower - beside)
    assert around.below(isolated.upper + beside)


@needs_flint
@pytest.mark.parametrize(
    "wrong",
    [(92 + 26 * sqrt(11)) / 3, (92 - 26 * sqrt(13)) / 3, (91 + 26 * sqrt(13)) / 3, Rational("61.9148")],
)
def test_wrong_closed_forms_are_excluded(wrong: sympy.Expr) -> None:
    """A wrong radicand, sign, digit or rounding cannot pass for GSA's constant."""
    report = derived("gsa")
    assert ball(report.exact.sympy(), 64).overlaps(report.lower, report.upper)
    assert not ball(wrong, 64).overlaps(report.lower, report.upper)


@needs_flint
def test_uncertain_comparisons_are_false() -> None:
    """A number that may or may not be 0 is on neither side of it."""
    zero = ball(sqrt(5 + 2 * sqrt(6)) - sqrt(2) - sqrt(3))
    assert not zero.above(0)
    assert not zero.below(0)
    assert zero.overlaps(Fraction(0), Fraction(0))
    assert not Ball(Fraction(1), Fraction(1)).inside(Fraction(0), Fraction(1))


@needs_flint
@pytest.mark.parametrize("expr", [sympy.Float(0.5), X + 1, sympy.pi, sqrt(-2), sympy.CRootOf(X**3 - 2, 1)])
def test_other_numbers_are_refused(expr: sympy.Expr) -> None:
    """Floats, variables, transcendental and complex numbers have no ball here."""
    with pytest.raises(Unsupported):
        ball(expr)


@needs_flint
def test_text() -> None:
    """The printed ball contains the number."""
    assert str(ball(sqrt(2), 20)).startswith("[1.41421")
    assert str(ball(Rational(-1, 2), 53)).startswith("[-0.5")
    assert str(ball(3)).endswith("+/- 0]")


@pytest.mark.slow
def test_proofs_without_flint(monkeypatch: pytest.MonkeyPatch) -> None:
    """The module imports without python-flint and says what to install when used."""
    code = "import sys; sys.modules['flint'] = None; import proofs.exact.balls; print('fine')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "fine"
    monkeypatch.setitem(sys.modules, "flint", None)
    with pytest.raises(BallsMissing, match="pip install python-flint"):
        ball(sqrt(2))
