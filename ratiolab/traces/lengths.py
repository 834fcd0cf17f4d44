"""Plain lengths: one ``response`` or one ``prompt,response`` per line, in tokens.

The format for any data of your own. Data sets of conversations (LMSYS-Chat-1M, ShareGPT) hold text, not
token counts, and the counts depend on a tokenizer: count tokens with the one you mean and write them in
this format. Blank lines and everything from ``#`` on are passed over; the first line may be the header
``response`` or ``prompt,response``. All rows have the same width; without prompts, every prompt is 0.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from ratiolab.documents.files import shown
from ratiolab.errors import InputError
from ratiolab.traces.format import Format
from ratiolab.traces.rows import parse_length
from ratiolab.traces.trace import Trace, collect

HEADERS = (["response"], ["prompt", "response"])

_NUMBERS = re.compile(r"\s*[-+.\d]+\s*(,\s*[-+.\d]+\s*)?(#.*)?")


def matches(first_line: str) -> bool:
    """Tell whether the first line of a file looks like a comment, a header or a row of this format."""
    return (
        first_line.lstrip().startswith("#")
        or _fields(first_line) in HEADERS
        or _NUMBERS.fullmatch(first_line) is not None
    )


def parse(text: str, source: str, name: str) -> Trace:
    """Read a trace in this format.

    Parameters
    ----------
    text : str
        The whole file.
    source, name : str
        How messages call the file, and its name.

    Raises
    ------
    InputError
        Naming the line of the first row that is not ``response >= 1`` or ``prompt >= 0,response >= 1``,
        or whose width differs from that of the rows before.
    """
    return collect(name, "lengths", _rows(text, source), source)


def _rows(text: str, source: str) -> Iterator[tuple[int, int, int]]:
    width = 0
    for line, row in enumerate(io.StringIO(text, newline=None), start=1):
        fields = _fields(row)
        if fields == [""]:
            continue
        where = f"{source}:{line}"
        if width == 0:
            width = len(fields)
            if width > 2:
                raise InputError(f"{where}: {shown(row.strip())} is neither response nor prompt,response")
            if fields in HEADERS:
                continue
        if len(fields) != width:
            raise InputError(f"{where}: the row has {len(fields)} fields, the rows before have {width}")
        prompt = parse_length(fields[0], 0, source, line, "prompt") if width == 2 else 0
        yield line, prompt, parse_length(fields[-1], 1, source, line, "response")


def _fields(row: str) -> list[str]:
    """Return the comma-separated fields of a line, in lower case, without blanks and comment."""
    return [field.strip().lower() for field in row.partition("#")[0].split(",")]


FORMAT = Format("lengths", "response or prompt,response per line", matches, parse)
