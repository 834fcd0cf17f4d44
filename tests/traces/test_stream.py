"""Traces as streams: gzipped, from standard input, broken, endless."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ratiolab.errors import InputError
from ratiolab.traces import detect, read_rows, read_trace, stream

ROWS = "prompt,response\n70,10\n0,8\n"


class Endless(io.RawIOBase):
    """A header and then rows without end; counts the bytes that were read."""

    def __init__(self, header: bytes, row: Callable[[int], bytes]) -> None:
        self._pending = header
        self._row = row
        self._next = 0
        self.given = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer."""
        while len(self._pending) < len(buffer):
            self._pending += self._row(self._next)
            self._next += 1
        size = len(buffer)
        buffer[:], self._pending = self._pending[:size], self._pending[size:]
        self.given += size
        return size


def zipped(content: bytes) -> bytes:
    """Pack without the time of day: names of tests contain the bytes, and every worker must see the same."""
    return gzip.compress(content, mtime=0)


def pipe(monkeypatch: pytest.MonkeyPatch, source: io.RawIOBase | bytes) -> None:
    """Make `source` standard input."""
    raw = io.BytesIO(source) if isinstance(source, bytes) else io.BufferedReader(source)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(raw))


@pytest.mark.parametrize("name", ["trace.csv", "trace.csv.gz"])
def test_gzip_is_told_by_its_first_bytes(tmp_path: Path, name: str) -> None:
    """Whatever the name: what is gzipped is unpacked, in several members too, and what is not is not."""
    path = tmp_path / name
    for content in (
        ROWS.encode(),
        zipped(ROWS.encode()),
        zipped(b"\xef\xbb\xbf" + ROWS.encode()),
        zipped(ROWS[:20].encode()) + zipped(ROWS[20:].encode()),
    ):
        path.write_bytes(content)
        assert detect(path) == "lengths"
        trace = read_trace(path)
        assert (trace.name, trace.prompts.tolist(), trace.responses.tolist()) == (name, [70, 0], [10, 8])


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """``-`` is standard input, plain or gzipped; nothing there, or no standard input at all, is told."""
    for content in (ROWS.encode(), zipped(ROWS.encode())):
        pipe(monkeypatch, content)
        assert read_trace("-").responses.tolist() == [10, 8]
    pipe(monkeypatch, b"prompt,response\n1,x\n")
    with pytest.raises(InputError, match=r"^standard input:2: response is 'x'"):
        read_trace("-")
    pipe(monkeypatch, b"")
    with pytest.raises(InputError, match=r"^standard input: the file is empty"):
        read_trace("-")
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="standard input cannot be read: it is closed"):
        read_trace("-")


@pytest.mark.parametrize(
    ("header", "row", "columns"),
    [
        (b"", b"%d,7\n", None),
        (b"TIMESTAMP,ContextTokens,GeneratedTokens\n", b"2024-05-10 00:00:00.5,%d,7\n", None),
        (b"", b'{"timestamp": 5, "input_length": %d, "output_length": 7}\n', None),
        (b"t;in;out\n", b"0.25;%d;7\n", "prompt=in,response=out,arrival=t"),
    ],
)
def test_a_window_reads_no_more_than_it_needs(
    monkeypatch: pytest.MonkeyPatch, header: bytes, row: bytes, columns: str | None
) -> None:
    """1,000 rows of a file without end are read at the cost of these rows and a buffer."""
    endless = Endless(header, lambda i: row % i)
    pipe(monkeypatch, endless)
    trace = read_trace("-", columns=columns, jobs=1000, window=1)
    assert trace.prompts.tolist() == list(range(1000, 2000))
    assert trace.arrivals is None or len(trace.arrivals) == 1000
    needed = len(header) + sum(len(row % i) for i in range(2000))
    assert needed <= endless.given < needed + 5 * io.DEFAULT_BUFFER_SIZE


def test_windows_are_those_of_the_whole(tmp_path: Path) -> None:
    """A window read by itself is that of the whole trace, without skipped rows; beyond the end is told."""
    path = tmp_path / "trace.csv"
    lines = ["t,in,out"] + [f"{i}.5,{i},{i % 4}" for i in range(20)]
    path.write_text("\n".join(lines))
    mine = "prompt=in,response=out,arrival=t"
    whole = read_trace(path, skip_empty=True, columns=mine)
    assert (len(whole), whole.skipped) == (15, 5)
    for window in range(3):
        part = read_trace(path, skip_empty=True, columns=mine, jobs=5, window=window)
        cut = whole.window(5, window)
        assert part.arrivals == cut.arrivals
        assert part.lines is not None
        assert cut.lines is not None
        for a, b in ((part.prompts, cut.prompts), (part.responses, cut.responses), (part.lines, cut.lines)):
            assert a.tolist() == b.tolist()
    with pytest.raises(InputError) as cut_out:
        whole.window(6, 2)
    with pytest.raises(InputError) as read_alone:
        read_trace(path, skip_empty=True, columns=mine, jobs=6, window=2)
    assert str(cut_out.value) == str(read_alone.value)
    assert str(cut_out.value).startswith(
        "trace.csv has 15 rows, 2 windows (0 to 1) of 6: there is no window 2"
    )
    with pytest.raises(InputError, match="of how many jobs"):
        read_trace(path, window=1)
    first, rows = read_rows(path, skip_empty=True, columns=mine, stop=40)
    assert (len(first), rows) == (15, 15)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (zipped(ROWS.encode() * 99)[:-20], "is damaged: what is gzipped cannot be unpacked"),
        (zipped(ROWS.encode())[:-8] + b"\0" * 8, "is damaged: what is gzipped cannot be unpacked"),
        (b"\x1f\x8b but no more than that", "is damaged: what is gzipped cannot be unpacked"),
        (b"\x1f\x8b", "is damaged: what is gzipped cannot be unpacked"),
        (b"5\n\xff\n", "is not UTF-8 text: byte 2 is 0xff"),
        (b"\xef\xbb\xbf5\n\xc3", "is not UTF-8 text: byte 5 is 0xc3"),
        (b"5\n" * 50_000 + b"\xff", "is not UTF-8 text: byte 100000 is 0xff"),
        (zipped(b"5\n" * 50_000 + b"\xff"), "is not UTF-8 text: byte 100000 is 0xff"),
    ],
)
def test_broken_files(tmp_path: Path, content: bytes, message: str) -> None:
    """What cannot be unpacked or is no text is one line, with the byte of the unpacked text."""
    path = tmp_path / "trace"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_trace(path)
    assert str(caught.value).startswith(f"{path}: {message}")


def test_a_line_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that never ends is refused, before memory is full."""
    monkeypatch.setattr(stream, "LONGEST_LINE", 2**16)
    pipe(monkeypatch, Endless(b"", lambda i: b"7" * 999))
    with pytest.raises(InputError, match="standard input: a line is longer than"):
        read_trace("-")
