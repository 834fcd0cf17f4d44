"""JSON objects as they are written: no number is rounded, and no key given twice goes unseen.

This is the one place where the text of a document is parsed; `ratiolab.documents` begins here, too.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

#: A document in a longer file is not read to be checked.
MOST_BYTES = 64 * 2**20
#: Digits of the longest integer that is read as one.
MOST_DIGITS = 4300
#: Longest piece of the input that a message repeats.
_SHOWN = 40


class UnreadableError(ValueError):
    """A text that is no document at all.

    Attributes
    ----------
    place : tuple of (int, int) or None
        Line and column, from 1, where the text stops being JSON.
    """

    def __init__(self, reason: str, place: tuple[int, int] | None = None) -> None:
        super().__init__(reason)
        self.place = place

    def located(self, source: str) -> str:
        """The message behind the name of its file, with line and column where there are some."""
        at = "" if self.place is None else f":{self.place[0]}:{self.place[1]}"
        return f"{source}{at}: {self}"


class Literal:
    """A number that is no integer, or too long to be read as one: kept as it is written."""

    def __init__(self, text: str, *, whole: bool = False) -> None:
        self.text, self.whole = text, whole

    def __repr__(self) -> str:
        return self.text


class _Ambiguous(dict[str, Any]):
    """A JSON object with a key that was given twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)


def parse_object(text: str) -> dict[str, Any]:
    """Parse a text that must be one JSON object; numbers that are no integers become a `Literal`.

    Raises
    ------
    UnreadableError
        If it is not JSON, nested too deeply, no object, or gives a key twice in one object.
    """
    ambiguous = False

    def read(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal ambiguous
        value = dict(pairs)
        if len(value) == len(pairs):
            return value
        ambiguous = True
        return _Ambiguous(pairs)

    try:
        raw = json.loads(
            text, object_pairs_hook=read, parse_int=_integer, parse_float=Literal, parse_constant=Literal
        )
        if ambiguous:
            raise UnreadableError(f"{_twice(raw, '')} is given twice: keep one")
    except json.JSONDecodeError as error:
        raise UnreadableError(f"is not valid JSON: {error.msg}", (error.lineno, error.colno)) from None
    except RecursionError:
        raise UnreadableError("is nested too deeply to be a document") from None
    if not isinstance(raw, dict):
        raise UnreadableError(f"is {shown(raw)}: it must be an object with a format")
    return raw


def shown(value: Any) -> str:
    """Return how a message shows a JSON value: on one line, cut if long."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    if isinstance(value, str):
        return repr(value) if len(value) <= _SHOWN else f"{value[:_SHOWN]!r}..."
    if isinstance(value, int) and value.bit_length() > 256:
        return f"an integer of {value.bit_length()} bits"
    written = value.text if isinstance(value, Literal) else json.dumps(value, default=repr)
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}..."


def member(at: str, key: str) -> str:
    """Return how a message names the member `key` of the object at `at`, which is empty at the top."""
    name = key if key.isidentifier() and len(key) <= _SHOWN else shown(key)
    return f"{at}.{name}" if at else name


def _integer(text: str) -> int | Literal:
    return int(text) if len(text) <= MOST_DIGITS else Literal(text, whole=True)


def _twice(value: Any, at: str) -> str:
    """Where the first key that was given twice stands; empty if there is none in `value`."""
    if isinstance(value, _Ambiguous):
        return member(at, value.twice)
    inner: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        inner = [(member(at, key), entry) for key, entry in value.items()]
    elif isinstance(value, list):
        inner = [(f"{at}[{i}]", entry) for i, entry in enumerate(value)]
    return next((place for name, entry in inner if (place := _twice(entry, name))), "")
