"""``ratiolab verify``: the check of a file, whatever its kind, as `ratiolab.checkable.check` does it."""

from __future__ import annotations

import sys
from dataclasses import replace

import click
from click.core import ParameterSource

from ratiolab.checkable import check
from ratiolab.checkable.checking import MisplacedSetting
from ratiolab.cli.loaded_problem import load_problem
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.cli.progress import progress_bar
from ratiolab.errors import InputError
from ratiolab.report.output import echo, print_json, print_result

#: Options that may stand beside a file that is given by itself.
_OWN = ("instance", "trust", "max_work", "compiled", "as_json", "isolate", "decide_limit", "save")


def run(
    file: str,
    source: ProblemSource | None,
    trust: tuple[str, ...],
    max_work: int | None,
    compiled: bool,
    as_json: bool,
) -> None:
    """Check a file, a schedule against the instance of `source`; exits with 1 if it does not hold."""
    if source is None:
        _refuse_instance_options(file)
    loaded = None if source is None else load_problem(source)
    with progress_bar("redoing the search") as report:

        def watch(done: int, states: int) -> None:
            report(done, None, f"redoing the search: round {done}, {states:,} states")

        try:
            result = check(
                file,
                instance=None if loaded is None else loaded.problem,
                trust=trust,
                max_work=max_work,
                compiled=compiled,
                watch=watch,
            )
        except MisplacedSetting as error:
            option = "an instance" if error.setting == "instance" else f"--{error.setting.replace('_', '-')}"
            raise InputError(f"{option} {error.rest}") from None
    if as_json:
        print_json("verify", ({} if loaded is None else {"problem": loaded.to_json()}) | result.content())
    elif result.holds:
        if loaded is not None:
            echo(loaded.title())
        print_result(replace(result, alarm=""), as_json)
    if not result.holds:
        echo(f"{result.source}: refused: {result.words}", err=True)
    if result.alarm:
        echo(result.alarm, err=True)
    if result.exit_code:
        sys.exit(result.exit_code)


def _refuse_instance_options(file: str) -> None:
    """Refuse options of an instance beside a file that stands on its own."""
    context = click.get_current_context()
    for parameter in context.command.params:
        given = context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
        if given and parameter.name not in _OWN:
            option = max(parameter.opts, key=len)
            raise InputError(f"{option} goes with an instance and --schedule, not with {file} alone")
