"""``ratiolab attack``: every inequality of the chains evaluated on random and extreme instances."""

from __future__ import annotations

import sys

import click

from proofs.attack import CHECKS, attack
from ratiolab.cli.progress import progress_bar
from ratiolab.errors import InputError
from ratiolab.ratios import decimal_text, fraction_text
from ratiolab.report.output import print_json, table


def run(*, names: tuple[str, ...], instances: int, seed: int, as_json: bool) -> None:
    """Evaluate, print; exits with 1 if an inequality is violated."""
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
