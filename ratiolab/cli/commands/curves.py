"""Options of ``ratiolab curves``."""

from __future__ import annotations

from typing import Any

import click

from ratiolab.adversary.search.strategies import STRATEGIES
from ratiolab.cli.trial_options import Trial, trial_options


@click.command("curves")
@click.option("--alg", "names", multiple=True, metavar="ALG",
              help="Algorithm; may be repeated (default: gsa at every alpha of its table).")  # fmt: skip
@click.option("--strategy", "strategies", multiple=True, type=click.Choice(list(STRATEGIES)),
              help="May be repeated (default: all).")  # fmt: skip
@click.option("--seeds", type=click.IntRange(1, 100), default=5, show_default=True, metavar="N")
@click.option("--budget", type=click.IntRange(1), default=5000, show_default=True, metavar="E",
              help="Evaluations per run.")  # fmt: skip
@click.option("--max-memory", type=int, metavar="M", help="Largest memory budget in tokens.")
@click.option("--max-jobs", type=int, metavar="N", help="Most jobs.")
@click.option("--out", required=True, metavar="DIR", help="Folder for page, table and picture.")
@click.option(
    "--runs", metavar="DIR", help="Folder of the runs, gone on with if it is there (default: OUT/runs)."
)
@trial_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(trial: Trial, **asked: Any) -> None:
    """Best ratio over evaluations, strategy by strategy: a page with a picture and a table of exact ratios.

    Run it again with the same folder after an interruption: finished runs are read, others go on.
    """
    from ratiolab.cli.curves import run

    trial.run(run, **asked)
