"""``ratiolab workloads``: what there is to run with no file at hand."""

from __future__ import annotations

from ratiolab.library.workloads import catalogue
from ratiolab.report.output import print_result


def run(*, as_json: bool) -> None:
    """Print what there is."""
    print_result(catalogue(), as_json)
