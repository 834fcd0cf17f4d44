"""Reading a trace; the format is detected if it is not given."""

from __future__ import annotations

import io
from pathlib import Path

from ratiolab.documents.files import FilePath, read_text, shown
from ratiolab.errors import InputError
from ratiolab.traces.names import FORMATS
from ratiolab.traces.trace import Trace


def detect(path: FilePath) -> str:
    """Return the name of the format of the file at `path`, judged by its first line.

    Raises
    ------
    InputError
        If the file cannot be read or is in none of the formats.
    """
    return _detect(read_text(path), str(path))


def read_trace(path: FilePath, format: str | None = None) -> Trace:
    """Read the trace in the file at `path`.

    Parameters
    ----------
    path : path
        A UTF-8 text file.
    format : str, optional
        A key of `FORMATS`; by default it is detected from the first line.

    Returns
    -------
    Trace
        Rows in the order of the file; prompts and responses in tokens.

    Raises
    ------
    InputError
        If the file cannot be read, its format is unknown, or a row is no request (response below 1,
        prompt below 0, no integer): the message names file and line.
    """
    if format is not None and format not in FORMATS:
        raise InputError(f"unknown trace format {format!r}: use {', '.join(FORMATS)}")
    text = read_text(path)
    chosen = _detect(text, str(path)) if format is None else format
    return FORMATS[chosen].parse(text, str(path), Path(path).name)


def _detect(text: str, source: str) -> str:
    lines = (line.strip() for line in io.StringIO(text, newline=None))
    first_line = next((line for line in lines if line), None)
    if first_line is None:
        raise InputError(f"{source}: the file is empty: a trace is needed")
    for entry in FORMATS.values():
        if entry.matches(first_line):
            return entry.name
    raise InputError(
        f"{source}: the first line, {shown(first_line)}, is of no known trace format: "
        f"use --format with one of {', '.join(FORMATS)}"
    )
