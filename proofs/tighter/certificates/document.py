"""The box certificate: one JSON object, read strictly.

::

    {"format": "ratiolab box certificate 1", "alpha": {"a": "2", "b": "0", "d": 2}, "bound": "3063/200",
     "small": "408/577", "start": "1/2",
     "boxes": [{"low": "1/2", "high": null, "t": "408/577", "depth": 1, "kappa": [1, 1]}, ...]}

alpha is ``a + b*sqrt(d)``. Rationals are text ``p`` or ``p/q``; d, depth and parallelisms are integers; the
last box has no high end. Floats, booleans, and unknown, missing or repeated fields are refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from pathlib import Path
from typing import Any

FORMAT = "ratiolab box certificate 1"
#: Sizes beyond these are refused before any work; the saved ones need 25 boxes, depth 24, 242 phases.
DEEPEST, MOST_BOXES, MOST_PHASES = 100, 1_000, 1_000
LARGEST_RADICAND, LARGEST_FILE = 10**6, 2**20

#: Digits of the numbers: those of alpha are raised to high powers.
_DIGITS, _DIGITS_OF_ALPHA = 40, 6


class Refused(ValueError):
    """A certificate does not prove what it claims; the message says why."""


class Unreadable(Refused):
    """A file is no certificate at all: not JSON, or a field is not what it must be."""


def _must(condition: bool, reason: str) -> None:
    if not condition:
        raise Unreadable(reason)


@dataclass(frozen=True)
class Real:
    """The number ``a + b*sqrt(d)``, d >= 2 no square, or rational with b = 0."""

    a: Fraction
    b: Fraction
    d: int

    def __add__(self, other: Real) -> Real:
        return Real(self.a + other.a, self.b + other.b, self.d)

    def __sub__(self, other: Real) -> Real:
        return Real(self.a - other.a, self.b - other.b, self.d)

    def __mul__(self, other: Real) -> Real:
        return Real(self.a * other.a + self.b * other.b * self.d, self.a * other.b + self.b * other.a, self.d)

    def __truediv__(self, other: Real) -> Real:
        norm = other.a**2 - other.b**2 * other.d  # 0 only for 0, as d is no square
        return self * Real(other.a / norm, -other.b / norm, self.d)

    def __str__(self) -> str:
        if self.b == 0:
            return str(self.a)
        root = f"{'' if self.b == 1 else f'{self.b}*'}sqrt({self.d})"
        return root if self.a == 0 else f"{self.a} + {root}"

    def sign(self) -> int:
        """-1, 0 or 1."""
        a, b = self.a, self.b
        if a == 0 or b == 0 or (a > 0) == (b > 0):
            lead = b if a == 0 else a
        else:
            lead = a if a**2 > b**2 * self.d else b
        return (lead > 0) - (lead < 0)

    def __le__(self, other: Real) -> bool:
        return (self - other).sign() <= 0

    def __lt__(self, other: Real) -> bool:
        return (self - other).sign() < 0

    def floor(self) -> int:
        """The largest integer that is not larger."""
        scale = self.a.denominator * self.b.denominator
        whole, root = int(self.a * scale), int(self.b * scale)
        irrational = isqrt(root**2 * self.d)
        if root < 0:
            irrational = -irrational - (irrational**2 != root**2 * self.d)
        return (whole + irrational) // scale


@dataclass(frozen=True)
class Box:
    """What a certificate says about the sizes ``low <= U <= high``; no `high` for all from `low` on."""

    low: Fraction
    high: Fraction | None
    t: Fraction
    depth: int
    kappa: tuple[int, ...]


@dataclass(frozen=True)
class Certificate:
    """A certificate as it is written; what of it is true is for the checker to say."""

    alpha: Real
    bound: Fraction
    small: Fraction
    start: Fraction
    boxes: tuple[Box, ...]


def _fields(value: Any, place: str, names: Sequence[str]) -> dict[str, Any]:
    _must(isinstance(value, dict), f"{place}: must be an object")
    for name in value:
        _must(name in names, f"{place}: {name!r:.80} is no known field: they are {', '.join(names)}")
    for name in names:
        _must(name in value, f"{place}: {name} is missing")
    fields: dict[str, Any] = value
    return fields


def _rational(value: Any, place: str, digits: int = _DIGITS) -> Fraction:
    number = rf"[1-9][0-9]{{0,{digits - 1}}}"
    fits = (
        isinstance(value, str) and re.fullmatch(rf"-?(0|{number})(/{number})?", value, re.ASCII) is not None
    )
    _must(fits, f'{place}: is {value!r:.80}: it must be text, "p" or "p/q", of at most {digits} digits each')
    return Fraction(value)


def _integer(value: Any, place: str, least: int, most: int) -> int:
    """An integer in range; a boolean is none."""
    fits = type(value) is int and least <= value <= most
    _must(fits, f"{place}: is {value!r:.80}: it must be an integer from {least} to {most}")
    number: int = value
    return number


def _items(value: Any, place: str, most: int) -> list[Any]:
    fits = isinstance(value, list) and len(value) <= most
    _must(fits, f"{place}: must be a list of at most {most} entries")
    entries: list[Any] = value
    return entries


def read(document: Any) -> Certificate:
    """Read a certificate strictly.

    Parameters
    ----------
    document
        The JSON object.

    Raises
    ------
    Unreadable
        For the first field that is not what it must be.
    """
    names = ("format", "alpha", "bound", "small", "start", "boxes")
    fields = _fields(document, "certificate", names)
    known = fields["format"] == FORMAT
    _must(known, f"format: is {fields['format']!r:.80}: it must be {FORMAT!r}")
    parts = _fields(fields["alpha"], "alpha", ("a", "b", "d"))
    radicand = _integer(parts["d"], "alpha.d", 2, LARGEST_RADICAND)
    _must(isqrt(radicand) ** 2 != radicand, f"alpha.d: {radicand} is not a valid radicand: it is a square")
    a, b = (_rational(parts[name], f"alpha.{name}", _DIGITS_OF_ALPHA) for name in ("a", "b"))
    alpha = Real(a, b, radicand)
    boxes: list[Box] = []
    for i, entry in enumerate(_items(fields["boxes"], "boxes", MOST_BOXES)):
        place = f"boxes[{i}]"
        box = _fields(entry, place, ("low", "high", "t", "depth", "kappa"))
        depth = _integer(box["depth"], f"{place}.depth", 1, DEEPEST)
        kappa = _items(box["kappa"], f"{place}.kappa", DEEPEST + 1)
        boxes.append(
            Box(
                _rational(box["low"], f"{place}.low"),
                None if box["high"] is None else _rational(box["high"], f"{place}.high"),
                _rational(box["t"], f"{place}.t"),
                depth,
                tuple(_integer(k, f"{place}.kappa[{j}]", 0, 10**40) for j, k in enumerate(kappa)),
            )
        )
    phases = sum(box.depth for box in boxes)
    _must(phases <= MOST_PHASES, f"boxes: have {phases} phases above their depths: at most {MOST_PHASES}")
    bound, small, start = (_rational(fields[name], name) for name in ("bound", "small", "start"))
    return Certificate(alpha, bound, small, start, tuple(boxes))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for name, member in pairs:
        _must(name not in value, f"{name!r:.80} is given twice in one object")
        value[name] = member
    return value


def load_file(path: Path) -> Any:
    """Parse a file.

    Raises
    ------
    OSError
        If it cannot be read.
    Unreadable
        If it is too large, not UTF-8, not JSON, or a field is repeated.
    """
    with path.open("rb") as stream:
        raw = stream.read(LARGEST_FILE + 1)
    _must(len(raw) <= LARGEST_FILE, f"is larger than {LARGEST_FILE} bytes")
    try:
        return load(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise Unreadable("is not UTF-8 text") from None


def load(text: str) -> Any:
    """Parse the text of a certificate.

    Raises
    ------
    Unreadable
        If it is not JSON, or a field is repeated.
    """
    try:
        return json.loads(text, object_pairs_hook=_object)
    except RecursionError:
        raise Unreadable("is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"is not valid JSON: line {error.lineno}, column {error.colno}: {error.msg}"
        ) from None
    except Unreadable:
        raise
    except ValueError:
        raise Unreadable("is not valid JSON: an integer has more than 4300 digits") from None
