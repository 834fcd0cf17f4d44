"""Instances: every job fits into the memory by itself, and the lists belong together."""

from __future__ import annotations

from typing import Any

from ratiolab.checkable.kind import Kind, Refused, Settings, Words
from ratiolab.documents.instances import GroupedFields, ListedFields, build_instance, instance_fields
from ratiolab.errors import InputError
from ratiolab.instance import Problem


def _read(raw: dict[str, Any], source: str) -> ListedFields | GroupedFields:
    return instance_fields(raw, source)


def _check(fields: ListedFields | GroupedFields, settings: Settings) -> Problem:
    try:
        return build_instance(fields)
    except InputError as error:
        raise Refused(str(error)) from None


def _words(problem: Problem) -> Words:
    prompt = problem.common_prompt
    told = "own prompts" if prompt is None else f"prompt {prompt}"
    return Words(
        f"each of {problem.jobs} jobs fits by itself, {told}, memory {problem.memory}",
        {"jobs": problem.jobs, "memory": problem.memory, "prompt": prompt},
        ["a schedule of it is judged by: verify INSTANCE --schedule FILE"],
    )


KIND = Kind("instance", _read, _check, _words)
