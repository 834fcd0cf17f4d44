"""Instances and schedules as versioned JSON documents, read strictly and written atomically.

An instance lists its jobs, with one ``prompt`` for all or ``prompts`` one by one; ``order`` (the job
indices in the order an algorithm receives them) and ``note`` (free text, not kept) may be left out::

    {"format": "ratiolab.instance", "version": 1, "memory": 256, "prompt": 96, "responses": [160, 1]}

or counts runs of equal jobs, in order; a common top-level ``prompt`` may replace those of the groups::

    {"format": "ratiolab.instance", "version": 1, "memory": 256,
     "groups": [{"prompt": 96, "response": 160, "count": 6}, {"prompt": 96, "response": 1, "count": 194}]}

A schedule is written by columns, entry a of each column belonging to attempt a::

    {"format": "ratiolab.schedule", "version": 1,
     "job": [0, 1], "start": [0, 0], "rounds": [2, 5], "finished": [false, true]}

Every number is an integer of at most 64 bits (lengths in tokens, times in rounds), written without
fraction or exponent. Everything that is not exactly so is an `InputError` of one line.
"""

from __future__ import annotations

from ratiolab.documents.instances import (
    INSTANCE_FORMAT,
    instance_to_json,
    parse_instance,
    read_instance,
    write_instance,
)
from ratiolab.documents.schedules import (
    SCHEDULE_FORMAT,
    parse_schedule,
    read_schedule,
    schedule_to_json,
    write_schedule,
)
from ratiolab.documents.strict import VERSION

__all__ = [
    "INSTANCE_FORMAT",
    "SCHEDULE_FORMAT",
    "VERSION",
    "instance_to_json",
    "parse_instance",
    "parse_schedule",
    "read_instance",
    "read_schedule",
    "schedule_to_json",
    "write_instance",
    "write_schedule",
]
