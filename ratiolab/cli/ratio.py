"""``ratiolab ratio``: algorithms against the optimum's bounds on one instance."""

from __future__ import annotations

import sys

from ratiolab.algorithms import parse
from ratiolab.cli.loaded_problem import load_problem
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.exact import parse_exact
from ratiolab.measure.gate import Gate
from ratiolab.report.output import echo, print_result


def run(
    *,
    names: tuple[str, ...],
    alpha: str | None,
    engine: str | None,
    time_limit: float | None,
    at_most: str | None,
    allow_unverified: bool,
    problem: ProblemSource,
    as_json: bool,
) -> None:
    """Measure and print; exits with 1 above a proved bound, or where --at-most is not shown to hold."""
    defaults = {} if alpha is None else {"alpha": alpha}
    algorithms = [parse(name, **defaults) for name in names]
    gate = None if at_most is None else Gate(parse_exact(at_most), at_most, allow_unverified)
    loaded = load_problem(problem)
    from ratiolab.measure.comparison import compare  # only here: a mistake in the line needs no proofs

    comparison = compare(loaded, algorithms, engine=engine, time_limit=time_limit, gate=gate)
    print_result(comparison, as_json)
    for complaint in [] if gate is None else gate.complaints(comparison.measurements):
        echo(complaint, err=True)
    sys.exit(0 if comparison.passes and not comparison.exceeded else 1)
