"""``ratiolab opt``: the optimum of an instance, proved or enclosed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from ratiolab.cli.loaded_problem import load_problem
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.cli.progress import progress_bar
from ratiolab.documents import write_schedule
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.optimum import OptimumResult, solve
from ratiolab.optimum.certify import certificate, write_certificate
from ratiolab.optimum.result import Status
from ratiolab.optimum.search import Exploration
from ratiolab.report.output import print_json

#: Seconds for a proof where the engine left none that can be checked.
_CERTIFICATE_SECONDS = 60.0


def run(
    *,
    engine: str,
    time_limit: float | None,
    memory_limit: int,
    schedule_file: str | None,
    certificate_file: str | None,
    problem: ProblemSource,
    as_json: bool,
) -> None:
    """Search, write, print; exits with 130 if it was interrupted."""
    loaded = load_problem(problem)
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
            memory_limit=memory_limit,
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
