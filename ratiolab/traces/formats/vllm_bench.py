"""Results of vLLM's serving benchmark: one JSON object with the lists ``input_lens`` and ``output_lens``.

Source of the format: repository vllm-project/vllm, ``vllm bench serve --save-result --save-detailed``;
several objects may follow each other, as ``--append-result`` writes them. Prompt = input_lens, response =
output_lens, entry by entry; a failed request has 0 output tokens (``--skip-empty``). The file is read whole;
there are no arrivals.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ratiolab.errors import InputError
from ratiolab.traces.format import Format
from ratiolab.traces.json_lines import Members, decode_next, json_length, json_response, only
from ratiolab.traces.rows import Row
from ratiolab.traces.stream import Lines

FIELDS = ("input_lens", "output_lens")


def matches(first_line: str) -> bool:
    """Tell whether the first line of a file looks like the whole object, or the beginning of one."""
    return first_line == "{" or (
        first_line.startswith("{") and any(f'"{field}"' in first_line for field in FIELDS)
    )


def rows(lines: Lines, empty: bool) -> Iterator[Row]:
    """Yield the requests of every object.

    Parameters
    ----------
    lines : Lines
        The file.
    empty : bool
        Whether a response may be 0, as a row to be left out.

    Raises
    ------
    InputError
        Naming the line on which the object begins and the entry at fault; also if the lists are missing or
        differ in length.
    """
    source, text = lines.source, lines.text()
    at, line = 0, 1
    while True:
        begin = _after_blanks(text, at)
        line += text.count("\n", at, begin)
        if begin == len(text):
            return
        where = f"{source}:{line}"
        members, at = decode_next(text, begin, source, 1)
        for i, (prompt, response) in enumerate(_pairs(members, where)):
            answered = json_response(response, empty, source, line, f"output_lens[{i}]")
            yield Row(line, json_length(prompt, source, line, f"input_lens[{i}]"), answered)
        line += text.count("\n", begin, at)


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _pairs(members: Any, where: str) -> Iterator[tuple[Any, Any]]:
    if not isinstance(members, Members):
        raise InputError(f"{where}: is no JSON object: {' and '.join(FIELDS)} are needed")
    lists = [only(members, field, where) for field in FIELDS]
    for field, values in zip(FIELDS, lists, strict=True):
        if not isinstance(values, list) or isinstance(values, Members):
            raise InputError(f"{where}: {field} is no list: one number per request is needed")
    if len(lists[0]) != len(lists[1]):
        told = " and ".join(f"{len(values)} {field}" for field, values in zip(FIELDS, lists, strict=True))
        raise InputError(f"{where}: there are {told}: one of each per request is needed")
    return zip(*lists, strict=True)


FORMAT = Format("vllm-bench", "vLLM benchmark JSON: input_lens, output_lens", matches, rows)
