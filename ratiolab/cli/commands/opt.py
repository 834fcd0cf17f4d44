"""Options of ``ratiolab opt``."""

from __future__ import annotations

from typing import Any

import click

from ratiolab.cli.problem_options import problem_options
from ratiolab.cli.targets import check_file
from ratiolab.errors import InputError
from ratiolab.optimum.engines import DEFAULT, ENGINES, MEMORY_LIMIT, check_seconds

#: Bytes.
GIB = 2**30


@click.command("opt")
@click.option("--engine", type=click.Choice(sorted(ENGINES)), default=DEFAULT, show_default=True)
@click.option(
    "--time-limit", type=float, metavar="SECONDS", help="Stop then, with a valid interval; start-up counts."
)
@click.option("--memory-limit", type=float, metavar="GIB", default=MEMORY_LIMIT / GIB, show_default=True,
              help="Stop when more is needed, with a valid interval.")  # fmt: skip
@click.option("--schedule", "schedule_file", metavar="FILE", help="Write the best schedule as JSON.")
@click.option(
    "--certificate",
    "certificate_file",
    metavar="FILE",
    help="Write the proof as JSON; making it takes up to a minute more.",
)
@problem_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def command(
    began: float,
    /,
    time_limit: float | None,
    memory_limit: float,
    schedule_file: str | None,
    certificate_file: str | None,
    **asked: Any,
) -> None:
    """Find the least total flow time of an instance, or an interval that contains it.

    Ctrl-C ends with the interval reached, its schedule and its certificate; exit code 130.
    """
    if not 0 < memory_limit < 2**20:
        raise InputError(f"--memory-limit is {memory_limit:g} GiB: it must be above 0 and below 2^20")
    check_seconds(time_limit, "--time-limit")
    check_file(schedule_file, "--schedule")
    check_file(certificate_file, "--certificate")
    from ratiolab.cli.opt import run

    run(
        began=began,
        time_limit=time_limit,
        memory_limit=int(memory_limit * GIB),
        schedule_file=schedule_file,
        certificate_file=certificate_file,
        **asked,
    )
