"""``ratiolab bound``: a constant, derived step by step and held against the printed one."""

from __future__ import annotations

import sys
from typing import Any

from ratiolab.library.bound import bound
from ratiolab.report.output import print_result


def run(*, algorithm: str, instance: str | None, as_json: bool, **asked: Any) -> None:
    """Derive and print; exits with 1 if a step or the printed constant fails."""
    if instance is not None:
        from ratiolab.documents import read_instance  # only here: a kept bound reads no file

        asked["instance"] = read_instance(instance)
    derived = bound(algorithm, **asked)
    print_result(derived, as_json)
    sys.exit(0 if derived.holds else 1)
