"""Reading a trace; the format is detected if it is not given."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np

from ratiolab.documents.files import FilePath, shown
from ratiolab.errors import InputError
from ratiolab.integers import IntArray, check_integer
from ratiolab.traces.columns import parse_columns
from ratiolab.traces.format import column_rows
from ratiolab.traces.names import FORMATS
from ratiolab.traces.rows import Row
from ratiolab.traces.stream import Lines, open_lines
from ratiolab.traces.trace import Trace, no_window

#: What a trace says of its format where its columns were named.
NAMED_COLUMNS = "columns"


def detect(path: FilePath) -> str:
    """Return the name of the format of the file at `path`, judged by its first line.

    Raises
    ------
    InputError
        If the file cannot be read or is in none of the formats.
    """
    with open_lines(path) as lines:
        return _detect(lines)


def read_trace(
    path: FilePath,
    format: str | None = None,
    *,
    columns: str | Mapping[str, str] | None = None,
    skip_empty: bool = False,
    jobs: int | None = None,
    window: int = 0,
) -> Trace:
    """Read the trace in the file at `path`, or a window of it.

    Parameters
    ----------
    path : path
        A file of UTF-8 text, which may be gzipped; ``"-"`` is standard input.
    format : str, optional
        A key of `FORMATS`; by default it is detected from the first line.
    columns : str or mapping, optional
        ``"prompt=...,response=...,arrival=..."`` for any other CSV file or JSON lines: names of columns or
        keys, or numbers of columns from 1; ``arrival=COLUMN:ms`` where numbers are not seconds.
    skip_empty : bool
        Whether to leave out rows with 0 response tokens, and count them.
    jobs, window : int, optional
        Read rows ``[window*jobs, (window+1)*jobs)`` only, and no more of the file than that takes.

    Returns
    -------
    Trace
        Rows in the order of the file; prompts and responses in tokens, arrivals in exact seconds.

    Raises
    ------
    InputError
        If the file cannot be read, its format is unknown, there is no such window, or a row is no request
        (response below 1, prompt below 0, no integer): the message names file, line and field.
    """
    if jobs is None:
        if window:
            raise InputError(f"window {window} of how many jobs? give jobs as well")
        return read_rows(path, format, columns=columns, skip_empty=skip_empty)[0]
    check_integer(jobs, "the number of jobs", 1)
    check_integer(window, "the window", 0)
    trace, rows = read_rows(
        path, format, columns=columns, skip_empty=skip_empty, start=window * jobs, stop=(window + 1) * jobs
    )
    if len(trace) < jobs:
        raise no_window(trace.name, rows, jobs, window)
    return trace


def read_rows(
    path: FilePath,
    format: str | None = None,
    *,
    columns: str | Mapping[str, str] | None = None,
    skip_empty: bool = False,
    start: int = 0,
    stop: int | None = None,
) -> tuple[Trace, int]:
    """Read rows ``[start, stop)`` of a trace, fewer if it ends before; reading stops at `stop`.

    Parameters
    ----------
    path, format, columns, skip_empty
        As `read_trace`.
    start, stop : int
        Rows that are not left out, from 0; `stop` above `start`, or None for the end.

    Returns
    -------
    Trace, int
        What was read, and how many rows there were up to its end.

    Raises
    ------
    InputError
        As `read_trace`, but for windows; if the file has no row.
    """
    if format is not None and format not in FORMATS:
        raise InputError(f"unknown trace format {format!r}: use {', '.join(FORMATS)}")
    if format is not None and columns is not None:
        raise InputError("a format and columns exclude each other: the format knows its columns")
    named = None if columns is None else parse_columns(columns)
    with open_lines(path) as lines:
        if named is not None:
            return _collect(NAMED_COLUMNS, lines, column_rows(lines, named, skip_empty), start, stop)
        chosen = FORMATS[_detect(lines) if format is None else format]
        return _collect(chosen.name, lines, chosen.rows(lines, skip_empty), start, stop)


def _collect(
    format: str, lines: Lines, rows: Iterable[Row], start: int, stop: int | None
) -> tuple[Trace, int]:
    """Keep rows ``[start, stop)`` of those that are requests, in little memory."""
    kept = array("q"), array("q"), array("q")
    arrivals: list[Fraction] = []
    at, skipped = 0, 0
    lines.first()
    for row in rows:
        if row.response == 0:
            skipped += 1
            continue
        if at >= start:
            for column, value in zip(kept, row[:3], strict=True):
                column.append(value)
            if row.arrival is not None:
                arrivals.append(row.arrival)
        at += 1
        if at == stop:
            break
    if at == 0:
        left_out = f" (rows with 0 response tokens skipped: {skipped})" if skipped else ""
        raise InputError(f"{lines.source}: has no requests{left_out}: at least one row is needed")
    numbers, prompts, responses = map(_frozen, kept)
    moments = tuple(arrivals) if arrivals else None
    return Trace(lines.name, format, prompts, responses, skipped, numbers, moments), at


def _frozen(values: array[int]) -> IntArray:
    column = np.array(values, dtype=np.int64)
    column.setflags(write=False)
    return column


def _detect(lines: Lines) -> str:
    first_line = lines.first()
    for entry in FORMATS.values():
        if entry.matches(first_line):
            return entry.name
    raise InputError(
        f"{lines.source}: the first line, {shown(first_line)}, is of no known trace format: "
        f"use --format with one of {', '.join(FORMATS)}, or name its columns: "
        "--columns prompt=COLUMN,response=COLUMN"
    )
