"""Options of ``ratiolab box``."""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource

from ratiolab.cli.trial_options import Trial, trial_options
from ratiolab.errors import InputError


@click.command("box")
@click.option("--n", "jobs", type=int, metavar="N", help="Most jobs.")
@click.option("--memory", type=int, metavar="M", help="Largest memory budget in tokens.")
@click.option("--slow-n", type=int, default=5, show_default=True, metavar="N",
              help="Most jobs for algorithms whose every order is simulated at length.")  # fmt: skip
@click.option("--alg", "algorithms", multiple=True, metavar="ALG",
              help="Algorithm, e.g. gsa:alpha=2; may be repeated. Default: all of interest.")  # fmt: skip
@click.option("--out", metavar="DIR", help="New run folder.")
@click.option("--resume", metavar="DIR", help="Go on with the box in a run folder.")
@click.option(
    "--report", "report_folder", metavar="DIR", help="Where the report goes; default the run folder."
)
@click.option("--trust", multiple=True, metavar="MODULE",
              help="Let the folder to resume import this module (repeatable; by default, none).")  # fmt: skip
@trial_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    trial: Trial,
    jobs: int | None,
    memory: int | None,
    algorithms: tuple[str, ...],
    out: str | None,
    resume: str | None,
    **asked: Any,
) -> None:
    """Try every instance of a box in every order; exit code 1 if a ratio is above a proved bound."""
    if (out is None) == (resume is None):
        raise InputError("give one folder: --out DIR for a new box or --resume DIR to go on with one")
    if resume is None and (jobs is None or memory is None):
        raise InputError("give the box: --n for the most jobs and --memory for the largest budget")
    slow = click.get_current_context().get_parameter_source("slow_n") is not ParameterSource.DEFAULT
    if resume is not None and (jobs is not None or memory is not None or algorithms or slow):
        raise InputError(
            "--resume goes on with the box in the folder: leave out --n, --memory, --slow-n and --alg"
        )
    if asked["trust"] and resume is None:
        raise InputError("--trust goes with --resume: what you name yourself is trusted")
    from ratiolab.cli.box import run

    trial.run(run, jobs=jobs, memory=memory, algorithms=algorithms, out=out, resume=resume, **asked)
