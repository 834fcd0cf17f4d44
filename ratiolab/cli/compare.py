"""``ratiolab compare``: mean flow time of several algorithms as the number of jobs grows."""

from __future__ import annotations

import itertools
from pathlib import Path

from ratiolab.algorithms import parse
from ratiolab.cli.loaded_problem import load_problem, load_trace
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.cli.progress import progress_bar
from ratiolab.documents.files import write_text
from ratiolab.instance import Problem
from ratiolab.library.measure import csv_text, sweep
from ratiolab.measure.study import parse_sizes
from ratiolab.report.output import echo, print_result


def run(
    *,
    names: tuple[str, ...],
    alpha: str | None,
    trace: str | None,
    format_: str | None,
    columns: str | None,
    skip_empty: bool,
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

    def asked(count: int, index: int) -> ProblemSource:
        return ProblemSource(
            trace=trace, format_=format_, columns=columns, skip_empty=skip_empty, workload=workload,
            memory=memory, prompt=prompt, jobs=count, window=None if trace is None else index,
            seed=None if workload is None else index, order=order, drop_oversized=drop_oversized, clip=clip,
        )  # fmt: skip

    # read once, for standard input cannot be read twice
    read = None if trace is None else load_trace(asked(sizes[0], 0), sizes[-1] * repeat)

    if read is not None and read.skipped:
        echo(f"Note: rows with 0 response tokens skipped: {read.skipped}.", err=True)

    def load(count: int, index: int) -> Problem:
        return load_problem(asked(count, index), read).problem

    source = f"trace {read.name}" if read is not None else f"workload {workload}"
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
