"""``ratiolab lower-bound``: every lower bound on the optimum of an instance, beside a schedule."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

import click

from ratiolab.bounds import BOUNDS, LowerBound
from ratiolab.bounds.linear_program import linear_program_bound
from ratiolab.cli.loaded_problem import load_problem
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.errors import OverflowRefused
from ratiolab.instance import Instance, Problem
from ratiolab.optimum.portfolio import best_run
from ratiolab.problem import LoadedProblem
from ratiolab.ratios import at_least_text
from ratiolab.report.output import print_json, table

#: Longer fractions are shown by their decimals only; ``--json`` has all of them.
_SHOWN_DIGITS = 40


@dataclass(frozen=True)
class Timed:
    """A lower bound and how long it took, in seconds."""

    bound: LowerBound
    seconds: float


def run(*, problem: ProblemSource, lp: bool, time_limit: float, as_json: bool) -> None:
    """Compute, mark the best, print."""
    loaded = load_problem(problem)
    found = _bounds(loaded.problem, time_limit if lp else None)
    top = max(found, key=lambda timed: timed.bound.rounded)
    upper, upper_source = _upper(loaded.problem)
    if upper is not None and upper < top.bound.rounded:
        raise AssertionError(f"{top.bound.name}: {top.bound.rounded} is above a verified schedule: {upper}")
    if as_json:
        print_json(
            "lower-bound",
            {
                "problem": loaded.to_json(),
                "bounds": [
                    {
                        "name": timed.bound.name,
                        "value": str(timed.bound.value),
                        "rounded": timed.bound.rounded,
                        "source": timed.bound.source,
                        "seconds": round(timed.seconds, 4),
                        "certificate": timed.bound.certificate,
                    }
                    for timed in found
                ],
                "best": top.bound.name,
                "lower": top.bound.rounded,
                "upper": upper,
                "upper_source": upper_source,
            },
        )
    else:
        _print(loaded, found, top, upper, upper_source)
    sys.exit(0)


def _bounds(problem: Problem, time_limit: float | None) -> list[Timed]:
    """Closed forms first; the linear program where there is a time limit for it."""
    types, found = problem.types(), []
    for bound in BOUNDS:
        began = time.monotonic()
        found.append(Timed(bound(types, problem.memory), time.monotonic() - began))
    if time_limit is not None:
        began = time.monotonic()
        by_prices = linear_program_bound(problem, time_limit=time_limit)
        found.append(Timed(by_prices, time.monotonic() - began))
    return found


def _upper(problem: Problem) -> tuple[int | None, str]:
    """Flow time of the best verified schedule, or why there is none."""
    if not isinstance(problem, Instance):
        return None, "too many jobs to list one by one"
    try:
        run = best_run(problem)
    except OverflowRefused as error:
        return None, str(error)
    return run.verified.flow_time, f"{run.algorithm.label}, verified"


def _print(
    loaded: LoadedProblem, found: list[Timed], top: Timed, upper: int | None, upper_source: str
) -> None:
    click.echo(loaded.title())
    click.echo()
    rows = []
    for timed in found:
        fraction = str(timed.bound.value)
        rows.append(
            [
                "best" if timed is top else "",
                timed.bound.name,
                fraction if len(fraction) <= _SHOWN_DIGITS else "...",
                at_least_text(timed.bound.value),
                str(timed.bound.rounded),
                f"{timed.seconds:.3f}",
                timed.bound.source,
            ]
        )
    columns = ["", "bound", "exactly", "about", "rounded up", "seconds", "by"]
    table("Lower bounds on the least total flow time, in rounds", columns, rows, numeric="  rrrr ")
    click.echo()
    if upper is None:
        click.echo(f"no schedule beside them: {upper_source}")
    else:
        click.echo(f"a feasible schedule: {upper} ({upper_source})")
