"""Which words of a solver count, and for how much. Pure functions: no solver is needed to test them.

PuLP's own ``LpProblem.status`` is not among the inputs: it reads "Optimal" after a time-out or an
interrupt. A solver's "optimal" is accepted only if everything else it says agrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, isfinite

#: ``pulp.LpSolutionOptimal`` and ``pulp.LpSolutionIntegerFeasible``.
_PULP_OPTIMAL, _PULP_FEASIBLE = 1, 2

#: Relative slack by which a floating-point bound is lowered before it is rounded up.
BOUND_SLACK = 1e-6


class ModelStatus(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    TIME_LIMIT = "time limit"
    MEMORY_LIMIT = "memory limit"
    INTERRUPTED = "interrupted"
    INFEASIBLE = "infeasible"
    OTHER = "other"


@dataclass(frozen=True)
class SolverWord:
    """What the solver says after a run, as plain values.

    Attributes
    ----------
    model_status : str
        Name of the ``HighsModelStatus``, e.g. ``"kOptimal"``, ``"kTimeLimit"``.
    sol_status : int
        PuLP's solution status: 1 optimal, 2 integer feasible, others no solution.
    primal_feasible : bool
        HiGHS's primal solution status is "feasible".
    objective : float
        Objective of the incumbent; infinite without one.
    dual_bound : float
        ``mip_dual_bound``; minus infinity if nothing is known.
    """

    model_status: str
    sol_status: int
    primal_feasible: bool
    objective: float
    dual_bound: float


_NAMED = {
    "kTimeLimit": ModelStatus.TIME_LIMIT,
    "kMemoryLimit": ModelStatus.MEMORY_LIMIT,
    "kInterrupt": ModelStatus.INTERRUPTED,
    "kInfeasible": ModelStatus.INFEASIBLE,
}


def rounded_up(dual_bound: float) -> int | None:
    """Round a floating-point lower bound on an integer objective up, after lowering it for safety.

    Parameters
    ----------
    dual_bound : float
        The solver's bound; it is lowered by ``1e-6 * max(1, |bound|)`` first.

    Returns
    -------
    int or None
        None if the bound is not finite and so says nothing.
    """
    if not isfinite(dual_bound):
        return None
    return ceil(dual_bound - BOUND_SLACK * max(1.0, abs(dual_bound)))


def has_incumbent(word: SolverWord) -> bool:
    """Whether the values of the variables are a solution: HiGHS and PuLP must both say so.

    After an interrupt without a solution PuLP says "integer feasible" and leaves zeros behind, so
    its word alone is not enough.
    """
    return (
        word.primal_feasible
        and isfinite(word.objective)
        and word.sol_status in (_PULP_OPTIMAL, _PULP_FEASIBLE)
    )


def judge(word: SolverWord) -> ModelStatus:
    """Name the end of a solve; "optimal" only if status, incumbent and dual bound all agree.

    Parameters
    ----------
    word : SolverWord

    Returns
    -------
    ModelStatus
        OTHER for everything unknown or contradictory.
    """
    if word.model_status == "kOptimal":
        agreed = (
            word.sol_status == _PULP_OPTIMAL
            and has_incumbent(word)
            and rounded_up(word.dual_bound) == round(word.objective)
        )
        return ModelStatus.OPTIMAL if agreed else ModelStatus.OTHER
    return _NAMED.get(word.model_status, ModelStatus.OTHER)
