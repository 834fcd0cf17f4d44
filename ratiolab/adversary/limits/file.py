"""Limits as JSON documents: small, versioned, read strictly.

Lengths, shares and spacings are integers of at most 64 bits; all else is exact text ``"p/q"`` in lowest
terms. For every N the instance has N*share jobs of each response, longest first; the other side starts
`width` of them every `period` rounds, shortest first. Forms are symmetric matrices, row by row::

    {"format": "ratiolab.limit", "version": 1, "algorithm": "gsa", "parameters": {"alpha": "2"},
     "memory": 9, "prompt": 2, "groups": [{"response": 4, "share": 1, "period": 3, "width": 1}],
     "algorithm_form": [["16/3"]], "schedule_form": [["3/2"]], "ratio": "32/9", "upper": "32/9",
     "command": "...", "software": "0.1.0"}

``upper`` is left out where no upper end is shown.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from ratiolab.adversary.limits.copositive import Form
from ratiolab.adversary.limits.limit import Limit
from ratiolab.core.spacing import Spacing
from ratiolab.documents.files import FilePath, read_text, shown, write_text
from ratiolab.documents.strict import (
    Document,
    Memory,
    Nonnegative,
    Positive,
    Strict,
    check_head,
    document_text,
    parse_document,
    validate,
)
from ratiolab.errors import InputError
from ratiolab.ratios import fraction_text

LIMIT_FORMAT = "ratiolab.limit"

_FRACTION = re.compile(r"(0|[1-9][0-9]{0,999})/([1-9][0-9]{0,999})", re.ASCII)


class _Group(Strict):
    response: Positive
    share: Nonnegative
    period: Positive
    width: Positive


class _LimitDocument(Document):
    algorithm: str
    parameters: dict[str, str]
    memory: Memory
    prompt: Nonnegative
    groups: Annotated[list[_Group], Field(min_length=1)]
    algorithm_form: list[list[str]]
    schedule_form: list[list[str]]
    ratio: str
    upper: str | None = None
    command: str
    software: str


def parse_limit(text: str, source: str) -> Limit:
    """Return the limit in a JSON text; see `read_limit`, with `source` as the file's name."""
    return limit_of(parse_document(text, source), source)


def limit_of(raw: dict[str, Any], source: str) -> Limit:
    """Return the limit in a parsed document; see `read_limit`, with `source` as the file's name."""
    check_head(raw, source, LIMIT_FORMAT)
    document = validate(_LimitDocument, raw, source)
    return Limit(
        document.algorithm,
        document.parameters,
        document.memory,
        document.prompt,
        tuple(g.response for g in document.groups),
        tuple(g.share for g in document.groups),
        tuple(Spacing(g.period, g.width) for g in document.groups),
        _form(document.algorithm_form, "algorithm_form", source),
        _form(document.schedule_form, "schedule_form", source),
        _fraction(document.ratio, "ratio", source),
        None if document.upper is None else _fraction(document.upper, "upper", source),
        document.command,
        document.software,
    )


def read_limit(path: FilePath) -> Limit:
    """Read a limit; whether it holds is for `ratiolab.adversary.limits.limit.verify_limit` to say.

    Raises
    ------
    InputError
        If the file cannot be read or is no such document: one line with file, field and reason.
    """
    return parse_limit(read_text(path), str(path))


def limit_to_json(limit: Limit, note: str | None = None) -> str:
    """Return the JSON document of a limit: fixed order of keys, newline at the end."""
    fields: dict[str, Any] = {
        "algorithm": limit.algorithm,
        "parameters": dict(limit.parameters),
        "memory": limit.memory,
        "prompt": limit.prompt,
        "groups": [
            {"response": o, "share": x, "period": spacing.period, "width": spacing.width}
            for o, x, spacing in zip(limit.lengths, limit.mix, limit.spacings, strict=True)
        ],
        "algorithm_form": [[fraction_text(q) for q in row] for row in limit.algorithm_form],
        "schedule_form": [[fraction_text(q) for q in row] for row in limit.schedule_form],
        "ratio": fraction_text(limit.ratio),
        **({} if limit.upper is None else {"upper": fraction_text(limit.upper)}),
        "command": limit.command,
        "software": limit.software,
    }
    return document_text(LIMIT_FORMAT, fields, note)


def write_limit(limit: Limit, path: FilePath, note: str | None = None) -> None:
    """Write a limit in one step: no reader sees half of it."""
    write_text(path, limit_to_json(limit, note))


def _form(rows: list[list[str]], name: str, source: str) -> Form:
    return tuple(
        tuple(_fraction(text, f"{name}[{i}][{j}]", source) for j, text in enumerate(row))
        for i, row in enumerate(rows)
    )


def _fraction(text: str, name: str, source: str) -> Fraction:
    parts = _FRACTION.fullmatch(text)
    if parts is None:
        raise InputError(f"{source}: {name} is {shown(text)}: it must be a fraction p/q in digits")
    fraction = Fraction(int(parts[1]), int(parts[2]))
    if fraction_text(fraction) != text:
        raise InputError(f"{source}: {name} is {shown(text)}: it must be in lowest terms")
    return fraction
