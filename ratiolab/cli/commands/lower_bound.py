"""Options of ``ratiolab lower-bound``."""

from __future__ import annotations

import math
from typing import Any

import click

from ratiolab.cli.problem_options import problem_options
from ratiolab.errors import InputError


@click.command("lower-bound")
@problem_options
@click.option("--lp/--no-lp", default=True, show_default=True, help="Also ask a linear program for prices.")
@click.option("--time-limit", type=float, default=10.0, show_default=True, metavar="SECONDS",
              help="For the solver of the linear program; without it, prices in closed form.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, certificates included.")
def command(time_limit: float, **asked: Any) -> None:
    """Prove lower bounds on the least total flow time, exactly; the best one is marked."""
    if not (math.isfinite(time_limit) and time_limit > 0):
        raise InputError(f"the time limit is {time_limit:g} seconds: it must be above 0 and finite")
    from ratiolab.cli.lower_bound import run

    run(time_limit=time_limit, **asked)
