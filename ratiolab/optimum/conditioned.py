"""The relaxation of the start-time program under conditions on how many jobs start by a round.

The program is that of `lp_models.matrix` without integrality. Each number of starts that is ever limited
has a row of its own; from one set of conditions to the next only bounds of rows change, so that HiGHS goes
on from its last basis. Nothing here is trusted: bounds are computed anew from the duals, in integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from lp_models.deadline import NEVER, Deadline
from lp_models.highs import run_linear
from lp_models.matrix import FloatArray, Matrix, TypeRow, highs_program, matrix
from ratiolab.certificates.tree import Condition

#: Conditions from the root of a branch tree down.
Path = tuple[Condition, ...]

#: How far from an integer a number of starts must be to be split.
_FRACTIONAL = 1e-5


@dataclass(frozen=True)
class Relaxed:
    """A solved relaxation: its value and duals in floating point; a ray of duals where it has no solution.

    Attributes
    ----------
    value : float
        In rounds; infinite without a solution.
    starts : array of float, shape (columns,), or None
    prices : array of float, shape (rounds,)
        Of a token in each round.
    multipliers : array of float, shape (rows for conditions,)
        Above 0 where a lower bound of the row binds, below 0 where an upper bound does.
    """

    value: float
    starts: FloatArray | None
    prices: FloatArray
    multipliers: FloatArray


class Program:
    """The relaxation over so many rounds, with a row for each (type, round) that is split.

    Parameters
    ----------
    types : sequence of (prompt, response, count)
    memory : int
        Budget M in tokens.
    rounds : int
        Rounds that the program covers, at least the longest response.
    """

    def __init__(self, types: Sequence[TypeRow], memory: int, rounds: int) -> None:
        self.types, self.memory = tuple(types), memory
        self.built: Matrix = matrix(types, [rounds - o for _, o, _ in types])
        responses = self.built.of_columns([o for _, o, _ in types])
        self._model: Any = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
            self._model.setOptionValue(option, value)
        self._model.passModel(
            highs_program(
                self.built,
                costs=self.built.start_rounds + responses,
                upper=np.full(self.built.columns, highspy.kHighsInf),
                counts=np.array([float(count) for _, _, count in types]),
                memory=np.full(rounds, float(memory)),
            )
        )
        self._fixed = self.built.types + rounds
        self._row_of: dict[tuple[int, int], int] = {}
        self._bounds: list[tuple[float, float]] = []

    def solve(self, path: Path, deadline: Deadline = NEVER) -> Relaxed | None:
        """Solve under the conditions of a path.

        Parameters
        ----------
        path : tuple of Condition
        deadline : Deadline, optional

        Returns
        -------
        Relaxed or None
            None if the solver ends otherwise than with an optimum or a ray.
        """
        free = (-highspy.kHighsInf, highspy.kHighsInf)
        rows = [self._row(c) for c in path]
        wanted = [free] * len(self._bounds)
        for row, c in zip(rows, path, strict=True):
            low, high = wanted[row]
            wanted[row] = (max(low, float(c.count)), high) if c.at_least else (low, min(high, float(c.count)))
        for row, bounds in enumerate(wanted):
            if self._bounds[row] != bounds:
                self._model.changeRowBounds(self._fixed + row, *bounds)
                self._bounds[row] = bounds
        status = run_linear(self._model, deadline)
        if status == highspy.HighsModelStatus.kOptimal:
            solution = self._model.getSolution()
            value = float(self._model.getInfo().objective_function_value)
            starts = np.array(solution.col_value, dtype=np.float64)
            return self._relaxed(value, starts, np.array(solution.row_dual, dtype=np.float64), path, rows)
        if status == highspy.HighsModelStatus.kInfeasible:
            _, has_ray, ray = self._model.getDualRay()
            if has_ray:
                return self._relaxed(float("inf"), None, np.array(ray, dtype=np.float64), path, rows)
        return None

    def splits(self, starts: FloatArray) -> list[Condition]:
        """Numbers of starts that are not integers, as "at most" conditions, the most promising first.

        By area of a job times distance from an integer. None if and only if all are integers.
        """
        weighted: list[tuple[float, Condition]] = []
        for k, (s, o, _) in enumerate(self.types):
            by_round = np.cumsum(starts[self.built.offsets[k] : self.built.offsets[k + 1]])
            below = np.floor(by_round + _FRACTIONAL)
            off = np.minimum(by_round - below, 1 - (by_round - below))
            for t in np.flatnonzero(off > _FRACTIONAL).tolist():
                weight = float(off[t]) * (s * o + o * (o + 1) // 2)
                weighted.append((weight, Condition(k, t, int(below[t]), at_least=False)))
        weighted.sort(key=lambda pair: -pair[0])
        return [condition for _, condition in weighted]

    def _row(self, condition: Condition) -> int:
        """Row of the number of starts that a condition speaks of, added if it is new."""
        key = condition.kind, condition.round
        if key not in self._row_of:
            first = int(self.built.offsets[condition.kind])
            last = min(first + condition.round + 1, int(self.built.offsets[condition.kind + 1]))
            columns = np.arange(first, last, dtype=np.int32)
            ones = np.ones(columns.size)
            self._model.addRow(-highspy.kHighsInf, highspy.kHighsInf, columns.size, columns, ones)
            self._row_of[key] = len(self._bounds)
            self._bounds.append((-highspy.kHighsInf, highspy.kHighsInf))
        return self._row_of[key]

    def _relaxed(
        self, value: float, starts: FloatArray | None, duals: FloatArray, path: Path, rows: Sequence[int]
    ) -> Relaxed:
        """Sort the duals of the rows; of several conditions on one row and side the tightest has it."""
        multipliers = np.zeros(len(path))
        tightest: dict[tuple[int, bool], int] = {}
        for i, (row, c) in enumerate(zip(rows, path, strict=True)):
            held = tightest.get((row, c.at_least))
            if held is None or (c.count > path[held].count) == c.at_least:
                tightest[row, c.at_least] = i
        for (row, at_least), i in tightest.items():
            dual = float(duals[self._fixed + row])
            multipliers[i] = dual if at_least else -dual
        prices = -duals[self.built.types : self._fixed]
        return Relaxed(value, starts, prices, multipliers)
