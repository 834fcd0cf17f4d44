"""Mooncake traces: one JSON object per line with ``input_length`` and ``output_length``.

Source of the format: repository kvcache-ai/Mooncake (traces Apache-2.0; Qin et al., Mooncake, FAST 2025).
Prompt = input_length, response = output_length; ``timestamp`` and ``hash_ids`` are not used: jobs are
released at round 0 and share no prefixes.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from ratiolab.errors import InputError
from ratiolab.integers import check_integer
from ratiolab.traces.format import Format
from ratiolab.traces.trace import Trace, collect

FIELDS = ("input_length", "output_length")


def matches(first_line: str) -> bool:
    """Tell whether the first line of a file is a row of this format."""
    return first_line.lstrip().startswith("{") and all(f'"{field}"' in first_line for field in FIELDS)


def parse(text: str, source: str, name: str) -> Trace:
    """Read a trace in this format; blank lines are passed over.

    Parameters
    ----------
    text : str
        The whole file.
    source, name : str
        How messages call the file, and its name.

    Raises
    ------
    InputError
        Naming the line of the first row that is no JSON object with input_length >= 0 and
        output_length >= 1, both integers and each given once.
    """

    def rows() -> Iterator[tuple[int, int, int]]:
        for line, row in enumerate(io.StringIO(text, newline=None), start=1):
            if row.strip():
                prompt, response = _row(row, f"{source}:{line}")
                yield line, prompt, response

    return collect(name, "mooncake", rows(), source)


def _row(text: str, where: str) -> tuple[int, int]:
    """Return prompt and response of one line."""
    try:
        pairs = json.loads(text, object_pairs_hook=_Pairs)
    except json.JSONDecodeError as error:
        raise InputError(f"{where}:{error.colno}: is not valid JSON: {error.msg}") from None
    except (ValueError, RecursionError):
        raise InputError(f"{where}: a number or the nesting is far too long") from None
    if not isinstance(pairs, _Pairs):
        raise InputError(f"{where}: is no JSON object: input_length and output_length are needed")
    values = [_only(pairs, field, where) for field in FIELDS]
    return (
        check_integer(values[0], f"{where}: input_length", 0),
        check_integer(values[1], f"{where}: output_length", 1),
    )


class _Pairs(list[tuple[str, Any]]):
    """The members of a JSON object as written, repeats included."""


def _only(pairs: _Pairs, field: str, where: str) -> Any:
    """Return the value of `field`, which must occur exactly once."""
    given = [value for key, value in pairs if key == field]
    if len(given) != 1:
        raise InputError(f"{where}: {field} is {'given twice' if given else 'missing'}: one is needed")
    if isinstance(given[0], str | list | None):
        raise InputError(f"{where}: {field} is no number: it must be an integer")
    return given[0]


FORMAT = Format("mooncake", "JSON lines: input_length, output_length", matches, parse)
