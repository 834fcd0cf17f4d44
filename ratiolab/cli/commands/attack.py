"""Options of ``ratiolab attack``."""

from __future__ import annotations

from typing import Any

import click


@click.command("attack")
@click.argument("names", nargs=-1, metavar="[INEQUALITY]...")
@click.option("--instances", type=click.IntRange(1), default=1000, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(**asked: Any) -> None:
    """Look for a violation of any inequality, in exact arithmetic. Finding none proves nothing.

    The slack is relative: (right - left) / max(|left|, |right|). Exit code 1 if one is violated.
    """
    from ratiolab.cli.attack import run

    run(**asked)
