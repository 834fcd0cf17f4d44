"""Documents of instances: what is written comes back, and nothing wrong comes in."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiolab.documents import (
    instance_to_json,
    parse_instance,
    schedule_to_json,
)
from ratiolab.errors import InputError
from ratiolab.instance import GroupedInstance, Instance, JobType
from ratiolab.schedule import Schedule
from tests.strategies import grouped_instances, instances_of_any_size

LISTED: dict[str, Any] = {
    "format": "ratiolab.instance",
    "version": 1,
    "memory": 256,
    "prompt": 96,
    "responses": [160, 1, 1, 5],
}


GROUPED: dict[str, Any] = {
    "format": "ratiolab.instance",
    "version": 1,
    "memory": 256,
    "prompt": 96,
    "groups": [{"response": 160, "count": 6}, {"response": 1, "count": 194}],
}


def fault(text: str) -> str:
    """Return the message for an instance document; it must be one line that names the file first."""
    with pytest.raises(InputError) as caught:
        parse_instance(text, "jobs.json")
    message = str(caught.value)
    assert message.startswith("jobs.json")
    assert "\n" not in message
    assert len(message) < 300
    return message


def changed(document: dict[str, Any], **fields: Any) -> str:
    """Return the text of `document` with other `fields`; Ellipsis takes a field away."""
    return json.dumps({k: v for k, v in (document | fields).items() if v is not ...})


@given(instances_of_any_size(), st.none() | st.text())
def test_instance_round_trip(instance: Instance, note: str | None) -> None:
    """An instance comes back with the same budget, jobs and order, whatever the note."""
    text = instance_to_json(instance, note)
    back = parse_instance(text, "jobs.json")
    assert isinstance(back, Instance)
    assert back.memory == instance.memory
    for name in ("prompts", "responses", "order"):
        assert np.array_equal(getattr(back, name), getattr(instance, name))
    assert instance_to_json(back, note) == text


@given(grouped_instances())
def test_grouped_round_trip(instance: GroupedInstance) -> None:
    """A grouped instance comes back equal, and stays grouped."""
    text = instance_to_json(instance)
    assert parse_instance(text, "jobs.json") == instance
    assert text.endswith("}\n")


@pytest.mark.slow
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
    st.sampled_from(
        ["format", "version", "memory", "prompt", "prompts", "responses", "order", "groups", "note", "other"]
    ),
)
def test_any_value_in_any_field(value: Any, field: str) -> None:
    """Whatever JSON value a field holds, there is an instance or an InputError, never a traceback."""
    for document in (LISTED, GROUPED):
        try:
            parse_instance(json.dumps(document | {field: value}), "jobs.json")
        except InputError as error:
            assert "\n" not in str(error)  # noqa: PT017


def test_exact_text() -> None:
    """The written form is fixed: key order, layout, and order only where it says something."""
    assert instance_to_json(Instance(9, [1, 2], [3, 4])) == (
        '{\n  "format": "ratiolab.instance",\n  "version": 1,\n  "memory": 9,\n'
        '  "prompts": [1, 2],\n  "responses": [3, 4]\n}\n'
    )
    assert instance_to_json(GroupedInstance(9, [JobType(1, 3, 10**12)]), "x") == (
        '{\n  "format": "ratiolab.instance",\n  "version": 1,\n  "note": "x",\n  "memory": 9,\n'
        '  "prompt": 1,\n  "groups": [\n    {"response": 3, "count": 1000000000000}\n  ]\n}\n'
    )
    assert schedule_to_json(Schedule([0], [1], [2], [True])) == (
        '{\n  "format": "ratiolab.schedule",\n  "version": 1,\n'
        '  "job": [0],\n  "start": [1],\n  "rounds": [2],\n  "finished": [true]\n}\n'
    )


def test_every_form_of_prompt() -> None:
    """Common, per job and per group: the prompts arrive where they belong."""
    listed = parse_instance(changed(LISTED, prompt=..., prompts=[96, 0, 7, 1]), "jobs.json")
    assert isinstance(listed, Instance)
    assert listed.prompts.tolist() == [96, 0, 7, 1]
    groups = [{"prompt": 0, "response": 2, "count": 3}, {"prompt": 5, "response": 1, "count": 1}]
    grouped = parse_instance(changed(GROUPED, prompt=..., groups=groups), "jobs.json")
    assert grouped.types() == (JobType(5, 1, 1), JobType(0, 2, 3))
    common = parse_instance(changed(GROUPED), "jobs.json")
    assert common.types() == (JobType(96, 1, 194), JobType(96, 160, 6))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"responses": [160, 1, 1, 2.5]}, "responses[3] is 2.5: it must be an integer"),
        ({"responses": [160, 1, 1, 2.0]}, "responses[3] is 2.0: it must be an integer"),
        ({"responses": [160, True]}, "responses[1] is true: it must be an integer"),
        ({"responses": ["7"]}, "responses[0] is '7': it must be an integer"),
        ({"responses": [1, None]}, "responses[1] is null: it must be an integer"),
        ({"responses": [1, [1]]}, "responses[1] is a list: it must be an integer"),
        ({"responses": [1, 0]}, "responses[1] is 0: it must be at least 1"),
        ({"responses": [1, -4]}, "responses[1] is -4: it must be at least 1"),
        ({"responses": [1, 2**63]}, "responses[1] is 9223372036854775808: it does not fit 64 bits"),
        ({"responses": 7}, "responses is 7: it must be a list"),
        ({"responses": {"0": 7}}, "responses is an object: it must be a list"),
        ({"responses": []}, "the instance has no jobs"),
        ({"responses": ...}, "has neither responses nor groups"),
        ({"responses": [5, 161]}, "job 1 needs prompt 96 + response 161 = 257 tokens"),
        ({"memory": float("nan")}, "memory is NaN: it must be an integer"),
        ({"memory": float("inf")}, "memory is Infinity: it must be an integer"),
        ({"memory": 10**30}, "memory is 1000000000000000000000000000000: it does not fit 64 bits"),
        ({"memory": 2**60 + 1}, "memory is 1152921504606846977: it must be at most 1152921504606846976"),
        ({"memory": 0}, "memory is 0: it must be at least 1"),
        ({"memory": None}, "memory is null: give a value or leave it out"),
        ({"memory": ...}, "memory is missing"),
        ({"prompt": -1}, "prompt is -1: it must be at least 0"),
        ({"prompt": ...}, "has neither prompt nor prompts"),
        ({"prompts": [1, 2, 3, 4]}, "prompt and prompts are both given"),
        ({"prompt": ..., "prompts": [1]}, "there are 1 prompts for 4 responses"),
        ({"order": [0, 1, 2, 2]}, "the order must list each job index 0..3 exactly once"),
        ({"order": [0, 1, 2, 0.5]}, "order[3] is 0.5: it must be an integer"),
        ({"groups": []}, "groups and responses are both given"),
        ({"note": 5}, "note is 5: it must be a string"),
        ({"respones": [1]}, "respones is no known field: the fields are format, version, note, mem"),
        ({"a\nb": 1}, "'a\\nb' is no known field"),
        ({"format": "ratiolab.schedule"}, "format is 'ratiolab.schedule': it must be 'ratiolab.instance'"),
        ({"format": ...}, "format is missing: it must be 'ratiolab.instance'"),
        ({"version": 2}, "version is 2: it must be 1"),
        ({"version": True}, "version is true: it must be 1"),
        ({"version": 1.0}, "version is 1.0: it must be 1"),
        ({"version": ...}, "version is missing: it must be 1"),
    ],
)
def test_wrong_field(fields: dict[str, Any], message: str) -> None:
    """Each wrong field of a listed instance is named, with its index, its value and what is right."""
    assert fault(changed(LISTED, **fields)).startswith(f"jobs.json: {message}")


@pytest.mark.parametrize(
    ("group", "message"),
    [
        ({"response": 1}, "groups[2].count is missing"),
        ({"response": 1, "count": 0}, "groups[2].count is 0: it must be at least 1"),
        ({"response": 1, "count": 2**63}, "groups[2].count is 9223372036854775808: it does not fit 64 bits"),
        ({"response": 1.5, "count": 1}, "groups[2].response is 1.5: it must be an integer"),
        ({"response": 1, "count": 1, "prompt": 96}, "groups[2].prompt is given twice"),
        ({"response": 1, "count": 1, "n": 1}, "groups[2].n is no known field: the fields are prompt, resp"),
        ({"response": 1, "count": 1, "prompt": None}, "groups[2].prompt is null"),
        ({"response": 161, "count": 1}, "group 2 needs prompt 96 + response 161 = 257 tokens"),
        ([1, 1], "groups[2] is a list: it must be an object"),
        (None, "groups[2] is null: it must be an object"),
    ],
)
def test_wrong_group(group: Any, message: str) -> None:
    """Each wrong field of a group is named with the index of the group."""
    assert fault(changed(GROUPED, groups=[*GROUPED["groups"], group])).startswith(f"jobs.json: {message}")


def test_groups_without_prompt_or_entries() -> None:
    """Groups need a prompt from somewhere, at least one entry, and no order beside them."""
    assert "groups[0].prompt is missing, and there is no common prompt" in fault(changed(GROUPED, prompt=...))
    assert "at least one group is needed" in fault(changed(GROUPED, groups=[]))
    assert "groups and order are both given" in fault(changed(GROUPED, order=[0]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "jobs.json:1:1: is not valid JSON"),
        ('{"format": "ratiolab.instance",\n "memory" 5}', "jobs.json:2:11: is not valid JSON: Expecting ':'"),
        (changed(LISTED) + "x", "is not valid JSON: Extra data"),
        ("[1, 2]", "is a list: it must be an object"),
        ("7", "is 7: it must be an object"),
        ("null", "is null: it must be an object"),
        ('{"version": 1, "memory": 5, "memory": 6}', "memory is given twice: keep one"),
        ('{"groups": [{"count": 1, "count": 1}]}', "groups[0].count is given twice"),
        ("[" * 200_000, "is nested too deeply"),
        ('{"memory": ' + "9" * 5000 + "}", "format is missing"),
        (changed(LISTED).replace("256", "9" * 5000), f"memory is {'9' * 40}...: it does not fit 64 bits"),
        (changed(LISTED).replace("256", "256e0"), "memory is 256e0: it must be an integer"),
        (changed(LISTED).replace("256", "1e999"), "memory is 1e999: it must be an integer"),
    ],
)
def test_wrong_json(text: str, message: str) -> None:
    """What is no JSON object, or a JSON object only by name, is told with its place."""
    assert message in fault(text)
