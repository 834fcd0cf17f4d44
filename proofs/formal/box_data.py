"""Write the Coq box certificates; those of GSA come from the boxes in `proofs/tighter/certificates`.

Nothing here is trusted: Coq's checkers (`Boxes.v`, `IntervalBoxes.v`, `GbaBoxes.v`) judge what is written.
Run ``python -m proofs.formal.box_data`` after changing a certificate.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor, isqrt
from pathlib import Path

FOLDER = Path(__file__).parent
CERTIFICATES = FOLDER.parent / "tighter" / "certificates"

DEEPEST = 40
NARROWEST = 22  # bisections of one box
WEIGHT_UNIT = 20000  # weights are rounded down to multiples of 1/20000
FACTOR_UNIT = 10**7  # an irrational factor lies between two neighbouring multiples of 1/10^7
SLACK = Fraction(1, 50000)  # what an interval certificate keeps back for the width of its interval
CUTS = tuple(Fraction(cut) for cut in ("0", "1/2", "1", "3/2", "2", "3", "5", "8", "13", "21", "50"))

# certificates whose smallest budgets are covered by hand in `proofs.tighter`; here all of them are boxes
RAISED_BOUNDS = {"9_4": Fraction(15301, 1000)}
# GBA: name, numerator and denominator of alpha, the constant on the area term
BATCHING = (("1809_1000", 1809, 1000, Fraction(65455, 10000)), ("2", 2, 1, Fraction(8)))


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


@dataclass(frozen=True)
class Saved:
    """A box certificate of `proofs.tighter`, as read from its file."""

    name: str
    alpha: tuple[Fraction, Fraction, int]
    bound: Fraction
    small: Fraction
    start: Fraction
    boxes: tuple[tuple[Fraction, Fraction | None, Fraction, tuple[int, ...]], ...]

    @classmethod
    def load(cls, path: Path) -> Saved:
        """Read a certificate."""
        document = json.loads(path.read_text())
        alpha = document["alpha"]
        boxes = tuple(
            (
                Fraction(box["low"]),
                None if box["high"] in (None, "inf") else Fraction(box["high"]),
                Fraction(box["t"]),
                tuple(box["kappa"]),
            )
            for box in document["boxes"]
        )
        return cls(
            path.stem,
            (Fraction(alpha["a"]), Fraction(alpha["b"]), alpha["d"]),
            RAISED_BOUNDS.get(path.stem, Fraction(document["bound"])),
            Fraction(document["small"]),
            Fraction(document["start"]),
            boxes,
        )

    @property
    def is_rational(self) -> bool:
        """Tell whether alpha is rational."""
        return self.alpha[1] == 0

    @property
    def floor_of_alpha(self) -> int:
        """Return the numerator of the largest multiple of 1/10^7 that is at most alpha."""
        a, b, d = self.alpha
        scale = a.denominator * b.denominator
        whole, part = int(a * scale * FACTOR_UNIT), int(b * scale * FACTOR_UNIT)
        return (whole + isqrt(part * part * d)) // scale

    def convert(self) -> list[Box]:
        """Return the saved boxes with weights, searching afresh where they need to be narrower."""
        if self.is_rational:
            slicing = Slicing(self.bound, self.alpha[0])
        else:
            slicing = Slicing(self.bound - SLACK, Fraction(self.floor_of_alpha, FACTOR_UNIT))
        result: list[Box] = []
        small = slicing.deep_row(min(self.start, Fraction(1, 2)), 1, [self.small])
        if small is None:
            raise NoCover(f"{self.name}: the smallest budgets")
        result.append(Box((), small, min(self.start, Fraction(1, 2))))
        if self.start > Fraction(1, 2):
            result.extend(slicing.cover(Fraction(1, 2), self.start))
        for low, high, weight, kappa in self.boxes:
            accepted = all(k <= slicing.parallelism(low, slicing.rho**j) for j, k in enumerate(kappa))
            deep = slicing.deep_row(high, kappa[-1], [weight]) if accepted else None
            box = slicing.stack(low, high, list(kappa[:-1]), deep) if deep else None
            result.extend([box] if box else slicing.cover(low, high))
        return result


def definition(name: str, boxes: list[Box]) -> str:
    """Return the Coq definition of a list of boxes."""
    body = ";\n".join("  " + box.coq() for box in boxes)
    return f"Definition {name} : list box := [\n{body}]."


def computed(name: str, statement: str) -> str:
    """Return a Coq lemma whose proof is a computation."""
    return f"Lemma {name} : {statement} = true.\nProof. vm_cast_no_check (eq_refl true). Qed."


def _file(comment: str, checker: str, parts: list[str]) -> str:
    head = (
        f"(* {comment}\n   Generated by box_data.py; only data, judged by the checker of {checker}.v. *)\n\n"
        "From Coq Require Import ZArith List QArith.\n"
        f"From RatioLab Require Import {'Boxes' if checker == 'Boxes' else 'Boxes ' + checker}.\n"
        "Import ListNotations.\nOpen Scope Q_scope.\n"
    )
    return head + "\n" + "\n\n".join(parts) + "\n"


def slicing_files() -> dict[str, str]:
    """Return the data files of GSA, by name: rational factors and irrational ones."""
    rationals: list[str] = []
    intervals: list[str] = []
    for path in sorted(CERTIFICATES.glob("*.json")):
        saved = Saved.load(path)
        boxes = saved.convert()
        bound = rational(saved.bound)
        if saved.is_rational:
            alpha = saved.alpha[0]
            name = f"boxes_{saved.name}"
            statement = f"certificate_ok {bound} {alpha.numerator} {alpha.denominator} {name}"
            note = f"(* alpha = {alpha} *)\n"
            rationals += [note + definition(name, boxes), computed(f"{name}_ok", statement)]
        else:
            low = saved.floor_of_alpha
            name = f"interval_boxes_{saved.name}"
            ends = f"({FACTOR_UNIT} # {low + 1}) ({FACTOR_UNIT} # {low})"
            statement = f"interval_certificate_ok {bound} {ends} {name}"
            note = f"(* {low}/10^7 <= alpha <= {low + 1}/10^7 *)\n"
            intervals += [note + definition(name, boxes), computed(f"{name}_ok", statement)]
    return {
        "GsaBoxData.v": _file("Box certificates of GSA at rational scaling factors.", "Boxes", rationals),
        "IntervalBoxData.v": _file(
            "Box certificates of GSA at irrational scaling factors.", "IntervalBoxes", intervals
        ),
    }


def batching_file() -> dict[str, str]:
    """Return the data file of GBA."""
    parts: list[str] = []
    for name, a, b, bound in BATCHING:
        alpha = Fraction(a, b)
        batching = Batching(bound, alpha)
        boxes = [box for low, high in pairwise(CUTS) for box in batching.cover(low, high)]
        boxes.extend(batching.cover(CUTS[-1], None))
        note = f"(* alpha = {alpha}, {bound} on the area term *)\n"
        parts.append(note + definition(f"gba_boxes_{name}", boxes))
        total = max(bound, 2 * bound / 3 + (2 * alpha - 1) / (alpha - 1))
        total = Fraction(-floor(-total * 100), 100) if total.denominator > 100 else total
        statement = f"batching_certificate_ok {rational(bound)} {rational(total)} {a} {b} gba_boxes_{name}"
        parts.append(computed(f"gba_boxes_{name}_ok", statement))
    return {"GbaBoxData.v": _file("Box certificates of GBA.", "GbaBoxes", parts)}


def files() -> dict[str, str]:
    """Return every generated Coq file, by name."""
    return {**slicing_files(), **batching_file()}


def main() -> None:
    """Write the generated files."""
    for name, text in files().items():
        (FOLDER / name).write_text(text)


if __name__ == "__main__":
    main()
