"""``ratiolab ratio``: algorithms against the optimum's bounds on one instance."""

from __future__ import annotations

import sys
from fractions import Fraction

import click

from ratiolab.algorithms import parse
from ratiolab.cli.loaded_problem import load_problem
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.exact import parse_exact
from ratiolab.measure.comparison import Comparison, compare
from ratiolab.problem import LoadedProblem
from ratiolab.ratios import Standing, at_least_text, at_most_text, decimal_text, judge
from ratiolab.report.output import print_json, table


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
    comparison = compare(
        loaded.problem, [parse(name, **defaults) for name in names], engine=engine, time_limit=time_limit
    )
    if as_json:
        print_json(
            "ratio",
            {
                "problem": loaded.to_json(),
                "opt": comparison.bracket.to_json(),
                "lower_bounds": [
                    {"name": b.name, "rounded": b.rounded, "source": b.source}
                    for b in comparison.lower_bounds
                ],
                "algorithms": [m.content() for m in comparison.measurements],
            },
        )
    else:
        print_comparison(loaded, comparison)
    missed = [
        m for m in comparison.measurements if gate is not None and judge(m.ratio, gate) is not Standing.HOLDS
    ]
    for m in missed:
        shown = at_most_text(m.ratio.upper)
        click.echo(f"{m.algorithm.label}: the ratio is shown to be at most {shown}, not {at_most}", err=True)
    sys.exit(1 if comparison.exceeded or missed else 0)


def print_comparison(loaded: LoadedProblem, comparison: Comparison) -> None:
    """Print bracket, lower bounds and one line per algorithm."""
    bracket, jobs = comparison.bracket, loaded.problem.jobs
    click.echo(loaded.title())
    click.echo()
    rows = [[b.name, str(b.rounded), b.source] for b in comparison.lower_bounds]
    if bracket.lower > max(b.rounded for b in comparison.lower_bounds):
        rows.append(["engine", str(bracket.lower), bracket.lower_source])
    upper = "none" if bracket.upper is None else str(bracket.upper)
    rows.append(["feasible schedule", upper, bracket.upper_source])
    table("Optimum: lower bounds, then the best schedule found", ["", "flow time", "by"], rows, numeric=" r ")
    click.echo()
    rows = []
    for m in comparison.measurements:
        low = "?" if m.ratio.lower is None else at_least_text(m.ratio.lower)
        bound = "-" if m.bound is None else m.bound.value.decimal(4)
        rows.append(
            [
                m.algorithm.label,
                str(m.cost.flow_time),
                decimal_text(Fraction(m.cost.flow_time, jobs), 2),
                str(m.cost.makespan),
                str(m.cost.killed_rounds),
                f"[{low}, {at_most_text(m.ratio.upper)}]",
                bound,
                m.standing.value,
            ]
        )
    columns = [
        "algorithm",
        "flow time",
        "mean",
        "makespan",
        "killed rounds",
        "ALG/OPT in",
        "proved",
        "verdict",
    ]
    table("Algorithms", columns, rows, numeric=" rrrrrr")
    sources = {m.bound.source for m in comparison.measurements if m.bound}
    for source in sorted(sources):
        click.echo(f"proved: {source}")
    for m in comparison.measurements:
        if m.algorithm.keeps_progress:
            click.echo(
                f"outside the model: {m.algorithm.label} keeps the tokens of evicted jobs; its cost is not "
                "verified, and it may beat the model's optimum"
            )
