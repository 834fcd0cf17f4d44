"""``ratiolab opt``: the optimum of an instance, proved or enclosed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from ratiolab.cli.loaded_problem import load_problem
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.cli.progress import progress_bar
from ratiolab.documents import write_schedule
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.library.solve import Solution, solve
from ratiolab.optimum.certify import write_certificate
from ratiolab.optimum.limits import UntilCtrlC
from ratiolab.optimum.result import Status
from ratiolab.optimum.search import Exploration
from ratiolab.optimum.starts import total_length
from ratiolab.report.output import echo, print_result

#: A time limit that start-up has used up is one of so many seconds.
_LEAST_SECONDS = 1e-3


def run(
    *,
    began: float,
    engine: str,
    time_limit: float | None,
    memory_limit: int,
    schedule_file: str | None,
    certificate_file: str | None,
    problem: ProblemSource,
    as_json: bool,
) -> None:
    """Search, write, print; exits with 130 if it was interrupted.

    Files come first: what cannot be printed is not lost. Nor is what cannot be written: it is printed,
    and then the error.
    """
    loaded = load_problem(problem)
    if not isinstance(loaded.problem, Instance):
        raise InputError(f"{loaded.problem.jobs} jobs are too many to list one by one: no engine takes them")
    if time_limit is not None:
        time_limit = max(_LEAST_SECONDS, time_limit - (time.monotonic() - began))
    with progress_bar("optimum") as report:
        report(0, None, "optimum (the first run on a machine compiles for half a minute)")
        watch = partial(_report, report, time.monotonic(), total_length(loaded.problem))
        solution = solve(loaded, engine=engine, time_limit=time_limit, memory_limit=memory_limit, watch=watch)
    refused: list[InputError] = []
    if schedule_file is not None and solution.schedule is not None:
        with _kept_for_later(refused):
            write_schedule(solution.schedule, Path(schedule_file))
    if certificate_file is not None:
        with _kept_for_later(refused):
            solution = replace(solution, certified=_certified(solution, Path(certificate_file)))
    print_result(solution, as_json)
    if solution.certified is not None and not as_json:
        whole = solution.certified == solution.lower
        proves = "all of it" if whole else f"only a lower bound of {solution.certified}"
        echo(f"certificate  {certificate_file}: {proves}; check: ratiolab verify {certificate_file}")
    if refused:
        raise refused[0]
    sys.exit(130 if solution.status is Status.INTERRUPTED else 0)


@contextmanager
def _kept_for_later(refused: list[InputError]) -> Iterator[None]:
    """Keep an error of the block until the result is printed."""
    try:
        yield
    except InputError as error:
        refused.append(error)


def _report(report: Callable[..., None], began: float, length: int, known: Exploration) -> None:
    """Tell the progress bar what the search knows."""
    rate = known.nodes / max(time.monotonic() - began, 1e-3)
    report(
        len(known.history),
        None,
        f"round {len(known.history)}: {known.states:,} states, {rate:,.0f}/s, "
        f"optimum in {known.lower + length}..{known.waited + length}",
    )


def _certified(solution: Solution, path: Path) -> int | None:
    """Write the certificate of a result; return the lower bound that it proves, None after Ctrl-C."""
    with progress_bar("certificate") as report, UntilCtrlC():
        document = solution.certificate(
            watch=lambda nodes, leaves, waiting: report(nodes, None, f"branch tree: {leaves} leaves")
        )
        write_certificate(document, path)
        return int(document["claim"]["lower"])
    return None
