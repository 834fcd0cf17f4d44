"""Compiled kernel of first come, first served with eviction of the latest (vLLM), driven by events.

Between two events every active job grows by one token a round, so the usage is linear in time: the
next completion or the next round over budget is computed, and no round is visited in vain.
"""

from __future__ import annotations

import numpy as np

from ratiolab.core.compiled import compiled
from ratiolab.core.heap import heap_push, heap_remove
from ratiolab.integers import IntArray


@compiled
def evict_latest(
    memory: int,
    prompts: IntArray,
    responses: IntArray,
    keep: bool,
    latest: int,
    position: IntArray,
    starts: IntArray,
    rounds: IntArray,
) -> tuple[int, int, int, int]:
    """Run vLLM's rule and return flow time, makespan, rounds lost and number of attempts.

    A response length is read in one place only, where an admitted job's completion is put in the
    calendar; nothing else looks at the calendar before that round has come.

    Termination: waiting jobs all come after the active ones in order, since an evicted job is the
    latest and goes to the front. So the first unfinished job is active in every round (if nothing is
    active, it is admitted) and is never evicted: alone it holds at most ``prompt + response <= M``.
    Hence one token in every round is never lost, and the makespan is at most the sum of the lengths.

    Parameters
    ----------
    memory : int
        Budget M in tokens.
    prompts, responses : array of int, shape (n,)
        In the order of the instance; ``prompt + response <= M``.
    keep : bool
        Whether an evicted job keeps its tokens, and holds them at once when it is admitted again.
    latest : int
        Sum of the response lengths: no completion can be later; n times it must fit 64 bits.
    position, starts, rounds : array of int, shape (m,)
        Filled with the first m attempts, in the order in which they end: job position, first round,
        rounds run. May be empty.

    Raises
    ------
    RuntimeError
        If a round after `latest` is reached: a fault of the kernel.
    """
    n, room = responses.size, position.size
    kept = np.zeros(n, dtype=np.int64)
    began = np.empty(n, dtype=np.int64)
    stack = np.empty(n, dtype=np.int64)  # active jobs, latest on top; completed ones are marked
    done = np.zeros(n, dtype=np.bool_)
    evicted = np.empty(n, dtype=np.int64)  # front of the queue on top; never admitted jobs follow
    calendar = np.empty(n, dtype=np.int64)
    place = np.empty(n, dtype=np.int64)
    due = np.empty(n, dtype=np.int64)
    tall, queued, fresh, active = 0, 0, 0, 0
    weight = 0  # an active job holds weight + round tokens
    now, flow, lost, made = 0, 0, 0, 0
    while True:
        while active > 0 and due[calendar[0]] == now:
            job = calendar[0]
            active = heap_remove(calendar, place, due, active, job)
            done[job] = True
            weight -= prompts[job] + kept[job] - began[job] + 1
            flow += now
            if made < room:
                position[made], starts[made], rounds[made] = job, began[job], now - began[job]
            made += 1
        usage = weight + active * now
        calm = usage <= memory
        while usage > memory:
            tall -= 1
            job = stack[tall]
            if done[job]:
                continue
            active = heap_remove(calendar, place, due, active, job)
            run = now - began[job]
            weight -= prompts[job] + kept[job] - began[job] + 1
            usage -= prompts[job] + kept[job] + run + 1
            if keep:
                kept[job] += run
            else:
                lost += run
            evicted[queued] = job
            queued += 1
            if made < room:
                position[made], starts[made], rounds[made] = job, began[job], run
            made += 1
        while calm and (queued > 0 or fresh < n):
            job = evicted[queued - 1] if queued > 0 else fresh
            needed = prompts[job] + kept[job] + 1
            if needed > memory - usage:
                break
            if queued > 0:
                queued -= 1
            else:
                fresh += 1
            began[job] = now
            due[job] = now + responses[job] - kept[job]
            active = heap_push(calendar, place, due, active, job)
            weight += needed - now
            usage += needed
            stack[tall] = job
            tall += 1
        if active == 0:
            return flow, now, lost, made
        event = min(due[calendar[0]], now + (memory - usage) // active + 1)
        now = event if calm else min(event, now + 1)
        if now > latest:
            raise RuntimeError("a completion later than the sum of the lengths")
