"""Schedules: feasible for an instance, in every round; what `ratiolab.schedule.verify` says."""

from __future__ import annotations

from typing import Any

from ratiolab.checkable.kind import Kind, Settings, Words
from ratiolab.documents.schedules import schedule_of
from ratiolab.errors import InputError
from ratiolab.instance import EXPAND_LIMIT, GroupedInstance
from ratiolab.schedule import Schedule, Verified, verify


def _read(raw: dict[str, Any], source: str) -> Schedule:
    return schedule_of(raw, source)


def _check(schedule: Schedule, settings: Settings) -> Verified:
    problem = settings.instance
    if problem is None:
        raise InputError("is a schedule: give its instance, too: verify INSTANCE --schedule FILE")
    if isinstance(problem, GroupedInstance):
        if problem.jobs > EXPAND_LIMIT:
            raise InputError(f"{problem.jobs} jobs are too many to list one by one: give fewer")
        problem = problem.expand()
    return verify(problem, schedule)


def _words(verified: Verified) -> Words:
    facts = {
        "flow_time": verified.flow_time,
        "makespan": verified.makespan,
        "killed_rounds": verified.killed_rounds,
        "peak_memory": verified.peak_memory,
    }
    told = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in facts.items())
    return Words(f"feasible: {told}", {"feasible": True, **facts})


KIND = Kind("schedule", _read, _check, _words, settings=("instance",))
