"""Options of ``ratiolab ratio``."""

from __future__ import annotations

from typing import Any

import click

from ratiolab.cli.problem_options import problem_options
from ratiolab.cli.trial_options import Trial, trial_options
from ratiolab.optimum.engines import ENGINES, check_seconds


@click.command("ratio")
@click.option("--alg", "names", multiple=True, required=True, metavar="ALG",
              help="One of `ratiolab workloads`, gsa:alpha=3/2, or module:Class; repeatable.")  # fmt: skip
@click.option("--alpha", metavar="A", help="Scaling factor of gsa and gba: 2, 4/3, (7+sqrt(13))/6, golden.")
@click.option("--engine", type=click.Choice(sorted(ENGINES)), help="Close in on the optimum with it.")
@click.option("--time-limit", type=float, metavar="SECONDS", help="Limit of the engine.")
@click.option("--at-most", metavar="R", help="Exit 1 unless every ratio is shown to be at most R.")
@click.option("--allow-unverified", is_flag=True,
              help="Let a cost pass --at-most that no verified schedule stands for.")  # fmt: skip
@problem_options
@trial_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    trial: Trial,
    engine: str | None,
    time_limit: float | None,
    at_most: str | None,
    allow_unverified: bool,
    **asked: Any,
) -> None:
    """Measure ALG/OPT as an exact interval, with the proved bound beside it.

    Exit code 1 if a verified ratio exceeds its bound, or if --at-most is not shown to hold, for which every
    schedule must have been verified; 3 if a plug-in fails.
    """
    if time_limit is not None and engine is None:
        raise click.UsageError("--time-limit needs --engine: nothing else takes long")
    if allow_unverified and at_most is None:
        raise click.UsageError("--allow-unverified goes with --at-most: nothing else is gated")
    check_seconds(time_limit, "--time-limit")
    from ratiolab.cli.ratio import run

    trial.run(
        run,
        engine=engine,
        time_limit=time_limit,
        at_most=at_most,
        allow_unverified=allow_unverified,
        **asked,
    )
