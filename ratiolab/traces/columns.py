"""Which columns of a CSV file, or keys of JSON lines, hold prompt, response and arrival."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ratiolab.errors import InputError

SECOND = Fraction(1)

#: What a number in a column of arrivals may count, in seconds.
UNITS = {"s": SECOND, "ms": Fraction(1, 10**3), "us": Fraction(1, 10**6), "ns": Fraction(1, 10**9)}

_UNIT = re.compile(rf"(.+):({'|'.join(UNITS)})")
_FIELDS = ("prompt", "response", "arrival")
_EXAMPLE = "write prompt=COLUMN,response=COLUMN,arrival=COLUMN"


@dataclass(frozen=True)
class Columns:
    """Columns of a table, or keys of JSON lines.

    Attributes
    ----------
    response : str
        Name of the column of response lengths; a number counts columns from 1 where no column is called so.
    prompt, arrival : str or None
        The same for prompts (None: every prompt is 0) and arrival times (None: not read).
    unit : Fraction
        What numbers in the column of arrivals count, in seconds.
    arrival_needed : bool
        Whether a file without the column of arrivals is refused, not read without them.
    """

    response: str
    prompt: str | None = None
    arrival: str | None = None
    unit: Fraction = SECOND
    arrival_needed: bool = True

    def needed(self) -> tuple[str, ...]:
        """The columns that a file must have."""
        names = (self.prompt, self.response, self.arrival if self.arrival_needed else None)
        return tuple(name for name in names if name is not None)


def parse_columns(given: str | Mapping[str, str]) -> Columns:
    """Read ``prompt=...,response=...,arrival=...``.

    Parameters
    ----------
    given : str or mapping
        ``response`` is needed; ``prompt`` and ``arrival`` may be left out. A name with a comma is put in
        double quotes, ``"response=in, out"``, as in CSV. ``arrival=COLUMN:ms`` (``s``, ``us``, ``ns``) says
        what numbers count; else they are seconds. As a mapping, the same with nothing to quote.

    Raises
    ------
    InputError
        If it is none of this.
    """
    pairs: list[tuple[str, str]] = []
    if isinstance(given, str):
        try:
            items = next(csv.reader([given], strict=True, skipinitialspace=True), [])
        except csv.Error as error:
            raise InputError(f"columns are {given!r}: {error}: {_EXAMPLE}") from None
        for item in items:
            field, equals, column = item.partition("=")
            if not equals:
                raise InputError(f"columns are {given!r}: {item!r} names no column: {_EXAMPLE}")
            pairs.append((field, column))
    else:
        pairs = [(str(field), str(column)) for field, column in given.items()]  # 3 for the third, too
    named: dict[str, str] = {}
    for field, column in pairs:
        key, value = field.strip(), column.strip()
        if key not in _FIELDS or key in named or not value:
            known = "names no column" if key in _FIELDS else "is unknown"
            fault = "is given twice" if key in named else known
            raise InputError(f"columns are {given!r}: {key!r} {fault}: {_EXAMPLE}")
        named[key] = value
    if "response" not in named:
        raise InputError(f"columns are {given!r}: response is missing: {_EXAMPLE}")
    unit, match = SECOND, _UNIT.fullmatch(named.get("arrival", ""))
    if match is not None:
        named["arrival"], unit = match[1], UNITS[match[2]]
    return Columns(named["response"], named.get("prompt"), named.get("arrival"), unit)
