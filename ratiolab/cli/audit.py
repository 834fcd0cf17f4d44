"""``ratiolab audit``: constants, reference values, optima and ratios in one table."""

from __future__ import annotations

import sys

import click

from ratiolab.audit import audit
from ratiolab.cli.progress import progress_bar
from ratiolab.report.output import print_json, table


def run(*, as_json: bool) -> None:
    """Check and print; exits with 1 if a check fails."""
    with progress_bar("audit") as report:
        checks = audit(lambda title, index, parts: report(index, parts, title))
    failed = sum(check.fails for check in checks)
    undecided = sum(check.verdict == "open" for check in checks)
    if as_json:
        keys = ("section", "subject", "found", "expected", "verdict", "details")
        rows = [{key: getattr(check, key) for key in keys} for check in checks]
        print_json("audit", {"holds": not failed, "failed": failed, "open": undecided, "checks": rows})
    else:
        table(
            "",
            ["", "subject", "found", "held against", "verdict"],
            [[c.section, c.subject, c.found, c.expected, c.verdict] for c in checks],
        )
        click.echo(f"\n{len(checks)} checks: {len(checks) - failed - undecided} hold, "
                   f"{undecided} open, {failed} fail")  # fmt: skip
    sys.exit(1 if failed else 0)
