"""Options of ``ratiolab show``."""

from __future__ import annotations

from typing import Any

import click

from ratiolab.cli.problem_options import problem_options
from ratiolab.cli.targets import check_picture
from ratiolab.cli.trial_options import Trial, trial_options


@click.command("show")
@click.option("--alg", "names", multiple=True, required=True, metavar="ALG",
              help="The algorithm, e.g. gsa:alpha=2; of several, one is drawn below the other.")  # fmt: skip
@click.option("--alpha", metavar="A", help="Scaling factor of gsa and gba.")
@click.option("--out", required=True, metavar="FILE", help="The picture: .png, .svg or .pdf.")
@problem_options
@trial_options
def command(trial: Trial, out: str, **asked: Any) -> None:
    """Draw every attempt as a block: killed ones hatched, the budget as a line."""
    check_picture(out, "--out")
    from ratiolab.cli.show import run

    trial.run(run, out=out, **asked)
