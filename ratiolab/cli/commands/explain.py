"""Options of ``ratiolab explain``."""

from __future__ import annotations

from typing import Any

import click

from ratiolab.cli.targets import check_picture
from ratiolab.cli.trial_options import Trial, trial_options


@click.command("explain")
@click.argument("file", metavar="WITNESS")
@click.option("--plot", metavar="FILE", help="Draw it: .png, .svg or .pdf.")
@click.option("--trust", multiple=True, metavar="MODULE",
              help="Let the witness import this module (repeatable; by default, none).")  # fmt: skip
@trial_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(trial: Trial, plot: str | None, **asked: Any) -> None:
    """Take both sides of a witness apart, exactly: by length, and by phase where there are phases.

    Numbers in the tables are parts of the feasible schedule's cost: the algorithm's add up to the ratio.
    """
    check_picture(plot, "--plot")
    from ratiolab.cli.explain import run

    trial.run(run, plot=plot, **asked)
