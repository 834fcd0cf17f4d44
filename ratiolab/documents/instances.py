"""Instances as JSON documents; the head of `ratiolab.documents` describes the format."""

from __future__ import annotations

from typing import Any

import numpy as np

from ratiolab.documents.files import FilePath, read_text, write_text
from ratiolab.documents.strict import (
    Document,
    Memory,
    Nonnegative,
    NonnegativeList,
    Positive,
    PositiveList,
    Strict,
    document_text,
    load_document,
    validate,
)
from ratiolab.errors import InputError
from ratiolab.instance import GroupedInstance, Instance, JobType, Problem
from ratiolab.integers import check_integer

INSTANCE_FORMAT = "ratiolab.instance"


class _ListedDocument(Document):
    memory: Memory
    prompt: Nonnegative | None = None
    prompts: NonnegativeList | None = None
    responses: PositiveList
    order: NonnegativeList | None = None


class _Group(Strict):
    prompt: Nonnegative | None = None
    response: Positive
    count: Positive


class _GroupedDocument(Document):
    memory: Memory
    prompt: Nonnegative | None = None
    groups: list[_Group]


def parse_instance(text: str, source: str) -> Problem:
    """Return the instance in a JSON text; see `read_instance`, with `source` as the file's name."""
    raw = load_document(text, source, INSTANCE_FORMAT)
    fields = raw.keys()
    if "prompt" in fields and "prompts" in fields:
        raise InputError(f"{source}: prompt and prompts are both given: keep one")
    if "groups" in fields:
        clash = [name for name in ("prompts", "responses", "order") if name in fields]
        if clash:
            raise InputError(f"{source}: groups and {clash[0]} are both given: groups hold it all, in order")
        return _grouped(validate(_GroupedDocument, raw, source), source)
    if "responses" not in fields:
        raise InputError(f"{source}: has neither responses nor groups: one of them is needed")
    document = validate(_ListedDocument, raw, source)
    responses = np.array(document.responses, dtype=np.int64)
    if document.prompts is not None:
        prompts = np.array(document.prompts, dtype=np.int64)
    elif document.prompt is not None:
        prompts = np.full_like(responses, document.prompt)
    else:
        raise InputError(f"{source}: has neither prompt nor prompts: one of them is needed (0 is allowed)")
    order = None if document.order is None else np.array(document.order, dtype=np.int64)
    try:
        return Instance(document.memory, prompts, responses, order)
    except InputError as error:
        raise InputError(f"{source}: {error}") from None


def read_instance(path: FilePath) -> Problem:
    """Read an instance from a JSON file.

    Parameters
    ----------
    path : path
        A document as the head of this module describes.

    Returns
    -------
    Instance or GroupedInstance
        GroupedInstance if the document has ``groups``.

    Raises
    ------
    InputError
        If the file cannot be read, is not valid JSON (file:line:column), is another document or
        version, or a field is unknown, missing, repeated or wrong: one line with file, field and index.
    """
    return parse_instance(read_text(path), str(path))


def instance_to_json(problem: Problem, note: str | None = None) -> str:
    """Return the JSON document of an instance: fixed order of keys, newline at the end.

    Parameters
    ----------
    problem : Instance or GroupedInstance
    note : str, optional
        Free text to put in the document.

    Raises
    ------
    InputError
        If a count does not fit 64 bits.
    """
    common = problem.common_prompt
    fields: dict[str, Any] = {"memory": problem.memory}
    if common is not None:
        fields["prompt"] = common
    if isinstance(problem, GroupedInstance):
        fields["groups"] = [
            ({} if common is not None else {"prompt": group.prompt})
            | {"response": group.response, "count": check_integer(group.count, f"count of group {g}", 1)}
            for g, group in enumerate(problem.groups)
        ]
        return document_text(INSTANCE_FORMAT, fields, note)
    if common is None:
        fields["prompts"] = problem.prompts.tolist()
    fields["responses"] = problem.responses.tolist()
    if not np.array_equal(problem.order, np.arange(len(problem))):
        fields["order"] = problem.order.tolist()
    return document_text(INSTANCE_FORMAT, fields, note)


def write_instance(problem: Problem, path: FilePath, note: str | None = None) -> None:
    """Write an instance to a JSON file, in one step: no reader sees half of it.

    Raises
    ------
    InputError
        If the file cannot be written, or a count does not fit 64 bits.
    """
    write_text(path, instance_to_json(problem, note))


def _grouped(document: _GroupedDocument, source: str) -> GroupedInstance:
    groups = []
    for g, group in enumerate(document.groups):
        if (group.prompt is None) == (document.prompt is None):
            state = "missing, and there is no common prompt" if group.prompt is None else "given twice"
            raise InputError(f"{source}: groups[{g}].prompt is {state}: give it here or once at the top")
        prompt = document.prompt if group.prompt is None else group.prompt
        groups.append(JobType(prompt or 0, group.response, group.count))
    try:
        return GroupedInstance(document.memory, groups)
    except InputError as error:
        raise InputError(f"{source}: {error}") from None
