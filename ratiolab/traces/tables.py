"""Rows of a CSV file with a header, whatever separates its fields."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from ratiolab.documents.files import shown
from ratiolab.errors import InputError
from ratiolab.traces.columns import Columns
from ratiolab.traces.rows import Row, parse_length, parse_response
from ratiolab.traces.stream import Lines
from ratiolab.traces.times import parse_arrival

DELIMITERS = ",;\t"

_NUMBER = re.compile(r"-?[\d.]+", re.ASCII)


def split(line: str, delimiter: str) -> list[str]:
    """Return the fields of one line, blanks and quotes around them dropped; of broken quoting, none."""
    try:
        return [field.strip() for field in next(_reader([line], delimiter), [])]
    except csv.Error:
        return []


def delimiter_of(line: str) -> str:
    """Return what separates the fields of a header: of comma, semicolon and tab, what gives the most."""
    return max(DELIMITERS, key=lambda delimiter: len(split(line, delimiter)))


def header_fields(line: str) -> list[str]:
    """Return the column names in the first line of a CSV file."""
    return split(line, delimiter_of(line))


def table_rows(lines: Lines, columns: Columns, empty: bool) -> Iterator[Row]:
    """Yield the rows of a CSV file; blank lines are passed over.

    Parameters
    ----------
    lines : Lines
        The file; its first line that is not blank is the header, unless all columns are given by number
        and that line has a number for the response.
    columns : Columns
        What to read.
    empty : bool
        Whether a response may be 0, as a row to be left out.

    Raises
    ------
    InputError
        If the header lacks or repeats a column, a row is longer or shorter than the header, the quoting is
        broken, or a field is not what it must be; the message names line and field.
    """
    source = lines.source
    reader = _reader(lines, delimiter_of(lines.first()))
    try:
        first: list[str] = next((row for row in reader if row), [])
        places = _places(first, columns, f"{source}:{max(1, reader.line_num)}")
        (p, prompt), (r, response), (a, arrival) = places.fields
        for row in chain([first] if places.headless else [], reader):
            line = reader.line_num
            if len(row) != len(first):
                if not "".join(row).strip():
                    continue
                told = f"the row has {len(row)} fields, the header has {len(first)}"
                raise InputError(f"{source}:{line}: {told}")
            yield Row(
                line,
                0 if p < 0 else parse_length(row[p], 0, source, line, prompt),
                parse_response(row[r], empty, source, line, response),
                None if a < 0 else parse_arrival(row[a], columns.unit, source, line, arrival),
            )
    except csv.Error as error:
        raise InputError(f"{source}:{reader.line_num}: is not valid CSV: {error}") from None


class _Places(NamedTuple):
    """Where prompt, response and arrival are.

    Attributes
    ----------
    fields : list of (int, str)
        For each, its position in a row, -1 for none, and how messages call it.
    headless : bool
        Whether the first line is a row.
    """

    fields: list[tuple[int, str]]
    headless: bool


def _places(first: Sequence[str], columns: Columns, where: str) -> _Places:
    """Find the columns in the first line that is not blank."""
    header = [name.strip() for name in first]
    optional = columns.arrival if columns.arrival_needed or columns.arrival in header else None
    numbered = True
    fields = []
    for name in (columns.prompt, columns.response, optional):
        if name is None:
            fields.append((-1, ""))
        elif header.count(name) == 1:
            fields.append((header.index(name), name))
            numbered = False
        elif name not in header and name.isascii() and name.isdigit() and 1 <= int(name[:9]) <= len(header):
            fields.append((int(name) - 1, f"column {name}"))
        else:
            times = "twice or more" if name in header else "not"
            needed = f"needed are {', '.join(columns.needed())}; the header is {shown(', '.join(header))}"
            raise InputError(f"{where}: column {name!r} is {times} in the header: {needed}")
    return _Places(fields, numbered and _NUMBER.fullmatch(header[fields[1][0]]) is not None)


def _reader(lines: Iterable[str], delimiter: str) -> Any:  # the type of a reader has no public name
    return csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
