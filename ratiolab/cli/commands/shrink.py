"""Options of ``ratiolab shrink``."""

from __future__ import annotations

from typing import Any

import click

from ratiolab.cli.targets import check_file
from ratiolab.cli.trial_options import Trial, trial_options


@click.command("shrink")
@click.argument("file", metavar="WITNESS")
@click.option("--keep", default="0.99", show_default=True, metavar="F",
              help="Part of the ratio that must stay: 0.99 or 99/100.")  # fmt: skip
@click.option("--budget", default="5000", show_default=True, metavar="B",
              help="A number of evaluations (5000) or a time (1min).")  # fmt: skip
@click.option("--out", required=True, metavar="FILE", help="Where the smaller witness goes.")
@click.option("--trust", multiple=True, metavar="MODULE",
              help="Let the witness import this module (repeatable; by default, none).")  # fmt: skip
@trial_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(trial: Trial, out: str, **asked: Any) -> None:
    """Reduce lengths, then jobs, then memory of a witness while its exact ratio stays high."""
    check_file(out, "--out")
    from ratiolab.cli.shrink import run

    trial.run(run, out=out, **asked)
