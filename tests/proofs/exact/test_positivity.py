"""Inequalities on half-lines and boxes: true ones proved, planted errors never."""

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy
from sympy import Rational, sqrt

from proofs.exact.domain import Domain, Range, above, at_least, at_most, between, domain, real
from proofs.method import Consequence, Hypothesis, Inequality, SumOfSquares
from proofs.step import Relation
from proofs.symbols import M, a, alpha, b, k, o, s, t, tau, x, y
from proofs.verdict import Status

# Lemma 4.3 with S = s + 1/2, as a polynomial
SLICE_RATIO = Inequality(
    name="L4.3",
    lhs=alpha * (2 * alpha * k * s + alpha * k + 4 * alpha * s + 2 * alpha - 2 * k * s - k - 2 * s),
    relation=">=",
    rhs=0,
    domain=domain(at_least(alpha, 1), at_least(k, 1), at_least(s, 0)),
)


def status(step: Inequality | Consequence | SumOfSquares) -> Status:
    """Verdict of a step."""
    return step.discharge().status


def inequality(lhs: sympy.Expr, relation: Relation, *ranges: Range) -> Status:
    """Verdict of ``lhs relation 0``."""
    return status(Inequality(name="it", lhs=lhs, relation=relation, rhs=0, domain=Domain(ranges)))


def test_slice_ratio_polynomial() -> None:
    """The polynomial behind Lemma 4.3 is proved by nonnegative coefficients."""
    verdict = SLICE_RATIO.discharge()
    assert verdict.status is Status.PROVED
    assert verdict.method == "nonnegative coefficients"


@pytest.mark.parametrize(
    "mutant",
    [
        replace(SLICE_RATIO, lhs=SLICE_RATIO.lhs - 3 * alpha**2),
        replace(SLICE_RATIO, lhs=SLICE_RATIO.lhs - 6 * alpha**2 * s),
        replace(SLICE_RATIO, relation="<="),
        replace(SLICE_RATIO, domain=SLICE_RATIO.domain.replace(at_least(alpha, Rational(1, 10)))),
        replace(SLICE_RATIO, domain=SLICE_RATIO.domain.replace(at_least(s, -1))),
    ],
)
def test_slice_ratio_mutants_are_refuted(mutant: Inequality) -> None:
    """A wrong coefficient, relation or domain gives an exact counterexample."""
    assert status(mutant) is Status.REFUTED


@pytest.mark.parametrize(
    ("lhs", "relation", "ranges", "expected"),
    [
        (x**2 - 2 * sqrt(2) * x + 2, ">=", (at_least(x, 0),), Status.PROVED),
        (x**2 - 3 * x + Rational(9, 4), ">=", (real(x),), Status.PROVED),
        (x**2 - 3 * x + Rational(9, 4), ">", (real(x),), Status.REFUTED),
        (x**3 - 2 * x + 2, ">", (at_least(x, 0),), Status.PROVED),
        (x**3 - 2 * x + 1, ">=", (at_least(x, 0),), Status.REFUTED),
        (x * (x - 1), ">", (above(x, 1),), Status.PROVED),
        (x * (x - 1), ">", (at_least(x, 1),), Status.REFUTED),
        (x * (1 - x), ">=", (between(x, 0, 1),), Status.PROVED),
        (x * (1 - x), ">", (between(x, 0, 1),), Status.REFUTED),
        (x * (1 - x), ">", (between(x, 0, 1, lower_open=True),), Status.REFUTED),
        (x * (1 - x), ">", (between(x, 0, 1, lower_open=True, upper_open=True),), Status.PROVED),
        (1 - x, ">", (between(x, 0, 1, upper_open=True),), Status.PROVED),
        (Rational(1, 4) - x + x**2, ">=", (between(x, 0, 1),), Status.PROVED),
        (Rational(1, 5) - x + x**2, ">=", (between(x, 0, 1),), Status.REFUTED),
        (3 - x, ">=", (at_most(x, 3),), Status.PROVED),
        (2 - x, ">=", (at_most(x, 3),), Status.REFUTED),
        (1 / (x - 1), ">", (above(x, 1),), Status.PROVED),
        (1 / (1 - x), "<", (above(x, 1),), Status.PROVED),
        (o - a, ">=", (at_least(a, 0), at_least(b, 0), at_least(o, a + b)), Status.PROVED),
        (o - a - 2 * b, ">=", (at_least(a, 0), at_least(b, 0), at_least(o, a + b)), Status.REFUTED),
        (y * (x - y), ">=", (at_least(x, 0), between(y, 0, x)), Status.PROVED),
        (sympy.Integer(0), ">", (at_least(x, 0),), Status.REFUTED),
        (alpha**2 - 3, ">=", (at_least(alpha, sqrt(3)),), Status.PROVED),
        (alpha**2 - 3, ">", (at_least(alpha, sqrt(3)),), Status.REFUTED),
    ],
)
def test_signs(lhs: sympy.Expr, relation: Relation, ranges: tuple[Range, ...], expected: Status) -> None:
    """Touching roots, open and closed ends, bounds in other variables and irrational ends are told apart."""
    assert inequality(lhs, relation, *ranges) is expected


