"""Solve an integer program of PuLP with HiGHS inside this process, and report what the solver says."""

from __future__ import annotations

from typing import Any

import highspy
import pulp

from lp_models.deadline import Deadline
from lp_models.highs import Stop, run_in_thread, set_options
from lp_models.status import SolverWord

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
    problem: pulp.LpProblem, *, deadline: Deadline, threads: int, memory_limit: int | None = None
) -> tuple[SolverWord, int] | None:
    """Solve `problem` to a zero gap and report what the solver says.

    Initial values of the variables (``setInitialValue``) are handed over as a first incumbent; PuLP's
    own ``warmStart`` option does nothing for HiGHS in process. On Ctrl-C the solver is asked to stop, which
    takes well under a second, and what it knows and has proved so far stands.

    Parameters
    ----------
    problem : pulp.LpProblem
        Minimisation; afterwards its variables carry the values of the incumbent, if there is one.
    deadline : Deadline
    threads : int
        Threads HiGHS may use, at least 1.
    memory_limit : int, optional
        Bytes this process may hold; above that the solver is asked to stop and the word is
        ``kMemoryLimit``. HiGHS itself has no such limit.

    Returns
    -------
    SolverWord
    int
        Branch-and-bound nodes. None in place of both if the deadline passes before the solver begins: a
        negative time limit is refused by HiGHS in silence.
    """
    solver = pulp.HiGHS(msg=False, threads=threads)
    solver.createAndConfigureSolver(problem)
    model: Any = problem.solverModel
    set_options(model, _OPTIONS)
    if deadline.passed:
        return None
    solver.buildSolverModel(problem)
    _hand_over_incumbent(problem)
    left = deadline.left
    if left <= 0:
        return None
    set_options(model, {"time_limit": left})
    stop = run_in_thread(model, deadline, memory_limit)
    _, sol_status = solver.findSolutionValues(problem)
    info = model.getInfo()
    ended = model.getModelStatus().name
    if ended == "kInterrupt":
        ended = {Stop.MEMORY: "kMemoryLimit", Stop.TIME: "kTimeLimit"}.get(stop or Stop.CTRL_C, ended)
    word = SolverWord(
        model_status=ended,
        sol_status=int(sol_status),
        primal_feasible=info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible),
        objective=float(model.getObjectiveValue()),
        dual_bound=float(info.mip_dual_bound),
    )
    return word, max(0, int(info.mip_node_count))


def _hand_over_incumbent(problem: pulp.LpProblem) -> None:
    variables = problem.variables()
    if any(v.varValue is not None for v in variables):
        first = highspy.HighsSolution()
        first.col_value = [float(v.varValue or 0) for v in variables]
        problem.solverModel.setSolution(first)
