"""Options of ``ratiolab reproduce``."""

from __future__ import annotations

from typing import Any

import click

NAMES = ("fig3", "fig4", "fig6", "fig7", "average-ratio", "growth")


@click.command("reproduce")
@click.argument("name", type=click.Choice(NAMES))
@click.option("--out", required=True, metavar="DIR", help="Folder for the page and its pictures.")
@click.option("--trace", metavar="FILE", help="Request lengths for fig6 and fig7 (else a built-in workload).")
@click.option(
    "--workload",
    default="azure-conv",
    show_default=True,
    metavar="NAME",
    help="Built-in request lengths for fig6 and fig7.",
)
@click.option(
    "--instances",
    type=click.IntRange(1),
    default=25,
    show_default=True,
    metavar="N",
    help="Per size, for average-ratio.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(0),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="Per optimum of average-ratio.",
)
def command(**asked: Any) -> None:
    """Write figures and tables of a published experiment, or the growth laws, to DIR as a Markdown page."""
    from ratiolab.cli.reproduce import run

    run(**asked)
