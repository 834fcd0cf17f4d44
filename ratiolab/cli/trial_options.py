"""How a scheduler of somebody else is tried out: every command that may run one declares it from here."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ratiolab.errors import InputError

_ARGUMENTS = (
    click.option("--isolate", is_flag=True,
                 help="Run plug-ins in a process of their own that is told no lengths."),
    click.option("--decide-limit", type=float, metavar="SECONDS",
                 help="Seconds a plug-in may take for an answer (default 10)."),
    click.option("--save", metavar="DIR",
                 help="Folder for the instance on which a plug-in fails (default .)."),
)  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """The values of the options: nothing is loaded for them before the work begins."""

    isolate: bool
    decide_limit: float | None
    save: str | None

    def run(self, work: Callable[..., None], *args: Any, **asked: Any) -> None:
        """Do the work of a command; a failing plug-in is told on a small instance."""
        from ratiolab.library.trying import trying

        with trying(
            isolate=self.isolate, decide_limit=self.decide_limit, save=self.save or ".", end_process=True
        ):
            work(*args, **asked)


def trial_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command and pass it one `Trial` named ``trial``."""

    @functools.wraps(function)
    def wrapped(*, isolate: bool, decide_limit: float | None, save: str | None, **options: Any) -> Any:
        if save is not None and not Path(save).is_dir():
            raise InputError(f"--save {save}: there is no such folder: make it first")
        return function(trial=Trial(isolate, decide_limit, save), **options)

    return functools.reduce(lambda decorated, option: option(decorated), reversed(_ARGUMENTS), wrapped)