@pytest.mark.parametrize(
    "root", [Fraction(1, 3), Fraction(1, 2), Fraction(1), Fraction(7, 2), Fraction(1000)]
)
@pytest.mark.parametrize("gap", [Fraction(1, 10**12), Fraction(1, 7)])
def test_narrow_dip_is_not_missed(root: Fraction, gap: Fraction) -> None:
    """Two roots arbitrarily close together: the polynomial is negative between them and must not pass."""
    low, high = (Rational(v.numerator, v.denominator) for v in (root, root + gap))
    for ranges in (at_least(x, 0), between(x, 0, 2000)):
        assert inequality((x - low) * (x - high), ">=", ranges) is not Status.PROVED
        assert inequality((x - low) ** 2, ">=", ranges) is Status.PROVED
        assert inequality((x - low) ** 2, ">", ranges) is not Status.PROVED


@pytest.mark.parametrize("bump", [0, 1])
def test_narrow_dip_over_quadratic_field(bump: int) -> None:
    """The same with irrational coefficients, where the norm also has conjugate roots."""
    lhs = (x - sqrt(2)) ** 2 * (x - sqrt(2) - Rational(1, 10**9)) + bump
    assert inequality(lhs, ">=", at_least(x, 0)) is not Status.PROVED
    assert inequality((x - sqrt(2)) ** 2 * (x + sqrt(2)), ">=", at_least(x, 0)) is Status.PROVED


def test_pole_inside_the_domain_is_not_proved() -> None:
    """A denominator that vanishes in the domain leaves the statement without meaning there."""
    assert inequality(1 / (x - 2) ** 2, ">", at_least(x, 0)) is Status.UNDECIDED


def test_variable_without_range_is_not_proved() -> None:
    """A variable nobody gave a range is an unstated hypothesis."""
    assert inequality(x + y, ">=", at_least(x, 0)) is Status.UNDECIDED


def test_empty_range_is_not_a_proof() -> None:
    """Everything holds on an empty domain, so an inverted range is refused."""
    assert inequality(sympy.Integer(-1), ">=", between(x, 2, 1)) is Status.UNDECIDED
    assert inequality(x, ">=", between(x, 2, 1)) is Status.UNDECIDED


def test_float_coefficient_is_not_proved() -> None:
    """Binary floats have no place in an exact proof."""
    assert inequality(sympy.Float(0.1) * x, ">=", at_least(x, 0)) is Status.UNDECIDED


def test_two_square_roots_are_not_proved() -> None:
    """Outside one quadratic field the method gives up instead of guessing."""
    assert inequality(x + sqrt(2) + sqrt(3), ">", at_least(x, 0)) is Status.UNDECIDED


def test_cuts_prove_piecewise_and_lose_nothing() -> None:
    """Cutting the domain keeps both pieces: a violation in either still shows."""
    good = Inequality(
        name="i",
        lhs=x**2 * (1 + y) - 2 * x + 1,
        relation=">=",
        rhs=0,
        domain=domain(at_least(y, 0), at_least(x, 0)),
        cuts=((x, 1),),
    )
    assert status(good) in (Status.PROVED, Status.UNDECIDED)
    cut = Inequality(
        name="i",
        lhs=(x - 1) ** 2 + y * x,
        relation=">=",
        rhs=0,
        domain=domain(at_least(y, 0), at_least(x, 0)),
    )
    assert status(cut) is Status.UNDECIDED
    assert status(replace(cut, cuts=((x, sympy.Integer(1)),))) is Status.PROVED
    low = replace(cut, lhs=(x - 1) ** 2 + y * x - Rational(1, 2), cuts=((x, sympy.Integer(1)),))
    assert status(low) is Status.REFUTED


