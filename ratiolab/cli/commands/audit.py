"""Options of ``ratiolab audit``."""

from __future__ import annotations

from typing import Any

import click


@click.command("audit")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(**asked: Any) -> None:
    """Check constants, reference values, proved optima and ratios on built-in workloads.

    Exit code 1 if a check fails: a constant that does not match its derivation, a value that differs,
    or a verified ratio above its proved bound.
    """
    from ratiolab.cli.audit import run

    run(**asked)
