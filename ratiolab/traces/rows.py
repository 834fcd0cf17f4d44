"""What the readers share: lengths from text, and the columns of a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from ratiolab.documents.files import shown
from ratiolab.errors import InputError
from ratiolab.integers import INT64_MAX, check_integer

_DIGITS = len(str(INT64_MAX))


def parse_length(text: str, lowest: int, source: str, line: int, name: str) -> int:
    """Return the integer written in `text`, at least `lowest`.

    Parameters
    ----------
    text : str
        Decimal digits, perhaps with a minus sign and blanks around; nothing else is a length.
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
    digits = stripped.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise InputError(f"{what} is {shown(stripped)}: it must be an integer")
    if len(digits.lstrip("0")) > _DIGITS:
        raise InputError(f"{what} is {shown(stripped)}: it does not fit 64 bits")
    return check_integer(int(stripped), what, lowest)


def header_fields(line: str) -> list[str]:
    """Return the column names in the first line of a CSV file, blanks around them dropped."""
    return [name.strip() for name in line.split(",")]


def csv_columns(text: str, source: str, names: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and fields of the named columns, for each row of a CSV file with a header.

    Lines may end in LF, CR or CRLF, the last one in nothing; blank lines are passed over.

    Parameters
    ----------
    text : str
        The whole file.
    source : str
        How messages call the file.
    names : sequence of str
        Columns that must be in the header, each once; the fields come in this order.

    Raises
    ------
    InputError
        If the header lacks or repeats a column, a row is longer or shorter than the header, or the
        quoting is broken; the message names the line.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next((row for row in reader if row), [])]
        for name in names:
            if header.count(name) != 1:
                times = "twice or more" if name in header else "not"
                raise InputError(
                    f"{source}:{max(1, reader.line_num)}: column {name!r} is {times} in the header: "
                    f"needed are {', '.join(names)}"
                )
        at = [header.index(name) for name in names]
        width = len(header)
        for row in reader:
            if not row:
                continue
            if len(row) != width:
                raise InputError(
                    f"{source}:{reader.line_num}: the row has {len(row)} fields, the header has {width}"
                )
            yield reader.line_num, [row[i] for i in at]
    except csv.Error as error:
        raise InputError(f"{source}:{reader.line_num}: is not valid CSV: {error}") from None
