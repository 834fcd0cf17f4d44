"""What travels between a command and the process of a scheduler: JSON objects, one a line.

Nothing that comes from the other side is believed: every answer is checked like one in this process.
"""

from __future__ import annotations

import json
from typing import Any

from ratiolab.algorithms.scheduler import Batch, Decision, View
from ratiolab.instance import GroupedInstance, Instance, JobType, Problem
from ratiolab.schedule import Cost, Schedule

#: Bytes of a line at most.
MOST_BYTES = 2**28


def line_of(message: dict[str, Any]) -> bytes:
    """One line."""
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def message_of(line: bytes) -> dict[str, Any]:
    """Read a line.

    Raises
    ------
    ValueError
        If it is no JSON object.
    """
    try:
        message = json.loads(line)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(message, dict):
        raise ValueError(f"a {type(message).__name__}")
    return message


def batch_to_wire(batch: Batch) -> dict[str, Any]:
    """A batch; lengths only where the scheduler is told them."""
    return {"memory": batch.memory, "prompts": batch.prompts, "order": batch.order, "lengths": batch.lengths}


def batch_of(sent: dict[str, Any]) -> Batch:
    """The batch."""
    lengths = sent["lengths"]
    return Batch(
        sent["memory"], tuple(sent["prompts"]), tuple(sent["order"]),
        None if lengths is None else tuple(lengths),
    )  # fmt: skip


def view_to_wire(view: View) -> dict[str, Any]:
    """A view."""
    return {
        "round": view.round, "active": list(view.active.items()), "waiting": view.waiting,
        "completed": list(view.completed.items()), "held": view.held,
    }  # fmt: skip


def view_of(sent: dict[str, Any]) -> View:
    """The view."""
    return View(
        sent["round"], dict(sent["active"]), tuple(sent["waiting"]), dict(sent["completed"]), sent["held"]
    )


def decision_to_wire(decision: Decision) -> dict[str, Any]:
    """A decision in plain integers."""
    return {"kill": decision.kill, "start": decision.start, "sleep_until": decision.sleep_until}


def decision_of(sent: Any) -> Decision:
    """The decision; for `ratiolab.algorithms.foreign.rounds.plain` to check."""
    return Decision(list(sent["kill"]), list(sent["start"]), sent["sleep_until"])


def problem_to_wire(problem: Problem) -> dict[str, Any]:
    """An instance with all that is in it: for algorithms, which are handed it."""
    if isinstance(problem, GroupedInstance):
        groups = [(group.prompt, group.response, group.count) for group in problem.groups]
        return {"memory": problem.memory, "groups": groups}
    arrays = {name: getattr(problem, name).tolist() for name in ("prompts", "responses", "order")}
    return {"memory": problem.memory, **arrays}


def problem_of(sent: dict[str, Any]) -> Problem:
    """The instance."""
    if "groups" in sent:
        return GroupedInstance(sent["memory"], [JobType(*group) for group in sent["groups"]])
    return Instance(sent["memory"], sent["prompts"], sent["responses"], sent["order"])


def schedule_to_wire(schedule: Schedule) -> dict[str, Any]:
    """A schedule in columns."""
    return {name: getattr(schedule, name).tolist() for name in ("job", "start", "rounds", "finished")}


def schedule_of(sent: Any) -> Schedule:
    """The schedule, which nobody has verified."""
    return Schedule(sent["job"], sent["start"], sent["rounds"], sent["finished"])


def cost_to_wire(cost: Cost) -> list[int]:
    """A cost."""
    return [cost.flow_time, cost.makespan, cost.killed_rounds]


def cost_of(sent: Any) -> Cost:
    """The cost, which nobody has verified."""
    return Cost(*sent)
