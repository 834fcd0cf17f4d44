"""Random attack on the sign methods: whatever they call proved survives a dense exact search."""

import random
from fractions import Fraction

import pytest
import sympy
from sympy import Rational, sqrt

from proofs.exact.domain import Domain, Range, above, at_least, at_most, between
from proofs.exact.polynomial import evaluate, radicand, terms, without_radicals
from proofs.exact.quadratic import Quadratic
from proofs.method import Inequality
from proofs.step import Relation
from proofs.symbols import x, y
from proofs.verdict import Status


def random_range(source: random.Random, symbol: sympy.Symbol) -> Range:
    """Draw a half-line or an interval with random ends."""
    low = Rational(source.randint(-4, 4), source.choice([1, 2, 3]))
    match source.randrange(4):
        case 0:
            return at_least(symbol, low)
        case 1:
            return above(symbol, low)
        case 2:
            return at_most(symbol, low, strict=source.random() < 0.5)
    high = low + Rational(source.randint(1, 6), source.choice([1, 2]))
    return between(symbol, low, high, lower_open=source.random() < 0.5, upper_open=source.random() < 0.5)


def grid(item: Range) -> list[Fraction]:
    """Many rationals of a range, its closed ends included."""
    values = [Fraction(step, 12) for step in range(-96, 97)] + [Fraction(50), Fraction(-50)]

    def inside(value: Fraction) -> bool:
        number = Rational(value.numerator, value.denominator)
        low = item.lower is None or (number > item.lower if item.lower_open else number >= item.lower)
        high = item.upper is None or (number < item.upper if item.upper_open else number <= item.upper)
        return bool(low) and bool(high)

    return [value for value in values if inside(value)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_nothing_false_is_proved(seed: int) -> None:
    """On random polynomials, many of them with touching or barely missing roots, no false proof appears."""
    source = random.Random(seed)
    proved = refuted = 0
    for _ in range(40):
        irrational = source.choice([sympy.Integer(0), sqrt(2), sqrt(5)])
        root = Rational(source.randint(-8, 8), source.choice([1, 2, 3, 4]))
        extra = Rational(source.choice([0, 0, 1, -1]), source.choice([1, 50]))
        two = source.random() < 0.4
        expr = (x - root) ** 2 * (x * source.randint(0, 2) + source.randint(0, 4) + irrational) + extra
        area = Domain((random_range(source, x),))
        if two:
            expr += y * (x * source.randint(-1, 2) + source.randint(-1, 3))
            area = Domain((*area.ranges, random_range(source, y)))
        relation: Relation = ">" if source.random() < 0.5 else ">="
        step = Inequality(name="i", lhs=expr, relation=relation, rhs=0, domain=area)
        verdict = step.discharge().status
        d = radicand([expr])
        polynomial = terms(sympy.expand(without_radicals(expr)), area.symbols, d)
        first, *second = [grid(item) for item in area.ranges]
        points = [(a, *rest) for a in first for rest in ([(b,) for b in second[0][::19]] if two else [()])]
        least = 1 if relation == ">" else 0
        violated = any(
            evaluate(polynomial, [Quadratic(value) for value in point]).sign() < least for point in points
        )
        if verdict is Status.PROVED:
            proved += 1
            assert not violated, f"{expr} {relation} 0 on {area}"
        if verdict is Status.REFUTED:
            refuted += 1
    assert proved > 5
    assert refuted > 5
