"""``ratiolab compare``: mean flow time of several algorithms as the number of jobs grows."""

from __future__ import annotations

import csv
from pathlib import Path

import click

from ratiolab.algorithms import parse
from ratiolab.cli.problem_options import load_problem
from ratiolab.cli.progress import progress_bar
from ratiolab.cli.targets import check_file
from ratiolab.errors import InputError
from ratiolab.instance import Problem
from ratiolab.measure.study import Row, parse_sizes, study
from ratiolab.ratios import decimal_text
from ratiolab.report.figures import check_ending, save, study_figure
from ratiolab.report.output import print_json, table


@click.command("compare")
@click.option("--alg", "names", multiple=True, required=True, metavar="ALG", help="Repeatable.")
@click.option("--alpha", metavar="A", help="Scaling factor of the algorithms that take one.")
@click.option("--trace", metavar="FILE", help="Request lengths from a trace: window r is repeat r.")
@click.option("--format", "format_", metavar="NAME", help="Trace format.")
@click.option("--workload", metavar="NAME", help="Built-in workload: seed r is repeat r.")
@click.option("--memory", "-M", type=int, metavar="M", help="Memory budget in tokens.")
@click.option("--prompt", "-s", type=int, metavar="S", help="Common prompt in tokens.")
@click.option("--jobs", "-n", required=True, metavar="RANGE", help="N, FIRST:LAST or FIRST:LAST:STEP.")
@click.option("--repeat", type=int, default=1, show_default=True, help="Windows or seeds averaged over.")
@click.option("--order", default="given", show_default=True, metavar="RULE")
@click.option("--drop-oversized", is_flag=True, help="Leave out rows that do not fit the budget.")
@click.option("--clip", is_flag=True, help="Cut responses of rows that do not fit the budget.")
@click.option("--csv", "csv_file", metavar="FILE", help="Write the table as CSV.")
@click.option("--plot", "plot_file", metavar="FILE", help="Draw it: .png, .svg or .pdf.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    names: tuple[str, ...],
    alpha: str | None,
    trace: str | None,
    format_: str | None,
    workload: str | None,
    memory: int | None,
    prompt: int | None,
    jobs: str,
    repeat: int,
    order: str,
    drop_oversized: bool,
    clip: bool,
    csv_file: str | None,
    plot_file: str | None,
    as_json: bool,
) -> None:
    """Compare algorithms by mean flow time, with the proved lower bound as the floor."""
    if (trace is None) == (workload is None):
        raise InputError("give one source: --trace FILE or --workload NAME")
    if repeat < 1:
        raise InputError(f"--repeat is {repeat}: it must be at least 1")
    if plot_file is not None:
        check_ending(Path(plot_file))
    check_file(csv_file, "--csv")
    check_file(plot_file, "--plot")
    sizes = parse_sizes(jobs)
    algorithms = [parse(name, **({} if alpha is None else {"alpha": alpha})) for name in names]

    budgets: list[int] = []

    def load(count: int, index: int) -> Problem:
        problem = load_problem(
            trace=trace, format_=format_, workload=workload, memory=memory, prompt=prompt, jobs=count,
            window=index if trace is not None else None, seed=index if workload is not None else None,
            order=order, drop_oversized=drop_oversized, clip=clip,
        ).problem  # fmt: skip
        budgets.append(problem.memory)
        return problem

    rows: list[Row] = []
    with progress_bar("compare") as report:
        for row in study(load, algorithms, sizes, repeat):
            rows.append(row)
            report(len(rows), len(sizes), f"{row.jobs} jobs")
    source = f"trace {Path(trace).name}" if trace is not None else f"workload {workload}"
    memory = budgets[0]  # a workload has one of its own
    told = [f"M = {memory}"]
    told += [f"s = {prompt}"] if prompt is not None else []
    title = ", ".join([source, *told])
    if csv_file is not None:
        _write_csv(rows, Path(csv_file))
    if plot_file is not None:
        save(study_figure(rows, f"Mean flow time: {title}"), Path(plot_file))
    if as_json:
        print_json("compare", {"source": source, "memory": memory, "prompt": prompt,
                               "rows": [row.to_json() for row in rows]})  # fmt: skip
        return
    labels = list(rows[0].means)
    body = [[str(row.jobs), *(decimal_text(row.means[label], 1) for label in labels)] for row in rows]
    table(f"Mean flow time per job: {title}", ["jobs", *labels], body, numeric="r" * (len(labels) + 1))


def _write_csv(rows: list[Row], path: Path) -> None:
    """Write decimals with six digits; exact fractions are in the JSON form."""
    labels = list(rows[0].means)
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["jobs", *labels])
            for row in rows:
                writer.writerow([row.jobs, *(decimal_text(row.means[label], 6) for label in labels)])
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error
