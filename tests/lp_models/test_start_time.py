"""The start-time program and what its solver says, in every way a solve can end."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from typing import Any

import pytest

from lp_models import highs, in_process, start_time
from lp_models.deadline import Deadline
from lp_models.highs import Stop
from lp_models.start_time import nonzeros, solve
from lp_models.status import ModelStatus

INF = float("inf")


def hard(jobs: int = 20) -> tuple[list[tuple[int, int, int]], list[int]]:
    """Types and a generous horizon of an instance that takes minutes."""
    counts = Counter(random.Random(5).choices(range(1, 21), k=jobs))
    types = [(3, o, counts[o]) for o in sorted(counts)]
    return types, [200] * len(types)


def test_reference_value() -> None:
    """15 jobs of length 5, no prompt, budget 15: the optimum is 180 (Staggered-Pipeline-Schedule)."""
    solution = solve([(0, 5, 15)], 15, [25])
    assert solution.status is ModelStatus.OPTIMAL
    assert solution.objective == 180
    assert solution.starts is not None
    assert sum(solution.starts[0].values()) == 15


def test_counts_follow_types() -> None:
    """Start counts come per type in the order given, and match the objective."""
    types = [(2, 3, 2), (0, 1, 3), (1, 3, 1)]
    solution = solve(types, 6, [9, 9, 9])
    assert solution.starts is not None
    assert [sum(counts.values()) for counts in solution.starts] == [2, 3, 1]
    ends = [
        count * (t + o)
        for counts, (_, o, _) in zip(solution.starts, types, strict=True)
        for t, count in counts.items()
    ]
    assert sum(ends) == solution.objective


def test_memory_row_is_exact() -> None:
    """Two jobs of peak 4 fit into 8 at once, and not into 7: the row is neither loose nor tight by one."""
    assert solve([(1, 3, 2)], 8, [3]).objective == 6
    assert solve([(1, 3, 2)], 7, [3]).objective == 7


def test_infeasible_horizon() -> None:
    """No start round, or too few rounds for all: infeasible, without a solution or a bound."""
    for latest in ([-1], [1]):
        solution = solve([(0, 3, 4)], 3, latest)
        assert solution.status is ModelStatus.INFEASIBLE
        assert solution.objective is None
        assert solution.starts is None


@pytest.mark.parametrize("limit", [1e-9, 0.02])
def test_time_out_without_an_incumbent(limit: float) -> None:
    """Out of time while building or before a first solution: "time limit", nothing else claimed."""
    types, latest = hard()
    solution = solve(types, 40, latest, time_limit=limit)
    assert solution.status is ModelStatus.TIME_LIMIT
    assert solution.starts is None
    assert solution.objective is None


@pytest.mark.slow
def test_time_out_with_an_incumbent() -> None:
    """Out of time with a solution in hand: never optimal, and the bound stays below the objective."""
    types, latest = hard()
    serial: list[dict[int, int]] = [{} for _ in types]
    now = 0
    for k, (_, o, count) in enumerate(types):
        for _ in range(count):
            serial[k][now] = 1
            now += o
    latest = [max(last, now) for last in latest]
    limit = 1.5
    solution = solve(types, 40, latest, incumbent=serial, time_limit=limit)
    while solution.objective is None and limit < 40:
        limit *= 3  # on a busy machine the time was gone before the solution was taken in
        solution = solve(types, 40, latest, incumbent=serial, time_limit=limit)
    assert solution.status is ModelStatus.TIME_LIMIT
    assert solution.objective is not None
    assert solution.dual_bound < solution.objective


def test_incumbent_reaches_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first solution is in HiGHS before it runs: PuLP's own warm start would drop it in silence."""
    handed = []
    original = highs.run_in_thread

    def look(model: Any, deadline: Deadline, memory_limit: int | None) -> Stop | None:
        handed.extend(model.getSolution().col_value)
        return original(model, deadline, memory_limit)

    monkeypatch.setattr(in_process, "run_in_thread", look)
    solve([(0, 2, 3)], 4, [4], incumbent=[{0: 2, 2: 1}])
    assert handed == [2, 0, 1, 0, 0]


