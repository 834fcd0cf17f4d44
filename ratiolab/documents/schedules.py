"""Schedules as JSON documents; the head of `ratiolab.documents` describes the format."""

from __future__ import annotations

from typing import Any

import numpy as np

from ratiolab.documents.files import FilePath, read_text, write_text
from ratiolab.documents.strict import (
    Document,
    FlagList,
    NonnegativeList,
    PositiveList,
    check_head,
    document_text,
    parse_document,
    validate,
)
from ratiolab.errors import InputError
from ratiolab.schedule import Schedule

SCHEDULE_FORMAT = "ratiolab.schedule"


class _ScheduleDocument(Document):
    job: NonnegativeList
    start: NonnegativeList
    rounds: PositiveList
    finished: FlagList


def parse_schedule(text: str, source: str) -> Schedule:
    """Return the schedule in a JSON text; see `read_schedule`, with `source` as the file's name."""
    return schedule_of(parse_document(text, source), source)


def schedule_of(raw: dict[str, Any], source: str) -> Schedule:
    """Return the schedule in a parsed document; see `read_schedule`, with `source` as the file's name."""
    check_head(raw, source, SCHEDULE_FORMAT)
    document = validate(_ScheduleDocument, raw, source)
    attempts = len(document.job)
    for name in ("start", "rounds", "finished"):
        entries = len(getattr(document, name))
        if entries != attempts:
            raise InputError(
                f"{source}: {name} has {entries} entries, job has {attempts}: one per attempt is needed"
            )
    columns = (document.job, document.start, document.rounds)
    job, start, rounds = (np.array(column, dtype=np.int64) for column in columns)
    return Schedule(job, start, rounds, document.finished)


def read_schedule(path: FilePath) -> Schedule:
    """Read a schedule from a JSON file; whether it is feasible is for `ratiolab.schedule.verify` to say.

    Raises
    ------
    InputError
        As `read_instance`; also if the columns differ in length.
    """
    return parse_schedule(read_text(path), str(path))


def schedule_to_json(schedule: Schedule, note: str | None = None) -> str:
    """Return the JSON document of a schedule: fixed order of keys, newline at the end."""
    columns = ("job", "start", "rounds", "finished")
    return document_text(SCHEDULE_FORMAT, {name: getattr(schedule, name).tolist() for name in columns}, note)


def write_schedule(schedule: Schedule, path: FilePath, note: str | None = None) -> None:
    """Write a schedule to a JSON file, in one step; raises InputError if it cannot be written."""
    write_text(path, schedule_to_json(schedule, note))
