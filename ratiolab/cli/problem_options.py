"""One way in: every command that takes an instance declares it from here."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import click

from ratiolab.cli.memory_option import memory_options
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.traces.names import FORMATS
from ratiolab.workloads.names import WORKLOADS

#: The options, each as it is declared.
_ARGUMENTS = (
    click.argument("instance", required=False, metavar="[INSTANCE]"),
    click.option("--trace", metavar="FILE", help="Read request lengths from a trace file (- is stdin)."),
    click.option("--format", "format_", type=click.Choice(list(FORMATS)), metavar="NAME",
                 help="Trace format, one of `ratiolab workloads` (else detected)."),
    click.option("--columns", metavar="NAMES",
                 help="Columns or keys of the trace: prompt=...,response=...,arrival=...:ms."),
    click.option("--skip-empty", is_flag=True, help="Leave out rows with 0 response tokens."),
    click.option("--workload", metavar="NAME", help=f"Built-in workload: {', '.join(WORKLOADS)}."),
    click.option("--lengths", metavar="LIST", help="Inline lengths, length x count in order: 160x6,1x194."),
    memory_options,
    click.option("--prompt", "-s", type=int, metavar="S", help="Common prompt in tokens."),
    click.option("--jobs", "-n", type=int, metavar="N", help="Jobs to take from a trace or a workload."),
    click.option("--window", type=int, metavar="I", help="Which N rows of the trace, from 0."),
    click.option("--seed", type=int, metavar="K", help="Seed of a random workload (default 0)."),
    click.option("--order", default="given", show_default=True, metavar="RULE",
                 help="given, longest-first, shortest-first or random:SEED."),
    click.option("--drop-oversized", is_flag=True, help="Leave out rows that do not fit the budget."),
    click.option("--clip", is_flag=True, help="Cut responses of rows that do not fit the budget."),
)  # fmt: skip


def problem_arguments(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the instance options to a command, which gets their values one by one."""
    return functools.reduce(lambda decorated, option: option(decorated), reversed(_ARGUMENTS), function)


def problem_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the instance options to a command and pass it one `ProblemSource` named ``problem``."""

    @problem_arguments
    @functools.wraps(function)
    def wrapped(**options: Any) -> Any:
        asked = {field.name: options.pop(field.name) for field in fields(ProblemSource)}
        return function(problem=ProblemSource(**asked), **options)

    return wrapped
