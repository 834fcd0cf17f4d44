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
    check_head,
    document_text,
    parse_document,
    validate,
)
from ratiolab.errors import InputError
from ratiolab.instance import GroupedInstance, Instance, JobType, Problem
from ratiolab.integers import check_integer

INSTANCE_FORMAT = "ratiolab.instance"


class ListedFields(Document):
    """The fields of an instance that lists its jobs."""

    memory: Memory
    prompt: Nonnegative | None = None
    prompts: NonnegativeList | None = None
    responses: PositiveList
    order: NonnegativeList | None = None


class _Group(Strict):
    prompt: Nonnegative | None = None
    response: Positive
    count: Positive


class GroupedFields(Document):
    """The fields of an instance that counts runs of equal jobs."""

    memory: Memory
    prompt: Nonnegative | None = None
    groups: list[_Group]


def instance_fields(raw: dict[str, Any], source: str) -> ListedFields | GroupedFields:
    """Read the fields of a parsed document; whether they make an instance is for `build_instance` to say.

    Raises
    ------
    InputError
        If a field is unknown, missing or wrong; `source` is the file's name.
    """
    check_head(raw, source, INSTANCE_FORMAT)
    if "prompt" in raw and "prompts" in raw:
        raise InputError(f"{source}: prompt and prompts are both given: keep one")
    if "groups" in raw:
        clash = [name for name in ("prompts", "responses", "order") if name in raw]
        if clash:
            raise InputError(f"{source}: groups and {clash[0]} are both given: groups hold it all, in order")
        grouped = validate(GroupedFields, raw, source)
        for g, group in enumerate(grouped.groups):
            if (group.prompt is None) == (grouped.prompt is None):
                state = "missing, and there is no common prompt" if group.prompt is None else "given twice"
                place = f"groups[{g}].prompt"
                raise InputError(f"{source}: {place} is {state}: give it here or once at the top")
        return grouped
    if "responses" not in raw:
        raise InputError(f"{source}: has neither responses nor groups: one of them is needed")
    listed = validate(ListedFields, raw, source)
    if listed.prompts is None and listed.prompt is None:
        raise InputError(f"{source}: has neither prompt nor prompts: one of them is needed (0 is allowed)")
    return listed


def build_instance(fields: ListedFields | GroupedFields) -> Problem:
    """Return the instance that some fields describe.

    Raises
    ------
    InputError
        If they describe none: no jobs, one that does not fit the memory, lists that do not match.
    """
    common = fields.prompt or 0
    if isinstance(fields, GroupedFields):
        groups = [
            JobType(common if group.prompt is None else group.prompt, group.response, group.count)
            for group in fields.groups
        ]
        return GroupedInstance(fields.memory, groups)
    responses = np.array(fields.responses, dtype=np.int64)
    if fields.prompts is None:
        prompts = np.full_like(responses, common)
    else:
        prompts = np.array(fields.prompts, dtype=np.int64)
    order = None if fields.order is None else np.array(fields.order, dtype=np.int64)
    return Instance(fields.memory, prompts, responses, order)


def parse_instance(text: str, source: str) -> Problem:
    """Return the instance in a JSON text; see `read_instance`, with `source` as the file's name."""
    fields = instance_fields(parse_document(text, source), source)
    try:
        return build_instance(fields)
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
