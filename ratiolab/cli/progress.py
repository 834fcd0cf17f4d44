"""The progress bar of long commands: on standard error, only where somebody watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ratiolab.errors import one_line


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[..., None]]:
    """Show a bar while the block runs.

    Parameters
    ----------
    title : str
        What is running.

    Yields
    ------
    callable
        ``report(done, total, what="")``: so many of so many (None: nobody knows) are done; `what`
        replaces the title.
    """
    console = Console(stderr=True)
    # names of files, claims and parameters are text: brackets in them are no markup
    what_runs = TextColumn("{task.description}", markup=False)
    columns = (what_runs, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=None)

        def report(done: int, total: int | None, what: str = "") -> None:
            bar.update(task, completed=done, total=total, description=one_line(what or title))

        yield report
