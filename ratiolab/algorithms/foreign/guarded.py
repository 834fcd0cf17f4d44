"""An `Algorithm` of somebody else: handed copies, called under guard, believed with its schedule only."""

from __future__ import annotations

from typing import Any

import numpy as np

from ratiolab.algorithms.base import Algorithm
from ratiolab.algorithms.facts import Facts
from ratiolab.algorithms.foreign.foreign import Foreign
from ratiolab.algorithms.foreign.guard import Guard, shortened
from ratiolab.algorithms.foreign.policy import PATIENCE
from ratiolab.algorithms.foreign.scheduled import flag
from ratiolab.errors import InputError, ScheduleError, SchedulerFailed
from ratiolab.instance import GroupedInstance, Instance, JobType, Problem
from ratiolab.schedule import Cost, Schedule, verify

#: No cost is as large: some 10^18 jobs of as many rounds, one after the other.
MOST_ROUNDS = 2**200
#: Characters of all parameters together, at most: every table shows them.
MOST_CHARACTERS = 10_000


class Guarded(Foreign):
    """An algorithm of somebody else.

    Parameters
    ----------
    inner : Algorithm
        What is called.
    name : str
        How messages call it until it has said its name.
    source : str
        The text that its class was found by, if any.
    """

    facts = Facts()

    def __init__(self, inner: Algorithm, name: str, source: str = "") -> None:
        self.inner, self.source = inner, source
        said = Guard(name).ask("its name and parameters", self._said)
        vars(self).update(said)
        self._guard = Guard(self.name, PATIENCE)  # one answer is a whole run

    def _said(self) -> dict[str, Any]:
        """What it says of itself, in plain values."""
        inner, own = self.inner, type(self.inner).__name__
        name, listed = plain_texts(inner.name, inner.parameters)
        return {
            "name": name or own,
            "_parameters": listed,
            "knows_lengths": flag(inner.knows_lengths, own, "knows_lengths"),
            "keeps_progress": flag(inner.keeps_progress, own, "keeps_progress"),
        }

    def _scheduled(self, instance: Instance) -> Schedule:
        made = self._ask("schedule", lambda given: self.inner.schedule(given), instance)
        return self._checked(instance, made)

    def _said_cost(self, problem: Problem) -> Cost:
        said = self._ask("cost", lambda given: self.inner.cost(given), problem)
        return self._guard.ask("cost", plain_cost, said)

    def _ask(self, where: str, function: Any, problem: Problem) -> Any:
        """Ask with a copy, and see that it is unchanged."""
        copy = _copy(problem)
        answer = self._guard.ask_or_refuse(where, function, copy)
        if not _same(copy, problem):
            raise SchedulerFailed(f"{self.name} fails in {where}: it changes the instance", "change")
        return answer

    def _checked(self, instance: Instance, made: object) -> Schedule:
        """A schedule made anew of its columns, verified."""

        def columns() -> Schedule:
            if not isinstance(made, Schedule):
                raise TypeError(f"the answer is a {type(made).__name__}: it must be a Schedule")
            job, start, rounds = map(_column, (made.job, made.start, made.rounds))
            return Schedule(job, start, rounds, _column(made.finished))

        return checked(self.name, instance, self._guard.ask("schedule", columns))


def checked(name: str, instance: Instance, schedule: Schedule) -> Schedule:
    """Return a schedule of theirs, verified.

    Raises
    ------
    SchedulerFailed
        If it breaks the model, with the schedule.
    """
    try:
        verify(instance, schedule)
    except (ScheduleError, InputError) as error:
        failed = SchedulerFailed(f"{name} breaks the model: {error}", "schedule")
        failed.ran = schedule
        raise failed from None
    return schedule


def inconstant(algorithm: Algorithm, problem: Problem, first: int, then: int) -> SchedulerFailed:
    """The failure of a scheduler whose flow time was one, and another when it was run again on the same jobs.

    Neither run is a lie, but no ratio is one of the scheduler.
    """
    error = SchedulerFailed(
        f"{algorithm.label} costs {first}, and {then} when it is run again on the same jobs: its answers "
        "must depend on nothing else",
        "again",
    )
    error.algorithm, error.instance = algorithm, problem
    return error


def plain_texts(name: Any, parameters: Any) -> tuple[str, dict[str, str]]:
    """Name and parameters as they are shown and kept: a long name is cut, a long parameter refused.

    Raises
    ------
    TypeError
    """
    listed = dict(parameters)
    if not (isinstance(name, str) and all(isinstance(x, str) for pair in listed.items() for x in pair)):
        raise TypeError("its name must be a text, and its parameters texts by name")
    plain = {str(key): str(value) for key, value in listed.items()}
    if sum(map(len, (*plain, *plain.values()))) > MOST_CHARACTERS:
        raise TypeError(f"its parameters have more than {MOST_CHARACTERS} characters")
    return shortened(str(name)), plain


def plain_cost(said: object) -> Cost:
    """Refuse what is no cost.

    Raises
    ------
    TypeError
    """
    if not isinstance(said, Cost):
        raise TypeError(f"the answer is a {type(said).__name__}: it must be a Cost")
    for what, value, least in (
        ("flow time", said.flow_time, 1),
        ("makespan", said.makespan, 1),
        ("number of killed rounds", said.killed_rounds, 0),
    ):
        if type(value) is not int or not least <= value < MOST_ROUNDS:
            raise TypeError(f"the {what} is no integer of at least {least}, or of no schedule that there is")
    return Cost(said.flow_time, said.makespan, said.killed_rounds)


def _column(values: Any) -> Any:
    """A column without the class that an array of theirs may have."""
    return np.asarray(values) if isinstance(values, np.ndarray) else values


def _copy(problem: Problem) -> Problem:
    if isinstance(problem, Instance):
        return Instance(problem.memory, problem.prompts, problem.responses, problem.order)
    return GroupedInstance(problem.memory, [JobType(g.prompt, g.response, g.count) for g in problem.groups])


def _same(copy: Problem, problem: Problem) -> bool:
    if isinstance(copy, Instance) and isinstance(problem, Instance):
        arrays = ("prompts", "responses", "order")
        return copy.memory == problem.memory and all(
            np.array_equal(getattr(copy, name), getattr(problem, name)) for name in arrays
        )
    return copy == problem
