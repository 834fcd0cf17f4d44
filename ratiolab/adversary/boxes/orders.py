"""Compiled kernels of a cell: every order of every instance, and the largest of their quotients."""

from __future__ import annotations

import numpy as np

from ratiolab.core.compiled import compiled
from ratiolab.integers import IntArray


@compiled
def next_order(order: IntArray) -> bool:
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
def every_order(lengths: IntArray) -> tuple[IntArray, IntArray]:
    """Every distinct order of every row, one a row, and the row of `lengths` it belongs to."""
    rows, n = lengths.shape
    total = 0
    for row in range(rows):
        count, run = 1, 1
        for i in range(1, n):  # n! over the factorials of how often each length occurs
            run = run + 1 if lengths[row, i] == lengths[row, i - 1] else 1
            count = count * (i + 1) // run
        total += count
    orders, origin = np.empty((total, n), np.int64), np.empty(total, np.int64)
    at = 0
    for row in range(rows):
        order = lengths[row].copy()
        more = True
        while more:
            orders[at], origin[at] = order, row
            at += 1
            more = next_order(order)
    return orders, origin


@compiled
def largest(costs: IntArray, optima: IntArray) -> tuple[int, int]:
    """Where the largest quotient comes first, and where a cost is below the optimum first, or -1."""
    top, below = 0, -1
    for i in range(costs.size):
        if costs[i] * optima[top] > costs[top] * optima[i]:
            top = i
        if costs[i] < optima[i] and below < 0:
            below = i
    return top, below
