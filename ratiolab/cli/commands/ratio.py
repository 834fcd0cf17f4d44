"""Options of ``ratiolab ratio``."""

from __future__ import annotations

from typing import Any

import click

from ratiolab.cli.problem_options import problem_options
from ratiolab.optimum.engines import ENGINES, check_seconds


@click.command("ratio")
@click.option("--alg", "names", multiple=True, required=True, metavar="ALG",
              help="gsa, gba, mc-sf, sps, sps-by-length; repeatable; gsa:alpha=3/2.")  # fmt: skip
@click.option("--alpha", metavar="A", help="Scaling factor of gsa and gba: 2, 4/3, (7+sqrt(13))/6, golden.")
@click.option("--engine", type=click.Choice(sorted(ENGINES)), help="Close in on the optimum with it.")
@click.option("--time-limit", type=float, metavar="SECONDS", help="Limit of the engine.")
@click.option("--at-most", metavar="R", help="Exit 1 unless every ratio is shown to be at most R.")
@problem_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(engine: str | None, time_limit: float | None, **asked: Any) -> None:
    """Measure ALG/OPT as an exact interval, with the proved bound beside it.

    Exit code 1 if a verified ratio exceeds its bound, or if --at-most is not shown to hold.
    """
    if time_limit is not None and engine is None:
        raise click.UsageError("--time-limit needs --engine: nothing else takes long")
    check_seconds(time_limit, "--time-limit")
    from ratiolab.cli.ratio import run

    run(engine=engine, time_limit=time_limit, **asked)
