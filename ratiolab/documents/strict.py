"""JSON objects in and out with nothing lost or guessed: the ground the documents stand on."""

from __future__ import annotations

import json
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ratiolab.certificates.json_text import Literal, UnreadableError, member, parse_object, shown
from ratiolab.errors import InputError
from ratiolab.integers import INT64_MAX, MAX_MEMORY

VERSION = 1

Nonnegative = Annotated[int, Field(strict=True, ge=0, le=INT64_MAX)]
Positive = Annotated[int, Field(strict=True, ge=1, le=INT64_MAX)]
NonnegativeList = Annotated[list[Nonnegative], Field(fail_fast=True)]
PositiveList = Annotated[list[Positive], Field(fail_fast=True)]
FlagList = Annotated[list[bool], Field(fail_fast=True)]
Memory = Annotated[int, Field(strict=True, ge=1, le=MAX_MEMORY)]


class Strict(BaseModel):
    """A JSON object of known fields: nothing is converted, nothing unknown is passed over."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Document(Strict):
    """What all documents have: format, version, and perhaps a note."""

    format: str
    version: int
    note: str | None = None


_Model = TypeVar("_Model", bound=Document)


def document_text(format: str, fields: dict[str, Any], note: str | None) -> str:
    """Return a document's text: one key per line, one group per line, newline at the end.

    Parameters
    ----------
    format : str
        What goes into ``format``; ``version`` is `VERSION`.
    fields : dict
        The other fields, in the order in which they are written.
    note : str, optional
        Free text.
    """
    head: dict[str, Any] = {"format": format, "version": VERSION}
    if note is not None:
        head["note"] = note
    lines = []
    for key, value in (head | fields).items():
        written = json.dumps(value)
        if key == "groups":
            written = "[\n    " + ",\n    ".join(json.dumps(group) for group in value) + "\n  ]"
        lines.append(f'  "{key}": {written}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def parse_document(text: str, source: str) -> dict[str, Any]:
    """Parse a JSON object; see `ratiolab.certificates.json_text.parse_object`.

    Parameters
    ----------
    text : str
    source : str
        How messages call the file.

    Raises
    ------
    InputError
        If `text` is no JSON object, or a key is repeated.
    """
    try:
        return parse_object(text)
    except UnreadableError as error:
        raise InputError(error.located(source)) from None


def load_document(text: str, source: str, format: str) -> dict[str, Any]:
    """Parse a JSON object of one format, for `validate`.

    Parameters
    ----------
    text, source : str
        As for `parse_document`.
    format : str
        The format the document must have; its version must be `VERSION`.

    Raises
    ------
    InputError
        As `parse_document` and `check_head`.
    """
    raw = parse_document(text, source)
    check_head(raw, source, format)
    return raw


def check_head(raw: dict[str, Any], source: str, format: str) -> None:
    """Check that a parsed document has a format and our `VERSION`, and that no member of it is null.

    Raises
    ------
    InputError
        Naming the field.
    """
    try:
        _refuse_null(raw, "", source)
    except RecursionError:
        raise InputError(f"{source}: is nested too deeply to be a {format} document") from None
    for key, right in (("format", format), ("version", VERSION)):
        if key not in raw:
            raise InputError(f"{source}: {key} is missing: it must be {right!r}")
        if type(raw[key]) is not type(right) or raw[key] != right:
            raise InputError(f"{source}: {key} is {shown(raw[key])}: it must be {right!r}")


def _refuse_null(value: Any, at: str, source: str) -> None:
    if isinstance(value, dict):
        for key, entry in value.items():
            if entry is None:
                raise InputError(f"{source}: {member(at, key)} is null: give a value or leave it out")
            _refuse_null(entry, member(at, key), source)
    elif isinstance(value, list):
        for i, entry in enumerate(value):
            if isinstance(entry, list | dict):
                _refuse_null(entry, f"{at}[{i}]", source)


def validate(model: type[_Model], raw: dict[str, Any], source: str) -> _Model:
    """Return `raw` as a `model`.

    Raises
    ------
    InputError
        For the first fault, unknown fields before others: file, field and index, what it is and what
        would be right.
    """
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        faults = error.errors(include_url=False)
    fault = next((f for f in faults if f["type"] == "extra_forbidden"), faults[0])
    at = ""
    for part in fault["loc"]:
        at = f"{at}[{part}]" if isinstance(part, int) else member(at, part)
    value, limits, kind = fault["input"], fault.get("ctx", {}), fault["type"]
    if kind == "missing":
        raise InputError(f"{source}: {at} is missing: it is needed")
    if kind == "extra_forbidden":
        fields = model.model_fields
        if len(fault["loc"]) > 1:  # a member of a list of objects
            (inner,) = get_args(fields[str(fault["loc"][0])].annotation)
            fields = inner.model_fields
        raise InputError(f"{source}: {at} is no known field: the fields are {', '.join(fields)}")
    whole = value.whole if isinstance(value, Literal) else type(value) is int and abs(value) > INT64_MAX
    rights = {
        "int_type": "must be an integer",
        "greater_than_equal": f"must be at least {limits.get('ge')}",
        "less_than_equal": f"must be at most {limits.get('le')}",
        "list_type": "must be a list",
        "string_type": "must be a string",
        "bool_type": "must be true or false",
        "model_type": "must be an object",
    }
    right = "does not fit 64 bits" if whole else rights.get(kind, fault["msg"])
    raise InputError(f"{source}: {at} is {shown(value)}: it {right}")
