"""A maximum of a box, computed again the ordinary way and judged against what is proved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ratiolab.adversary.boxes.cell import Cell, Worst
from ratiolab.algorithms import Algorithm, facts_of, is_built_in
from ratiolab.algorithms.foreign.guarded import inconstant
from ratiolab.instance import Instance
from ratiolab.optimum import search, solve
from ratiolab.ratios import Standing, fraction_text, judge, ratio_interval
from ratiolab.schedule import Schedule, verify
from ratiolab.theory import TheoryBound, bound_for


@dataclass(frozen=True)
class Maximum:
    """The largest ratio of an algorithm among the cells of one budget and one number of jobs.

    `bound` is the proved bound that applies to it, or None; `faults` says in plain words what is wrong.
    """

    cell: Cell
    worst: Worst
    ratio: Fraction
    bound: TheoryBound | None
    faults: tuple[str, ...]


def checked_maximum(
    algorithm: Algorithm,
    cell: Cell,
    worst: Worst,
    optimum_of: Callable[[int, int, tuple[int, ...]], int],
) -> Maximum:
    """Compute both flow times again, by schedules that are verified, and judge the ratio."""
    where = f"{algorithm.label} on M = {cell.memory}, s = {cell.prompt}, lengths {list(worst.lengths)}"
    instance = Instance.common(cell.memory, cell.prompt, worst.lengths)
    faults = []
    if worst.below is not None:
        faults.append(
            f"{algorithm.label}: cheaper than the optimum on M = {cell.memory}, {list(worst.below)}"
        )
    check = facts_of(algorithm).check
    if check is not None:
        cost = check(algorithm, instance).flow_time
    else:
        cost = verify(instance, algorithm.schedule(instance)).flow_time
    if cost != worst.cost and not is_built_in(algorithm):
        raise inconstant(algorithm, instance, worst.cost, cost)
    if cost != worst.cost:
        faults.append(f"{where}: the sweep counts {worst.cost}, the verified schedule {cost}")
    least = optimum_of(cell.memory, cell.prompt, tuple(sorted(worst.lengths)))
    if least != worst.optimum:
        faults.append(f"{where}: the sweep has the optimum {worst.optimum}, the search engine proves {least}")
    interval = ratio_interval(worst.cost, worst.optimum, worst.optimum, in_model=False)
    bound = bound_for(algorithm, instance)
    if judge(interval, None if bound is None else bound.value) is Standing.EXCEEDED:
        assert bound is not None
        faults.append(f"{where}: ratio {fraction_text(interval.upper)} is above the proved {bound.value}")
    return Maximum(cell, worst, interval.upper, bound, tuple(faults))


def second_optimum(memory: int, prompt: int, lengths: tuple[int, ...]) -> int:
    """The optimum by the search engine, from one job after the other, with its schedule verified."""
    instance = Instance.common(memory, prompt, lengths)
    serial = Schedule.of_starts(np.cumsum(lengths) - np.array(lengths), instance)
    result = solve(instance, upper=serial, engine=search.NAME).unless_interrupted()
    assert result.proved, result
    assert result.schedule is not None
    return verify(instance, result.schedule).flow_time
