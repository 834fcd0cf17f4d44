"""``ratiolab curves``: the search strategies compared at an equal number of evaluations."""

from __future__ import annotations

from pathlib import Path

import click

from ratiolab.adversary.campaign.curves import ALPHAS, Curve, curves_csv, planned, rankings, run_curves
from ratiolab.adversary.campaign.job import algorithm_text
from ratiolab.adversary.search.strategies import STRATEGIES
from ratiolab.cli.progress import progress_bar
from ratiolab.cli.targets import page_folder
from ratiolab.documents.files import write_text
from ratiolab.ratios import decimal_text, fraction_text
from ratiolab.report.curve_figure import curve_figure
from ratiolab.report.figures import save
from ratiolab.report.output import print_json
from ratiolab.tables import Table, columns_of

#: The strategy that the others are compared with, where it takes part.
LEADER = "structured"
TABLE, PICTURE, PAGE = "curves.csv", "curves.png", "README.md"
TITLE = "# Search strategies at an equal budget"


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
            curves = list(run_curves(folder / "runs" if runs is None else Path(runs), jobs, report))
    except KeyboardInterrupt:
        click.echo("stopped; nothing is lost: the same command goes on", err=True)
        raise
    leader = LEADER if LEADER in chosen else chosen[-1]
    write_text(folder / TABLE, curves_csv(curves))
    save(curve_figure(curves), folder / PICTURE)
    write_text(
        folder / PAGE, _page(curves, leader, _command(names, strategies, seeds, budget, max_memory, max_jobs))
    )
    if as_json:
        found = [
            {
                "algorithm": c.algorithm,
                "strategy": c.strategy,
                "seed": c.seed,
                "ratio": fraction_text(c.final),
            }
            for c in curves
        ]
        print_json("curves", {"leader": leader, "budget": budget, "runs": found})
        return
    click.echo(f"written to {folder / PAGE}")


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


def _page(curves: list[Curve], leader: str, said: str) -> str:
    """The page: how it was made, the picture, one table per algorithm."""
    budget, seeds = curves[0].budget, 1 + max(curve.seed for curve in curves)
    lines = [
        TITLE, "",
        f"    {said}", "",
        f"Best ratio so far: {budget} evaluations a run, seeds 0 to {seeds - 1}, one region for all.",
        "Line: median over the seeds; band: least to largest. Every ratio is that of a verified witness;",
        f"[{TABLE}]({TABLE}) lists all improvements as exact fractions; comparisons are exact.", "",
        f"![Best ratio over evaluations]({PICTURE})", "",
    ]  # fmt: skip
    ranked = rankings(curves, leader)
    columns = ["strategy", "least", "median", "largest"]
    columns += [f"seeds on which {leader} is better", f"below every {leader} run"]
    for algorithm in dict.fromkeys(s.algorithm for s in ranked):
        rows = []
        for s in (s for s in ranked if s.algorithm == algorithm):
            ends = [decimal_text(ratio, 6) for ratio in (min(s.finals), s.median, max(s.finals))]
            against = [f"{s.beaten} of {len(s.finals)}", "yes" if s.below_worst else "no"]
            rows.append([s.strategy, *ends, *(against if s.strategy != leader else ["", ""])])
        lines += [f"## {algorithm}", "", Table("", columns_of(columns), rows).markdown(), ""]
    return "\n".join(lines)