@pytest.mark.slow
def test_time_limit_holds() -> None:
    """Building and solving together keep the limit, roughly."""
    types, latest = hard(60)
    began = time.monotonic()
    solve(types, 40, [3000] * len(latest), time_limit=0.5)
    assert time.monotonic() - began < 5


@pytest.mark.slow
def test_memory_limit_ends_the_run_with_its_bound() -> None:
    """A process that holds more than it may asks the solver to stop; what is proved so far stands."""
    types, latest = hard(60)
    solution = solve(types, 40, latest, time_limit=60, memory_limit=1)
    assert solution.status is ModelStatus.MEMORY_LIMIT
    assert solution.dual_bound < (solution.objective or float("inf"))


def test_no_solve_once_building_used_up_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A negative rest would be refused by HiGHS in silence, and the solve would have no limit at all."""
    clock = iter([0.0] * 7 + [100.0])  # the deadline, five variables, the model, then the rest of the time
    monkeypatch.setattr(in_process, "run_in_thread", None)
    monkeypatch.setattr("lp_models.deadline.time.monotonic", lambda: next(clock))
    solution = solve([(0, 2, 3)], 4, [4], time_limit=1.0)
    assert (solution.status, solution.starts) == (ModelStatus.TIME_LIMIT, None)


@pytest.mark.slow
def test_ctrl_c_ends_the_run_with_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while the solver works is answered with "interrupted", not with an exception or a crash."""
    types, latest = hard(24)
    inside = threading.Event()
    original = highs.run_in_thread

    def run_in_thread(model: Any, deadline: Deadline, memory_limit: int | None) -> Stop | None:
        inside.set()
        return original(model, deadline, memory_limit)

    def press() -> None:
        inside.wait(30)
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(in_process, "run_in_thread", run_in_thread)
    presser = threading.Thread(target=press)
    presser.start()
    try:
        solution = solve(types, 40, latest, time_limit=30)
    finally:
        presser.join()
    assert solution.status is ModelStatus.INTERRUPTED


def test_zero_gap_options_reach_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gaps, the restarts, the threads and the time limit are set in HiGHS itself, not lost in PuLP."""
    seen = {}
    original = highs.run_in_thread

    def look(model: Any, deadline: Deadline, memory_limit: int | None) -> Stop | None:
        for name in (*in_process._OPTIONS, "threads", "time_limit", "output_flag"):
            seen[name] = model.getOptionValue(name)[1]
        return original(model, deadline, memory_limit)

    monkeypatch.setattr(in_process, "run_in_thread", look)
    solve([(0, 2, 3)], 4, [4], time_limit=77.0)
    assert (seen["mip_rel_gap"], seen["mip_abs_gap"], seen["mip_allow_restart"]) == (0.0, 0.0, False)
    assert (seen["threads"], seen["output_flag"]) == (1, False)
    assert 70 < seen["time_limit"] <= 77


def test_an_option_the_solver_refuses_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A renamed option of a later version must not be dropped in silence."""
    monkeypatch.setitem(in_process._OPTIONS, "mip_no_such_option", 1)
    with pytest.raises(RuntimeError, match="mip_no_such_option"):
        solve([(0, 2, 3)], 4, [4])


def test_solver_that_prunes_with_a_broken_solution() -> None:
    """With restarts, HiGHS 1.13.1 ended here as "optimal" with a bound of 35 instead of 44."""
    types = [(1, o, 1) for o in (2, 4, 5, 6, 7)]
    first = [{0: 1}, {0: 1}, {2: 1}, {6: 1}, {12: 1}]
    solution = solve(types, 8, [13, 15, 16, 17, 17], incumbent=first)
    assert (solution.status, solution.objective) == (ModelStatus.OPTIMAL, 44)


def test_nonzeros_counts_the_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    """The size foretold is the size built."""
    built = {}
    original = highs.run_in_thread

    def look(model: Any, deadline: Deadline, memory_limit: int | None) -> Stop | None:
        built["entries"] = model.getNumNz()
        return original(model, deadline, memory_limit)

    monkeypatch.setattr(in_process, "run_in_thread", look)
    types, latest = [(0, 2, 3), (4, 5, 1)], [7, 3]
    start_time.solve(types, 9, latest)
    assert built["entries"] == nonzeros(types, latest)
