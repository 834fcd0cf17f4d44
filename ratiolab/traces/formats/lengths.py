"""Plain lengths: one ``response`` or one ``prompt,response`` per line, in tokens.

The format for any data of your own. Data sets of conversations (LMSYS-Chat-1M, ShareGPT) hold text, not
token counts, and the counts depend on a tokenizer: count tokens with the one you mean and write them in
this format. The two are separated by a comma, a semicolon, a tab or blanks. Blank lines and everything from
``#`` on are passed over; the first line may be the header ``response`` or ``prompt,response``. All rows have
the same width; without prompts, every prompt is 0. What a third column would be nobody knows: name it with
``--columns``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ratiolab.documents.files import shown
from ratiolab.errors import InputError
from ratiolab.traces.format import Format
from ratiolab.traces.rows import Row, parse_length, parse_response
from ratiolab.traces.stream import Lines

HEADERS = (["response"], ["prompt", "response"])

_NUMBER = re.compile(r"[-+.\d]+")
#: What separates two fields: blanks alone, or one comma or semicolon with blanks around.
_SEPARATOR = re.compile(r"\s*[,;]\s*|\s+")


def matches(first_line: str) -> bool:
    """Tell whether the first line of a file looks like a comment, a header or a row of this format."""
    if first_line.startswith("#"):
        return True
    fields = _fields(first_line)
    return fields in HEADERS or (len(fields) <= 2 and all(map(_NUMBER.fullmatch, fields)))


def rows(lines: Lines, empty: bool) -> Iterator[Row]:
    """Yield the rows of a file in this format.

    Parameters
    ----------
    lines : Lines
        The file.
    empty : bool
        Whether a response may be 0, as a row to be left out.

    Raises
    ------
    InputError
        Naming the line of the first row that is not ``response >= 1`` or ``prompt >= 0,response >= 1``,
        or whose width differs from that of the rows before.
    """
    source = lines.source
    width = 0
    for line, row in enumerate(lines, start=1):
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
        yield Row(line, prompt, parse_response(fields[-1], empty, source, line, "response"))


def _fields(row: str) -> list[str]:
    """Return the fields of a line, in lower case, without blanks, quotes and comment."""
    fields = _SEPARATOR.split(row.partition("#")[0].strip().lower())
    return [field.removeprefix('"').removesuffix('"') for field in fields]


FORMAT = Format("lengths", "response or prompt,response per line", matches, rows)
