"""Options of ``ratiolab verify``."""

from __future__ import annotations

from typing import Any

import click

from ratiolab.cli.problem_options import problem_arguments
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.errors import InputError


@click.command("verify")
@click.option("--schedule", "schedule_file", metavar="FILE", help="The schedule as JSON.")
@click.option("--compiled", is_flag=True, help="Redo an exhaustive search with the engine's own kernels.")
@problem_arguments
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    schedule_file: str | None, compiled: bool, instance: str | None, as_json: bool, **options: Any
) -> None:
    """Check a schedule against the model, in exact integers; exit code 1 if it is refused.

    A witness, a limit or a certificate (its format is ratiolab.witness, ratiolab.limit or
    ratiolab.certificate) needs no --schedule: everything in it is recomputed, in integers and rationals.
    The record of an exhaustive search is redone by an independent program in plain Python, or with
    --compiled, tens of times faster, by the kernels that did it first.
    """
    if schedule_file is None and instance is None:
        raise InputError("give --schedule FILE and its instance, or a certificate, a witness or a limit")
    if schedule_file is not None:
        if compiled:
            raise InputError("--compiled goes with a certificate")
        problem = ProblemSource(instance=instance, **options)
        from ratiolab.cli.verify import run_schedule

        run_schedule(schedule_file, problem, as_json)
    else:
        assert instance is not None
        from ratiolab.cli.verify import run_document

        run_document(instance, as_json, compiled)
