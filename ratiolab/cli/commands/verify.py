"""Options of ``ratiolab verify``."""

from __future__ import annotations

from typing import Any

import click

from ratiolab.cli.problem_options import problem_arguments
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.cli.trial_options import Trial, trial_options
from ratiolab.errors import InputError


@click.command("verify")
@click.option("--schedule", "schedule_file", metavar="FILE", help="A schedule of the instance.")
@click.option(
    "--trust",
    multiple=True,
    metavar="MODULE",
    help="Let a witness import classes of this module (repeatable; by default, of none).",
)
@click.option(
    "--max-work",
    type=click.IntRange(1),
    metavar="N",
    help="Units of work, about a microsecond each, that a file may take.",
)
@click.option("--compiled", is_flag=True, help="Redo an exhaustive search with the engine's own kernels.")
@problem_arguments
@trial_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    trial: Trial,
    schedule_file: str | None,
    trust: tuple[str, ...],
    max_work: int | None,
    compiled: bool,
    instance: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Check what a file claims, in integers and rationals; exit code 1 if it is refused.

    Give a file by itself: an instance, a witness, a limit, a certificate or a box certificate, told apart
    by its format. A schedule goes with its instance: INSTANCE --schedule FILE.

    The record of an exhaustive search is redone by an independent program in plain Python, or with
    --compiled, tens of times faster, by the kernels that did it first. What a certificate may take grows
    with its length, unless --max-work says otherwise. Nothing is imported because a file names it, unless
    --trust names it, too.
    """  # fmt: skip
    problem = None
    if schedule_file is not None:
        problem = ProblemSource(instance=instance, **options)
    elif instance is None:
        raise InputError("give a file to check, or --schedule FILE with its instance")
    from ratiolab.cli.verify import run

    trial.run(run, schedule_file or instance or "", problem, trust, max_work, compiled, as_json)
