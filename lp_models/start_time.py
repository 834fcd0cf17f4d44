r"""The start-time integer program for the least total flow time.

Jobs come as types: `n_k` equal jobs with prompt `s_k` and response length `o_k`, for types `k`, and a
memory budget `M`. An optimal schedule neither kills nor pauses, so it is a choice of start rounds.
Let `T_k` be a round by which every job of type `k` starts in some optimal schedule. The integer
variable `x[k,t]` counts the jobs of type `k` that start in round `t`:

    minimise    sum_k sum_t (t + o_k) x[k,t]
    such that   sum_t x[k,t] = n_k                                       for every type k
                sum_k sum_{t <= r < t + o_k} (s_k + r - t + 1) x[k,t] <= M    for every round r
                0 <= x[k,t] <= min(n_k, floor(M / (s_k + o_k))),  integer,  0 <= t <= T_k

A job that started in round `t` decodes its `(r-t+1)`-th token in round `r` and then holds
`s_k + r - t + 1` tokens: the second family is the memory budget. Jobs that start together end
together, at `s_k + o_k` tokens each: hence the bounds. Counting equal jobs, instead of naming them,
removes the symmetry between them.

This module is the readable statement, and what the integer program is solved from; `lp_models.matrix`
builds the same matrix as arrays, for its linear relaxation.

What was tried on top and left out, as HiGHS proved no sooner with it: a cutoff row (objective below the
best known) and start rounds ruled out by exact prices. One tempting cut is *wrong*: no
more than k* jobs of one length in a window of their length. With M = 4, s = 0, o = 2 (k* = 2) three jobs
can start in rounds 0, 1 and 1: k* bounds evenly spaced pipelines, not every schedule.

Source: the start-time program of arXiv 2502.07115; the counting, the bounds and the horizon are ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulp

from lp_models.deadline import NEVER, Deadline
from lp_models.in_process import run
from lp_models.matrix import TypeRow, nonzeros
from lp_models.status import ModelStatus, has_incumbent, judge


@dataclass(frozen=True)
class StartTimeSolution:
    """Outcome of one solve.

    Attributes
    ----------
    status : ModelStatus
        Ours; OPTIMAL only where every word of the solver agrees.
    objective : int or None
        Rounded objective of the incumbent; None without one.
    starts : tuple of dict, or None
        For each type, in the order given, start round -> number of jobs; None without an incumbent.
        Rounded from floats: to be re-verified before use.
    dual_bound : float
        The solver's lower bound in floating point; minus infinity if it has none.
    nodes : int
        Branch-and-bound nodes.
    """

    status: ModelStatus
    objective: int | None
    starts: tuple[dict[int, int], ...] | None
    dual_bound: float
    nodes: int


_OUT_OF_TIME = StartTimeSolution(ModelStatus.TIME_LIMIT, None, None, float("-inf"), 0)


def solve(
    types: Sequence[TypeRow],
    memory: int,
    latest_starts: Sequence[int],
    *,
    incumbent: Sequence[Mapping[int, int]] | None = None,
    time_limit: float | None = None,
    memory_limit: int | None = None,
    threads: int = 1,
) -> StartTimeSolution:
    """Build the program and solve it to a zero gap.

    Parameters
    ----------
    types : sequence of (prompt, response, count)
        Distinct job types; prompt >= 0, response >= 1, count >= 1.
    memory : int
        Budget M in tokens.
    latest_starts : sequence of int
        T_k of each type, in rounds; a negative one leaves a type without a start round and makes the
        program infeasible.
    incumbent : sequence of mapping, optional
        For each type, start round -> number of jobs, of a known schedule; given to the solver as a
        first solution. Starts after T_k are left out.
    time_limit : float, optional
        Seconds for building and solving together, roughly kept.
    memory_limit : int, optional
        Bytes the process may hold while the solver runs, roughly kept.
    threads : int
        Threads the solver may use, at least 1.

    Returns
    -------
    StartTimeSolution
    """
    if min(latest_starts) < 0:  # HiGHS would call a model without variables "empty"
        return StartTimeSolution(ModelStatus.INFEASIBLE, None, None, float("-inf"), 0)
    deadline = Deadline(time_limit)
    built = program(types, memory, latest_starts, incumbent=incumbent, deadline=deadline)
    if built is None:
        return _OUT_OF_TIME
    problem, variables = built
    answer = run(problem, deadline=deadline, memory_limit=memory_limit, threads=threads)
    if answer is None:
        return _OUT_OF_TIME
    word, nodes = answer
    value, starts = None, None
    if has_incumbent(word):
        value = round(word.objective)
        starts = tuple(
            {t: count for t, x in enumerate(of_type) if (count := round(x.varValue))} for of_type in variables
        )
    return StartTimeSolution(judge(word), value, starts, word.dual_bound, nodes)


def program(
    types: Sequence[TypeRow],
    memory: int,
    latest_starts: Sequence[int],
    *,
    incumbent: Sequence[Mapping[int, int]] | None = None,
    deadline: Deadline = NEVER,
) -> tuple[pulp.LpProblem, list[list[pulp.LpVariable]]] | None:
    """Build the program; parameters as those of `solve`, `deadline` until when to build.

    Returns
    -------
    pulp.LpProblem
        Variables type after type, then by start round; rows of the types, then of the rounds.
    list of list of pulp.LpVariable
        ``x[k][t]``. None in place of both if the deadline passes first.
    """
    problem = pulp.LpProblem("start_time", pulp.LpMinimize)
    variables: list[list[pulp.LpVariable]] = []
    objective: list[tuple[pulp.LpVariable, int]] = []
    rounds = max((last + o for (_, o, _), last in zip(types, latest_starts, strict=True)), default=0)
    rows: list[list[tuple[pulp.LpVariable, int]]] = [[] for _ in range(rounds)]
    for k, ((s, o, count), last) in enumerate(zip(types, latest_starts, strict=True)):
        most = min(count, memory // (s + o))
        of_type = []
        for t in range(last + 1):
            if deadline.passed:
                return None
            x = problem.add_variable(f"x_{k}_{t}", 0, most, cat=pulp.LpInteger)
            if incumbent is not None:
                x.setInitialValue(incumbent[k].get(t, 0), check=False)
            of_type.append(x)
            objective.append((x, t + o))
            for r in range(t, t + o):
                rows[r].append((x, s + r - t + 1))
        variables.append(of_type)
        problem.addConstraint(_row([(x, 1) for x in of_type], pulp.LpConstraintEQ, count))
    problem.setObjective(pulp.LpAffineExpression(objective))
    for row in rows:
        problem.addConstraint(_row(row, pulp.LpConstraintLE, memory))
    return problem, variables


def _row(terms: list[tuple[pulp.LpVariable, int]], sense: int, side: int) -> pulp.LpConstraint:
    return pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, rhs=side)


__all__ = ["ModelStatus", "StartTimeSolution", "TypeRow", "nonzeros", "program", "solve"]
