"""What the engine does with whatever the solver says: never a wrong word in a result."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from functools import partial

import pytest

from lp_models import start_time
from lp_models.start_time import StartTimeSolution
from lp_models.status import ModelStatus
from ratiolab.bounds import best
from ratiolab.errors import InputError, ScheduleError
from ratiolab.instance import Instance
from ratiolab.optimum import OptimumResult, Status, bracket, milp
from ratiolab.optimum import solve as any_solve
from ratiolab.schedule import Schedule, verify
from tests.optimum.ends import ends, start_of
from tests.references.starts import serial_starts

solve = partial(any_solve, engine="milp")
INF = float("inf")
#: Lengths 2, 4, 5, 6, 7, prompt 1, budget 8: optimum 44, exact lower bound 33.
INSTANCE = Instance.common(8, 1, [2, 4, 5, 6, 7])
SERIAL = Schedule.of_starts([0, 2, 6, 11, 17], INSTANCE)
OPTIMAL_STARTS = ({0: 1}, {0: 1}, {2: 1}, {6: 1}, {12: 1})
EXACT = best(INSTANCE).rounded

#: Start round -> number of jobs, for each type.
Starts = tuple[dict[int, int], ...]
#: Lets the solver say (status, starts, objective, dual bound), and returns what the engine makes of it.
Says = Callable[[ModelStatus, Starts | None, int | None, float], OptimumResult]


def hard_instance() -> tuple[Instance, Schedule]:
    """20 jobs that no time-indexed program solves within a second."""
    lengths = sorted(random.Random(5).choices(range(1, 21), k=20))
    instance = Instance.common(40, 3, lengths)
    return instance, start_of(instance)


@pytest.fixture
def solver_says(monkeypatch: pytest.MonkeyPatch) -> Says:
    """Let the solver say what the test wants instead of solving."""

    def install(
        status: ModelStatus, starts: Starts | None, objective: int | None, dual_bound: float
    ) -> OptimumResult:
        answer = StartTimeSolution(status, objective, starts, dual_bound, nodes=7)
        monkeypatch.setattr(start_time, "solve", lambda *args, **options: answer)
        return milp.solve(INSTANCE, upper=SERIAL)

    return install


def test_solves_and_says_what_the_proof_rests_on() -> None:
    """A proof by the solver is a proof in floating point, and its source says so."""
    result = milp.solve(INSTANCE, upper=SERIAL)
    assert (result.lower, result.upper, result.status) == (44, 44, Status.PROVED)
    assert "floating point" in result.lower_source
    assert "verified" in result.upper_source
    assert ends(INSTANCE, result) == (44, 44)


def test_no_solver_where_exact_bounds_suffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """All jobs fit at once: the exact length bound proves it, and no solver is asked."""
    monkeypatch.setattr(start_time, "solve", None)
    instance = Instance.common(100, 2, [3, 5, 4])
    result = solve(instance, upper=Schedule.of_starts([0, 0, 0], instance))
    assert (result.lower, result.upper, result.status) == (12, 12, Status.PROVED)
    assert result.lower_source == "length bound, exact"
    assert result.upper_source == "given schedule"


def test_exact_proof_once_the_solver_finds_the_schedule() -> None:
    """If the solver's verified schedule meets an exact bound, the proof stays exact."""
    instance = Instance.common(10, 0, [3, 3, 4])
    result = solve(instance, upper=Schedule.of_starts([4, 7, 0], instance))
    assert (result.upper, result.proved, result.lower_source) == (10, True, "length bound, exact")


def test_better_given_schedule_is_kept(solver_says: Says) -> None:
    """If the solver finds nothing better, the caller's schedule and its name stay."""
    start = Schedule.of_starts([0, 0, 2, 6, 12], INSTANCE)
    result = milp.solve(INSTANCE, upper=start, upper_source="mc-sf")
    assert (result.proved, result.upper_source) == (True, "mc-sf")
    assert result.schedule is start


def test_schedule_with_kills_as_upper_bound() -> None:
    """A schedule with killed attempts is a valid start: its kills are left out of the first solution."""
    instance = Instance.common(6, 0, [3, 3, 4, 6])
    start = Schedule([3, 0, 1, 2, 3], [0, 2, 5, 8, 12], [2, 3, 3, 4, 6], [False, True, True, True, True])
    result = solve(instance, upper=start)
    assert result.proved
    assert ends(instance, result)[1] < verify(instance, start).flow_time