PACKING = Consequence(
    name="L3.9",
    # M < (k+2)(s + (tau+1)/2), from Peak(k+1) > M with a gcd of at least 1
    lhs=(k + 2) * (s + (tau + 1) / 2),
    relation=">",
    rhs=M,
    hypotheses=(Hypothesis(s * (k + 1) + (tau * (k + 1) + tau + k + 1 - 1) / 2, ">", M, sympy.Integer(1)),),
    domain=domain(at_least(s, 0), at_least(k, 1), at_least(tau, 1), real(M)),
)


def test_consequence_by_multipliers() -> None:
    """The packing bound of Lemma 3.9 follows from the peak of one more job."""
    assert status(PACKING) is Status.PROVED


@pytest.mark.parametrize(
    "mutant",
    [
        replace(PACKING, lhs=(k + 1) * (s + (tau + 1) / 2)),
        replace(PACKING, hypotheses=(replace(PACKING.hypotheses[0], multiplier=sympy.Integer(2)),)),
        replace(PACKING, hypotheses=(replace(PACKING.hypotheses[0], multiplier=sympy.Integer(-1)),)),
        replace(PACKING, hypotheses=(replace(PACKING.hypotheses[0], relation="<"),)),
        replace(PACKING, hypotheses=()),
        replace(PACKING, domain=PACKING.domain.replace(at_least(s, -5))),
    ],
)
def test_consequence_mutants(mutant: Consequence) -> None:
    """A wrong goal, multiplier, hypothesis or domain does not pass."""
    assert status(mutant) is not Status.PROVED


def test_weak_hypothesis_gives_no_strict_goal() -> None:
    """From 2 y >= 2 x one must not conclude y > x."""
    weak = Consequence(
        name="i",
        lhs=y,
        relation=">",
        rhs=x,
        hypotheses=(Hypothesis(2 * y, ">=", 2 * x, Rational(1, 2)),),
        domain=domain(real(x), real(y)),
    )
    assert status(weak) is not Status.PROVED
    strong = Hypothesis(2 * y, ">", 2 * x, Rational(1, 2))
    assert status(replace(weak, hypotheses=(strong,))) is Status.PROVED


SQUARES = SumOfSquares(
    name="M5",
    expr=t * x**2 - 2 * x * y + y**2 / t,
    squares=((1 / t, t * x - y),),
    domain=domain(above(t, 0), real(x), real(y)),
)


def test_weighted_square() -> None:
    """The weighted mean inequality is a square over a positive weight."""
    assert status(SQUARES) is Status.PROVED


@pytest.mark.slow
@pytest.mark.parametrize(
    "mutant",
    [
        replace(SQUARES, squares=((1 / t, t * x + y),)),
        replace(SQUARES, squares=((-1 / t, t * x - y),)),
        replace(SQUARES, expr=t * x**2 - 3 * x * y + y**2 / t),
        replace(SQUARES, domain=domain(at_least(t, 0), real(x), real(y))),
        replace(SQUARES, domain=domain(real(t), real(x), real(y))),
        replace(SQUARES, expr=-(x**2), squares=((sympy.Integer(-1), x),)),
    ],
)
def test_square_mutants(mutant: SumOfSquares) -> None:
    """A wrong square, a negative weight or a weight that may vanish below does not pass."""
    assert status(mutant) is not Status.PROVED


def test_obligations_are_data() -> None:
    """Each polynomial step exposes expression, relation, domain and hypotheses for another solver."""
    (item,) = PACKING.obligations()
    assert (item.relation, len(item.hypotheses)) == (">", 1)
    assert item.domain == PACKING.domain
    (plain,) = SLICE_RATIO.obligations()
    assert plain.lhs == SLICE_RATIO.lhs
