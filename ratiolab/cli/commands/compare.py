"""Options of ``ratiolab compare``."""

from __future__ import annotations

from typing import Any

import click

from ratiolab.cli.memory_option import memory_options
from ratiolab.cli.targets import check_file, check_picture
from ratiolab.cli.trial_options import Trial, trial_options
from ratiolab.errors import InputError


@click.command("compare")
@click.option("--alg", "names", multiple=True, required=True, metavar="ALG",
              help="As of ratio; repeatable.")  # fmt: skip
@click.option("--alpha", metavar="A", help="Scaling factor of the algorithms that take one.")
@click.option("--trace", metavar="FILE", help="Request lengths from a trace: window r is repeat r.")
@click.option("--format", "format_", metavar="NAME", help="Trace format.")
@click.option("--columns", metavar="NAMES",
              help="Columns or keys of the trace: prompt=...,response=...,arrival=...:ms.")  # fmt: skip
@click.option("--skip-empty", is_flag=True, help="Leave out rows with 0 response tokens.")
@click.option("--workload", metavar="NAME", help="Built-in workload: seed r is repeat r.")
@memory_options
@click.option("--prompt", "-s", type=int, metavar="S", help="Common prompt in tokens.")
@click.option("--jobs", "-n", required=True, metavar="RANGE", help="N, FIRST:LAST or FIRST:LAST:STEP.")
@click.option("--repeat", type=int, default=1, show_default=True, help="Windows or seeds averaged over.")
@click.option("--order", default="given", show_default=True, metavar="RULE")
@click.option("--drop-oversized", is_flag=True, help="Leave out rows that do not fit the budget.")
@click.option("--clip", is_flag=True, help="Cut responses of rows that do not fit the budget.")
@click.option("--csv", "csv_file", metavar="FILE", help="Write the table as CSV.")
@click.option("--plot", "plot_file", metavar="FILE", help="Draw it: .png, .svg or .pdf.")
@trial_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    trial: Trial,
    trace: str | None,
    workload: str | None,
    repeat: int,
    csv_file: str | None,
    plot_file: str | None,
    **asked: Any,
) -> None:
    """Compare algorithms by mean flow time, with the proved lower bound as the floor."""
    if (trace is None) == (workload is None):
        raise InputError("give one source: --trace FILE or --workload NAME")
    if repeat < 1:
        raise InputError(f"--repeat is {repeat}: it must be at least 1")
    check_file(csv_file, "--csv")
    check_picture(plot_file, "--plot")
    from ratiolab.cli.compare import run

    trial.run(
        run, trace=trace, workload=workload, repeat=repeat, csv_file=csv_file, plot_file=plot_file, **asked
    )
