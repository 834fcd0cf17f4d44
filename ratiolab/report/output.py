"""One way out: a table for people, or one JSON object for programs; the only place that prints.

Names of files, parameters and all else that comes from outside is text: what a terminal would obey is shown.
"""

from __future__ import annotations

import json
import shutil
from typing import Any

import click

from ratiolab.errors import visible
from ratiolab.tables import WIDTH, Result


def echo(message: str, *, err: bool = False) -> None:
    """Print a message as one line, to standard error if asked: what a terminal would obey is shown."""
    click.echo(visible(message), err=err)


def echo_lines(text: str) -> None:
    """Print lines of text, likewise."""
    click.echo("\n".join(map(visible, text.split("\n"))))


def print_json(kind: str, content: dict[str, Any]) -> None:
    """Print one JSON object headed by its format and version.

    Parameters
    ----------
    kind : str
        Which command made it, e.g. ``"ratio"``; the format is ``ratiolab.<kind>``, version 1.
    content : dict
        The stable keys of that format.
    """
    click.echo(json.dumps({"format": f"ratiolab.{kind}", "version": 1, **content}, indent=2))


def print_result(result: Result, as_json: bool) -> None:
    """Print a result: its text, or its JSON."""
    if as_json:
        click.echo(json.dumps(result.to_json(), indent=2))  # which escapes what is not ASCII
    else:
        echo_lines(result.text(width()))


def width() -> int:
    """Characters of a line: those of the terminal, 80 where there is none."""
    return max(shutil.get_terminal_size((WIDTH, 24)).columns, WIDTH)
