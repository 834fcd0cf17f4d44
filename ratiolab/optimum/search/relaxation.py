"""Where prices come from: duals of the linear relaxation of the start-time program, refitted as asked.

The program is that of `lp_models.start_time` without integrality, as `lp_models.matrix` builds it, once.
Only right-hand sides change from one refit to the next: how many jobs of each type are left, and how much
of each round is taken. Nothing here is trusted: the prices are rounded, and bounds are recomputed from them.
"""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from lp_models.deadline import NEVER, Deadline
from lp_models.highs import run_linear
from lp_models.matrix import TypeRow, highs_program, matrix, nonzeros
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
    deadline : Deadline, optional
        From then on there are no prices.
    """

    def __init__(self, layout: Layout, counts: IntArray, horizon: int, deadline: Deadline = NEVER) -> None:
        self.horizon = horizon
        self._deadline = deadline
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
            None if the solver does not end with an optimum in time.
        """
        free = np.full(self.horizon, float(self._memory))
        covered = min(self.horizon, profile.size)
        free[:covered] -= profile[:covered]
        for k in range(self._types):
            self._model.changeRowBounds(k, float(counts[k]), float(counts[k]))
        for r in range(self.horizon):
            self._model.changeRowBounds(self._types + r, -highspy.kHighsInf, max(0.0, float(free[r])))
        if run_linear(self._model, self._deadline) != highspy.HighsModelStatus.kOptimal:
            return None
        duals = np.array(self._model.getSolution().row_dual, dtype=np.float64)
        return -duals[self._types :]


def entries(layout: Layout, horizon: int) -> int:
    """Matrix entries of the program, before it is built."""
    return nonzeros(*_rows(layout, horizon))


def _rows(layout: Layout, horizon: int) -> tuple[list[TypeRow], list[int]]:
    """Types and latest start rounds; how many jobs there are of a type is no part of the matrix."""
    prompts, responses = layout.prompts.tolist(), layout.responses.tolist()
    return [(s, o, 1) for s, o in zip(prompts, responses, strict=True)], [horizon - o for o in responses]


def _program(layout: Layout, counts: IntArray, horizon: int) -> Any:
    """The cost of a start is its round: the search counts waits, not completions."""
    built = matrix(*_rows(layout, horizon))
    return highs_program(
        built,
        costs=built.start_rounds.astype(np.float64),
        upper=np.full(built.columns, highspy.kHighsInf),
        counts=counts.astype(np.float64),
        memory=np.full(horizon, float(layout.memory)),
    )
