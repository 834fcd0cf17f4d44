"""``ratiolab opt``: the optimum of an instance, proved or enclosed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from ratiolab.cli.problem_options import LoadedProblem, problem_options
from ratiolab.cli.progress import progress_bar
from ratiolab.cli.targets import check_file
from ratiolab.documents import write_schedule
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.optimum import ENGINES, OptimumResult, solve
from ratiolab.optimum.certify import certificate, write_certificate
from ratiolab.optimum.limits import MEMORY_LIMIT
from ratiolab.optimum.result import Status
from ratiolab.optimum.search import Exploration
from ratiolab.report.output import print_json

#: Bytes.
GIB = 2**30
#: Seconds for a proof where the engine left none that can be checked.
_CERTIFICATE_SECONDS = 60.0


@click.command("opt")
@click.option("--engine", type=click.Choice(sorted(ENGINES)), default="auto", show_default=True)
@click.option("--time-limit", type=float, metavar="SECONDS", help="Stop then, with a valid interval.")
@click.option("--memory-limit", type=float, metavar="GIB", default=MEMORY_LIMIT / GIB, show_default=True,
              help="Stop when more is needed, with a valid interval.")  # fmt: skip
@click.option("--schedule", "schedule_file", metavar="FILE", help="Write the best schedule as JSON.")
@click.option("--certificate", "certificate_file", metavar="FILE", help="Write the proof as JSON.")
@problem_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    engine: str,
    time_limit: float | None,
    memory_limit: float,
    schedule_file: str | None,
    certificate_file: str | None,
    loaded: LoadedProblem,
    as_json: bool,
) -> None:
    """Find the least total flow time of an instance, or an interval that contains it.

    Ctrl-C ends with the interval reached, its schedule and its certificate; exit code 130.
    """
    if not 0 < memory_limit < 2**20:
        raise InputError(f"--memory-limit is {memory_limit:g} GiB: it must be above 0 and below 2^20")
    if time_limit is not None and not time_limit > 0:
        raise InputError(f"--time-limit is {time_limit:g} seconds: it must be above 0")
    check_file(schedule_file, "--schedule")
    check_file(certificate_file, "--certificate")
    instance = loaded.problem
    if not isinstance(instance, Instance):
        raise InputError(f"{instance.jobs} jobs are too many to list one by one: no engine takes them")
    if not as_json:
        click.echo(loaded.title())
    began, length = time.monotonic(), int(instance.responses.sum())
    with progress_bar("optimum") as report:

        def watch(found: Exploration) -> None:
            rate = found.nodes / max(time.monotonic() - began, 1e-3)
            report(
                len(found.history),
                None,
                f"round {len(found.history)}: {found.states:,} states, {rate:,.0f}/s, "
                f"optimum in {found.lower + length}..{found.waited + length}",
            )

        report(0, None, "optimum (the first run on a machine compiles for half a minute)")
        result = solve(
            instance,
            engine=engine,
            time_limit=time_limit,
            memory_limit=int(memory_limit * GIB),
            watch=watch,
        )
    if schedule_file is not None and result.schedule is not None:
        write_schedule(result.schedule, Path(schedule_file))
    certified = None
    if certificate_file is not None:
        certified = _certified(instance, result, Path(certificate_file))
    if as_json:
        print_json(
            "opt",
            {
                "problem": loaded.to_json(),
                "opt": result.bracket.to_json(),
                "status": result.status.value,
                "engine": result.engine,
                "nodes": result.nodes,
                "peak_bytes": result.peak_bytes,
                "seconds": round(result.runtime, 3),
                "certified": certified,
            },
        )
    else:
        click.echo(str(result))
        if certified is not None:
            whole = "all of it" if certified == result.lower else f"only a lower bound of {certified}"
            click.echo(f"certificate  {certificate_file}: {whole}; check: ratiolab verify {certificate_file}")
    sys.exit(130 if result.status is Status.INTERRUPTED else 0)


def _certified(instance: Instance, result: OptimumResult, path: Path) -> int:
    """Write the certificate of a result; return the lower bound that it proves."""
    with progress_bar("certificate") as report:
        document = certificate(
            instance,
            result,
            time_limit=_CERTIFICATE_SECONDS,
            watch=lambda nodes, leaves, waiting: report(nodes, None, f"branch tree: {leaves} leaves"),
        )
    write_certificate(document, path)
    return int(document["claim"]["lower"])
