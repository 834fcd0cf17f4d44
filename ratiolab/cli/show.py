"""``ratiolab show``: memory over rounds as a picture."""

from __future__ import annotations

from pathlib import Path

import click

from ratiolab.algorithms import parse
from ratiolab.cli.loaded_problem import load_problem
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.report.figures import memory_figure, save
from ratiolab.schedule import verify


def run(*, name: str, alpha: str | None, out: str, problem: ProblemSource) -> None:
    """Run, verify and draw."""
    loaded = load_problem(problem)
    if not isinstance(loaded.problem, Instance):
        raise InputError(f"{loaded.problem.jobs} jobs are too many to draw: give fewer")
    algorithm = parse(name, **({} if alpha is None else {"alpha": alpha}))
    schedule = algorithm.schedule(loaded.problem)
    cost = verify(loaded.problem, schedule)
    subtitle = f"flow time {cost.flow_time}, makespan {cost.makespan}, killed rounds {cost.killed_rounds}"
    save(memory_figure(loaded.problem, schedule, f"{algorithm.label}: {loaded.source}", subtitle), Path(out))
    click.echo(f"{loaded.title()}\n{algorithm.label}: {subtitle}\nwritten to {out}")
