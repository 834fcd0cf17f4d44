"""JSON objects in and out with nothing lost or guessed: the ground the documents stand on."""

from __future__ import annotations

import json
from collections import Counter
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ratiolab.documents.files import shown
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


class _Literal:
    """A number that is no 64-bit integer, kept as written."""

    def __init__(self, text: str, fault: str = "must be an integer") -> None:
        self.text, self.fault = text, fault


class JsonObject(dict[str, Any]):
    """A JSON object that remembers which keys were given more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated: list[str] = []
        if len(self) != len(pairs):
            counts = Counter(key for key, _ in pairs)
            self.repeated = [key for key, count in counts.items() if count > 1]


def _integer(text: str) -> int | _Literal:
    if len(text) <= 20 and -INT64_MAX <= int(text) <= INT64_MAX:
        return int(text)
    return _Literal(text, "does not fit 64 bits")


def load_document(text: str, source: str, format: str) -> JsonObject:
    """Parse a JSON object; numbers that are no 64-bit integers are kept as written, for `validate`.

    Parameters
    ----------
    text : str
    source : str
        How messages call the file.
    format : str
        The format the document must have; its version must be `VERSION`.

    Raises
    ------
    InputError
        If `text` is no JSON object of that format and version, or a key is repeated or null.
    """
    try:
        raw = json.loads(
            text,
            object_pairs_hook=JsonObject,
            parse_int=_integer,
            parse_float=_Literal,
            parse_constant=_Literal,
        )
        if not isinstance(raw, JsonObject):
            raise InputError(f"{source}: is {_describe(raw)}: it must be an object with format {format!r}")
        _check_objects(raw, "", source)
    except json.JSONDecodeError as error:
        raise InputError(f"{source}:{error.lineno}:{error.colno}: is not valid JSON: {error.msg}") from None
    except RecursionError:
        raise InputError(f"{source}: is nested too deeply to be a {format} document") from None
    for key, right in (("format", format), ("version", VERSION)):
        if key not in raw:
            raise InputError(f"{source}: {key} is missing: it must be {right!r}")
        if type(raw[key]) is not type(right) or raw[key] != right:
            raise InputError(f"{source}: {key} is {_describe(raw[key])}: it must be {right!r}")
    return raw


def _check_objects(value: Any, at: str, source: str) -> None:
    if isinstance(value, JsonObject):
        for key in value.repeated:
            raise InputError(f"{source}: {_join(at, key)} is given twice: keep one")
        for key, member in value.items():
            if member is None:
                raise InputError(f"{source}: {_join(at, key)} is null: give a value or leave it out")
            _check_objects(member, _join(at, key), source)
    elif isinstance(value, list):
        for i, member in enumerate(value):
            if isinstance(member, list | JsonObject):
                _check_objects(member, f"{at}[{i}]", source)


def validate(model: type[_Model], raw: JsonObject, source: str) -> _Model:
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
        at = f"{at}[{part}]" if isinstance(part, int) else _join(at, part)
    value, limits, kind = fault["input"], fault.get("ctx", {}), fault["type"]
    if kind == "missing":
        raise InputError(f"{source}: {at} is missing: it is needed")
    if kind == "extra_forbidden":
        fields = model.model_fields
        if len(fault["loc"]) > 1:  # a member of a list of objects
            (inner,) = get_args(fields[str(fault["loc"][0])].annotation)
            fields = inner.model_fields
        raise InputError(f"{source}: {at} is no known field: the fields are {', '.join(fields)}")
    rights = {
        "int_type": value.fault if isinstance(value, _Literal) else "must be an integer",
        "greater_than_equal": f"must be at least {limits.get('ge')}",
        "less_than_equal": f"must be at most {limits.get('le')}",
        "list_type": "must be a list",
        "string_type": "must be a string",
        "bool_type": "must be true or false",
        "model_type": "must be an object",
    }
    right = rights.get(kind, fault["msg"])
    raise InputError(f"{source}: {at} is {_describe(value)}: it {right}")


def _join(at: str, key: str) -> str:
    name = key if key.isidentifier() and len(key) <= 40 else shown(key)
    return f"{at}.{name}" if at else name


def _describe(value: Any) -> str:
    """Return how a message shows a JSON value: on one line, cut if long."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    if isinstance(value, str):
        return shown(value)
    written = value.text if isinstance(value, _Literal) else json.dumps(value)
    return written if len(written) <= 40 else f"{written[:40]}..."
