"""Mean flow time of several algorithms as the number of jobs grows, over the lower bound as a floor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ratiolab.algorithms import Algorithm
from ratiolab.errors import InputError
from ratiolab.instance import Problem
from ratiolab.measure.comparison import compare
from ratiolab.ratios import fraction_text

_SIZES = re.compile(r"(\d{1,9})(?::(\d{1,9})(?::(\d{1,9}))?)?", re.ASCII)

#: Label of the floor: the best proved lower bound.
FLOOR = "lower bound"
#: Label of the best verified schedule.
BEST_KNOWN = "best known schedule"


@dataclass(frozen=True)
class Row:
    """One number of jobs: mean flow time per job of every series.

    Attributes
    ----------
    jobs : int
        Jobs asked for per window (dropped rows not subtracted).
    repeats : int
        Windows averaged over.
    means : dict of str to Fraction
        Label to flow time per job in rounds, averaged over the windows.
    """

    jobs: int
    repeats: int
    means: dict[str, Fraction]

    def to_json(self) -> dict[str, Any]:
        """Stable keys for ``--json``."""
        return {
            "jobs": self.jobs,
            "repeats": self.repeats,
            "mean_flow_time": {label: fraction_text(mean) for label, mean in self.means.items()},
        }


def parse_sizes(text: str) -> list[int]:
    """Read ``N``, ``FIRST:LAST`` or ``FIRST:LAST:STEP``, both ends included.

    Raises
    ------
    InputError
        If it is none of these, or an end or the step is 0.
    """
    match = _SIZES.fullmatch(text)
    if match is None:
        raise InputError(f"--jobs is {text!r}: write N, FIRST:LAST or FIRST:LAST:STEP, e.g. 100:1000:100")
    first = int(match[1])
    last = int(match[2]) if match[2] else first
    step = int(match[3]) if match[3] else max(first, 1)
    if first < 1 or step < 1 or last < first:
        raise InputError(f"--jobs is {text!r}: it needs 1 <= FIRST <= LAST and a step of at least 1")
    return list(range(first, last + 1, step))


def study(
    load: Callable[[int, int], Problem],
    algorithms: Sequence[Algorithm],
    sizes: Sequence[int],
    repeats: int,
) -> Iterator[Row]:
    """Measure every algorithm at every size.

    Parameters
    ----------
    load : callable
        ``load(jobs, repeat)`` makes the instance of that window.
    algorithms : sequence of Algorithm
    sizes : sequence of int
        Numbers of jobs.
    repeats : int
        Windows per size, at least 1.

    Yields
    ------
    Row
        One per size, as soon as it is done.
    """
    for jobs in sizes:
        sums: dict[str, Fraction] = {}
        for repeat in range(repeats):
            problem = load(jobs, repeat)
            comparison = compare(problem, algorithms)
            flows = {m.algorithm.label: m.cost.flow_time for m in comparison.measurements}
            flows[FLOOR] = comparison.bracket.lower
            if comparison.bracket.upper is not None:
                flows[BEST_KNOWN] = comparison.bracket.upper
            for label, flow in flows.items():
                sums[label] = sums.get(label, Fraction(0)) + Fraction(flow, problem.jobs * repeats)
        yield Row(jobs, repeats, sums)
