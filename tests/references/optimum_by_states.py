"""Least total flow time by dynamic programming over rounds: exact integers, knows nothing of ratiolab.

A state is what still runs (prompt, tokens left, tokens held in the next round) and what still waits;
every unfinished job costs 1 per round. States are settled in order of cost plus a lower bound on the
rest (best first), so the first state without unfinished jobs is optimal. No start rounds, no horizon,
no program: nothing in common with a time-indexed model but the problem.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush

#: A job that runs: tokens it will hold in the next round, rounds left.
Running = tuple[int, int]
#: A job that waits: prompt, response.
Waiting = tuple[int, int]
#: Everything that the rest of a schedule depends on.
State = tuple[tuple[Running, ...], tuple[Waiting, ...]]


def least_flow_time(memory: int, jobs: Sequence[tuple[int, int]]) -> int:
    """Return the least sum of completion rounds.

    Parameters
    ----------
    memory : int
        Budget M.
    jobs : sequence of (prompt, response)
        Each fits alone: ``prompt + response <= memory``.
    """
    waiting: tuple[Waiting, ...] = tuple(sorted(jobs))
    start: State = ((), waiting)
    known: dict[State, int] = {start: 0}
    queue = [(_rest(memory, (), waiting), 0, 0, start)]
    pushed = 1
    while queue:
        _, cost, _, state = heappop(queue)
        if cost > known[state]:
            continue
        running, waiting = state
        if not running and not waiting:
            return cost
        for added in _choices(memory, running, waiting):
            left = list(waiting)
            for job in added:
                left.remove(job)
            active = [*running, *((prompt + 1, response) for prompt, response in added)]
            if not active:
                continue  # an empty round only shifts the rest
            after = tuple(sorted((held + 1, rounds - 1) for held, rounds in active if rounds > 1))
            successor: State = (after, tuple(left))
            spent = cost + len(active) + len(left)
            if spent < known.get(successor, spent + 1):
                known[successor] = spent
                estimate = spent + _rest(memory, after, successor[1])
                heappush(queue, (estimate, spent, pushed, successor))
                pushed += 1
    raise AssertionError("a job does not fit alone")


def _fits(memory: int, active: Sequence[Running]) -> bool:
    """Whether the active jobs, left alone, stay within the budget in every round."""
    return all(
        sum(held + r for held, rounds in active if rounds > r) <= memory
        for r in {rounds - 1 for _, rounds in active}
    )


def _choices(memory: int, running: Sequence[Running], waiting: Sequence[Waiting]) -> Iterator[list[Waiting]]:
    """Every multiset of waiting jobs that can start in this round."""
    kinds = sorted(Counter(waiting).items())

    def extend(k: int, chosen: list[Waiting]) -> Iterator[list[Waiting]]:
        if k == len(kinds):
            yield chosen
            return
        job, count = kinds[k]
        for number in range(count + 1):
            trial = chosen + [job] * number
            active = [*running, *((prompt + 1, response) for prompt, response in trial)]
            if not _fits(memory, active):
                break
            yield from extend(k + 1, trial)

    return extend(0, [])


def _rest(memory: int, running: Sequence[Running], waiting: Sequence[Waiting]) -> int:
    """Lower bound on the cost from here: the j-th next completion needs j jobs' lengths and areas."""
    jobs = [(held, rounds) for held, rounds in running]
    jobs += [(prompt + 1, response) for prompt, response in waiting]
    lengths = sorted(rounds for _, rounds in jobs)
    areas = sorted(rounds * held + rounds * (rounds - 1) // 2 for held, rounds in jobs)
    total, used = 0, 0
    for length, area in zip(lengths, areas, strict=True):
        used += area
        total += max(length, -(-used // memory))
    return total
