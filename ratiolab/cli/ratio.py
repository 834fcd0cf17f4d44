"""``ratiolab ratio``: algorithms against the optimum's bounds on one instance."""

from __future__ import annotations

import sys

from ratiolab.algorithms import parse
from ratiolab.cli.loaded_problem import load_problem
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.exact import parse_exact
from ratiolab.measure.comparison import compare
from ratiolab.ratios import Standing, at_most_text, judge
from ratiolab.report.output import echo, print_result


def run(
    *,
    names: tuple[str, ...],
    alpha: str | None,
    engine: str | None,
    time_limit: float | None,
    at_most: str | None,
    problem: ProblemSource,
    as_json: bool,
) -> None:
    """Measure and print; exits with 1 above a proved bound, or where --at-most is not shown to hold."""
    gate = None if at_most is None else parse_exact(at_most)
    loaded = load_problem(problem)
    defaults = {} if alpha is None else {"alpha": alpha}
    algorithms = [parse(name, **defaults) for name in names]
    comparison = compare(loaded, algorithms, engine=engine, time_limit=time_limit)
    print_result(comparison, as_json)
    missed = [
        m for m in comparison.measurements if gate is not None and judge(m.ratio, gate) is not Standing.HOLDS
    ]
    for m in missed:
        shown = at_most_text(m.ratio.upper)
        echo(f"{m.algorithm.label}: the ratio is shown to be at most {shown}, not {at_most}", err=True)
    sys.exit(1 if comparison.exceeded or missed else 0)
