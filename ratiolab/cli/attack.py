"""``ratiolab attack``: every inequality of the chains evaluated on random and extreme instances."""

from __future__ import annotations

import sys

from ratiolab.cli.progress import progress_bar
from ratiolab.library.attack import attack
from ratiolab.report.output import print_result


def run(*, names: tuple[str, ...], instances: int, seed: int, as_json: bool) -> None:
    """Evaluate and print; exits with 1 if an inequality is violated."""
    with progress_bar("attack") as report:
        result = attack(names, instances=instances, seed=seed, progress=report)
    print_result(result, as_json)
    sys.exit(1 if result.violated else 0)
