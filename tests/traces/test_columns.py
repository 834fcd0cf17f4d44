"""Named columns, arrival times, and rows without a response."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiolab.errors import InputError
from ratiolab.traces import FORMATS, Trace, detect, read_trace
from ratiolab.traces.columns import SECOND, UNITS, Columns, parse_columns
from ratiolab.traces.times import parse_arrival

MINE = "prompt=in,response=out,arrival=t"
TEN_TWO = [(70, 10), (0, 8)]

#: For each format, a file of the rows (70, 10) and (0, 8) as it is met in the wild, and its arrivals.
WILD: dict[str, tuple[str, list[str] | None]] = {
    "azure": (
        "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-10 00:00:00.009930+00:00,70,10\n"
        "2024-05-10 02:00:00.25+02:00,0,8",
        ["1715299200.009930", "1715299200.25"],
    ),
    "burstgpt": (
        "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,70,10.0,80,API log\n"
        "45.1,GPT-4,0,8,8,API log\n",
        ["5", "45.1"],
    ),
    "mooncake": (
        '{"timestamp": 0, "input_length": 70, "output_length": 10, "hash_ids": [0]}\n'
        '{"timestamp": 3000.5, "input_length": 0, "output_length": 8.0, "hash_ids": []}\n',
        ["0", "3.0005"],
    ),
    "mooncake without arrivals": (
        '{"input_length": 70, "output_length": 10}\n{"input_length": 0, "output_length": 8}\n',
        None,
    ),
    "vidur": (
        "arrived_at,num_prefill_tokens,num_decode_tokens\n9.5e-05,70,10\n0.020150286984400397,0,8\n",
        ["0.000095", "0.020150286984400397"],
    ),
    "vidur without arrivals": (
        "num_prefill_tokens,num_decode_tokens,num_total_tokens,pd_ratio\n70,10.0,80,7.0\n0,8,8,0\n",
        None,
    ),
    "splitwise": (
        "request_id,request_type,application_id,arrival_timestamp,batch_size,prompt_size,token_size\n"
        "0,2,0,0.0,1,70,10\n1,2,0,.5,1,0,8\n",
        ["0", "0.5"],
    ),
    "blis": ("arrived_at,prefill_tokens,decode_tokens\n1,70,10\n2.75,0,8\n", ["1", "2.75"]),
    "prompt-output": ("timestamp_ms,prompt_tokens,output_tokens\n1,70,10\n1500,0,8\n", ["0.001", "1.5"]),
    "prompt-completion": ('{"prompt_tokens": 70, "completion_tokens": 10}\n'
                          '{"completion_tokens": 8, "prompt_tokens": 0}\n', None),
    "question-answer": ('"question_length","answer_length"\n"70","10"\n"0","8.0"\n', None),
    "vllm-bench": ('{"date": "x", "input_lens": [70, 0],\n "output_lens": [10, 8], "ttfts": [0.5]}', None),
    "lengths": ("prompt\tresponse\n70\t10\n0\t8\n", None),
}  # fmt: skip


def read(folder: Path, content: str, columns: str | Mapping[str, str] | None = None, **how: bool) -> Trace:
    """Read a trace of this content."""
    path = folder / "trace.txt"
    path.write_text(content, encoding="utf-8", newline="")
    return read_trace(path, columns=columns, skip_empty=how.get("skip_empty", False))


def rows_of(trace: Trace) -> list[tuple[int, int]]:
    """Prompts and responses, row by row."""
    return list(zip(trace.prompts.tolist(), trace.responses.tolist(), strict=True))


def fault(folder: Path, content: str, columns: str | Mapping[str, str] | None = None) -> str:
    """Return the message for a trace of this content, from the line on."""
    with pytest.raises(InputError) as caught:
        read(folder, content, columns)
    return str(caught.value).removeprefix(f"{folder / 'trace.txt'}:")


def test_every_format_has_a_file_from_the_wild() -> None:
    """No format is without a case below."""
    assert {name.partition(" ")[0] for name in WILD} == set(FORMATS)


@pytest.mark.parametrize("name", WILD)
def test_formats_from_the_wild(tmp_path: Path, name: str) -> None:
    """Each format is told by its first line; lengths are read, arrivals too, to the last decimal."""
    content, arrivals = WILD[name]
    trace = read(tmp_path, content)
    assert trace.format == name.partition(" ")[0] == detect(tmp_path / "trace.txt")
    assert rows_of(trace) == TEN_TWO
    assert trace.arrivals == (None if arrivals is None else tuple(map(Fraction, arrivals)))


@pytest.mark.parametrize("name", WILD)
def test_empty_rows(tmp_path: Path, name: str) -> None:
    """In every format a row with 0 response tokens is refused with the way out, or skipped and counted."""
    content = WILD[name][0].replace("8.0", "8")
    at = content.rindex("8,8" if "8,8" in content else "8")
    empty = content[:at] + "0" + content[at + 1 :]
    if name != "burstgpt":
        assert "leave such rows out with --skip-empty (skip_empty=True)" in fault(tmp_path, empty)
    trace = read(tmp_path, empty, skip_empty=True)
    assert (rows_of(trace), trace.skipped) == ([(70, 10)], 1)
    assert trace.arrivals is None or len(trace.arrivals) == 1


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        ("t,in,out\n0.5,70,10\n1.5,0,8\n", MINE),
        ("t;x;out;in\n0.5;;10;70\n1.5;;8;0\n", MINE),
        ('"t"\t"out"\t"in"\r\n"0.5"\t"10"\t"70"\r\n1.5\t8\t0', MINE),
        ('\ufeff"t", "out", "in"\n0.5,10,70\n\n1.5,8,0\n', MINE),
        ('{"in": 70, "out": 10, "t": 0.5}\n\n{"in": 0, "out": 8.00, "t": "1.5"}', MINE),
        ("t,in,out\n500,70,10\n1.5e3,0,8\n", MINE + ":ms"),
        ("0.5,70,10\n1.5,0,8\n", "arrival=1,prompt=2,response=3"),
        ("when|then,what\n", None),
        ("a:ms,in,out\n500,70,10\n1500,0,8\n", "prompt=in, response=out, arrival=a:ms:ms"),
        ('a,"b, c",t\n70,10,0.5\n0,8,1.5\n', 'prompt=a,"response=b, c",arrival=t'),
    ],
)  # fmt: skip
def test_named_columns(tmp_path: Path, content: str, columns: str | None) -> None:
    """Any header and any keys will do, whatever separates the columns; numbers count columns from 1."""
    if columns is None:
        assert "--columns prompt=COLUMN,response=COLUMN" in fault(tmp_path, content)
        return
    trace = read(tmp_path, content, columns)
    assert (trace.format, rows_of(trace)) == ("columns", TEN_TWO)
    assert trace.arrivals == (Fraction(1, 2), Fraction(3, 2))


def test_only_responses_and_a_mapping(tmp_path: Path) -> None:
    """Without a column of prompts every prompt is 0; a mapping needs no quotes."""
    trace = read(tmp_path, "in,out\n70,10\n", "response=out")
    assert (rows_of(trace), trace.arrivals) == ([(0, 10)], None)
    assert rows_of(read(tmp_path, "70,10\n", {"response": "2", "prompt": "1"})) == [(70, 10)]
    assert parse_columns({"response": "a, b", "arrival": "t:us"}) == Columns(
        "a, b", None, "t", Fraction(1, 10**6)
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("t,in\n", "1: column 'out' is not in the header: needed are in, out, t; the header is 't, in'"),
        ("t,in,out,t\n", "1: column 't' is twice or more in the header"),
        ("in,out\n1,2\n", "1: column 't' is not in the header"),
        ("t,in,out\n1,2\n", "2: the row has 2 fields, the header has 3"),
        ("t,in,out\n1,2,x\n", "2: out is 'x': it must be an integer"),
        ("t,in,out\n1,2,3.5\n", "2: out is '3.5': it must be an integer"),
        (
            "t,in,out\nnan,2,3\n",
            "2: t is 'nan': an arrival time must be a number or a date such as 2023-11-16",
        ),
        ("t,in,out\n,2,3\n", "2: t is '': an arrival time must be"),
        ("t,in,out\n1e9999,2,3\n", "2: t is '1e9999': an arrival time must be"),
        ("t,in,out\n2023-02-30 00:00:00,2,3\n", "2: t is '2023-02-30 00:00:00': day is out of range"),
        ("t,in,out\n2023-02-03 24:00:00,2,3\n", "2: t is '2023-02-03 24:00:00': the time of day must be"),
        (
            "t,in,out\n2023-02-03 23:00:00+24:00,2,3\n",
            "2: t is '2023-02-03 23:00:00+24:00': the zone must be",
        ),
        ('{"t": 1, "in": 2}\n', "1: out is missing: one is needed"),
        ('{"t": true, "in": 2, "out": 3}\n', "1: t is no number: an arrival time must be"),
        ('{"t": NaN, "in": 2, "out": 3}\n', "1: t is 'nan': an arrival time must be"),
        ('{"t": {}, "in": 2, "out": 3}\n', "1: t is no number: an arrival time must be"),
        ('{"in": 2, "out": 3}\n', "1: t is missing: one is needed"),
        ('{"t": 1, "in": 2, "out": "3"}\n', "1: out is no number: it must be an integer"),
    ],
)
def test_wrong_rows(tmp_path: Path, content: str, message: str) -> None:
    """What is wrong is told with line and field."""
    assert fault(tmp_path, content, MINE).startswith(message)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("prompt=a", "response is missing: write prompt=COLUMN,response=COLUMN,arrival=COLUMN"),
        ("response", "'response' names no column"),
        ("response=", "'response' names no column"),
        ("response=a,response=b", "'response' is given twice"),
        ("response=a,length=b", "'length' is unknown"),
        ('"response=a', "unexpected end of data"),
        ("", "response is missing"),
    ],
)
def test_wrong_columns(tmp_path: Path, columns: str, message: str) -> None:
    """What names no columns is refused with how to write it."""
    assert message in fault(tmp_path, "a,b\n1,2\n", columns)
    with pytest.raises(InputError, match="exclude each other"):
        read_trace(tmp_path / "none", "azure", columns="response=a")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"input_lens": [1, 2], "output_lens": [3]}', "1: there are 2 input_lens and 1 output_lens: one"),
        ('{"input_lens": [1], "output_lens": 3}', "1: output_lens is no list: one number per request"),
        ('{\n"input_lens": [1]}', "1: output_lens is missing"),
        ('{"input_lens": [1], "output_lens": [3]}\n\n{"input_lens": [1, "x"], "output_lens": [3, 4]}',
         "3: input_lens[1] is no number"),
        ('{"input_lens": [1], "output_lens": [-1]}', "1: output_lens[0] is -1: it must be at least 1"),
        ('{"input_lens": [1],\n"output_lens": [3}', "2:18: is not valid JSON"),
    ],
)  # fmt: skip
def test_wrong_benchmark_results(tmp_path: Path, content: str, message: str) -> None:
    """The same in one document of lists: the line on which it begins and the entry at fault."""
    assert fault(tmp_path, content).startswith(message)


def test_arrivals_come_with_all_rows_or_none(tmp_path: Path) -> None:
    """A row that lacks the arrival that the first one has is told, not passed over."""
    first = '{"input_length": 5, "output_length": 6, "timestamp": 1}\n'
    assert fault(tmp_path, first + '{"input_length": 5, "output_length": 6}').startswith(
        "2: timestamp is mis"
    )


@given(st.decimals(allow_nan=False, allow_infinity=False), st.sampled_from(list(UNITS)))
def test_times_are_exact(value: Decimal, unit: str) -> None:
    """A decimal number is the fraction that it says, whatever its length and exponent, times the unit."""
    text = str(value)
    try:
        expected = Fraction(text) * UNITS[unit]
        found = parse_arrival(text, UNITS[unit], "f", 1, "t")
    except InputError:
        assert len(text.upper().partition("E")[2]) > 4
    else:
        assert found == expected


@given(st.datetimes(), st.integers(-1439, 1439), st.sampled_from(" T"))
def test_dates_are_those_of_the_calendar(moment: datetime, offset: int, separator: str) -> None:
    """A date is so many seconds since 1970 as the standard library says, its microseconds exact."""
    zoned = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    since = zoned - datetime(1970, 1, 1, tzinfo=UTC)
    exact = Fraction(since.days * 86400 + since.seconds) + Fraction(since.microseconds, 10**6)
    assert parse_arrival(zoned.isoformat(separator), SECOND, "f", 1, "t") == exact
