"""Readers of request-length traces, by format; the format is detected if it is not given."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from ratiolab.documents.files import FilePath, read_text, shown
from ratiolab.errors import InputError
from ratiolab.traces import azure, burstgpt, lengths, mooncake
from ratiolab.traces.fit import FitReport, Oversized, to_instance
from ratiolab.traces.trace import Trace, window

__all__ = [
    "FORMATS",
    "FitReport",
    "Format",
    "Oversized",
    "Trace",
    "detect",
    "read_trace",
    "to_instance",
    "window",
]


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
    parse : callable
        Makes a `Trace` of the whole text, the file as messages call it, and its name.
    """

    name: str
    title: str
    matches: Callable[[str], bool]
    parse: Callable[[str, str, str], Trace]


#: Every format there is, in the order in which detection tries them.
FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        entry.name: entry
        for entry in (
            Format("azure", "CSV with ContextTokens, GeneratedTokens", azure.matches, azure.parse),
            Format("burstgpt", "CSV with Request tokens, Response tokens", burstgpt.matches, burstgpt.parse),
            Format("mooncake", "JSON lines: input_length, output_length", mooncake.matches, mooncake.parse),
            Format("lengths", "response or prompt,response per line", lengths.matches, lengths.parse),
        )
    }
)


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
