"""Whether the steps of a claim speak of everything the claim speaks of.

A step shown on a smaller domain than its claim's shows a smaller statement. So the range a step gives to a
variable of the claim must contain the claim's range, unless the step says which case it treats and the
claim lists cases that together cover the range.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import sympy

from proofs.exact.domain import Domain, Range
from proofs.exact.positivity import empty_range, polynomial_sign
from proofs.exact.quadratic import Unsupported, as_fraction


@dataclass(frozen=True)
class Case:
    """One case of a distinction on one variable.

    Parameters
    ----------
    label
        What a step quotes in its ``case``, such as ``"k >= 2"``.
    within
        The range of the variable in this case; a bound left out is the claim's own. The cases on a
        variable are listed in ascending order, and each must begin no later than where the one before ends.
    """

    label: str
    within: Range


@dataclass(frozen=True)
class Scope:
    """What one statement of a step ranges over: its domain and the variables that occur in it."""

    domain: Domain
    symbols: frozenset[sympy.Symbol]

    def relevant(self) -> frozenset[sympy.Symbol]:
        """The occurring variables, and those that the ranges of these mention."""
        return closure(self.domain, self.symbols)


def closure(area: Domain, symbols: Iterable[sympy.Symbol]) -> frozenset[sympy.Symbol]:
    """Return the given symbols and all that their ranges in ``area`` rest on."""
    reached = set(symbols)
    for item in reversed(area.ranges):
        if item.symbol in reached:
            for bound in item.ends:
                reached |= bound.free_symbols
    return frozenset(reached)


def _restricted(area: Domain, symbols: Iterable[sympy.Symbol]) -> Domain:
    wanted = closure(area, symbols)
    return Domain(tuple(item for item in area.ranges if item.symbol in wanted))


def _holds(expr: sympy.Expr, area: Domain, *, strict: bool) -> bool:
    """Whether ``expr >= 0`` (``> 0``) is proved on the part of the domain it speaks of."""
    try:
        return polynomial_sign(expr, _restricted(area, expr.free_symbols), strict=strict) is not None
    except (Unsupported, sympy.PolynomialError):
        return False


def _whole(item: Range) -> Range:
    """Close the rational bounds of an integer variable: ``k > 0`` is ``k >= 1``."""
    if not item.integer:
        return item
    low, high = item.lower, item.upper
    low_open, high_open = item.lower_open, item.upper_open
    if low is not None and low.is_Rational is True:
        value = as_fraction(low)
        low = sympy.Integer(floor(value) + 1 if low_open else ceil(value))
        low_open = False
    if high is not None and high.is_Rational is True:
        value = as_fraction(high)
        high = sympy.Integer(ceil(value) - 1 if high_open else floor(value))
        high_open = False
    return Range(item.symbol, low, high, low_open, high_open, True)


def contains(outer: Range, inner: Range, area: Domain) -> bool:
    """Whether a variable with range ``inner``, a member of ``area``, always lies in ``outer``.

    Decided by the sign methods of `proofs.exact.positivity`; what they cannot decide counts as not contained.
    """
    if outer == inner:
        return True
    if outer.integer and not inner.integer:
        return False
    x = outer.symbol
    lower = outer.lower is None or (
        (outer.lower == inner.lower and (inner.lower_open or not outer.lower_open))
        or _holds(x - outer.lower, area, strict=outer.lower_open)
    )
    upper = outer.upper is None or (
        (outer.upper == inner.upper and (inner.upper_open or not outer.upper_open))
        or _holds(outer.upper - x, area, strict=outer.upper_open)
    )
    return lower and upper


def is_integral(bound: sympy.Expr, area: Domain) -> bool:
    """Whether a polynomial bound takes integer values on the domain, as far as its coefficients show."""
    known = {item.symbol for item in area.ranges if item.integer}
    if not bound.free_symbols <= known:
        return False
    if not bound.free_symbols:
        return bound.is_Integer is True
    try:
        return bool(sympy.Poly(bound, *sorted(bound.free_symbols, key=str)).domain == sympy.ZZ)
    except sympy.PolynomialError:
        return False


def _adjacent(first: Range, second: Range, area: Domain) -> bool:
    """Whether no value lies above ``first`` and below ``second``."""
    if first.upper is None or second.lower is None:
        return True
    gap = Fraction(0)
    integer = area[first.symbol].integer and not first.upper_open and not second.lower_open
    if integer and is_integral(first.upper, area) and is_integral(second.lower, area):
        gap = Fraction(1)
    distance = first.upper + sympy.Rational(gap.numerator, gap.denominator) - second.lower
    both_open = first.upper_open and second.lower_open
    if distance == 0:
        return not both_open
    return _holds(distance, area, strict=both_open)


def cases_cover(cases: Sequence[Case], area: Domain) -> bool:
    """Whether the cases, all on one variable and in ascending order, cover its range in the domain."""
    item = area[cases[0].within.symbol]
    parts = [_whole(_as_kind(case.within, item)) for case in cases]
    first, last = parts[0], parts[-1]
    ends = Range(item.symbol, first.lower, last.upper, first.lower_open, last.upper_open)
    normal = _whole(item)
    if not contains(ends, normal, area.replace(normal)):
        return False
    return all(_adjacent(one, two, area) for one, two in itertools.pairwise(parts))


def _as_kind(part: Range, item: Range) -> Range:
    """Read the bounds of a case as bounds on a variable of the claim's kind (integer or real)."""
    return Range(part.symbol, part.lower, part.upper, part.lower_open, part.upper_open, item.integer)


