"""Options of ``ratiolab lower-bound``."""

from __future__ import annotations

from typing import Any

import click

from ratiolab.cli.problem_options import problem_options
from ratiolab.optimum.engines import check_seconds


@click.command("lower-bound")
@problem_options
@click.option("--lp/--no-lp", default=True, show_default=True, help="Also ask a linear program for prices.")
@click.option("--time-limit", type=float, default=10.0, show_default=True, metavar="SECONDS",
              help="For the solver of the linear program; without it, prices in closed form.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, certificates included.")
def command(time_limit: float, **asked: Any) -> None:
    """Prove lower bounds on the least total flow time, exactly; the best one is marked."""
    check_seconds(time_limit, "--time-limit")
    from ratiolab.cli.lower_bound import run

    run(time_limit=time_limit, **asked)
