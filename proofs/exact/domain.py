"""What the variables of a claim range over."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import sympy

from proofs.exact.polynomial import evaluate, radicand, terms, without_radicals
from proofs.exact.quadratic import Quadratic, Unsupported

Bound: TypeAlias = "sympy.Expr | int | Fraction"


def is_plain(symbol: sympy.Basic) -> bool:
    """Whether a symbol is its name and nothing else: no assumption, no dummy."""
    return type(symbol) is sympy.Symbol and symbol == sympy.Symbol(symbol.name)


@dataclass(frozen=True)
class Range:
    """One variable and its range.

    Parameters
    ----------
    symbol
        The variable.
    lower, upper
        Bounds, or None for none; constants of Q or Q(sqrt d), or polynomials in variables that come
        *earlier* in the domain (``o >= a + b``).
    lower_open, upper_open
        Whether the bound itself is excluded.
    integer
        Whether only integers are meant. Proofs over the reals do not use it; a counterexample respects it.

    Raises
    ------
    ValueError
        If the symbol carries assumptions of sympy, which would be hypotheses that nobody stated, or a bound
        is not finite.
    """

    symbol: sympy.Symbol
    lower: sympy.Expr | None = None
    upper: sympy.Expr | None = None
    lower_open: bool = False
    upper_open: bool = False
    integer: bool = False

    def __post_init__(self) -> None:
        for symbol in (self.symbol, *(item for end in self.ends for item in end.free_symbols)):
            if not is_plain(symbol):
                raise ValueError(
                    f"{symbol} carries assumptions of sympy; take it from proofs.symbols and state its range"
                )
        if any(end.has(sympy.oo, -sympy.oo, sympy.zoo, sympy.nan) for end in self.ends):
            raise ValueError(f"a bound of {self.symbol} is not finite; leave it out instead")

    @property
    def ends(self) -> tuple[sympy.Expr, ...]:
        """The bounds there are."""
        return tuple(sympy.sympify(end) for end in (self.lower, self.upper) if end is not None)

    def __str__(self) -> str:
        left = "" if self.lower is None else f"{self.lower} {'<' if self.lower_open else '<='} "
        right = "" if self.upper is None else f" {'<' if self.upper_open else '<='} {self.upper}"
        kind = " integer" if self.integer else ""
        if not left and not right:
            return f"{self.symbol} real{kind}"
        return f"{left}{self.symbol}{right}{kind}"


def _bound(value: Bound | None) -> sympy.Expr | None:
    if value is None:
        return None
    if isinstance(value, float):
        raise TypeError("bounds are exact: a float is refused")
    return sympy.sympify(value)


def at_least(symbol: sympy.Symbol, lower: Bound, *, integer: bool = False) -> Range:
    """``symbol >= lower``."""
    return Range(symbol, _bound(lower), integer=integer)


def above(symbol: sympy.Symbol, lower: Bound, *, integer: bool = False) -> Range:
    """``symbol > lower``."""
    return Range(symbol, _bound(lower), lower_open=True, integer=integer)


def between(
    symbol: sympy.Symbol,
    lower: Bound,
    upper: Bound,
    *,
    lower_open: bool = False,
    upper_open: bool = False,
    integer: bool = False,
) -> Range:
    """``lower <= symbol <= upper``, with either end excluded on request."""
    return Range(symbol, _bound(lower), _bound(upper), lower_open, upper_open, integer)


def at_most(symbol: sympy.Symbol, upper: Bound, *, strict: bool = False) -> Range:
    """``symbol <= upper`` (``<`` if strict)."""
    return Range(symbol, None, _bound(upper), upper_open=strict)


def real(symbol: sympy.Symbol) -> Range:
    """Any real number."""
    return Range(symbol)


def whole(symbol: sympy.Symbol) -> Range:
    """Any integer."""
    return Range(symbol, integer=True)


@dataclass(frozen=True)
class Domain:
    """A sequence of ranges; a bound may mention only variables that come before its own.

    Raises
    ------
    ValueError
        On a repeated variable, or a bound that mentions a variable not yet declared.
    """

    ranges: tuple[Range, ...] = ()

    def __post_init__(self) -> None:
        seen: set[sympy.Symbol] = set()
        for item in self.ranges:
            if item.symbol in seen:
                raise ValueError(f"{item.symbol} has two ranges")
            for bound in item.ends:
                if not bound.free_symbols <= seen:
                    raise ValueError(f"the range of {item.symbol} mentions a variable not declared before it")
            seen.add(item.symbol)

    @property
    def symbols(self) -> tuple[sympy.Symbol, ...]:
        """The variables in order."""
        return tuple(item.symbol for item in self.ranges)

    def __getitem__(self, symbol: sympy.Symbol) -> Range:
        for item in self.ranges:
            if item.symbol == symbol:
                return item
        raise KeyError(str(symbol))

    def replace(self, new: Range) -> Domain:
        """Return the same domain with one range exchanged."""
        self[new.symbol]
        return Domain(tuple(new if item.symbol == new.symbol else item for item in self.ranges))

    def __str__(self) -> str:
        return ", ".join(str(item) for item in self.ranges) or "no variables"


def domain(*ranges: Range) -> Domain:
    """Build a `Domain` from ranges in order."""
    return Domain(ranges)


_STEPS = tuple(
    Quadratic(Fraction(value))
    for value in ("0", "1", "1000", "1/1000", "1/7", "1/2", "3/4", "3/2", "2", "3", "10")
)
_SHARES = tuple(Quadratic(Fraction(value)) for value in ["0", "1/1000", "1/4", "1/2", "3/4", "999/1000", "1"])


def _candidates(item: Range, lower: Quadratic | None, upper: Quadratic | None) -> Iterator[Quadratic]:
    if lower is not None and upper is not None:
        values = [lower + (upper - lower) * share for share in _SHARES]
        values += [lower + step for step in _STEPS]
    elif lower is not None:
        values = [lower + step for step in _STEPS]
    elif upper is not None:
        values = [upper - step for step in _STEPS]
    else:
        values = [*_STEPS, *(-step for step in _STEPS)]
    for value in values:
        if item.integer and (value.d != 1 or value.a.denominator != 1):
            continue
        if lower is not None and (value - lower).sign() < (1 if item.lower_open else 0):
            continue
        if upper is not None and (upper - value).sign() < (1 if item.upper_open else 0):
            continue
        yield value


def sample_points(area: Domain, limit: int = 400) -> Iterator[dict[sympy.Symbol, Quadratic]]:
    """Exact points of a domain, for *refuting* only; that none refutes proves nothing.

    Parameters
    ----------
    area
        The domain.
    limit
        At most this many points are yielded; the order is fixed.
    """
    bounds = [bound for item in area.ranges for bound in (item.lower, item.upper) if bound is not None]
    d = radicand(bounds)
    symbols = area.symbols

    def resolve(bound: sympy.Expr | None, chosen: list[Quadratic]) -> Quadratic | None:
        if bound is None:
            return None
        known = symbols[: len(chosen)]
        return evaluate(terms(sympy.expand(without_radicals(bound)), known, d), chosen)

    def extend(chosen: list[Quadratic], picks: tuple[int, ...]) -> list[Quadratic] | None:
        for item, pick in zip(area.ranges, picks, strict=True):
            values = list(_candidates(item, resolve(item.lower, chosen), resolve(item.upper, chosen)))
            if pick >= len(values):
                return None
            chosen.append(values[pick])
        return chosen

    size = len(_STEPS) + len(_SHARES) + 2
    count = len(area.ranges)
    if size**count <= 4 * limit:
        selections: Iterator[tuple[int, ...]] = itertools.product(range(size), repeat=count)
    else:
        source = random.Random(1)
        corners = itertools.product((0, 1, 2), repeat=count)
        scattered = (tuple(source.randrange(len(_STEPS)) for _ in range(count)) for _ in range(4 * limit))
        selections = itertools.chain(itertools.islice(corners, limit), scattered)
    given = 0
    for picks in selections:
        point = extend([], picks)
        if point is None:
            continue
        yield dict(zip(symbols, point, strict=True))
        given += 1
        if given >= limit:
            return


__all__ = [
    "Bound",
    "Domain",
    "Range",
    "Unsupported",
    "above",
    "at_least",
    "at_most",
    "between",
    "domain",
    "real",
    "sample_points",
    "whole",
]
