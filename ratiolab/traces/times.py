"""Arrival times from text, exactly: decimal seconds or parts of a second, and dates with a time of day."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from ratiolab.documents.files import shown
from ratiolab.errors import InputError
from ratiolab.traces.columns import SECOND

_NUMBER = re.compile(r"([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?", re.ASCII)
_BARE = re.compile(r"([+-]?)()\.(\d+)(?:[eE]([+-]?\d{1,3}))?", re.ASCII)
_DATE = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d+))? ?(?:(?:UTC|[Zz])|([+-])(\d\d):?(\d\d))?",
    re.ASCII,
)
_EPOCH = date(1970, 1, 1).toordinal()
#: Characters of the longest number or date that is read.
_LONGEST = 400


def parse_arrival(text: str, unit: Fraction, source: str, line: int, name: str) -> Fraction:
    """Return the arrival time written in `text`, in seconds, exactly as its decimals say.

    Parameters
    ----------
    text : str
        A decimal number, ``5``, ``0.25`` or ``9.5e-05``, or a date and time of day such as
        ``2023-11-16 18:17:03.9799600`` or ``2024-05-10T00:00:00+02:00`` (without a zone, UTC).
    unit : Fraction
        What a number counts, in seconds; a date needs none.
    source, line, name : str, int, str
        File, line and column, for the message.

    Raises
    ------
    InputError
        If `text` is neither.
    """
    stripped = text.strip()
    if len(stripped) <= _LONGEST:
        match = _NUMBER.fullmatch(stripped) or _BARE.fullmatch(stripped)
        if match is not None:
            moment = _number(match)
            return moment if unit == SECOND else moment * unit
        match = _DATE.fullmatch(stripped)
        if match is not None and unit == SECOND:
            try:
                return _moment(match)
            except ValueError as error:
                raise InputError(f"{source}:{line}: {name} is {shown(stripped)}: {error}") from None
    what = "a number or a date such as 2023-11-16 18:17:03.97" if unit == SECOND else "a number"
    raise InputError(
        f"{source}:{line}: {name} is {shown(stripped)}: an arrival time must be {what}; "
        "--columns without arrival leaves it unread"
    )


def _number(match: re.Match[str]) -> Fraction:
    sign, whole, decimals, exponent = match.groups()
    decimals = decimals or ""
    digits = int(sign + whole + decimals)
    shift = int(exponent or 0) - len(decimals)
    return Fraction(digits * 10**shift) if shift >= 0 else Fraction(digits, 10**-shift)


def _moment(match: re.Match[str]) -> Fraction:
    """Return seconds since 1970-01-01 00:00:00 UTC."""
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    decimals, sign, zone_hours, zone_minutes = match.groups()[6:]
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError("the time of day must be from 00:00:00 to 23:59:59")
    seconds = (date(year, month, day).toordinal() - _EPOCH) * 86400 + hour * 3600 + minute * 60 + second
    if sign:
        if int(zone_hours) > 23 or int(zone_minutes) > 59:
            raise ValueError("the zone must be below 24:00")
        offset = int(zone_hours) * 3600 + int(zone_minutes) * 60
        seconds += offset if sign == "-" else -offset
    scale = 10 ** len(decimals or "")
    return Fraction(seconds * scale + int(decimals or 0), scale)
