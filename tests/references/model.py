"""The model itself, one round at a time: the slow judge of everything that claims to be a schedule.

Written from Section 2 of arXiv 2601.22996 alone. Nothing here is fast and nothing is clever: the state
is advanced round by round (kill, start, decode, complete) and the memory held is summed over the active
jobs in every single round.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

#: (job, first round, rounds run, finished): killed attempts have finished = False.
Attempt = tuple[int, int, int, bool]


class Broken(Exception):
    """The model does not allow what was asked for."""


class Machine:
    """One worker with a budget of token slots, and a batch of jobs released at round 0."""

    def __init__(self, memory: int, prompts: Sequence[int], responses: Sequence[int]) -> None:
        self.memory = memory
        self.prompts = list(prompts)
        self.responses = list(responses)
        self.round = 0
        self.unfinished = set(range(len(self.responses)))
        self.active: dict[int, int] = {}  # job -> tokens decoded in its current attempt
        self.attempts: list[Attempt] = []
        self.usage: dict[int, int] = {}  # round -> tokens held, for rounds with an active job

    def kill(self, job: int) -> None:
        """Take an active job out of the batch; its tokens are lost."""
        if job not in self.active:
            raise Broken(f"job {job} is not active")
        decoded = self.active.pop(job)
        if decoded == 0:
            raise Broken(f"job {job} is killed in the round in which it started")
        self.attempts.append((job, self.round - decoded, decoded, False))

    def start(self, job: int) -> None:
        """Put a waiting job into the batch, with no token decoded."""
        if job not in self.unfinished:
            raise Broken(f"job {job} is unknown or has finished")
        if job in self.active:
            raise Broken(f"job {job} is active already")
        self.active[job] = 0

    def decode(self) -> None:
        """Run one round: every active job decodes one token; those that are done leave the batch."""
        if self.active:
            held = sum(self.prompts[job] + decoded + 1 for job, decoded in self.active.items())
            if held > self.memory:
                raise Broken(f"round {self.round} holds {held} tokens of {self.memory}")
            self.usage[self.round] = held
        self.round += 1
        for job in list(self.active):
            self.active[job] += 1
            if self.active[job] == self.responses[job]:
                rounds = self.active.pop(job)
                self.unfinished.remove(job)
                self.attempts.append((job, self.round - rounds, rounds, True))

    def idle_until(self, later: int) -> None:
        """Let rounds pass in which nothing is active (so that schedules may start late)."""
        if self.active or later < self.round:
            raise Broken(f"cannot idle from round {self.round} to {later}")
        self.round = later


def replay(
    memory: int, prompts: Sequence[int], responses: Sequence[int], attempts: Iterable[Attempt]
) -> Machine:
    """Carry out a list of attempts round by round; raise `Broken` if the model does not allow it."""
    todo = sorted(attempts, key=lambda attempt: (attempt[1], attempt[0]))
    machine = Machine(memory, prompts, responses)
    running: dict[int, Attempt] = {}
    while todo or running:
        if not running:
            machine.idle_until(todo[0][1])
        for job, (_, start, rounds, finished) in list(running.items()):
            if job not in machine.active:  # it completed by itself
                if not finished or start + rounds != machine.round:
                    raise Broken(f"job {job} completed at round {machine.round} against the schedule")
                del running[job]
            elif start + rounds == machine.round:
                if finished:
                    raise Broken(f"job {job} should have completed at round {machine.round}")
                machine.kill(job)
                del running[job]
        while todo and todo[0][1] == machine.round:
            attempt = todo.pop(0)
            machine.start(attempt[0])
            running[attempt[0]] = attempt
        if running:
            machine.decode()
    if machine.unfinished:
        raise Broken(f"jobs {sorted(machine.unfinished)} never finish")
    return machine


def held_at(prompts: Sequence[int], starts: Sequence[int], rounds: Sequence[int], at: int) -> int:
    """Tokens held in round `at` by attempts given column by column: one sum over all of them."""
    return sum(s + (at - a) + 1 for s, a, r in zip(prompts, starts, rounds, strict=True) if a <= at < a + r)


def cost(attempts: Iterable[Attempt]) -> tuple[int, int, int]:
    """Flow time, makespan and rounds lost to kills of a schedule."""
    listed = list(attempts)
    ends = [start + rounds for _, start, rounds, finished in listed if finished]
    return sum(ends), max(ends), sum(rounds for _, _, rounds, finished in listed if not finished)
