"""Witnesses as JSON documents: small, versioned, read strictly.

Lengths and counts are integers of at most 64 bits; flow times, which may exceed that, are decimal
text, and the ratio is ``"p/q"`` in lowest terms::

    {"format": "ratiolab.witness", "version": 1, "algorithm": "gsa", "parameters": {"alpha": "2"},
     "memory": 256, "prompt": 96, "groups": [{"response": 160, "count": 6}, {"response": 1, "count": 194}],
     "algorithm_flow_time": "18542", "opt_flow_time": "13448", "ratio": "9271/6724",
     "schedule": [{"kind": "staggered", "start": 0, "response": 1, "count": 194, "period": 1, "width": 2},
                  {"kind": "staggered", "start": 97, "response": 160, "count": 6, "period": 160, "width": 1}],
     "command": "...", "seed": 0, "evaluation": 0, "software": "0.1.0"}

Groups stand in the order in which the algorithm receives them. A block of the schedule is
``staggered`` as above, a ``pattern`` (start, period, repeats, offsets, responses), ``starts``
(response, starts) or jobs ``together`` (start, responses, counts).
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field

from ratiolab.adversary.witnesses.blocks import Block, Pattern, Staggered, Starts, Together
from ratiolab.adversary.witnesses.witness import Origin, Witness
from ratiolab.core.spacing import Spacing
from ratiolab.documents.files import FilePath, read_text, shown, write_text
from ratiolab.documents.strict import (
    Document,
    Memory,
    Nonnegative,
    NonnegativeList,
    Positive,
    PositiveList,
    Strict,
    check_head,
    document_text,
    parse_document,
    validate,
)
from ratiolab.errors import InputError
from ratiolab.instance import GroupedInstance, JobType
from ratiolab.integers import check_integer
from ratiolab.ratios import fraction_text

WITNESS_FORMAT = "ratiolab.witness"

_DIGITS = re.compile(r"[1-9][0-9]{0,999}", re.ASCII)
_FIELDS = {
    "staggered": ("start", "response", "count", "period", "width"),
    "pattern": ("start", "period", "repeats", "offsets", "responses"),
    "starts": ("response", "starts"),
    "together": ("start", "responses", "counts"),
}


class _Group(Strict):
    response: Positive
    count: Positive


class _Block(Strict):
    kind: Literal["staggered", "pattern", "starts", "together"]
    start: Nonnegative | None = None
    response: Positive | None = None
    count: Positive | None = None
    period: Positive | None = None
    width: Positive | None = None
    repeats: Positive | None = None
    offsets: NonnegativeList | None = None
    responses: PositiveList | None = None
    starts: NonnegativeList | None = None
    counts: PositiveList | None = None


class _WitnessDocument(Document):
    algorithm: str
    parameters: dict[str, str]
    memory: Memory
    prompt: Nonnegative
    groups: Annotated[list[_Group], Field(min_length=1)]
    algorithm_flow_time: str
    opt_flow_time: str
    ratio: str
    schedule: Annotated[list[_Block], Field(min_length=1)]
    command: str
    seed: Nonnegative
    evaluation: Nonnegative
    software: str


def parse_witness(text: str, source: str) -> Witness:
    """Return the witness in a JSON text; see `read_witness`, with `source` as the file's name."""
    return witness_of(parse_document(text, source), source)


def witness_of(raw: dict[str, Any], source: str) -> Witness:
    """Return the witness in a parsed document; see `read_witness`, with `source` as the file's name."""
    check_head(raw, source, WITNESS_FORMAT)
    document = validate(_WitnessDocument, raw, source)
    groups = [JobType(document.prompt, g.response, g.count) for g in document.groups]
    try:
        instance = GroupedInstance(document.memory, groups)
    except InputError as error:
        raise InputError(f"{source}: {error}") from None
    p, slash, q = document.ratio.partition("/")
    ratio = Fraction(_positive(p, "ratio", source), _positive(q if slash else "", "ratio", source))
    if fraction_text(ratio) != document.ratio:
        raise InputError(f"{source}: ratio is {shown(document.ratio)}: it must be in lowest terms")
    return Witness(
        document.algorithm,
        document.parameters,
        instance,
        tuple(_block(b, f"{source}: schedule[{i}]") for i, b in enumerate(document.schedule)),
        _positive(document.algorithm_flow_time, "algorithm_flow_time", source),
        _positive(document.opt_flow_time, "opt_flow_time", source),
        ratio,
        Origin(document.command, document.seed, document.evaluation, document.software),
    )


