"""Run HiGHS inside this process so that Ctrl-C stops it: under PuLP, or a linear program in slices."""

from __future__ import annotations

import time
from threading import Event, Thread
from typing import Any

import highspy
import psutil
import pulp

from lp_models.status import SolverWord

#: Seconds between looks at the keyboard while the solver runs.
_POLL = 0.05

#: Seconds of a linear program between looks at the keyboard.
_SLICE = 1.0

#: Options beyond PuLP's. Restarts are off: after one, HiGHS 1.13.1 can prune with a "solution" that
#: breaks a row, end as optimal, and hand out another solution with a larger objective. The feasibility
#: jump heuristic looks for a first solution, which the caller brings.
_OPTIONS = {
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_allow_restart": False,
    "mip_heuristic_run_feasibility_jump": False,
}


def run(
    problem: pulp.LpProblem, *, time_limit: float | None, threads: int, memory_limit: int | None = None
) -> tuple[SolverWord, int]:
    """Solve `problem` to a zero gap and report what the solver says.

    Initial values of the variables (``setInitialValue``) are handed over as a first incumbent; PuLP's
    own ``warmStart`` option does nothing for HiGHS in process. The solver works in a second thread, as
    a signal is not noticed inside a call into it; on Ctrl-C it is asked to stop, which takes well under
    a second, and what it has found and proved so far stands.

    Parameters
    ----------
    problem : pulp.LpProblem
        Minimisation; afterwards its variables carry the values of the incumbent, if there is one.
    time_limit : float or None
        Seconds, above 0.
    threads : int
        Threads HiGHS may use, at least 1.
    memory_limit : int, optional
        Bytes this process may hold; above that the solver is asked to stop and the word is
        ``kMemoryLimit``. HiGHS itself has no such limit.

    Returns
    -------
    SolverWord
    int
        Branch-and-bound nodes.
    """
    solver = pulp.HiGHS(msg=False, threads=threads, timeLimit=time_limit)
    solver.createAndConfigureSolver(problem)
    model: Any = problem.solverModel
    for option, value in _OPTIONS.items():  # one by one: PuLP does not notice an option that is refused
        if model.setOptionValue(option, value) != highspy.HighsStatus.kOk:
            raise RuntimeError(f"this version of HiGHS refuses {option} = {value}")
    solver.buildSolverModel(problem)
    _hand_over_incumbent(problem)
    model.HandleUserInterrupt = True
    outgrown = _run_in_thread(model, memory_limit)
    _, sol_status = solver.findSolutionValues(problem)
    info = model.getInfo()
    ended = model.getModelStatus().name
    word = SolverWord(
        model_status="kMemoryLimit" if outgrown and ended == "kInterrupt" else ended,
        sol_status=int(sol_status),
        primal_feasible=info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible),
        objective=float(model.getObjectiveValue()),
        dual_bound=float(info.mip_dual_bound),
    )
    return word, max(0, int(info.mip_node_count))


def run_linear(model: Any, deadline: float | None = None) -> Any:
    """Solve a linear program by the simplex method, in slices that go on from each other's basis.

    A signal is not noticed inside a call into the solver: Ctrl-C ends this after the slice.

    Parameters
    ----------
    model : highspy.Highs
        With a linear program. Its time limit is changed.
    deadline : float, optional
        Value of ``time.monotonic()``.

    Returns
    -------
    highspy.HighsModelStatus
        ``kTimeLimit`` at the deadline.
    """
    while True:
        left = _SLICE if deadline is None else min(_SLICE, deadline - time.monotonic())
        if left <= 0:
            return highspy.HighsModelStatus.kTimeLimit
        # HiGHS counts the time of all runs together.
        model.setOptionValue("time_limit", model.getRunTime() + left)
        model.run()
        status = model.getModelStatus()
        if status != highspy.HighsModelStatus.kTimeLimit:
            return status


def _hand_over_incumbent(problem: pulp.LpProblem) -> None:
    variables = problem.variables()
    if any(v.varValue is not None for v in variables):
        first = highspy.HighsSolution()
        first.col_value = [float(v.varValue or 0) for v in variables]
        problem.solverModel.setSolution(first)


def _run_in_thread(model: Any, memory_limit: int | None) -> bool:
    """Run until the end; True if the process outgrew its memory limit on the way."""
    finished, process, outgrown = Event(), psutil.Process(), False

    def work() -> None:
        try:
            model.run()
            # The task scheduler belongs to this thread and would otherwise outlive it.
            highspy.Highs.resetGlobalScheduler(False)
        finally:
            finished.set()

    worker = Thread(target=work, daemon=True)
    worker.start()
    # Wait for an event, not in join(): an interrupted join() takes a running thread for ended.
    while True:
        try:
            while not finished.wait(_POLL):
                if memory_limit is not None and process.memory_info().rss > memory_limit:
                    outgrown = True
                    model.cancelSolve()
            break
        except KeyboardInterrupt:
            model.cancelSolve()
    worker.join()
    return outgrown
