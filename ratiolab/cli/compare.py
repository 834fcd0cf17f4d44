"""``ratiolab compare``: mean flow time of several algorithms as the number of jobs grows."""

from __future__ import annotations

import csv
from pathlib import Path

from ratiolab.algorithms import parse
from ratiolab.cli.loaded_problem import load_problem
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.cli.progress import progress_bar
from ratiolab.errors import InputError
from ratiolab.instance import Problem
from ratiolab.measure.study import Row, parse_sizes, study
from ratiolab.ratios import decimal_text
from ratiolab.report.output import print_json, table


def run(
    *,
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
    """Compare, print, and write what was asked for."""
    sizes = parse_sizes(jobs)
    algorithms = [parse(name, **({} if alpha is None else {"alpha": alpha})) for name in names]

    budgets: list[int] = []

    def load(count: int, index: int) -> Problem:
        source = ProblemSource(
            trace=trace, format_=format_, workload=workload, memory=memory, prompt=prompt, jobs=count,
            window=index if trace is not None else None, seed=index if workload is not None else None,
            order=order, drop_oversized=drop_oversized, clip=clip,
        )  # fmt: skip
        problem = load_problem(source).problem
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
        from ratiolab.report.figures import save, study_figure  # loads what draws

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
