"""Least total flow time by another integer program: per job, "has started by round t".

Step variables ``z[j,t]`` that never fall, one set per job, no counting of equal jobs, the horizon of
one job after the other, a matrix of its own through scipy. (scipy's solver is HiGHS as well, another
build of it.)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


def least_flow_time(memory: int, jobs: Sequence[tuple[int, int]]) -> int:
    """Return the least sum of completion rounds.

    With ``z[j,-1] = 0`` and ``z[j,T-1] = 1``, job j starts in round t if ``z[j,t] - z[j,t-1] = 1``;
    its start round is the number of t with ``z[j,t] = 0``.
    """
    n, horizon = len(jobs), sum(response for _, response in jobs)
    z = np.arange(n * horizon).reshape(n, horizon)
    cost = np.full(n * horizon, -1.0)
    rising = np.zeros((n * (horizon - 1), n * horizon))
    for row, (j, t) in enumerate((j, t) for j in range(n) for t in range(1, horizon)):
        rising[row, z[j, t]], rising[row, z[j, t - 1]] = 1, -1
    held = np.zeros((horizon, n * horizon))
    for j, (prompt, response) in enumerate(jobs):
        for start in range(horizon):
            for r in range(start, min(start + response, horizon)):
                held[r, z[j, start]] += prompt + r - start + 1
                if start:
                    held[r, z[j, start - 1]] -= prompt + r - start + 1
    lowest = np.zeros(n * horizon)
    for j, (_, response) in enumerate(jobs):
        lowest[z[j, horizon - response :]] = 1  # it has to end within the horizon
    solution = milp(
        cost,
        integrality=np.ones(n * horizon),
        bounds=Bounds(lowest, np.ones(n * horizon)),
        constraints=[
            LinearConstraint(rising, 0, np.inf),
            LinearConstraint(held, -np.inf, memory),
        ],
        options={"mip_rel_gap": 0},
    )
    assert solution.status == 0, solution.message
    return round(float(solution.fun)) + n * horizon + sum(response for _, response in jobs)
