"""Find the boxes of Theorem C's certificates and save them; the checker in `certificates` judges them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import Any

from proofs.tighter.certificates.checker import Ladder, check_box, keeps
from proofs.tighter.certificates.document import FORMAT, Real, Refused, load_file

FOLDER = Path(__file__).with_name("certificates")
FAR = Fraction(50)
NARROWEST = Fraction(1, 2**20)
DEEPEST = 40


@dataclass(frozen=True)
class Target:
    """What a certificate is to prove: GSA at ``alpha = a + b*sqrt(d)`` is within ``bound``.

    Parameters
    ----------
    name
        Of the file, and of the claim ``tight.C.<label>``.
    label
        alpha as text.
    a, b, d
        alpha; d is 2 (and b is 0) for a rational one.
    bound
        R.
    start
        Where the boxes begin; above 1/2 only if the instances in between are covered otherwise.
    """

    name: str
    label: str
    a: Fraction
    b: Fraction
    d: int
    bound: Fraction
    start: Fraction = Fraction(1, 2)

    @property
    def alpha(self) -> Real:
        """The scaling factor as the checker's number."""
        return Real(self.a, self.b, self.d)

    @property
    def path(self) -> Path:
        """Where the certificate is kept."""
        return FOLDER / f"{self.name}.json"

    def load(self) -> dict[str, Any]:
        """Read the saved certificate."""
        document: dict[str, Any] = load_file(self.path)
        return document


def _rational(name: str, label: str, bound: str, start: str = "1/2") -> Target:
    return Target(name, label, Fraction(label), Fraction(0), 2, Fraction(bound), Fraction(start))


TARGETS: tuple[Target, ...] = (
    _rational("17_8", "17/8", "15.265"),
    _rational("9_4", "9/4", "15.3", "0.54"),
    _rational("2", "2", "15.315"),
    Target("7_sqrt13_6", "(7+sqrt(13))/6", Fraction(7, 6), Fraction(1, 6), 13, Fraction("15.782")),
    Target("sqrt3", "sqrt(3)", Fraction(0), Fraction(1), 3, Fraction("15.92")),
    Target("phi", "phi", Fraction(1, 2), Fraction(1, 2), 5, Fraction("16.557")),
    _rational("3_2", "3/2", "17.7"),
)


def _weights(target: Target) -> tuple[Fraction, ...]:
    """Weights to try: near 1/sqrt(alpha), which is best for small U, and near 1/alpha, for large U."""
    scale = float(target.a) + float(target.b) * sqrt(target.d)
    near = [scale**-power for power in (0.5, 0.6, 0.75, 1.0)]
    weights = [Fraction(value).limit_denominator(size) for value in near for size in (1000, 40)]
    return tuple(dict.fromkeys(weights))


def _box(target: Target, low: Fraction, high: Fraction | None) -> dict[str, Any] | None:
    """Find a weight and the smallest depth for a box; None if there is none."""
    ladder = Ladder(target.alpha, Real(target.bound, Fraction(0), target.d))
    kappa = [ladder.parallelism(low, phase) for phase in range(DEEPEST)]
    for t in _weights(target):
        least = next((depth for depth in range(1, DEEPEST) if keeps(ladder, high, t, kappa[depth])), None)
        for depth in () if least is None else (least, least + 3):
            try:
                check_box(ladder, low, high, t, depth, kappa[: depth + 1])
            except (Refused, IndexError):
                continue
            ends = {"low": str(low), "high": None if high is None else str(high)}
            return {**ends, "t": str(t), "depth": depth, "kappa": kappa[: depth + 1]}
    return None


def _cover(target: Target, low: Fraction, high: Fraction) -> Iterator[dict[str, Any]]:
    """Cover an interval, halving where the check fails."""
    box = _box(target, low, high)
    if box is not None:
        yield box
        return
    if high - low < NARROWEST:
        raise Refused(f"no box found at [{low}, {high}]")
    middle = (low + high) / 2
    yield from _cover(target, low, middle)
    yield from _cover(target, middle, high)


def generate(target: Target) -> dict[str, Any]:
    """Search for a certificate; raises `Refused` where no box is found."""
    edges = [target.start, *(Fraction(value) for value in ("1", "2", "5", "15")), FAR]
    boxes = [box for low, high in pairwise(edges) for box in _cover(target, low, high)]
    last = _box(target, FAR, None)
    if last is None:
        raise Refused(f"no weight works for U >= {FAR}")
    return {
        "format": FORMAT,
        "alpha": {"a": str(target.a), "b": str(target.b), "d": target.d},
        "bound": str(target.bound),
        "small": str(_weights(target)[0]),
        "start": str(target.start),
        "boxes": [*boxes, last],
    }


def save(target: Target) -> None:
    """Search for a certificate and write it, one box a line."""
    document = generate(target)
    rows = ",\n".join("  " + json.dumps(box) for box in document.pop("boxes"))
    head = json.dumps(document)[:-1]
    target.path.write_text(f'{head}, "boxes": [\n{rows}\n]}}\n')


if __name__ == "__main__":
    for item in TARGETS:
        save(item)
