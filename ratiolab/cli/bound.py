"""``ratiolab bound``: a constant, derived step by step and held against the printed one."""

from __future__ import annotations

import sys
from typing import Any

from ratiolab.cli.problem_source import ProblemSource
from ratiolab.library.bound import bound
from ratiolab.report.output import print_result


def run(
    *,
    algorithm: str,
    problem: ProblemSource | None,
    analysis: str | None,
    printed: str | None,
    at_most: str | None,
    as_json: bool,
    **asked: Any,
) -> None:
    """Derive and print; exits with 1 if a step or the printed constant fails, or --at-most is not proved."""
    if problem is not None:
        from ratiolab.cli.loaded_problem import load_problem  # only here: a kept bound reads no file

        asked["instance"] = load_problem(problem).problem
    if at_most is not None:
        from ratiolab.library.at_most import at_most as judged

        answer = judged(algorithm, at_most, **asked)
        print_result(answer, as_json)
        sys.exit(0 if answer.holds else 1)
    derived = bound(algorithm, analysis=analysis, printed=printed, **asked)
    print_result(derived, as_json)
    sys.exit(0 if derived.holds else 1)
