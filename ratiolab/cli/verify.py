"""``ratiolab verify``: a schedule file against its instance, or a witness against itself."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

import click

from ratiolab.cli.problem_options import LoadedProblem, problem_options
from ratiolab.documents import read_schedule
from ratiolab.documents.files import read_text
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.report.output import print_json
from ratiolab.schedule import verify


def witness_or_problem(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the instance options; a positional file that is a witness is verified on its own instead."""
    with_problem = problem_options(function)

    @functools.wraps(with_problem)
    def wrapped(**options: Any) -> Any:
        if options["schedule_file"] is None:
            if options["instance"] is None or not _verify_witness(options["instance"], options["as_json"]):
                raise click.UsageError("Missing option '--schedule'.")
            return None
        return with_problem(**options)

    return wrapped


@click.command("verify")
@click.option("--schedule", "schedule_file", metavar="FILE", help="The schedule as JSON.")
@witness_or_problem
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(schedule_file: str, loaded: LoadedProblem, as_json: bool) -> None:
    """Check a schedule against the model, in exact integers; exit code 1 if it is refused.

    A witness file (its format is ratiolab.witness) needs no --schedule: every field of it is recomputed.
    """
    if not isinstance(loaded.problem, Instance):
        raise InputError(f"{loaded.problem.jobs} jobs are too many to list one by one: give fewer")
    verified = verify(loaded.problem, read_schedule(schedule_file))
    facts = {
        "flow_time": verified.flow_time,
        "makespan": verified.makespan,
        "killed_rounds": verified.killed_rounds,
        "peak_memory": verified.peak_memory,
    }
    if as_json:
        print_json("verify", {"problem": loaded.to_json(), "feasible": True, **facts})
        return
    click.echo(loaded.title())
    click.echo("feasible: " + ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in facts.items()))


def _verify_witness(path: str, as_json: bool) -> bool:
    """Verify the witness in a file; False if the file is no witness. Exits with 1 above a proved bound."""
    from ratiolab.adversary.witness import verify_witness
    from ratiolab.adversary.witness_file import is_witness, parse_witness
    from ratiolab.ratio import decimal_text, fraction_text

    text = read_text(path)
    if not is_witness(text):
        return False
    found = verify_witness(parse_witness(text, path))
    bound = None if found.bound is None else str(found.bound.value)
    if as_json:
        print_json("verify", {"witness": path, "algorithm": found.witness.label, "holds": True,
                              "ratio": fraction_text(found.witness.ratio), "bound": bound,
                              "exceeds": found.exceeds})  # fmt: skip
    else:
        shown = decimal_text(found.witness.ratio, 6)
        click.echo(f"{path}: holds: {found.witness.label} costs at least {shown} times the optimum")
        click.echo(f"exactly {fraction_text(found.witness.ratio)}; proved bound: {bound or 'none'}")
    if found.exceeds:
        click.echo("THE WITNESS IS ABOVE A PROVED BOUND: one of the two is wrong.", err=True)
        sys.exit(1)
    return True
