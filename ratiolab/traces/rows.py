"""What a reader yields, and lengths from text."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from ratiolab.documents.files import shown
from ratiolab.errors import InputError
from ratiolab.integers import INT64_MAX, check_integer

_DIGITS = len(str(INT64_MAX))
#: ``374.0`` is 374: programs that keep a column with gaps as floats write it so.
_INTEGER = re.compile(r"(-?\d+)(?:\.0*)?", re.ASCII)


class Row(NamedTuple):
    """One request.

    Attributes
    ----------
    line : int
        Line of the file on which it ends, from 1.
    prompt, response : int
        Tokens, at least 0; a response of 0 marks a row to be left out and counted.
    arrival : Fraction or None
        Exact seconds on the file's own clock, negative ones allowed; dates count from 1970-01-01, UTC. None
        where the file has no arrivals.
    """

    line: int
    prompt: int
    response: int
    arrival: Fraction | None = None


def parse_length(text: str, lowest: int, source: str, line: int, name: str) -> int:
    """Return the integer written in `text`, at least `lowest`.

    Parameters
    ----------
    text : str
        Decimal digits, perhaps with a minus sign, ``.0`` and blanks around; nothing else is a length.
    lowest : int
        Smallest length allowed, in tokens.
    source, line, name : str, int, str
        File, line and column, for the message.

    Raises
    ------
    InputError
        If `text` is no integer, too small, or does not fit 64 bits.
    """
    if len(text) < _DIGITS and text.isascii() and text.isdigit() and int(text) >= lowest:
        return int(text)
    what = f"{source}:{line}: {name}"
    stripped = text.strip()
    match = _INTEGER.fullmatch(stripped)
    if match is None:
        raise InputError(f"{what} is {shown(stripped)}: it must be an integer")
    if len(match[1].lstrip("-0")) > _DIGITS:
        raise InputError(f"{what} is {shown(stripped)}: it does not fit 64 bits")
    return check_integer(int(match[1]), what, lowest)


def parse_response(text: str, empty: bool, source: str, line: int, name: str) -> int:
    """Return the response length written in `text`: at least 1, or 0 where `empty` rows are left out.

    Raises
    ------
    InputError
        As `parse_length`; for 0, with the way out.
    """
    response = parse_length(text, -INT64_MAX, source, line, name)
    return response if response > 0 else check_response(response, empty, f"{source}:{line}: {name}")


def check_response(response: int, empty: bool, what: str) -> int:
    """Return a response length, at least 1, or 0 where `empty` rows are left out.

    Raises
    ------
    InputError
        If it is less; for 0 the message tells the way out.
    """
    if response == 0 and not empty:
        raise InputError(
            f"{what} is 0: it must be at least 1; leave such rows out with --skip-empty (skip_empty=True)"
        )
    return check_integer(response, what, 0 if empty else 1)
