"""``ratiolab lower-bound``: every lower bound on the optimum of an instance, beside a schedule."""

from __future__ import annotations

from ratiolab.cli.loaded_problem import load_problem
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.library.lower_bound import lower_bound
from ratiolab.report.output import print_result


def run(*, problem: ProblemSource, lp: bool, time_limit: float, as_json: bool) -> None:
    """Compute, mark the best, print."""
    print_result(lower_bound(load_problem(problem), time_limit=time_limit if lp else None), as_json)
