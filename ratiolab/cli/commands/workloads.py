"""Options of ``ratiolab workloads``."""

from __future__ import annotations

from typing import Any

import click


@click.command("workloads")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(**asked: Any) -> None:
    """List built-in workloads, algorithms and trace formats."""
    from ratiolab.cli.workloads import run

    run(**asked)