def read_witness(path: FilePath) -> Witness:
    """Read a witness; whether it holds is for `verify_witness` to say.

    Raises
    ------
    InputError
        If the file cannot be read or is no such document: one line with file, field and reason.
    """
    return parse_witness(read_text(path), str(path))


def witness_to_json(witness: Witness, note: str | None = None) -> str:
    """Return the JSON document of a witness: fixed order of keys, newline at the end."""
    prompt = witness.instance.common_prompt
    if prompt is None:
        raise InputError("prompts differ: a witness file holds one common prompt")
    fields: dict[str, Any] = {
        "algorithm": witness.algorithm,
        "parameters": dict(witness.parameters),
        "memory": witness.instance.memory,
        "prompt": prompt,
        "groups": [
            {"response": g.response, "count": check_integer(g.count, f"count of group {i}", 1)}
            for i, g in enumerate(witness.instance.groups)
        ],
        "algorithm_flow_time": str(witness.algorithm_flow_time),
        "opt_flow_time": str(witness.opt_flow_time),
        "ratio": fraction_text(witness.ratio),
        "schedule": [_fields(block) for block in witness.blocks],
        "command": witness.origin.command,
        "seed": witness.origin.seed,
        "evaluation": witness.origin.evaluation,
        "software": witness.origin.software,
    }
    return document_text(WITNESS_FORMAT, fields, note)


def write_witness(witness: Witness, path: FilePath, note: str | None = None) -> None:
    """Write a witness in one step: no reader sees half of it."""
    write_text(path, witness_to_json(witness, note))


def _fields(block: Block) -> dict[str, Any]:
    match block:
        case Staggered(start, response, count, spacing):
            return {"kind": "staggered", "start": start, "response": response, "count": count,
                    "period": spacing.period, "width": spacing.width}  # fmt: skip
        case Pattern(start, period, repeats, offsets, responses):
            return {"kind": "pattern", "start": start, "period": period, "repeats": repeats,
                    "offsets": list(offsets), "responses": list(responses)}  # fmt: skip
        case Together(start, responses, numbers):
            return {"kind": "together", "start": start, "responses": list(responses),
                    "counts": list(numbers)}  # fmt: skip
        case Starts(response, starts):
            return {"kind": "starts", "response": response, "starts": list(starts)}


def _block(block: _Block, at: str) -> Block:
    given = block.model_dump(exclude_none=True)
    kind = given.pop("kind")
    wanted = _FIELDS[kind]
    for name in wanted:
        if name not in given:
            raise InputError(f"{at}.{name} is missing: a {kind} block needs it")
        if given[name] == []:
            raise InputError(f"{at}.{name} is empty: at least one job is needed")
    for name in given:
        if name not in wanted:
            raise InputError(f"{at}.{name} has no place in a {kind} block: it has {', '.join(wanted)}")
    if kind == "staggered":
        spacing = Spacing(given["period"], given["width"])
        return Staggered(given["start"], given["response"], given["count"], spacing)
    if kind == "starts":
        return Starts(given["response"], tuple(given["starts"]))
    if kind == "together":
        if len(given["responses"]) != len(given["counts"]):
            raise InputError(f"{at}.responses and counts differ in length: one count per length is needed")
        return Together(given["start"], tuple(given["responses"]), tuple(given["counts"]))
    if len(given["offsets"]) != len(given["responses"]):
        raise InputError(f"{at}.offsets and responses differ in length: one of each per job is needed")
    return Pattern(
        given["start"], given["period"], given["repeats"], tuple(given["offsets"]), tuple(given["responses"])
    )


def _positive(text: str, name: str, source: str) -> int:
    if not _DIGITS.fullmatch(text):
        raise InputError(f"{source}: {name} is {shown(text)}: it must be written in digits, at least 1")
    return int(text)
