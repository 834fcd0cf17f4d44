"""Trace readers: every format as people have it, and every broken row named with its line."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from ratiolab.errors import InputError
from ratiolab.traces import FORMATS, Trace, detect, read_trace
from tests.data_files import AZURE_CODE, AZURE_CONV, MOONCAKE, data_file

AZURE = "TIMESTAMP,ContextTokens,GeneratedTokens\n"
A, B = "2023-11-16 18:17:03.9799600", "2023-11-16 18:17:04.0319600"
KNOWN = (
    "azure", "burstgpt", "mooncake", "vidur", "splitwise", "blis", "prompt-output", "prompt-completion",
    "question-answer", "vllm-bench", "lengths",
)  # fmt: skip
BURST = "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n"


def written(folder: Path, content: str | bytes) -> Path:
    """Return the path of a file with this content, line ends as given."""
    path = folder / "trace.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def fault(path: Path, format: str | None = None) -> str:
    """Return the message for a trace file, without its folder; it must be one line."""
    with pytest.raises(InputError) as caught:
        read_trace(path, format)
    message = str(caught.value)
    assert "\n" not in message
    return message.replace(str(path), path.name)


@pytest.mark.parametrize(
    ("format", "content", "lines"),
    [
        ("azure", AZURE + "2023-11-16 18:17:03.9799600,70,10\n2023-11-16 18:17:04.03,0,8\n", [2, 3]),
        ("azure", AZURE + f"{A},70,10\n{B},0,8", [2, 3]),
        ("azure", (AZURE + f"{A},70,10\n\n{B},0,8\n\n").replace("\n", "\r\n"), [2, 4]),
        ("azure", b"\xef\xbb\xbf" + (AZURE + f"{A},70,10\n{B},0,8\n").encode(), [2, 3]),
        ("azure", "GeneratedTokens, ContextTokens ,extra\n10,070,\n8, 0 ,x\n", [2, 3]),
        ("azure", '\nTIMESTAMP,ContextTokens,GeneratedTokens,x\n5,"70",10,"a\nb"\n6,0,8,\n', [4, 5]),
        ("burstgpt", BURST + "5,ChatGPT,70,10,80,API log\n6,GPT-4,0,8,8,API log\n", [2, 3]),
        ("mooncake", '{"timestamp": 0, "input_length": 70, "output_length": 10, "hash_ids": [0, 1]}\n\n'
                     '{"output_length": 8, "input_length": 0, "timestamp": 5}', [1, 3]),
        ("lengths", "70,10\n0,8\n", [1, 2]),
        ("lengths", "# mine\n\nprompt,response\r\n70 , 10 # first\r\n0,8", [4, 5]),
    ],
)  # fmt: skip
def test_formats(tmp_path: Path, format: str, content: str | bytes, lines: list[int]) -> None:
    """Each format is detected and read, whatever its line ends, byte order mark and column order."""
    path = written(tmp_path, content)
    assert detect(path) == format
    trace = read_trace(path)
    assert (trace.name, trace.format, trace.skipped, len(trace)) == ("trace.txt", format, 0, 2)
    assert trace.prompts.tolist() == [70, 0]
    assert trace.responses.tolist() == [10, 8]
    assert trace.lines is not None
    assert trace.lines.tolist() == lines
    assert trace.prompts.dtype == trace.responses.dtype == np.int64
    assert read_trace(str(path), format).responses.tolist() == [10, 8]


def test_lengths_without_prompts(tmp_path: Path) -> None:
    """One number per line is a response; the prompt is then 0."""
    for content in ("3\n1\n", "Response\n3\n1\n"):
        trace = read_trace(written(tmp_path, content))
        assert (trace.prompts.tolist(), trace.responses.tolist()) == ([0, 0], [3, 1])


def test_burstgpt_failures_are_counted(tmp_path: Path) -> None:
    """Rows with 0 response tokens are failures there: left out, counted, and never all there is."""
    failed = "7,GPT-4,12,0,12,API log\n"
    trace = read_trace(written(tmp_path, BURST + failed + "5,ChatGPT,70,10,80,API log\n" + failed))
    assert (trace.skipped, trace.responses.tolist()) == (2, [10])
    assert trace.place(0) == "row 0 (line 3)"
    assert fault(written(tmp_path, BURST + failed)) == (
        "trace.txt: has no requests (rows with 0 response tokens skipped: 1): at least one row is needed"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (AZURE + "1,5,10\n2,5,0\n", "trace.txt:3: GeneratedTokens is 0: it must be at least 1"),
        (AZURE + "a,5,-3\n", "trace.txt:2: GeneratedTokens is -3: it must be at least 1"),
        (AZURE + "a,-5,3\n", "trace.txt:2: ContextTokens is -5: it must be at least 0"),
        (AZURE + "a,5,2.5\n", "trace.txt:2: GeneratedTokens is '2.5': it must be an integer"),
        (AZURE + "a,5,\n", "trace.txt:2: GeneratedTokens is '': it must be an integer"),
        (AZURE + "a,5,1_0\n", "trace.txt:2: GeneratedTokens is '1_0': it must be an integer"),
        (AZURE + "a,5,1e3\n", "trace.txt:2: GeneratedTokens is '1e3': it must be an integer"),
        (AZURE + "a,5,nan\n", "trace.txt:2: GeneratedTokens is 'nan': it must be an integer"),
        (AZURE + "a,5,٣\n", "trace.txt:2: GeneratedTokens is '٣': it must be an integer"),
        (AZURE + "a,5,9223372036854775808\n", "trace.txt:2: GeneratedTokens is 9223372036854775808: it does"),
        (AZURE + "a,5," + "9" * 5000, f"trace.txt:2: GeneratedTokens is '{'9' * 40}'...: it does not fit"),
        (AZURE + "a,5\n", "trace.txt:2: the row has 2 fields, the header has 3"),
        (AZURE + 'a,"5,3\n', "trace.txt:2: is not valid CSV"),
        (AZURE, "trace.txt: has no requests: at least one row is needed"),
        ("ContextTokens,GeneratedTokens,ContextTokens\n1,2,3\n", "trace.txt:1: column 'ContextTokens' is tw"),
        (BURST + "5,ChatGPT,70,-1,80,API log\n", "trace.txt:2: Response tokens is -1: it must be at least 0"),
        (BURST + "5,ChatGPT,x,1,80,API log\n", "trace.txt:2: Request tokens is 'x': it must be an integer"),
        ("3\n0\n", "trace.txt:2: response is 0: it must be at least 1"),
        ("3\n2.5\n", "trace.txt:2: response is '2.5': it must be an integer"),
        ("2.5\n", "trace.txt:1: response is '2.5': it must be an integer"),
        ("-1,4\n", "trace.txt:1: prompt is -1: it must be at least 0"),
        ("3\n1,2\n", "trace.txt:2: the row has 2 fields, the rows before have 1"),
        ("response\n", "trace.txt: has no requests"),
        ("", "trace.txt: the file is empty"),
        (" \n\n", "trace.txt: the file is empty"),
        ("a,b,c\n", "trace.txt: the first line, 'a,b,c', is of no known trace format: use --format"),
        ("1,2,3\n", "trace.txt: the first line, '1,2,3', is of no known trace format"),
    ],
)
def test_wrong_rows(tmp_path: Path, content: str, message: str) -> None:
    """The first row that is no request is named with file and line, what it has and what is right."""
    assert fault(written(tmp_path, content)).startswith(message)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('{"input_length": 5, "output_length": 0}', "2: output_length is 0: it must be at least 1"),
        ('{"input_length": -5, "output_length": 1}', "2: input_length is -5: it must be at least 0"),
        ('{"input_length": 5, "output_length": 2.5}', "2: output_length is 2.5: it must be an integer"),
        ('{"input_length": 5, "output_length": NaN}', "2: output_length is nan: it must be an integer"),
        ('{"input_length": true, "output_length": 2}', "2: input_length is True: it must be an integer"),
        ('{"input_length": 5, "output_length": "2"}', "2: output_length is no number: it must be an integer"),
        ('{"input_length": {}, "output_length": 2}', "2: input_length is no number: it must be an integer"),
        ('{"input_length": 5, "output_length": 9223372036854775808}', "2: output_length is 9223372036854775"),
        ('{"input_length": 5, "output_length": ' + "9" * 5000 + "}", "2: a number or the nesting is far too"),
        ('{"input_length": 5, "x": ' + "[" * 100_000, "2: a number or the nesting is far too long"),
        ('{"input_length": 5}', "2: output_length is missing"),
        ('{"input_length": 5, "input_length": 6, "output_length": 1}', "2: input_length is given twice"),
        ("[5, 6]", "2: is no JSON object"),
        ("{5}", "2:2: is not valid JSON: Expecting property name"),
    ],
)
def test_wrong_json_rows(tmp_path: Path, row: str, message: str) -> None:
    """The same for rows that are JSON objects."""
    path = written(tmp_path, '{"input_length": 5, "output_length": 6}\n' + row + "\n")
    assert fault(path).startswith(f"trace.txt:{message}")


def test_wrong_format_and_file(tmp_path: Path) -> None:
    """A format that is unknown or not that of the file, and a file that cannot be read, are told."""
    path = written(tmp_path, "5,6\n")
    assert fault(path, "csv") == f"unknown trace format 'csv': use {', '.join(KNOWN)}"
    assert fault(path, "azure").startswith("trace.txt:1: column 'ContextTokens' is not in the header")
    assert fault(path, "mooncake").startswith("trace.txt:1: column 'input_length' is not in the header")
    assert fault(written(tmp_path, "{} 6"), "mooncake") == "trace.txt:1:4: is not valid JSON: Extra data"
    path = written(tmp_path, "5,6\n")
    assert fault(written(tmp_path, "a,b,c\n"), "lengths").endswith("is neither response nor prompt,response")
    assert "there is no such file" in fault(tmp_path / "none.csv")
    assert "is a directory" in fault(tmp_path)
    assert "is not UTF-8 text" in fault(written(tmp_path, b"\xff\xfe5\x00"))
    assert tuple(FORMATS) == KNOWN


def test_large_file_reads_fast(tmp_path: Path) -> None:
    """20,000 rows take well below a second, so that reading never is what one waits for."""
    path = written(tmp_path, AZURE + "2023-11-16 18:17:03.9799600,4808,10\n" * 20_000)
    start = time.process_time()
    assert len(read_trace(path)) == 20_000
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("name", "format", "rows", "longest"),
    [
        (AZURE_CODE, "azure", 8819, (7437, 1899)),
        (AZURE_CONV, "azure", 19366, (14050, 1000)),
        (MOONCAKE, "mooncake", 12031, (126195, 2000)),
    ],
)
def test_public_traces(name: str, format: str, rows: int, longest: tuple[int, int]) -> None:
    """The public traces are detected and read to the last row, their arrivals in order."""
    path = data_file(name)
    if path is None:
        pytest.skip(f"{name} is not at hand")
    trace: Trace = read_trace(path)
    assert (trace.format, len(trace), trace.skipped) == (format, rows, 0)
    assert (int(trace.prompts.max()), int(trace.responses.max())) == longest
    assert trace.arrivals is not None
    assert (len(trace.arrivals), sorted(trace.arrivals)) == (rows, list(trace.arrivals))