@pytest.mark.slow
def test_forced_time_out_is_never_a_proof() -> None:
    """PuLP calls this "Optimal": the result is an interval with the status "time limit"."""
    instance, start = hard_instance()
    for limit in (1e-9, 0.05, 1.0):
        result = solve(instance, upper=start, time_limit=limit)
        assert result.status is Status.TIME_LIMIT
        assert not result.proved
        lower, upper = ends(instance, result)
        assert best(instance).rounded <= lower < upper <= verify(instance, start).flow_time


def test_simulated_wrong_optimal(solver_says: Says) -> None:
    """ "Optimal" by status with a bound below the schedule: an interval, not a proof."""
    result = solver_says(ModelStatus.OPTIMAL, OPTIMAL_STARTS, 44, 40.2)
    assert (result.lower, result.upper, result.status) == (41, 44, Status.STOPPED)


def test_bound_without_a_trusted_end_does_not_count(solver_says: Says) -> None:
    """Where the solver contradicts itself its bound is dropped; its verified schedule stays."""
    result = solver_says(ModelStatus.OTHER, OPTIMAL_STARTS, 44, 44.0)
    assert (result.lower, result.upper, result.status) == (EXACT, 44, Status.STOPPED)
    assert "exact" in result.lower_source


@pytest.mark.parametrize(
    ("starts", "objective"),
    [
        (({0: 1}, {0: 1}, {0: 1}, {0: 1}, {0: 1}), 24),  # over the budget
        (({0: 1}, {0: 1}, {2: 1}, {6: 1}, {11: 1}), 43),  # over the budget by a little
        (({0: 1}, {0: 1}, {2: 1}, {6: 1}, {}), 25),  # a job missing
        (({0: 1}, {0: 1}, {2: 1}, {6: 1}, {12: 2}), 63),  # a job twice
        (OPTIMAL_STARTS, 43),  # costs other than it says
    ],
)
def test_incumbent_that_fails_verification(solver_says: Says, starts: Starts, objective: int) -> None:
    """A schedule of the solver that breaks the model is never used, nor is the bound beside it."""
    result = solver_says(ModelStatus.OPTIMAL, starts, objective, float(objective))
    assert result.status is Status.INCUMBENT_REFUSED
    assert (result.lower, result.upper) == (EXACT, verify(INSTANCE, SERIAL).flow_time)
    assert result.schedule is SERIAL
    assert "exact" in result.lower_source


def test_optimum_later_than_the_given_makespan() -> None:
    """The given schedule ends at round 3 with flow time 9; the optimum, 8, ends at round 4 or later."""
    instance = Instance.common(6, 1, [3, 2, 1, 1])
    result = solve(instance, upper=Schedule.of_starts([0, 0, 0, 2], instance))
    assert (result.upper, result.proved) == (8, True)
    assert result.schedule is not None
    assert verify(instance, result.schedule).makespan > 3


def test_infeasible_horizon_is_a_contradiction(solver_says: Says) -> None:
    """The horizon always holds an optimal schedule: "infeasible" proves nothing."""
    result = solver_says(ModelStatus.INFEASIBLE, None, None, -INF)
    assert result.status is Status.CONTRADICTION
    assert result.lower == EXACT


def test_bound_above_a_verified_schedule_is_a_contradiction(solver_says: Says) -> None:
    """A bound above what exists is wrong: it is not cut down to a proof."""
    result = solver_says(ModelStatus.TIME_LIMIT, OPTIMAL_STARTS, 44, 44.5)
    assert result.status is Status.CONTRADICTION
    assert (result.lower, result.upper) == (EXACT, 44)


def test_noise_in_the_bound_does_not_lift_it(solver_says: Says) -> None:
    """43.0000001 is 43, not 44."""
    result = solver_says(ModelStatus.TIME_LIMIT, OPTIMAL_STARTS, 44, 43.0000001)
    assert (result.lower, result.status) == (43, Status.TIME_LIMIT)


def test_nothing_from_the_solver(solver_says: Says) -> None:
    """No incumbent and no bound: the exact bound and the given schedule remain."""
    result = solver_says(ModelStatus.TIME_LIMIT, None, None, -INF)
    assert (result.lower, result.upper, result.status) == (EXACT, 60, Status.TIME_LIMIT)
    assert result.nodes == 7


