r"""The linear relaxation of the start-time program: where good prices of a token come from.

With ``y_k`` free and ``p_r >= 0`` the dual of the program of `lp_models.start_time`, without integrality
and without the bounds ``floor(M / (s_k + o_k))``, is

    maximise    sum_k n_k y_k - M sum_r p_r
    such that   y_k <= t + o_k + sum_{0 <= i < o_k} (s_k + i + 1) p_{t+i}    for all k and 0 <= t <= T_k

so ``p_r`` is what a token in round r costs, and ``y_k`` what a job of type k pays for its best start.
Nothing here is trusted: the prices are floats of a solver. Whoever wants a bound evaluates it anew from
prices rounded to integers (any nonnegative ones give a valid bound).

A coarse program (blocks of D rounds, see `lp_models.matrix`) gives one price for each block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from lp_models.deadline import Deadline
from lp_models.highs import Stop, run_in_thread, set_options
from lp_models.matrix import FloatArray, Matrix, TypeRow, highs_program, matrix

#: Programs with more matrix entries go to the interior point method, which needs no vertex.
_SIMPLEX_ENTRIES = 200_000


@dataclass(frozen=True)
class Relaxed:
    """What the solver says about the relaxation.

    Attributes
    ----------
    value : float
        Objective in rounds, including the jobs' own rounds; of the program only if `block` is 1.
    prices : array of float, shape (blocks,)
        Price of a token in each round of the block, in rounds per token; never negative, all finite.
    block : int
        Rounds of a block.
    """

    value: float
    prices: FloatArray
    block: int


def solve(
    types: Sequence[TypeRow],
    memory: int,
    latest_starts: Sequence[int],
    *,
    block: int = 1,
    time_limit: float | None = None,
) -> Relaxed | None:
    """Solve the relaxation.

    Parameters
    ----------
    types : sequence of (prompt, response, count)
        Job types; prompt >= 0, response >= 1, count >= 1 of any size.
    memory : int
        Budget M in tokens.
    latest_starts : sequence of int
        T_k of each type, in rounds, at least 0. Too early ones make the program infeasible.
    block : int
        Rounds D of a block, at least 1.
    time_limit : float, optional
        Seconds for building and solving together.

    Returns
    -------
    Relaxed or None
        None unless the solver ends as optimal, in time, with a feasible dual of finite numbers whose
        objective is that of the primal.

    Raises
    ------
    ValueError
        If the program is too large for HiGHS (see `lp_models.matrix.MAX_ENTRIES`).
    """
    deadline = Deadline(time_limit)
    built = matrix(types, latest_starts, block)
    if not built.columns or not bool(np.diff(built.offsets).all()):
        return None
    scaled = _Scaled.of(built, types, memory, block)
    model = _model(scaled)
    if deadline.passed:
        return None
    set_options(model, {"time_limit": deadline.left})
    if run_in_thread(model, deadline) is Stop.CTRL_C:
        raise KeyboardInterrupt
    return _checked(model, scaled)


@dataclass(frozen=True)
class _Scaled:
    """The program in units in which everything is near 1: shares of the jobs, of a block's tokens, blocks.

    Attributes
    ----------
    built : Matrix
    counts : array of float, shape (types,)
        In shares.
    costs : array of float, shape (columns,)
        In blocks.
    unit : float
        Jobs of a share.
    memory : float
        Tokens of a round.
    block : int
        Rounds of a block.
    """

    built: Matrix
    counts: FloatArray
    costs: FloatArray
    unit: float
    memory: float
    block: int

    @classmethod
    def of(cls, built: Matrix, types: Sequence[TypeRow], memory: int, block: int) -> _Scaled:
        unit = float(sum(n for _, _, n in types)) / built.blocks
        counts = np.array([float(n) for _, _, n in types]) / unit
        costs = (built.start_rounds + built.of_columns([o for _, o, _ in types])) / block
        return cls(built, counts, costs, unit, float(memory), block)


def _model(scaled: _Scaled) -> Any:
    """The program in HiGHS, ready to run."""
    built = scaled.built
    program = highs_program(
        built,
        costs=scaled.costs,
        upper=np.full(built.columns, highspy.kHighsInf),
        counts=scaled.counts,
        memory=np.ones(built.blocks),
    )
    in_rounds = built.rows >= built.types
    program.a_matrix_.value_ = np.where(
        in_rounds, built.values * (scaled.unit / (scaled.memory * scaled.block)), built.values
    )
    model: Any = highspy.Highs()
    simplex = built.rows.size <= _SIMPLEX_ENTRIES
    options = {"output_flag": False, "threads": 1, "solver": "simplex" if simplex else "ipm"}
    set_options(model, options if simplex else options | {"run_crossover": "off"})
    model.passModel(program)
    return model


def _checked(model: Any, scaled: _Scaled) -> Relaxed | None:
    """What the solver says, if its own duals bear it out."""
    info, types = model.getInfo(), scaled.built.types
    feasible = int(highspy.SolutionStatus.kSolutionStatusFeasible)
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal or info.dual_solution_status != feasible:
        return None
    duals = np.array(model.getSolution().row_dual, dtype=np.float64)
    value = float(info.objective_function_value)
    against = float(duals[:types] @ scaled.counts) + float(duals[types:].sum())
    if not bool(np.isfinite(duals).all()) or abs(against - value) > 1e-4 * max(1.0, abs(value)):
        return None
    prices = np.maximum(-duals[types:], 0.0) * (scaled.unit / scaled.memory)
    return Relaxed(value * scaled.unit * scaled.block, prices, scaled.block)
