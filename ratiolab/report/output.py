"""One way out: a table for people, or one JSON object for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table


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


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: str = "") -> None:
    """Print an aligned table.

    Parameters
    ----------
    title : str
        Heading; empty for none.
    columns : sequence of str
    rows : sequence of sequence of str
    numeric : str
        One character per column: ``r`` where it is right-aligned.
    """
    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal:  # a file or a pipe has no width of its own to fit into
        console = Console(highlight=False, width=200)
    grid = Table(title=title or None, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for i, name in enumerate(columns):
        right = numeric[i : i + 1] == "r"
        grid.add_column(name, justify="right" if right else "left", overflow="fold")
    for row in rows:
        grid.add_row(*row)
    console.print(grid)
