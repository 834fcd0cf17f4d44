"""Cover every budget by boxes of slices, with a weight per phase: what the Coq box certificates are made of.

Nothing here is trusted: Coq's checkers judge what `proofs.formal.box_data` writes of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor, isqrt

DEEPEST = 40
NARROWEST = 22  # bisections of one box
WEIGHT_UNIT = 20000  # weights are rounded down to multiples of 1/20000


@dataclass(frozen=True)
class Row:
    """One phase: the way its cost is bounded, a lower bound on its parallelism, its weight."""

    direct: bool
    parallelism: int
    weight: Fraction

    def coq(self) -> str:
        """Return the row as a Coq term."""
        return f"Row {str(self.direct).lower()} {self.parallelism} {rational(self.weight)}"


@dataclass(frozen=True)
class Box:
    """Rows for the longest slices, one row for all deeper phases, the upper end of U (None: unbounded)."""

    rows: tuple[Row, ...]
    deep: Row
    high: Fraction | None

    def coq(self) -> str:
        """Return the box as a Coq term."""
        rows = "; ".join(row.coq() for row in self.rows)
        high = "None" if self.high is None else f"(Some {rational(self.high)})"
        return f"Box [{rows}]\n    ({self.deep.coq()}) {high}"


class NoCover(Exception):
    """Raised where no box is found."""


def rational(value: Fraction) -> str:
    """Return a rational as a Coq literal."""
    return f"({value.numerator} # {value.denominator})"


class Slicing:
    """GSA's boxes at one rational scaling factor and one constant.

    Parameters
    ----------
    bound
        The constant.
    alpha
        The scaling factor.
    """

    def __init__(self, bound: Fraction, alpha: Fraction) -> None:
        self.half = bound / 2
        self.rho = 1 / alpha
        square = self.rho * self.rho
        self.room = self.half * (self.rho - square)
        self.growth = self.half * (square - square * square)

    def cost(self, row: Row, x: Fraction) -> tuple[Fraction, Fraction]:
        """Return the cost of a phase of relative slice x as constant and coefficient of U."""
        if row.direct:
            return Fraction(1, 2 * row.parallelism), Fraction(1, row.parallelism)
        return (1 + Fraction(1, row.parallelism)) / 2, (1 + Fraction(2, row.parallelism)) / 2 * x

    def parallelism(self, low: Fraction, x: Fraction) -> int:
        """Return the largest lower bound on k* that the checker accepts from U = low on."""
        most = floor((1 + 2 * low - x * low) / (1 + x * low))
        while most > 1 and (most + 1) * x > 2:
            most -= 1
        return max(most, 1)

    def deep_row(self, high: Fraction | None, parallelism: int, weights: list[Fraction]) -> Row | None:
        """Return the acceptable row for all deeper phases with the largest of these weights."""
        best: Row | None = None
        for direct in (True, False):
            for weight in weights:
                row = Row(direct, parallelism, weight)
                if self.keeps(row, high) and (best is None or weight > best.weight):
                    best = row
        return best

    def keeps(self, row: Row, high: Fraction | None) -> bool:
        """Tell whether the row can follow itself in all deeper phases."""
        weight, more = row.weight, 1 / row.weight - 1
        if row.direct:
            need = (1 + weight + more * self.rho) / row.parallelism
            return high is not None and (Fraction(1, 2) + high) * need <= self.room
        constant, slope = (1 + Fraction(1, row.parallelism)) / 2, (1 + Fraction(2, row.parallelism)) / 2
        return (
            constant * (1 + weight + more * self.rho) <= self.room
            and slope * (1 + weight + more * self.rho * self.rho) <= self.growth
        )

    def row_above(self, low: Fraction, high: Fraction | None, x: Fraction, k: int, below: Row) -> Row | None:
        """Return the row of the largest weight that the phase of slice x can have above ``below``."""
        best: Row | None = None
        for direct in (True, False):
            weight = self._weight(low, high, x, Row(direct, k, Fraction(1)), below)
            if weight > 1 and not self._affordable(low, high, x, Row(direct, k, weight)):
                weight = Fraction(1)
            if weight > 0 and (best is None or weight > best.weight):
                best = Row(direct, k, weight)
        return best

    def _weight(self, low: Fraction, high: Fraction | None, x: Fraction, row: Row, below: Row) -> Fraction:
        constant, slope = self.cost(row, x)
        constant_below, slope_below = self.cost(below, self.rho * x)
        passed = (1 / below.weight - 1) * self.rho

        def at(u: Fraction) -> Fraction:
            gained = self.room + self.growth * x * u - passed * (constant_below + slope_below * u)
            return gained / (constant + slope * u) - 1

        far = (self.growth * x - passed * slope_below) / slope - 1 if high is None else at(high)
        return Fraction(floor(min(at(low), far) * WEIGHT_UNIT), WEIGHT_UNIT)

    def _affordable(self, low: Fraction, high: Fraction | None, x: Fraction, row: Row) -> bool:
        constant, slope = self.cost(row, x)
        spent = 1 - 1 / row.weight
        left = self.half * self.rho - spent * constant
        grown = self.half * self.rho * self.rho * x - spent * slope
        return left + grown * low >= 0 and (grown >= 0 if high is None else left + grown * high >= 0)

    def stack(self, low: Fraction, high: Fraction | None, kappa: list[int], deep: Row) -> Box | None:
        """Return the box with these parallelisms above the deep row, if every phase finds a weight."""
        rows: list[Row] = []
        below = deep
        for j in range(len(kappa) - 1, -1, -1):
            row = self.row_above(low, high, self.rho**j, kappa[j], below)
            if row is None:
                return None
            rows.append(row)
            below = row
        return Box(tuple(reversed(rows)), deep, high)

    def search(self, low: Fraction, high: Fraction | None) -> Box | None:
        """Return the box with the fewest rows."""
        root = Fraction(isqrt(int(self.rho * 10**6)), 1000)
        weights = [root, root + Fraction(1, 1000), self.rho, (self.rho + root) / 2]
        for depth in range(DEEPEST):
            deep = self.deep_row(high, self.parallelism(low, self.rho**depth), weights)
            if deep is None:
                continue
            kappa = [self.parallelism(low, self.rho**j) for j in range(depth)]
            if box := self.stack(low, high, kappa, deep):
                return box
        return None

    def cover(self, low: Fraction, high: Fraction | None, bisections: int = NARROWEST) -> Iterator[Box]:
        """Yield boxes that cover [low, high], halving where none is found."""
        if box := self.search(low, high):
            yield box
        elif high is None or bisections == 0:
            raise NoCover(f"no box for U from {low} to {high}")
        else:
            middle = (low + high) / 2
            yield from self.cover(low, middle, bisections - 1)
            yield from self.cover(middle, high, bisections - 1)


class Batching(Slicing):
    """GBA's boxes: no weights, every phase pays for itself."""

    def keeps(self, row: Row, high: Fraction | None) -> bool:
        """Tell whether the row pays for itself in all deeper phases."""
        if row.direct:
            need = Fraction(1, row.parallelism)
            return high is not None and (Fraction(1, 2) + high) * need <= self.half * self.rho
        constant, slope = (1 + Fraction(1, row.parallelism)) / 2, (1 + Fraction(2, row.parallelism)) / 2
        return constant <= self.half * self.rho and slope <= self.half * self.rho * self.rho

    def row_above(self, low: Fraction, high: Fraction | None, x: Fraction, k: int, below: Row) -> Row | None:
        """Return a row of weight one that pays for itself."""
        for direct in (True, False):
            row = Row(direct, k, Fraction(1))
            constant, slope = self.cost(row, x)
            left, grown = self.half * self.rho - constant, self.half * self.rho * self.rho * x - slope
            if left + grown * low >= 0 and (grown >= 0 if high is None else left + grown * high >= 0):
                return row
        return None
