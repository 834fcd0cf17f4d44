"""``ratiolab verify``: a schedule file against its instance."""

from __future__ import annotations

import click

from ratiolab.cli.problem_options import LoadedProblem, problem_options
from ratiolab.documents import read_schedule
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.report.output import print_json
from ratiolab.schedule import verify


@click.command("verify")
@click.option("--schedule", "schedule_file", required=True, metavar="FILE", help="The schedule as JSON.")
@problem_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(schedule_file: str, loaded: LoadedProblem, as_json: bool) -> None:
    """Check a schedule against the model, in exact integers; exit code 1 if it is refused."""
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
