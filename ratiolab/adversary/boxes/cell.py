"""Every order of every instance of a cell: the largest ratio against proved optima, exactly.

A cell is a budget, a common prompt and a number of jobs; its instances are all multisets of response
lengths that fit. Ratios are compared by cross-multiplication in 64-bit integers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import comb

import numpy as np

from ratiolab.adversary.boxes.orders import every_order, largest, next_order
from ratiolab.algorithms import Algorithm, facts_of
from ratiolab.instance import Instance
from ratiolab.integers import IntArray


@dataclass(frozen=True)
class Cell:
    """Budget M in tokens, common prompt s below it, number of jobs n."""

    memory: int
    prompt: int
    jobs: int

    @property
    def capacity(self) -> int:
        """Longest response length that fits."""
        return self.memory - self.prompt

    def lengths(self) -> IntArray:
        """Every multiset of response lengths, ascending, one a row, in lexicographic order."""
        listed = list(combinations_with_replacement(range(1, self.capacity + 1), self.jobs))
        return np.array(listed, dtype=np.int64)

    def orders(self, algorithm: Algorithm) -> int:
        """Number of sequences of lengths that matter to an algorithm."""
        facts = facts_of(algorithm)
        if facts.equal_jobs:
            return self.capacity
        if facts.order_free:
            return comb(self.capacity + self.jobs - 1, self.jobs)
        return int(self.capacity**self.jobs)


@dataclass(frozen=True)
class Worst:
    """The largest ratio among some instances and orders, and the first place that attains it.

    Attributes
    ----------
    cost, optimum : int
        The algorithm's flow time and the least one, in rounds.
    lengths : tuple of int
        Response lengths in the order given to the algorithm.
    instances, orders : int
        Multisets and sequences that were tried.
    below : tuple of int or None
        Lengths, in order, of a run that is cheaper than the optimum: impossible in the model.
    """

    cost: int
    optimum: int
    lengths: tuple[int, ...]
    instances: int
    orders: int
    below: tuple[int, ...] | None = None

    def joined(self, later: Worst) -> Worst:
        """The larger of the two, this one if they are equal, with what was tried added up."""
        ahead = later.cost * self.optimum > self.cost * later.optimum
        top = later if ahead else self
        return Worst(
            top.cost,
            top.optimum,
            top.lengths,
            self.instances + later.instances,
            self.orders + later.orders,
            self.below or later.below,
        )


def relevant(algorithm: Algorithm, lengths: IntArray) -> IntArray:
    """Rows an algorithm is judged on, as a mask: all, or those of one length only."""
    if facts_of(algorithm).equal_jobs:
        return np.asarray(lengths[:, 0] == lengths[:, -1])
    return np.ones(len(lengths), dtype=np.bool_)


def worst_order(algorithm: Algorithm, cell: Cell, lengths: IntArray, optima: IntArray) -> Worst:
    """Return the largest ratio over all orders that matter of the instances given.

    Parameters
    ----------
    algorithm : Algorithm
    cell : Cell
    lengths : array of int, shape (m, n)
        Ascending response lengths, one instance a row, at least one.
    optima : array of int, shape (m,)
        Least flow time of each.

    Raises
    ------
    InputError
        If the algorithm does not apply.
    """
    loop = facts_of(algorithm).loop
    flow_times = None if loop is None else loop.of(algorithm, cell.memory, cell.prompt)
    if flow_times is None:
        return _worst_by_cost(algorithm, cell, lengths, optima)
    orders, rows = every_order(lengths)
    costs = flow_times(orders)
    top, below = largest(costs, optima[rows])
    cheaper = None if algorithm.keeps_progress or below < 0 else tuple(orders[below].tolist())
    order, optimum = tuple(orders[top].tolist()), int(optima[rows[top]])
    return Worst(int(costs[top]), optimum, order, len(lengths), len(orders), cheaper)


def _worst_by_cost(algorithm: Algorithm, cell: Cell, lengths: IntArray, optima: IntArray) -> Worst:
    """As `worst_order`, by calls of ``algorithm.cost``."""
    one = facts_of(algorithm).one_order
    worst: Worst | None = None
    for row, optimum in zip(lengths.tolist(), optima.tolist(), strict=True):
        for k, order in enumerate([tuple(row)] if one else orders_of(row)):
            cost = algorithm.cost(Instance.common(cell.memory, cell.prompt, order)).flow_time
            below = order if cost < optimum and not algorithm.keeps_progress else None
            here = Worst(cost, optimum, order, 1 if k == 0 else 0, 1, below)
            worst = here if worst is None else worst.joined(here)
    assert worst is not None
    return worst


def orders_of(lengths: list[int]) -> Iterator[tuple[int, ...]]:
    """Yield every distinct order of a list, ascending."""
    order = np.array(sorted(lengths), dtype=np.int64)
    yield tuple(order.tolist())
    while next_order(order):
        yield tuple(order.tolist())
