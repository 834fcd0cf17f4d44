"""``ratiolab curves``: the search strategies compared at an equal number of evaluations."""

from __future__ import annotations

from ratiolab.cli.progress import progress_bar
from ratiolab.cli.targets import page_folder
from ratiolab.library.curves import curves
from ratiolab.report.curve_page import PAGE, TITLE, write_page
from ratiolab.report.output import echo, print_result


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
    folder = page_folder(out, "--out", PAGE, TITLE)
    try:
        with progress_bar("curves") as bar:
            report = curves(
                folder / "runs" if runs is None else runs, names, strategies=strategies, seeds=seeds,
                budget=budget, max_memory=max_memory, max_jobs=max_jobs, progress=bar,
            )  # fmt: skip
    except KeyboardInterrupt:
        echo("stopped; nothing is lost: the same command goes on", err=True)
        raise
    said = _command(names, strategies, seeds, budget, max_memory, max_jobs)
    page = write_page(folder, report.curves, report.leader, said)
    print_result(report, as_json)
    if not as_json:
        echo(f"written to {page}")


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
