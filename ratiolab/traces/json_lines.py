"""Rows that are JSON objects, one on each line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ratiolab.documents.files import shown
from ratiolab.errors import InputError
from ratiolab.integers import INT64_MAX, check_integer
from ratiolab.traces.columns import Columns
from ratiolab.traces.rows import Row, check_response, parse_length
from ratiolab.traces.stream import Lines
from ratiolab.traces.times import parse_arrival


class Decimals(str):
    """A number with a point or an exponent, as written: a float would lose digits."""


class Members(list[tuple[str, Any]]):
    """The members of a JSON object as written, repeats included."""


_DECODER = json.JSONDecoder(object_pairs_hook=Members, parse_float=Decimals)


def json_rows(lines: Lines, columns: Columns, empty: bool) -> Iterator[Row]:
    """Yield a row for each line that is not blank.

    Parameters
    ----------
    lines : Lines
        The file.
    columns : Columns
        Keys of prompt, response and arrival; if arrivals are not needed, the first row tells whether there
        are any.
    empty : bool
        Whether a response may be 0, as a row to be left out.

    Raises
    ------
    InputError
        If a line is no JSON object with these keys, each once, or a value is not what it must be; the message
        names line and key.
    """
    source = lines.source
    arrival = columns.arrival
    begun = columns.arrival_needed
    for line, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        where = f"{source}:{line}"
        members = _members(text, source, line, columns)
        if not begun:
            begun = True
            arrival = arrival if any(key == arrival for key, _ in members) else None
        prompt = 0
        if columns.prompt is not None:
            prompt = json_length(only(members, columns.prompt, where), source, line, columns.prompt)
        answered = only(members, columns.response, where)
        response = json_response(answered, empty, source, line, columns.response)
        moment = None
        if arrival is not None:
            moment = _arrival(only(members, arrival, where), columns.unit, source, line, arrival)
        yield Row(line, prompt, response, moment)


def decode_next(text: str, begin: int, source: str, line: int) -> tuple[Any, int]:
    """Return the JSON value that begins at `begin`, and where it ends.

    Parameters
    ----------
    text : str
        JSON; objects become `Members`, numbers with a point or an exponent `Decimals`.
    begin : int
        A character of `text`, no blank.
    source, line : str, int
        The file, and the line on which `text` begins, for the message.

    Raises
    ------
    InputError
        If there is none.
    """
    try:
        return _DECODER.raw_decode(text, begin)
    except json.JSONDecodeError as error:
        where = f"{source}:{line + error.lineno - 1}:{error.colno}"
        raise InputError(f"{where}: is not valid JSON: {error.msg}") from None
    except (ValueError, RecursionError):
        at = line + text.count("\n", 0, begin)
        raise InputError(f"{source}:{at}: a number or the nesting is far too long") from None


def only(members: Members, field: str, where: str) -> Any:
    """Return the value of `field`, which must occur exactly once."""
    given = [value for key, value in members if key == field]
    if len(given) != 1:
        raise InputError(f"{where}: {field} is {'given twice' if given else 'missing'}: one is needed")
    return given[0]


def json_response(value: Any, empty: bool, source: str, line: int, name: str) -> int:
    """Return a value of a JSON text as a response length, at least 1, or 0 where `empty` rows are left out.

    Raises
    ------
    InputError
        As `json_length`.
    """
    response = json_length(value, source, line, name, -INT64_MAX)
    return check_response(response, empty, f"{source}:{line}: {name}")


def json_length(value: Any, source: str, line: int, name: str, lowest: int = 0) -> int:
    """Return a value of a JSON text as a length, at least `lowest`.

    Raises
    ------
    InputError
        If it is no integer, too small, or does not fit 64 bits.
    """
    what = f"{source}:{line}: {name}"
    if isinstance(value, Decimals):
        if value.rstrip("0").endswith("."):
            return parse_length(value, lowest, source, line, name)
        raise InputError(f"{what} is {value[:40]}: it must be an integer")
    if isinstance(value, str | list | None):
        raise InputError(f"{what} is no number: it must be an integer")
    return check_integer(value, what, lowest)


def _members(text: str, source: str, line: int, columns: Columns) -> Members:
    begin = len(text) - len(text.lstrip())
    members, end = decode_next(text, begin, source, line)
    after = text[end:].lstrip()
    if after:
        column = len(text) - len(after) + 1
        raise InputError(f"{source}:{line}:{column}: is not valid JSON: Extra data")
    if not isinstance(members, Members):
        needed = " and ".join(columns.needed())
        raise InputError(f"{source}:{line}: is no JSON object: {needed} are needed")
    return members


def _arrival(value: Any, unit: Fraction, source: str, line: int, name: str) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | str):
        what = "no number" if isinstance(value, list | bool | None) else shown(str(value))
        raise InputError(f"{source}:{line}: {name} is {what}: an arrival time must be a number or a date")
    return value * unit if isinstance(value, int) else parse_arrival(value, unit, source, line, name)