def _in_case(area: Domain, case: Case) -> Domain:
    """Narrow a domain to a case; bounds the case leaves out stay."""
    item, part = area[case.within.symbol], case.within
    low = (item.lower, item.lower_open) if part.lower is None else (part.lower, part.lower_open)
    high = (item.upper, item.upper_open) if part.upper is None else (part.upper, part.upper_open)
    return area.replace(Range(item.symbol, low[0], high[0], low[1], high[1], item.integer))


def uncovered(
    area: Domain, cases: Sequence[Case], steps: Iterable[tuple[str, str, Sequence[Scope]]]
) -> tuple[str, ...]:
    """List every gap between a claim's domain and its steps' domains, in words.

    Parameters
    ----------
    area
        The claim's domain.
    cases
        The claim's cases.
    steps
        Per step: its name, the label of its case (empty for none), and its scopes.
    """
    gaps: list[str] = []
    try:
        empty = empty_range(area)
    except Unsupported as error:
        empty = f"whether {area} holds a point is not decided: {error}"
    if empty is not None:
        gaps.append(f"empty: {empty}")
    by_label = {case.label: case for case in cases}
    if len(by_label) != len(cases):
        gaps.append("uncovered: two cases have the same label")
    for symbol in dict.fromkeys(case.within.symbol for case in cases):
        group = [case for case in cases if case.within.symbol == symbol]
        if symbol not in area.symbols:
            gaps.append(f"uncovered: cases on {symbol}, which is no variable of the claim")
        elif not cases_cover(group, area):
            labels = ", ".join(case.label for case in group)
            gaps.append(f"uncovered: cases {labels}, variable {symbol}")
    used: set[str] = set()
    for name, label, scopes in steps:
        narrowed = area
        if label:
            used.add(label)
            case = by_label.get(label)
            if case is None or case.within.symbol not in area.symbols:
                gaps.append(f"uncovered: step {name}, case {label} is not listed by the claim")
                continue
            narrowed = _in_case(area, case)
        gaps += [f"uncovered: step {name}, variable {symbol}" for symbol in _narrowed_by(scopes, narrowed)]
    gaps += [f"uncovered: case {label} has no step" for label in by_label if label not in used]
    return tuple(gaps)


def _narrowed_by(scopes: Sequence[Scope], area: Domain) -> list[sympy.Symbol]:
    """Return the variables of the domain that some scope gives a range too small."""
    ranges = tuple(_whole(item) for item in area.ranges)
    known = set(area.symbols)
    small: list[sympy.Symbol] = []
    for scope in scopes:
        relevant = scope.relevant()
        extra = tuple(item for item in scope.domain.ranges if item.symbol not in known)
        for item in ranges:
            symbol = item.symbol
            if symbol not in relevant or symbol not in scope.domain.symbols or symbol in small:
                continue
            outer = scope.domain[symbol]
            if not contains(outer, item, Domain((*ranges, *extra))):
                small.append(symbol)
    return small


def unlisted(area: Domain, steps: Iterable[tuple[str, Sequence[Scope]]]) -> tuple[str, ...]:
    """List the bounds that steps put on variables outside a domain, as ``step X: 1 <= g``."""
    bounds: dict[str, None] = {}
    for name, scopes in steps:
        for scope in scopes:
            relevant = scope.relevant()
            for item in scope.domain.ranges:
                bounded = item.lower is not None or item.upper is not None
                if bounded and item.symbol in relevant and item.symbol not in area.symbols:
                    bounds[f"step {name}: {item}"] = None
    return tuple(bounds)
