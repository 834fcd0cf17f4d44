"""Where prices come from: duals of the linear relaxation of the start-time program, refitted as asked.

The program is that of `lp_models.start_time` without integrality, built once for HiGHS. Only right-hand
sides change from one refit to the next: how many jobs of each type are left, and how much of each round
is taken. Nothing here is trusted: the prices are rounded, and the bound is recomputed from them.
"""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from ratiolab.integers import IntArray
from ratiolab.optimum.search.layout import Layout
from ratiolab.optimum.search.potentials import FloatArray


class Relaxation:
    """The linear relaxation over ``horizon`` rounds from now on.

    Parameters
    ----------
    layout : Layout
    counts : array of int, shape (types,)
        Jobs of each type.
    horizon : int
        Rounds that the program covers, at least the longest response. A short horizon weakens the
        prices, never the validity of what follows from them.
    """

    def __init__(self, layout: Layout, counts: IntArray, horizon: int) -> None:
        self.horizon = horizon
        self._types = counts.size
        self._memory = layout.memory
        self._model: Any = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
            self._model.setOptionValue(option, value)
        self._model.passModel(_program(layout, counts, horizon))

    def prices(self, counts: FloatArray, profile: FloatArray) -> FloatArray | None:
        """Prices of a token in each round, for a state or an average of states.

        Parameters
        ----------
        counts : array of float, shape (types,)
            Jobs left of each type.
        profile : array of float, shape (rounds,)
            Tokens held already in the first rounds.

        Returns
        -------
        array of float, shape (horizon,), or None
            None if the solver does not end with an optimum.
        """
        free = np.full(self.horizon, float(self._memory))
        covered = min(self.horizon, profile.size)
        free[:covered] -= profile[:covered]
        for k in range(self._types):
            self._model.changeRowBounds(k, float(counts[k]), float(counts[k]))
        for r in range(self.horizon):
            self._model.changeRowBounds(self._types + r, -highspy.kHighsInf, max(0.0, float(free[r])))
        self._model.run()
        if self._model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        duals = np.array(self._model.getSolution().row_dual, dtype=np.float64)
        return -duals[self._types :]


def entries(layout: Layout, horizon: int) -> int:
    """Matrix entries of the program, before it is built."""
    return sum(max(0, horizon - o + 1) * (o + 1) for o in layout.responses.tolist())


def _program(layout: Layout, counts: IntArray, horizon: int) -> Any:
    types = counts.size
    costs: list[float] = []
    starts, rows, values = [0], [], []
    for k in range(types):
        o, s = int(layout.responses[k]), int(layout.prompts[k])
        for t in range(horizon - o + 1):
            costs.append(float(t))
            rows.append([k, *range(types + t, types + t + o)])
            values.append([1.0, *(float(s + r + 1) for r in range(o))])
            starts.append(starts[-1] + o + 1)
    program = highspy.HighsLp()
    program.num_col_ = len(costs)
    program.num_row_ = types + horizon
    program.col_cost_ = np.array(costs)
    program.col_lower_ = np.zeros(len(costs))
    program.col_upper_ = np.full(len(costs), highspy.kHighsInf)
    jobs = counts.astype(np.float64)
    free = np.full(horizon, float(layout.memory))
    program.row_lower_ = np.concatenate((jobs, np.full(horizon, -highspy.kHighsInf)))
    program.row_upper_ = np.concatenate((jobs, free))
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    program.a_matrix_.index_ = np.array([r for column in rows for r in column], dtype=np.int32)
    program.a_matrix_.value_ = np.array([v for column in values for v in column])
    return program
