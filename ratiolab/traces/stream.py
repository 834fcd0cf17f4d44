"""A trace file as lines: plain or gzipped, a file or standard input, read no further than it is asked."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from ratiolab.documents.files import LARGEST, FilePath, cannot_be_read
from ratiolab.errors import InputError

#: The path that stands for standard input.
STDIN = "-"

#: Characters of the longest line that is read at all.
LONGEST_LINE = 2**28

_GZIP = b"\x1f\x8b"


class Lines:
    """The lines of a trace file, each with its end (LF, CR or CRLF); they can be passed through once.

    Parameters
    ----------
    lines : iterator of str
        From the first line on.
    source, name : str
        How messages call the file, and its name.
    """

    def __init__(self, lines: Iterator[str], source: str, name: str) -> None:
        self.source = source
        self.name = name
        self._ahead: list[str] = []
        self._rest = lines

    def __iter__(self) -> Iterator[str]:
        return chain(self._ahead, self._rest)

    def first(self) -> str:
        """Return the first line that is not blank, without blanks around it; it is still to come.

        Raises
        ------
        InputError
            If there is none.
        """
        for line in chain(self._ahead, self._read_ahead()):
            if line.strip():
                return line.strip()
        raise InputError(f"{self.source}: the file is empty: a trace is needed")

    def text(self) -> str:
        """Return all that is left as one text, for formats that are one document.

        Raises
        ------
        InputError
            If it is longer than what is read into memory at once.
        """
        parts, length = [], 0
        for line in self:
            parts.append(line)
            length += len(line)
            if length > LARGEST:
                raise InputError(f"{self.source}: is larger than {LARGEST >> 20} MiB")
        return "".join(parts)

    def _read_ahead(self) -> Iterator[str]:
        for line in self._rest:
            self._ahead.append(line)
            yield line


@contextmanager
def open_lines(path: FilePath) -> Iterator[Lines]:
    """Open a trace for reading line by line.

    Parameters
    ----------
    path : path
        A file of UTF-8 text, a byte order mark allowed, or one gzipped (told by its first bytes, whatever
        its name); ``"-"`` is standard input.

    Raises
    ------
    InputError
        If the file cannot be opened; as its lines are read, if it is no UTF-8 text, a line is far too long,
        or what is gzipped is damaged.
    """
    if path == STDIN:
        given = getattr(sys.stdin, "buffer", None)
        if not isinstance(given, io.BufferedIOBase):
            raise InputError("standard input cannot be read: it is closed")
        yield Lines(_read(given, "standard input"), "standard input", "standard input")
        return
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 (closed below; only opening is guarded)
    except (OSError, ValueError) as error:
        raise cannot_be_read(path, error) from None
    with stream:
        yield Lines(_read(stream, str(path)), str(path), Path(path).name)


class _Given(io.BufferedIOBase):
    """The bytes of a stream, after some that were read before; counts what it gives."""

    name = "trace"

    def __init__(self, head: bytes, rest: io.BufferedIOBase) -> None:
        self._head = head
        self._rest = rest
        self.given = 0

    def readable(self) -> bool:
        return True

    def read1(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes, none only at the end; the head as a whole."""
        chunk = self._head or self._rest.read1(size)
        self._head = b""
        self.given += len(chunk)
        return chunk

    def read(self, size: int | None = -1, /) -> bytes:
        """The same: whoever reads here takes fewer bytes than asked for."""
        return self.read1(-1 if size is None else size)


def _read(stream: io.BufferedIOBase, source: str) -> Iterator[str]:
    """Yield the lines of a stream, which is read as they are asked for."""
    given = _Given(b"", stream)
    try:
        head = stream.read(len(_GZIP))
        given = _Given(head, stream)
        if head == _GZIP:
            given = _Given(b"", gzip.GzipFile(fileobj=given))
        text = io.TextIOWrapper(given, encoding="utf-8-sig", newline="")
        while line := text.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise InputError(f"{source}: a line is longer than {LONGEST_LINE >> 20} MiB")
            yield line
    except UnicodeDecodeError as error:
        at = given.given - len(error.object) + error.start
        raise InputError(
            f"{source}: is not UTF-8 text: byte {at} is 0x{error.object[error.start]:02x}"
        ) from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InputError(f"{source}: is damaged: what is gzipped cannot be unpacked: {error}") from None
    except OSError as error:
        raise cannot_be_read(source, error) from None
