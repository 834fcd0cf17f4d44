"""``ratiolab audit``: constants, reference values, optima and ratios in one table."""

from __future__ import annotations

import sys

from ratiolab.audit import audit
from ratiolab.cli.progress import progress_bar
from ratiolab.report.output import print_result


def run(*, as_json: bool) -> None:
    """Check and print; exits with 1 if a check fails."""
    with progress_bar("audit") as report:
        checked = audit(lambda title, index, parts: report(index, parts, title))
    print_result(checked, as_json)
    sys.exit(1 if checked.failed else 0)
