"""The optimum of tiny instances by depth-first search over start rounds: compiled, in integers only.

The search lists jobs by start round, jobs of equal start round by length, and tries every such list.
It is complete: every schedule without kills or pauses is one list up to the names of equal jobs, and an
optimal schedule needs neither. A branch with ``j`` jobs left to be listed, none of which may start before
round ``t``, is cut only in one of three cases:

1. A lower bound on its flow time is no less than that of a schedule already found. The bound adds to the
   completions so far, for ``i = 1..j``, the larger of

   - the ``i``-th smallest of the completions that the jobs left would have if each were the only one left:
     each ends no earlier than that, so the ``i``-th end does not either;
   - the first round before which the tokens left free by the jobs listed, summed from round ``t`` on,
     reach the sum of the ``i`` smallest areas left: by the ``i``-th completion ``i`` jobs left have held
     their areas, all of it from round ``t`` on.

2. Round ``t - 1`` holds no job: all jobs after such a round can move one round ahead, so no schedule that
   has one is optimal.
3. A job left would have fitted beside the jobs listed and ended by round ``t``: moved there it meets none
   of the jobs yet to start and ends sooner, so no schedule of this branch is optimal.

Each case holds for every later ``t`` too, with the same jobs listed, so a cut ends the branch. The first
schedule is one job after the other, shortest first. Nothing is shared with the other engines but the
model.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ratiolab.core.compiled import compiled
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.integers import IntArray
from ratiolab.schedule import Schedule

#: Most jobs of an instance.
MAX_JOBS = 8
#: Longest sum of the response lengths, in rounds.
MAX_ROUNDS = 1024


def tiny_optimum(instance: Instance) -> tuple[int, Schedule]:
    """Return the least total flow time and a schedule that attains it.

    Parameters
    ----------
    instance : Instance
        At most `MAX_JOBS` jobs, own prompts allowed, lengths summing to at most `MAX_ROUNDS`. Meant for
        budgets of some dozen tokens; time grows quickly with both.

    Returns
    -------
    flow_time : int
        The optimum, in rounds.
    schedule : Schedule
        Judged by nobody yet: pass it to `verify`.

    Raises
    ------
    InputError
        If there are more jobs or rounds.
    """
    n, rounds = len(instance), sum(instance.responses.tolist())
    if n > MAX_JOBS or rounds > MAX_ROUNDS:
        raise InputError(
            f"{n} jobs of {rounds} rounds in total are too much for the tiny optimum: "
            f"at most {MAX_JOBS} jobs and {MAX_ROUNDS} rounds; use an engine of ratiolab.optimum"
        )
    starts = np.empty(n, dtype=np.int64)
    flow = int(least_flow_time(instance.memory, instance.prompts, instance.responses, starts))
    return flow, Schedule.of_starts(starts, instance)


def tiny_optima(memory: int, prompt: int, lengths: IntArray) -> IntArray:
    """Return the optimum of every row of `lengths`.

    Parameters
    ----------
    memory, prompt : int
        Budget M and the common prompt s in tokens.
    lengths : array of int, shape (m, n)
        Response lengths of one instance a row, each from 1 to ``M - s``; sizes as in `tiny_optimum`.

    Raises
    ------
    InputError
        If a length or the number of jobs is out of range.
    """
    rows, n = lengths.shape
    if not (1 <= n <= MAX_JOBS and prompt >= 0):
        raise InputError(f"{n} jobs of prompt {prompt}: from 1 to {MAX_JOBS} jobs and a prompt of at least 0")
    if rows and not (lengths.min() >= 1 and lengths.max() <= memory - prompt):
        raise InputError(f"response lengths must be from 1 to {memory - prompt}, the budget minus the prompt")
    if rows and lengths.sum(axis=1).max() > MAX_ROUNDS:
        raise InputError(f"response lengths sum to more than {MAX_ROUNDS} rounds")
    optima = np.empty(rows, dtype=np.int64)
    _least_flow_times(memory, prompt, np.ascontiguousarray(lengths, dtype=np.int64), optima)
    return optima


@compiled
def least_flow_time(memory: int, prompts: IntArray, responses: IntArray, starts: IntArray) -> int:
    """Least total flow time of one instance.

    Parameters
    ----------
    memory : int
        Budget M in tokens.
    prompts, responses : array of int, shape (n,)
        In any order; ``prompt + response <= M``.
    starts : array of int, shape (n,)
        Filled with start rounds that attain it, by job.
    """
    n = responses.size
    areas = responses * (2 * prompts + responses + 1)  # doubled
    jobs = np.argsort(responses * 4 * (memory + 1) + prompts)  # by length, then prompt
    length, prompt, area = responses[jobs], prompts[jobs], areas[jobs]
    small = np.argsort(area)
    twin = np.empty(n, np.int64)  # the equal job just before this one, or -1
    for i in range(n):
        equal = i > 0 and length[i] == length[i - 1] and prompt[i] == prompt[i - 1]
        twin[i] = i - 1 if equal else -1
    best, now = 0, 0
    for i in range(n):
        starts[jobs[i]] = now
        now += length[i]
        best += now
    held = np.zeros(now + memory + 1, np.int64)
    least = 0  # of the bounds at the root: nothing is below it
    chosen, at, end = np.empty(n, np.int64), np.empty(n, np.int64), np.zeros(n + 1, np.int64)
    listed, alone = np.zeros(n, np.bool_), np.empty(n, np.int64)
    depth, cost = 0, 0
    start, i = 0, 0
    while True:
        if i == 0 or (depth > 0 and start == at[depth - 1] and i == chosen[depth - 1] + 1):
            bound = cost + _bound(memory, start, n, length, prompt, area, small, listed, held, alone)
            if depth == 0 and start == 0:
                least = bound
            fruitless = bound >= best or start > end[depth]
            if i == 0 and not fruitless:
                fruitless = _fits_before(memory, start, n, length, prompt, listed, held)
            if fruitless:  # this round and all later ones are cut: take the last job back
                if depth == 0 or best == least:
                    return best
                depth -= 1
                start, i = at[depth], chosen[depth]
                listed[i] = False
                cost -= start + length[i]
                for r in range(length[i]):
                    held[start + r] -= prompt[i] + r + 1
                i += 1
        if i == n:
            start, i = start + 1, 0
            continue
        free = not listed[i] and (twin[i] < 0 or listed[twin[i]])
        if not (free and _fits(memory, start, prompt[i], length[i], held)):
            i += 1
            continue
        if depth == n - 1:
            if cost + start + length[i] < best:
                best = cost + start + length[i]
                for d in range(depth):
                    starts[jobs[chosen[d]]] = at[d]
                starts[jobs[i]] = start
            i += 1
            continue
        listed[i] = True
        cost += start + length[i]
        for r in range(length[i]):
            held[start + r] += prompt[i] + r + 1
        chosen[depth], at[depth] = i, start
        end[depth + 1] = max(end[depth], start + length[i])
        depth += 1
        i += 1


@compiled
def _fits(memory: int, start: int, prompt: int, length: int, held: IntArray) -> bool:
    """Whether a job that starts in round `start` fits beside what is held."""
    for r in range(length - 1, -1, -1):
        if start + r < held.size and held[start + r] + prompt + r + 1 > memory:
            return False
    return True


@compiled
def _bound(
    memory: int,
    start: int,
    n: int,
    length: IntArray,
    prompt: IntArray,
    area: IntArray,
    small: IntArray,
    listed: npt.NDArray[np.bool_],
    held: IntArray,
    alone: IntArray,
) -> int:
    """Least sum of the completions to come, if nobody else starts before round `start`.

    The array `alone` is room for n completions: of each job left if it were the only one left.
    """
    left, begin, before = 0, start, 0
    for i in range(n):
        if listed[i]:
            continue
        if prompt[i] < before:  # else a longer job of no smaller prompt does not fit sooner
            begin = start
        before = prompt[i]
        while not _fits(memory, begin, prompt[i], length[i], held):
            begin += 1
        at = left
        while at > 0 and alone[at - 1] > begin + length[i]:
            alone[at] = alone[at - 1]
            at -= 1
        alone[at] = begin + length[i]
        left += 1
    total, needed, free, now, which = 0, 0, 0, start, 0
    for k in range(n):
        if listed[small[k]]:
            continue
        needed += area[small[k]]
        while free < needed:
            free += 2 * (memory - held[now]) if now < held.size else 2 * memory
            now += 1
        total += max(now, alone[which])
        which += 1
    return total


@compiled
def _fits_before(
    memory: int,
    start: int,
    n: int,
    length: IntArray,
    prompt: IntArray,
    listed: npt.NDArray[np.bool_],
    held: IntArray,
) -> bool:
    """Whether a job not listed would have fitted beside those listed and ended just before `start`."""
    for i in range(n):
        if (
            not listed[i]
            and length[i] <= start
            and _fits(memory, start - length[i], prompt[i], length[i], held)
        ):
            return True
    return False


@compiled
def _least_flow_times(memory: int, prompt: int, lengths: IntArray, optima: IntArray) -> None:
    """Fill the optimum of each row."""
    prompts = np.full(lengths.shape[1], prompt, np.int64)
    starts = np.empty(lengths.shape[1], np.int64)
    for row in range(lengths.shape[0]):
        optima[row] = least_flow_time(memory, prompts, lengths[row], starts)
