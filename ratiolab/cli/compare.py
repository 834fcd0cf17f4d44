"""``ratiolab compare``: mean flow time of several algorithms as the number of jobs grows."""

from __future__ import annotations

import itertools
from pathlib import Path

from ratiolab.algorithms import parse
from ratiolab.cli.loaded_problem import load_problem
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.cli.progress import progress_bar
from ratiolab.documents.files import write_text
from ratiolab.instance import Problem
from ratiolab.library.measure import csv_text, sweep
from ratiolab.measure.study import parse_sizes
from ratiolab.report.output import print_result


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

    def load(count: int, index: int) -> Problem:
        source = ProblemSource(
            trace=trace, format_=format_, workload=workload, memory=memory, prompt=prompt, jobs=count,
            window=index if trace is not None else None, seed=index if workload is not None else None,
            order=order, drop_oversized=drop_oversized, clip=clip,
        )  # fmt: skip
        return load_problem(source).problem

    source = f"trace {Path(trace).name}" if trace is not None else f"workload {workload}"
    with progress_bar("compare") as report:
        done = itertools.count(1)
        result = sweep(
            load, algorithms, sizes, repeats=repeat, source=source, prompt=prompt,
            progress=lambda row: report(next(done), len(sizes), f"{row.jobs} jobs"),
        )  # fmt: skip
    if csv_file is not None:
        write_text(csv_file, csv_text(result))
    if plot_file is not None:
        from ratiolab.report.figures import save, study_figure  # loads what draws

        save(study_figure(result.rows, f"Mean flow time: {result.title}"), Path(plot_file))
    print_result(result, as_json)
