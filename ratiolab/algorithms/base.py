"""What every algorithm offers, and how its attempts become a schedule."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from ratiolab.algorithms.facts import Facts
from ratiolab.errors import InputError, OverflowRefused, visible
from ratiolab.instance import GroupedInstance, Instance, Problem
from ratiolab.integers import INT64_MAX, IntArray, check_integer, exact_sum
from ratiolab.schedule import Cost, Schedule


class Algorithm(ABC):
    """A scheduler with its parameters fixed.

    Attributes
    ----------
    name : str
        As on the command line, e.g. ``gsa``.
    facts : Facts
        What is true of the class; believed of the library's own only (`ratiolab.algorithms.facts_of`).
    knows_lengths : bool
        True for a clairvoyant algorithm: taken from the facts, or set by a class without.
    keeps_progress : bool
        True if an evicted job keeps its tokens; set likewise. The model knows no such thing: `schedule`
        then raises `InputError`, and costs are never reported as verified.
    """

    name: ClassVar[str]
    facts: ClassVar[Facts] = Facts()
    knows_lengths: ClassVar[bool] = False
    keeps_progress: ClassVar[bool] = False

    def __init_subclass__(cls, **options: Any) -> None:
        """Take the facts of the class itself, never those of the class it is derived from."""
        super().__init_subclass__(**options)
        own = vars(cls).get("facts")
        if own is None:
            cls.facts = Facts(needs_lengths=cls.knows_lengths, keeps_progress=cls.keeps_progress)
        else:
            cls.knows_lengths, cls.keeps_progress = own.needs_lengths, own.keeps_progress

    @property
    def parameters(self) -> dict[str, str]:
        """Parameters as exact text, e.g. ``{"alpha": "4/3"}``."""
        return {}

    @property
    def label(self) -> str:
        """Name and parameters, e.g. ``gsa(alpha=4/3)``."""
        return label(self.name, self.parameters)

    @abstractmethod
    def schedule(self, instance: Instance) -> Schedule:
        """Run the algorithm and return every attempt, in terms of the instance's job indices.

        Raises
        ------
        InputError
            If the algorithm does not apply to the instance; the message says why.
        """

    @abstractmethod
    def cost(self, problem: Problem) -> Cost:
        """Return flow time, makespan and killed rounds without building the schedule.

        Raises
        ------
        InputError
            If the algorithm does not apply, or has no closed form for grouped jobs.
        """

    def require_common_prompt(self, problem: Problem) -> int:
        """Return the prompt all jobs share, in tokens.

        Raises
        ------
        InputError
            If prompts differ; the message names two jobs (or groups) that do.
        """
        prompt = problem.common_prompt
        if prompt is not None:
            return prompt
        if isinstance(problem, Instance):
            prompts, what = problem.prompts.tolist(), "job"
        else:
            prompts, what = [g.prompt for g in problem.groups], "group"
        other = next(i for i, s in enumerate(prompts) if s != prompts[0])
        raise InputError(
            f"{self.name} needs one common prompt: {what} 0 has {prompts[0]} and {what} {other} "
            f"has {prompts[other]} (give a common one with --prompt)"
        )

    def explicit(self, problem: Problem) -> Instance:
        """Return `problem` with one entry per job.

        Raises
        ------
        InputError
            If it is grouped and too large to list.
        """
        return problem.expand() if isinstance(problem, GroupedInstance) else problem


def label(name: str, parameters: Mapping[str, str]) -> str:
    """Name and parameters of an algorithm in one text, e.g. ``gsa(alpha=4/3)``."""
    inner = ", ".join(f"{key}={value}" for key, value in parameters.items())
    return visible(f"{name}({inner})" if inner else name)


def integer_parameter(value: int | str, what: str, lowest: int) -> int:
    """Return a parameter given as an integer or as its decimal text.

    Raises
    ------
    InputError
        If it is no integer, below `lowest` or beyond 64 bits.
    """
    if isinstance(value, str):
        text = value.strip()
        if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) <= 40):
            raise InputError(f"{what} is {value[:80]!r}: it must be an integer")
        value = int(text)
    return check_integer(value, what, lowest)


def require_64_bits(algorithm: Algorithm, instance: Instance) -> None:
    """Refuse an instance on which a schedule without idle rounds could exceed 64 bits in total.

    Raises
    ------
    OverflowRefused
    """
    total = exact_sum(instance.responses)
    if total * len(instance) > INT64_MAX:
        raise OverflowRefused(
            f"{algorithm.name}: up to {total * len(instance)} rounds of flow time do not fit 64 bits; "
            "use fewer or shorter jobs"
        )


def schedule_of_positions(instance: Instance, starts: IntArray) -> Schedule:
    """Build the schedule without kills from start rounds by position in the order of the instance."""
    by_job = np.empty(len(instance), dtype=np.int64)
    by_job[instance.order] = starts
    return Schedule.of_starts(by_job, instance)


def cost_of_starts(responses: IntArray, starts: IntArray) -> Cost:
    """Cost of a schedule without kills; both arrays, shape (n,), in the same order."""
    completions = starts + responses
    return Cost(exact_sum(completions), int(completions.max()), 0)
