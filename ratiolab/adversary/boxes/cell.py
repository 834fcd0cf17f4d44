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

from ratiolab.algorithms import Algorithm, is_built_in
from ratiolab.algorithms.a_max import AMax
from ratiolab.algorithms.gsa import GSA
from ratiolab.algorithms.gsa_spec import GSASpec
from ratiolab.algorithms.slicing import phases
from ratiolab.core.compiled import compiled
from ratiolab.core.estimates import reserve_longest
from ratiolab.core.eviction import evict_latest
from ratiolab.core.phases import first_slice, gsa_cost
from ratiolab.core.speculation import speculative_run
from ratiolab.instance import Instance
from ratiolab.integers import IntArray

#: Flow time of these does not depend on the order of jobs with one prompt: they sort the jobs, or a
#: class takes the same start rounds in any order. The tests try every order on a small box.
ONE_ORDER = frozenset({"gba", "gba-d", "mc-sf", "svf", "svf-peak", "sorted-f", "sps-by-length"})
#: These are meant for jobs of one length and judged on those only.
IDENTICAL_JOBS = frozenset({"sps", "sims"})
#: Every order of these takes a microsecond or two.
COMPILED_FAST = frozenset({"gsa", "vllm-kill", "vllm-keep", "a-max"})

_GSA, _GSA_SPEC, _EVICT, _KEEP, _RESERVE = range(5)


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
        if one_length(algorithm):
            return self.capacity
        if one_order(algorithm):
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


def one_length(algorithm: Algorithm) -> bool:
    """Whether an algorithm is judged on jobs of one length only; never a user's class, whatever its name."""
    return is_built_in(algorithm) and algorithm.name in IDENTICAL_JOBS


def one_order(algorithm: Algorithm) -> bool:
    """Whether one order of every instance is enough; never for a user's class, whatever its name."""
    return is_built_in(algorithm) and algorithm.name in ONE_ORDER | IDENTICAL_JOBS


def relevant(algorithm: Algorithm, lengths: IntArray) -> IntArray:
    """Rows an algorithm is judged on, as a mask: all, or those of one length only."""
    if one_length(algorithm):
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
    rule = _rule(algorithm)
    if rule is None:
        return _worst_by_cost(algorithm, cell, lengths, optima)
    slices, parallelisms = np.ones(1, np.int64), np.ones(1, np.int64)
    if isinstance(algorithm, GSA | GSASpec):
        ladder = phases(algorithm.alpha, cell.memory, cell.prompt, cell.capacity)
        slices, parallelisms = np.array(ladder[0]), np.array(ladder[1])
    order, below = np.empty(cell.jobs, np.int64), np.zeros(cell.jobs, np.int64)
    cost, optimum, tried = _worst(
        rule, cell.memory, cell.prompt, lengths, optima, slices, parallelisms,
        order, below,
    )  # fmt: skip
    cheaper = None if algorithm.keeps_progress or not below[0] else tuple(below.tolist())
    return Worst(int(cost), int(optimum), tuple(order.tolist()), len(lengths), int(tried), cheaper)


def _rule(algorithm: Algorithm) -> int | None:
    """The compiled rule of an algorithm; None where its `cost` is called instead."""
    if not is_built_in(algorithm):
        return None
    if isinstance(algorithm, GSA):
        return _GSA
    if isinstance(algorithm, GSASpec):
        return _GSA_SPEC if algorithm.beta is None else None
    if isinstance(algorithm, AMax):
        return _RESERVE if algorithm.upper is None else None
    return {"vllm-kill": _EVICT, "vllm-keep": _KEEP}.get(algorithm.name)


def _worst_by_cost(algorithm: Algorithm, cell: Cell, lengths: IntArray, optima: IntArray) -> Worst:
    """As `worst_order`, by calls of ``algorithm.cost``."""
    one = one_order(algorithm)
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
    while _next_order(order):
        yield tuple(order.tolist())


@compiled
def _next_order(order: IntArray) -> bool:
    """Turn `order` into the next one in lexicographic order; False if it is the last."""
    i = order.size - 2
    while i >= 0 and order[i] >= order[i + 1]:
        i -= 1
    if i < 0:
        return False
    j = order.size - 1
    while order[j] <= order[i]:
        j -= 1
    order[i], order[j] = order[j], order[i]
    low, high = i + 1, order.size - 1
    while low < high:
        order[low], order[high] = order[high], order[low]
        low, high = low + 1, high - 1
    return True


@compiled
def _worst(
    rule: int,
    memory: int,
    prompt: int,
    lengths: IntArray,
    optima: IntArray,
    slices: IntArray,
    parallelisms: IntArray,
    worst: IntArray,
    below: IntArray,
) -> tuple[int, int, int]:
    """Cost and optimum of the largest ratio, and the number of sequences tried.

    `worst` is filled with the sequence that attains it first, `below` with one cheaper than the optimum.
    """
    rows, n = lengths.shape
    none = np.empty(0, np.int64)
    prompts, reserved = np.full(n, prompt, np.int64), np.full(n, memory - prompt, np.int64)
    starts = np.empty(n, np.int64)
    top, bottom, tried = 0, 1, 0
    for row in range(rows):
        order, optimum = lengths[row].copy(), optima[row]
        used = first_slice(slices, order[n - 1]) + 1
        total = order.sum()
        more = True
        while more:
            if rule == _GSA:
                cost = gsa_cost(order, slices[:used], parallelisms[:used])[0]
            elif rule == _GSA_SPEC:
                cost = speculative_run(memory, prompt, order, slices[:used], parallelisms[:used], False)[0]
            elif rule == _RESERVE:
                reserve_longest(memory, prompts, order, reserved, starts)
                cost = starts.sum() + total
            else:
                cost = evict_latest(memory, prompts, order, rule == _KEEP, total, none, none, none)[0]
            tried += 1
            if cost * bottom > top * optimum:
                top, bottom = cost, optimum
                worst[:] = order
            if cost < optimum and below[0] == 0:
                below[:] = order
            more = _next_order(order)
    return top, bottom, tried
