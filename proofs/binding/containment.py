"""Whether a premise speaks of the place where it is used: its domain, with its variables renamed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import sympy

from proofs.coverage import closure, contains, is_integral
from proofs.exact.domain import Domain, Range
from proofs.exact.quadratic import Unsupported
from proofs.method.inequalities import prove_sign

if TYPE_CHECKING:
    from proofs.claim import Claim


def outside(
    premise: Claim,
    symbols: Collection[sympy.Symbol],
    names: Mapping[sympy.Symbol, sympy.Expr],
    places: Sequence[Domain],
) -> str:
    """Return why some variable of a premise may lie outside its range; empty if none can.

    Parameters
    ----------
    premise
        The claim that is used.
    symbols
        The variables that matter to what is used of it.
    names
        What stands for its variables.
    places
        Where it is used; a range found in an earlier one counts before those in later ones.
    """
    area = _together(places)
    declared = Domain((*premise.domain.ranges, *premise.auxiliary))
    wanted = closure(declared, symbols)
    for item in declared.ranges:
        image = sympy.sympify(names.get(item.symbol, item.symbol))
        if item.symbol in wanted and not _inside(item, image, names, area):
            return f"{image} may lie outside {item}"
    return ""


def _together(places: Sequence[Domain]) -> Domain:
    """Return one domain; a range whose bounds speak of what is not there is left without bounds."""
    ranges: dict[sympy.Symbol, Range] = {}
    for place in places:
        for item in place.ranges:
            if item.symbol not in ranges:
                known = all(
                    bound is None or bound.free_symbols <= set(ranges) for bound in (item.lower, item.upper)
                )
                ranges[item.symbol] = item if known else Range(item.symbol, integer=item.integer)
    return Domain(tuple(ranges.values()))


def _inside(item: Range, image: sympy.Expr, names: Mapping[sympy.Symbol, sympy.Expr], area: Domain) -> bool:
    if item.integer and not is_integral(image, area):
        return False
    lower, upper = (
        None if bound is None else bound.xreplace(dict(names)) for bound in (item.lower, item.upper)
    )
    if image.is_Symbol and image in area.symbols:
        outer = Range(image, lower, upper, item.lower_open, item.upper_open, item.integer)
        return contains(outer, area[image], area)
    above = lower is None or sign_on(image - lower, area, strict=item.lower_open)
    return above and (upper is None or sign_on(upper - image, area, strict=item.upper_open))


def sign_on(expr: sympy.Expr, area: Domain, *, strict: bool) -> bool:
    """Whether a rational expression is proved nonnegative (positive) on the part of a domain it speaks of."""
    relevant = closure(area, expr.free_symbols)
    try:
        part = Domain(tuple(item for item in area.ranges if item.symbol in relevant))
        return prove_sign(expr, part, strict=strict) is not None
    except (Unsupported, sympy.PolynomialError):
        return False
