"""``ratiolab show``: memory over rounds as a picture."""

from __future__ import annotations

from pathlib import Path

import click

from ratiolab.algorithms import parse
from ratiolab.cli.problem_options import LoadedProblem, problem_options
from ratiolab.cli.targets import check_file
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.report.figures import check_ending, memory_figure, save
from ratiolab.schedule import verify


@click.command("show")
@click.option("--alg", "name", required=True, metavar="ALG", help="The algorithm, e.g. gsa:alpha=2.")
@click.option("--alpha", metavar="A", help="Scaling factor of gsa and gba.")
@click.option("--out", required=True, metavar="FILE", help="The picture: .png, .svg or .pdf.")
@problem_options
def command(name: str, alpha: str | None, out: str, loaded: LoadedProblem) -> None:
    """Draw every attempt as a block: killed ones hatched, the budget as a line."""
    path = Path(out)
    check_ending(path)
    check_file(out, "--out")
    if not isinstance(loaded.problem, Instance):
        raise InputError(f"{loaded.problem.jobs} jobs are too many to draw: give fewer")
    algorithm = parse(name, **({} if alpha is None else {"alpha": alpha}))
    schedule = algorithm.schedule(loaded.problem)
    cost = verify(loaded.problem, schedule)
    subtitle = f"flow time {cost.flow_time}, makespan {cost.makespan}, killed rounds {cost.killed_rounds}"
    save(memory_figure(loaded.problem, schedule, f"{algorithm.label}: {loaded.source}", subtitle), path)
    click.echo(f"{loaded.title()}\n{algorithm.label}: {subtitle}\nwritten to {path}")
