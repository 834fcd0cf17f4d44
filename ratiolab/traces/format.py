"""What a trace format is, and the kind that most are: rows with names for their columns or keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ratiolab.traces.columns import Columns
from ratiolab.traces.json_lines import json_rows
from ratiolab.traces.rows import Row
from ratiolab.traces.stream import Lines
from ratiolab.traces.tables import header_fields, table_rows


@dataclass(frozen=True)
class Format:
    """A trace format.

    Attributes
    ----------
    name : str
        Its key in `FORMATS`.
    title : str
        What it is, in a line.
    matches : callable
        Tells from the first line that is not blank whether a file is in this format.
    rows : callable
        ``rows(lines, empty)`` yields a `Row` for each request, reading no further than it is asked. A
        response of 0 is refused unless `empty`; then it stands for a row to be left out and counted.
    """

    name: str
    title: str
    matches: Callable[[str], bool]
    rows: Callable[[Lines, bool], Iterator[Row]]


def column_format(name: str, title: str, columns: Columns, *, failures: bool = False) -> Format:
    """Return the format of files whose columns, or keys of JSON lines, have these names.

    Parameters
    ----------
    name, title : str
        See `Format`.
    columns : Columns
        Prompt, response, and arrival, which a file may lack if ``arrival_needed`` is False.
    failures : bool
        Whether a row with 0 response tokens is a failed request: then it is always left out and counted.
    """

    def matches(first_line: str) -> bool:
        if first_line.startswith("{"):
            return all(f'"{column}"' in first_line for column in columns.needed())
        return set(columns.needed()) <= set(header_fields(first_line))

    def rows(lines: Lines, empty: bool) -> Iterator[Row]:
        return column_rows(lines, columns, empty or failures)

    return Format(name, title, matches, rows)


def column_rows(lines: Lines, columns: Columns, empty: bool) -> Iterator[Row]:
    """Yield the rows of JSON lines, if the first one begins with a brace, or else of a CSV file."""
    read = json_rows if lines.first().startswith("{") else table_rows
    return read(lines, columns, empty)
