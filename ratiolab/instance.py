"""What a problem is: a memory budget and jobs with prompts and response lengths, in an order.

Source of the model: Feng, Yang, Zhang, "Competitive Non-Clairvoyant KV-Cache Scheduling for LLM
Inference", arXiv 2601.22996, Section 2. All jobs are released at round 0; a job that decodes its
``r``-th token holds ``prompt + r`` tokens of memory; every number is an integer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ratiolab.errors import InputError
from ratiolab.integers import MAX_MEMORY, IntArray, check_integer, integer_array
from ratiolab.orders import parse_random_order, permutation

#: Above this many jobs a grouped instance is not expanded to one entry per job.
EXPAND_LIMIT = 20_000_000


@dataclass(frozen=True, order=True)
class JobType:
    """Equal jobs counted together.

    Attributes
    ----------
    prompt : int
        Tokens held from the first round on, at least 0.
    response : int
        Tokens to decode = rounds to run, at least 1.
    count : int
        How many such jobs, at least 1 (a Python integer: 10**12 is fine).
    """

    prompt: int
    response: int
    count: int

    @property
    def area(self) -> int:
        """Memory-time area of one job, in token-rounds: ``s*o + o*(o+1)/2``."""
        return self.prompt * self.response + self.response * (self.response + 1) // 2


@dataclass(frozen=True, eq=False)
class Instance:
    """A batch of jobs, one entry each.

    Parameters
    ----------
    memory : int
        Budget M in tokens, 1 to 2**60.
    prompts : array of int, shape (n,)
        Prompt s of each job in tokens, at least 0.
    responses : array of int, shape (n,)
        Response length o of each job in tokens (= rounds), at least 1.
    order : array of int, shape (n,), optional
        The job indices in the order in which an algorithm receives them; default 0..n-1.

    Raises
    ------
    InputError
        If there is no job, a value is out of range or not an integer, ``prompt + response``
        exceeds the budget, or `order` is not a permutation.
    """

    memory: int
    prompts: IntArray
    responses: IntArray
    order: IntArray

    def __init__(
        self,
        memory: int,
        prompts: Sequence[int] | IntArray,
        responses: Sequence[int] | IntArray,
        order: Sequence[int] | IntArray | None = None,
    ) -> None:
        budget = check_integer(memory, "memory", 1, MAX_MEMORY)
        own_prompts = integer_array(prompts, "prompt", 0)
        own_responses = integer_array(responses, "response", 1)
        n = own_responses.size
        if n == 0:
            raise InputError("the instance has no jobs: at least one is needed")
        if own_prompts.size != n:
            raise InputError(f"there are {own_prompts.size} prompts for {n} responses: one per job is needed")
        misfit = np.flatnonzero((own_prompts > budget) | (own_responses > budget - own_prompts))
        if misfit.size:
            raise InputError(_misfit_message(budget, own_prompts, own_responses, misfit))
        own_order = integer_array(np.arange(n) if order is None else order, "order entry", 0)
        if own_order.size != n or not np.array_equal(np.sort(own_order), np.arange(n)):
            raise InputError(f"the order must list each job index 0..{n - 1} exactly once")
        object.__setattr__(self, "memory", budget)
        object.__setattr__(self, "prompts", own_prompts)
        object.__setattr__(self, "responses", own_responses)
        object.__setattr__(self, "order", own_order)

    @classmethod
    def common(
        cls,
        memory: int,
        prompt: int,
        responses: Sequence[int] | IntArray,
        order: Sequence[int] | IntArray | None = None,
    ) -> Instance:
        """Build an instance whose jobs share one `prompt` (tokens, at least 0)."""
        checked = check_integer(prompt, "prompt", 0)
        own_responses = integer_array(responses, "response", 1)
        return cls(memory, np.full(own_responses.size, checked, dtype=np.int64), own_responses, order)

    def __len__(self) -> int:
        return int(self.responses.size)

    @property
    def jobs(self) -> int:
        """Number of jobs n."""
        return len(self)

    @cached_property
    def common_prompt(self) -> int | None:
        """The prompt all jobs share, or None if they differ."""
        first = int(self.prompts[0])
        return first if bool((self.prompts == first).all()) else None

    @cached_property
    def ordered_prompts(self) -> IntArray:
        """Prompts in the order of the instance, shape (n,)."""
        return self.prompts[self.order]

    @cached_property
    def ordered_responses(self) -> IntArray:
        """Response lengths in the order of the instance, shape (n,)."""
        return self.responses[self.order]

    def types(self) -> tuple[JobType, ...]:
        """Distinct (prompt, response) pairs with counts, by response, then prompt."""
        return self._types

    @cached_property
    def _types(self) -> tuple[JobType, ...]:
        by_type = np.lexsort((self.prompts, self.responses))
        s, o = self.prompts[by_type], self.responses[by_type]
        return tuple(_runs(s, o))

    def grouped(self) -> GroupedInstance:
        """Return the same jobs, in the same order, with runs of equal jobs counted together."""
        return GroupedInstance(self.memory, _runs(self.ordered_prompts, self.ordered_responses))

    def reordered(self, rule: str) -> Instance:
        """Return the same jobs in another order.

        Parameters
        ----------
        rule : str
            ``given``, ``longest-first``, ``shortest-first`` (ties as given) or ``random:SEED``.

        Raises
        ------
        InputError
            If the rule is none of these.
        """
        if rule == "given":
            return self
        positions = permutation(rule, self.ordered_responses)
        return Instance(self.memory, self.prompts, self.responses, self.order[positions])


@dataclass(frozen=True)
class GroupedInstance:
    """A batch given as runs of equal jobs, in order, for numbers of jobs too large to list.

    Parameters
    ----------
    memory : int
        Budget M in tokens, 1 to 2**60.
    groups : iterable of JobType
        The runs in order; equal runs may occur several times.

    Raises
    ------
    InputError
        If there is no group, or one does not fit; the message names the group's index.
    """

    memory: int
    groups: tuple[JobType, ...]

    def __init__(self, memory: int, groups: Iterable[JobType]) -> None:
        budget = check_integer(memory, "memory", 1, MAX_MEMORY)
        listed = []
        for g, group in enumerate(groups):
            if not isinstance(group, JobType):
                raise InputError(f"group {g} is {group!r}: it must be a JobType(prompt, response, count)")
            count = group.count
            s = check_integer(group.prompt, f"prompt of group {g}", 0)
            o = check_integer(group.response, f"response of group {g}", 1)
            if isinstance(count, bool) or not isinstance(count, int | np.integer) or count < 1:
                raise InputError(f"count of group {g} is {count!r}: it must be an integer, at least 1")
            if s + o > budget:
                raise InputError(
                    f"group {g} needs prompt {s} + response {o} = {s + o} tokens: "
                    f"more than the memory budget {budget}"
                )
            listed.append(JobType(s, o, int(count)))
        if not listed:
            raise InputError("the instance has no jobs: at least one group is needed")
        object.__setattr__(self, "memory", budget)
        object.__setattr__(self, "groups", tuple(listed))

    @property
    def jobs(self) -> int:
        """Number of jobs n (any size)."""
        return sum(g.count for g in self.groups)

    @property
    def common_prompt(self) -> int | None:
        """The prompt all jobs share, or None if they differ."""
        first = self.groups[0].prompt
        return first if all(g.prompt == first for g in self.groups) else None

    def types(self) -> tuple[JobType, ...]:
        """Distinct (prompt, response) pairs with counts, by response, then prompt."""
        counts: dict[tuple[int, int], int] = {}
        for g in self.groups:
            counts[g.response, g.prompt] = counts.get((g.response, g.prompt), 0) + g.count
        return tuple(JobType(s, o, c) for (o, s), c in sorted(counts.items()))

    def expand(self) -> Instance:
        """Return the instance with one entry per job.

        Raises
        ------
        InputError
            If there are more than `EXPAND_LIMIT` jobs.
        """
        if self.jobs > EXPAND_LIMIT:
            raise InputError(
                f"{self.jobs} jobs are too many to list one by one (at most {EXPAND_LIMIT}): "
                "use an algorithm with a closed form for grouped jobs"
            )
        counts = [g.count for g in self.groups]
        return Instance(
            self.memory,
            np.repeat(np.array([g.prompt for g in self.groups], dtype=np.int64), counts),
            np.repeat(np.array([g.response for g in self.groups], dtype=np.int64), counts),
        )

    def reordered(self, rule: str) -> GroupedInstance:
        """Return the same groups ``given``, ``longest-first`` or ``shortest-first``.

        Raises
        ------
        InputError
            For ``random:SEED`` (a random order has no grouped form) or an unknown rule.
        """
        if rule == "given":
            return self
        if rule in ("longest-first", "shortest-first"):
            sign = 1 if rule == "shortest-first" else -1
            return GroupedInstance(self.memory, sorted(self.groups, key=lambda g: sign * g.response))
        parse_random_order(rule)
        raise InputError(f"order {rule!r} has no grouped form: list the jobs one by one (expand)")


Problem = Instance | GroupedInstance


def _runs(prompts: IntArray, responses: IntArray) -> list[JobType]:
    """Count runs of equal neighbours."""
    breaks = np.flatnonzero((prompts[1:] != prompts[:-1]) | (responses[1:] != responses[:-1])) + 1
    starts = np.concatenate(([0], breaks))
    counts = np.diff(np.concatenate((starts, [responses.size])))
    listed = zip(prompts[starts].tolist(), responses[starts].tolist(), counts.tolist(), strict=True)
    return [JobType(s, o, c) for s, o, c in listed]


def _misfit_message(memory: int, prompts: IntArray, responses: IntArray, misfit: IntArray) -> str:
    i = int(misfit[0])
    s, o = int(prompts[i]), int(responses[i])
    more = f" ({misfit.size - 1} more like it)" if misfit.size > 1 else ""
    return (
        f"job {i} needs prompt {s} + response {o} = {s + o} tokens: "
        f"more than the memory budget {memory}{more}"
    )
