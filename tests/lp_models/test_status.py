"""Which words of a solver count as proof: pure policy, no solver."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lp_models.status import ModelStatus, SolverWord, has_incumbent, judge, rounded_up

INF = float("inf")
PROVED = SolverWord("kOptimal", sol_status=1, primal_feasible=True, objective=44.0, dual_bound=44.0)


def test_optimal_when_every_word_agrees() -> None:
    """The one case that counts as a proof, float noise included."""
    assert judge(PROVED) is ModelStatus.OPTIMAL
    assert judge(replace(PROVED, objective=43.99999999999, dual_bound=43.99999999998)) is ModelStatus.OPTIMAL


@pytest.mark.parametrize(
    "change",
    [
        {"dual_bound": 35.0},  # seen with HiGHS 1.13.1: "optimal" at 44 with a bound of 35
        {"dual_bound": 43.0},
        {"dual_bound": 45.5},
        {"dual_bound": -INF},
        {"dual_bound": float("nan")},
        {"objective": 45.0},
        {"objective": INF},
        {"primal_feasible": False},
        {"sol_status": 2},
        {"sol_status": 0},
    ],
)
def test_wrong_optimal_is_not_believed(change: dict[str, Any]) -> None:
    """A model status "optimal" that anything else contradicts must not become a proof."""
    assert judge(replace(PROVED, **change)) is ModelStatus.OTHER


@pytest.mark.parametrize("sol_status", [0, 1, 2])
def test_time_out_that_pulp_calls_optimal(sol_status: int) -> None:
    """PuLP maps a time-out to "Optimal": the model status decides, whatever PuLP says."""
    word = replace(PROVED, model_status="kTimeLimit", sol_status=sol_status)
    assert judge(word) is ModelStatus.TIME_LIMIT


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("kInterrupt", ModelStatus.INTERRUPTED),
        ("kInfeasible", ModelStatus.INFEASIBLE),
        ("kUnboundedOrInfeasible", ModelStatus.OTHER),
        ("kObjectiveBound", ModelStatus.OTHER),
        ("kObjectiveTarget", ModelStatus.OTHER),
        ("kSolutionLimit", ModelStatus.OTHER),
        ("kSolveError", ModelStatus.OTHER),
        ("kNotset", ModelStatus.OTHER),
        ("a name of a later version", ModelStatus.OTHER),
    ],
)
def test_no_other_end_is_a_proof(name: str, status: ModelStatus) -> None:
    """Even with bound and objective equal, only "optimal" is optimal; unknown names are nothing."""
    assert judge(replace(PROVED, model_status=name)) is status


def test_incumbent_needs_both_solver_and_pulp() -> None:
    """PuLP says "integer feasible" after an interrupt without a solution, and leaves zeros behind."""
    assert has_incumbent(PROVED)
    nothing = SolverWord("kInterrupt", sol_status=2, primal_feasible=False, objective=INF, dual_bound=-INF)
    assert not has_incumbent(nothing)
    assert not has_incumbent(replace(PROVED, primal_feasible=False))
    assert not has_incumbent(replace(PROVED, sol_status=0))
    assert not has_incumbent(replace(PROVED, objective=INF))


@pytest.mark.parametrize(
    ("bound", "integer"),
    [
        (44.0, 44),
        (43.9999999, 44),
        (44.0000001, 44),  # noise above an integer must not lift the bound by one
        (44.01, 45),
        (0.0, 0),
        (1e7, 9_999_990),  # the slack is relative: large bounds lose more
        (INF, None),
        (-INF, None),
        (float("nan"), None),
    ],
)
def test_bound_is_rounded_up_safely(bound: float, integer: int | None) -> None:
    """A float bound is lowered before it is rounded up, and says nothing if it is not finite."""
    assert rounded_up(bound) == integer
