"""Options of ``ratiolab bound``."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import click

from proofs.bounds.request import ALGORITHMS, ANALYSES, REGIMES
from ratiolab.cli.problem_options import problem_arguments
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.errors import InputError


@click.command("bound")
@click.option("--alg", "algorithm", required=True, metavar="ALG",
              help=f"One of {', '.join(ALGORITHMS)}; gsa:alpha=2.")  # fmt: skip
@click.option("--analysis", type=click.Choice(ANALYSES),
              help="Default: paper; of an instance, or with --at-most, best.")  # fmt: skip
@click.option(
    "--regime", type=click.Choice(REGIMES), help="Default: general, or that of the published constant."
)
@click.option("--k-min", type=int, metavar="K", help="Smallest parallelism of any phase (general regime: 1).")
@click.option("--alpha", metavar="A", help="Take the bound there, not at its minimum: 2, 4/3, golden.")
@click.option("--eps", metavar="E", help="No job takes more than E of the budget (mc-sf, svf, svf-peak).")
@click.option("--instance", "file", metavar="FILE", help="The same as INSTANCE.")
@click.option("--printed", metavar="VALUE", help="Check this constant: is it the derived one?")
@click.option("--at-most", metavar="C", help="Is C a valid bound? Exit 0 proved, 1 refuted or not decided.")
@click.option("--fresh", is_flag=True, help="Derive and prove anew what was kept.")
@problem_arguments
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(file: str | None, printed: str | None, at_most: str | None, **asked: Any) -> None:
    """Derive a bound on the competitive ratio; exit code 1 if a step or the printed constant fails.

    With an instance (as `ratio` takes it) the best bound for its own parallelism or shares of the budget. A
    derivation that holds is kept until something it depends on changes.
    """
    source = {field.name: asked.pop(field.name) for field in fields(ProblemSource)}
    if file is not None:
        if source["instance"] is not None:
            raise InputError("--instance is the same as INSTANCE: give one of them")
        source["instance"] = file
    problem = None
    if any(source[name] != default for name, default in ProblemSource.defaults().items()):
        problem = ProblemSource(**source)
    if problem is not None and any(asked[name] is not None for name in ("k_min", "eps", "regime")):
        raise InputError("an instance gives k_min or eps itself: leave out --k-min, --eps and --regime")
    if problem is not None and printed is not None:
        raise InputError(
            "--printed checks a constant of the theory: leave out the instance, or ask --at-most"
        )
    if at_most is not None and (printed is not None or asked["analysis"] not in (None, "best")):
        raise InputError("--at-most asks the best bound: leave out --printed and --analysis")
    from ratiolab.cli.bound import run

    run(problem=problem, printed=printed, at_most=at_most, **asked)
