"""``ratiolab curves``: the search strategies compared at an equal number of evaluations."""

from __future__ import annotations

from pathlib import Path

import click

from ratiolab.adversary.campaign.curves import ALPHAS, planned, run_curves
from ratiolab.adversary.campaign.task import algorithm_text
from ratiolab.adversary.search.strategies import STRATEGIES
from ratiolab.cli.progress import progress_bar
from ratiolab.cli.targets import page_folder
from ratiolab.library.curves import CurveReport
from ratiolab.report.curve_page import PAGE, TITLE, write_page
from ratiolab.report.output import print_result

#: The strategy that the others are compared with, where it takes part.
LEADER = "structured"


def run(
    *,
    names: tuple[str, ...],
    strategies: tuple[str, ...],
    seeds: int,
    budget: int,
    max_memory: int | None,
    max_jobs: int | None,
    out: str,
    runs: str | None,
    as_json: bool,
) -> None:
    """Run what is missing; write page, table and picture."""
    algorithms = [algorithm_text(name, None) for name in names]
    algorithms = algorithms or [algorithm_text("gsa", alpha) for alpha in ALPHAS]
    chosen = list(dict.fromkeys(strategies)) or list(STRATEGIES)
    jobs = planned(list(dict.fromkeys(algorithms)), chosen, seeds, budget, memory=max_memory, jobs=max_jobs)
    folder = page_folder(out, "--out", PAGE, TITLE)
    try:
        with progress_bar("curves") as report:
            curves = tuple(run_curves(folder / "runs" if runs is None else Path(runs), jobs, report))
    except KeyboardInterrupt:
        click.echo("stopped; nothing is lost: the same command goes on", err=True)
        raise
    leader = LEADER if LEADER in chosen else chosen[-1]
    page = write_page(
        folder, curves, leader, _command(names, strategies, seeds, budget, max_memory, max_jobs)
    )
    print_result(CurveReport(curves, leader), as_json)
    if not as_json:
        click.echo(f"written to {page}")


def _command(
    names: tuple[str, ...],
    strategies: tuple[str, ...],
    seeds: int,
    budget: int,
    max_memory: int | None,
    max_jobs: int | None,
) -> str:
    """The command line, without folders."""
    words = ["ratiolab curves", *(f"--alg '{name}'" for name in names)]
    words += [*(f"--strategy {name}" for name in strategies), f"--seeds {seeds}", f"--budget {budget}"]
    words += [] if max_memory is None else [f"--max-memory {max_memory}"]
    words += [] if max_jobs is None else [f"--max-jobs {max_jobs}"]
    return " ".join([*words, "--out DIR"])
