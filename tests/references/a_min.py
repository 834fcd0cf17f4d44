"""A-Min of arXiv 2508.14544, round by round: admit and evict by estimates that rise with experience."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.references.a_max import fits
from tests.references.model import Attempt, Machine

_64_BITS = 2**64


class Standstill(Exception):
    """Nothing completes and nothing is learnt any more."""


def random_integers(seed: int) -> Iterator[int]:
    """Outputs of splitmix64, from 0 to 2**64 - 1."""
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) % _64_BITS
        z = state
        z = (z ^ z // 2**30) * 0xBF58476D1CE4E5B9 % _64_BITS
        z = (z ^ z // 2**27) * 0x94D049BB133111EB % _64_BITS
        yield z ^ z // 2**31


def pick(source: Iterator[int], count: int) -> int:
    """One of 0..count-1, each as likely: halved outputs from the incomplete last stretch are passed over."""
    whole = (2**63 - 1) // count
    while True:
        quotient, rest = divmod(next(source) // 2, count)
        if quotient < whole:
            return rest


def a_min(
    memory: int,
    prompts: Sequence[int],
    responses: Sequence[int],
    order: Sequence[int],
    *,
    kill: str,
    estimate: str,
    lower: int = 1,
    seed: int = 0,
    patience: int = 1000,
) -> list[Attempt]:
    """Attempts of A-Min; after `patience` rounds in which nothing is learnt, give up."""
    machine = Machine(memory, prompts, responses)
    source = random_integers(seed)
    place = {job: i for i, job in enumerate(order)}
    guess = {job: lower for job in order}
    waiting = set(order)
    more = {"reached": 0, "next": 1}[estimate]
    learnt = 0, 0
    since = 0
    while machine.unfinished:
        for job, decoded in machine.active.items():
            guess[job] = max(guess[job], decoded + more)
        since += 1
        news = sum(guess.values()), -len(machine.unfinished)
        if news != learnt:
            learnt, since = news, 0
        elif since > patience:
            raise Standstill
        banned = set()
        tied: list[int] = []
        while sum(prompts[job] + decoded + 1 for job, decoded in machine.active.items()) > memory:
            if not tied:
                worth = {
                    job: guess[job] - (decoded if kill == "remaining" else 0)
                    for job, decoded in machine.active.items()
                }
                tied = sorted((j for j in worth if worth[j] == min(worth.values())), key=place.__getitem__)
            if len(tied) > 1:
                chosen = pick(source, len(tied))
                tied[0], tied[chosen] = tied[chosen], tied[0]
            victim = tied.pop(0)
            machine.kill(victim)
            banned.add(victim)
        for job in sorted(waiting, key=lambda j: (guess[j], place[j])):
            # Whoever has reached the estimate is counted for this round still.
            supposed = [max(guess[j], machine.active.get(j, -1) + 1) for j in range(len(responses))]
            if not fits(machine, job, supposed):
                break
            machine.start(job)
            waiting.remove(job)
        waiting |= banned
        machine.decode()
    return sorted(machine.attempts)