def test_exact_bound_above_a_schedule_is_loud(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong "exact" bound must not be hidden: one of two verified things is false."""
    wrong = best(INSTANCE)
    monkeypatch.setattr(
        bracket, "best", lambda instance: type(wrong)("planted", wrong.value + 100, "nowhere")
    )
    with pytest.raises(ValueError, match="one of the two is wrong"):
        milp.solve(INSTANCE, upper=SERIAL)


def test_too_large_is_refused_at_once() -> None:
    """A model too big to build leaves the exact interval, quickly, and says so."""
    instance = Instance.common(3000, 10, list(range(1, 2001)))
    start = Schedule.of_starts(serial_starts([(10, o) for o in range(1, 2001)]), instance)
    began = time.monotonic()
    result = solve(instance, upper=start)
    assert time.monotonic() - began < 5
    assert result.status is Status.TOO_LARGE
    assert result.lower == best(instance).rounded


def test_budget_beyond_the_solver_is_refused() -> None:
    """Tolerances of a floating-point solver hide tokens in a budget of 10**9: no model is built."""
    instance = Instance.common(10**9, 4 * 10**8, [2, 3, 3, 3])
    result = solve(instance, upper=Schedule.of_starts([0, 2, 5, 8], instance))
    assert result.status is Status.TOO_LARGE
    assert (result.lower, result.upper) == (best(instance).rounded, 26)


def test_ctrl_c_while_building(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C before the solver runs ends with the exact interval."""

    def interrupted(*args: object, **options: object) -> StartTimeSolution:
        raise KeyboardInterrupt

    monkeypatch.setattr(start_time, "solve", interrupted)
    result = milp.solve(INSTANCE, upper=SERIAL)
    assert (result.lower, result.upper, result.status) == (EXACT, 60, Status.INTERRUPTED)


@pytest.mark.slow
def test_ctrl_c_while_solving() -> None:
    """Ctrl-C inside the solver ends with a valid interval and the right word."""
    instance, start = hard_instance()
    presser = threading.Timer(1.5, lambda: os.kill(os.getpid(), signal.SIGINT))
    presser.start()
    try:
        result = solve(instance, upper=start, time_limit=30)
    finally:
        presser.join()
    assert result.status is Status.INTERRUPTED
    lower, upper = ends(instance, result)
    assert best(instance).rounded <= lower < upper


def test_infeasible_upper_schedule_is_refused() -> None:
    """An "upper bound" that breaks the model would poison the horizon: it is an error."""
    with pytest.raises(ScheduleError, match="memory budget"):
        solve(INSTANCE, upper=Schedule.of_starts([0, 0, 0, 0, 0], INSTANCE))


@pytest.mark.parametrize("limit", [0, -1.0, INF, float("nan")])
def test_bad_time_limit(limit: float) -> None:
    """A time limit is a number of seconds above 0."""
    with pytest.raises(InputError, match="time limit"):
        solve(INSTANCE, upper=SERIAL, time_limit=limit)


def test_unknown_engine() -> None:
    """The message names the engines there are."""
    with pytest.raises(InputError, match="unknown engine 'cplex': use milp"):
        any_solve(INSTANCE, upper=SERIAL, engine="cplex")


@pytest.mark.parametrize("prompt", [0, 2])
def test_order_and_equal_jobs_do_not_matter(prompt: int) -> None:
    """Start counts are dealt out to the right jobs, whatever the order of the instance."""
    lengths = [4, 1, 4, 2, 2, 4, 1]
    flows = set()
    for seed in range(4):
        mixed = lengths.copy()
        random.Random(seed).shuffle(mixed)
        instance = Instance.common(9, prompt, mixed)
        jobs = [(prompt, o) for o in mixed]
        result = solve(instance, upper=Schedule.of_starts(serial_starts(jobs), instance))
        assert result.proved
        flows.add(ends(instance, result)[1])
    assert len(flows) == 1


@pytest.mark.parametrize("engine", ["milp", "search", "auto"])
def test_memory_limit_gives_a_valid_interval(engine: str) -> None:
    """A limit far too small ends every engine with an interval, not with a crash."""
    instance, start = hard_instance()
    result = any_solve(instance, upper=start, engine=engine, memory_limit=2**20, time_limit=60)
    assert result.status is Status.MEMORY_LIMIT
    lower, upper = ends(instance, result)
    assert best(instance).rounded <= lower < upper == verify(instance, start).flow_time


@pytest.mark.parametrize("limit", [0, -1])
def test_bad_memory_limit(limit: int) -> None:
    """A memory limit must be a number of bytes above 0."""
    with pytest.raises(InputError, match="memory limit"):
        any_solve(INSTANCE, upper=SERIAL, memory_limit=limit)
