"""``ratiolab attack``: every inequality of the chains evaluated on random and extreme instances."""

from __future__ import annotations

import sys

import click

from proofs.attack import CHECKS, attack
from ratiolab.cli.progress import progress_bar
from ratiolab.errors import InputError
from ratiolab.ratios import decimal_text, fraction_text
from ratiolab.report.output import print_json, table


@click.command("attack")
@click.argument("names", nargs=-1, metavar="[INEQUALITY]...")
@click.option("--instances", type=click.IntRange(1), default=1000, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(names: tuple[str, ...], instances: int, seed: int, as_json: bool) -> None:
    """Look for a violation of any inequality, in exact arithmetic. Finding none proves nothing.

    The slack is relative: (right - left) / max(|left|, |right|). Exit code 1 if one is violated.
    """
    known = [check.name for check in CHECKS]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InputError(f"unknown inequality {unknown[0]!r}; known: {', '.join(known)}")
    with progress_bar("attack") as report:
        results = attack(names or None, instances, seed, report)
    violated = [r for r in results if not r.survived]
    if as_json:
        rows = [
            {
                "name": r.name,
                "statement": r.statement,
                "evaluated": r.evaluated,
                "smallest_slack": fraction_text(r.smallest_slack),
                "at": r.at,
                "violation": r.violation,
            }
            for r in results
        ]
        print_json(
            "attack", {"instances": instances, "seed": seed, "survived": not violated, "results": rows}
        )
    else:
        body = [
            [r.name, str(r.evaluated), decimal_text(r.smallest_slack, 6), r.statement,
             r.violation or ("" if r.evaluated else "never evaluated")]
            for r in results
        ]  # fmt: skip
        table(
            "", ["inequality", "evaluated", "smallest slack", "statement", "violation"], body, numeric=" rr"
        )
        click.echo(
            f"\n{len(results)} inequalities, {len(violated)} violated. No proof: see `ratiolab prove`."
        )
    sys.exit(1 if violated else 0)
