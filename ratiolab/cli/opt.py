"""``ratiolab opt``: the optimum of an instance, proved or enclosed."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ratiolab.cli.problem_options import LoadedProblem, problem_options
from ratiolab.documents import write_schedule
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.optimum import ENGINES, optimum
from ratiolab.optimum.portfolio import best_run
from ratiolab.report.output import print_json


@click.command("opt")
@click.option("--engine", type=click.Choice(sorted(ENGINES)), default="milp", show_default=True)
@click.option("--time-limit", type=float, metavar="SECONDS", help="Stop then, with a valid interval.")
@click.option("--schedule", "schedule_file", metavar="FILE", help="Write the best schedule as JSON.")
@problem_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    engine: str, time_limit: float | None, schedule_file: str | None, loaded: LoadedProblem, as_json: bool
) -> None:
    """Find the least total flow time of an instance, or an interval that contains it."""
    instance = loaded.problem
    if not isinstance(instance, Instance):
        raise InputError(f"{instance.jobs} jobs are too many to list one by one: no engine takes them")
    top = best_run(instance)
    if not as_json:
        click.echo(loaded.title())
    result = optimum(
        instance,
        upper_schedule=top.schedule,
        upper_source=f"{top.algorithm.label}, verified",
        engine=engine,
        time_limit=time_limit,
    )
    if schedule_file is not None and result.schedule is not None:
        write_schedule(result.schedule, Path(schedule_file))
    if as_json:
        print_json(
            "opt",
            {
                "problem": loaded.to_json(),
                "opt": {
                    "lower": result.lower,
                    "upper": result.upper,
                    "proved": result.proved,
                    "lower_source": result.lower_source,
                    "upper_source": result.upper_source,
                },
                "status": result.status.value,
                "engine": result.engine,
                "nodes": result.nodes,
                "seconds": round(result.runtime, 3),
            },
        )
    else:
        click.echo(str(result))
    sys.exit(0)
