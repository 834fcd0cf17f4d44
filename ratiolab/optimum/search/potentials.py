r"""Integer potentials: prices of tokens in coming rounds, and the lower bound they give.

Give a token held in round ``t + r`` the price ``pi[r] >= 0``, for ``0 <= r < H``, and let the price be
zero later. In a state of round ``t`` with residual profile ``p``, a job of type ``k`` that waits ``d``
more rounds adds ``d`` to the flow time and holds tokens worth ``sum_j pi[d + j] (s_k + j + 1)``. All
jobs together can pay at most ``sum_r pi[r] (M - p[r])`` for what the profile leaves free. Hence

    sum of waits  >=  sum_k c_k min_d ( d + sum_j pi[d + j] (s_k + j + 1) )  -  sum_r pi[r] (M - p[r])

where ``c_k`` counts the unstarted jobs of type ``k`` and ``d`` ranges over the waits after which the job
fits beside the profile. This holds for *any* nonnegative prices, so it does not matter how they were
found. Here they are duals of the linear relaxation in floating point, rounded to multiples of
``1/scale``; everything after that rounding is integer arithmetic.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ratiolab.core.compiled import compiled_in_place
from ratiolab.integers import IntArray
from ratiolab.optimum.search.layout import Layout

FloatArray = npt.NDArray[np.float64]

#: Prices are multiples of one over this, or of a coarser step where totals would not fit.
FINEST_SCALE = 1 << 20
#: No scaled total may exceed this.
_ROOM = 2**61
#: Larger prices are cut: a token never costs more than this many rounds times the number of jobs.
_DEAREST = 4


class Tables(NamedTuple):
    """Scaled values of every wait, for several price vectors at once.

    Attributes
    ----------
    price : array of int, shape (vectors, rounds)
        Price of a token in the rounds that a residual profile covers.
    budget_value : array of int, shape (vectors,)
        ``M * sum(pi)`` over all rounds.
    start_now : array of int, shape (vectors, types)
        Value of a start in this round.
    value : array of int, shape (vectors, types, rounds + 1)
        Values of the waits listed in `wait`, ascending.
    wait : array of int, shape (vectors, types, rounds + 1)
        Waits in rounds; the entry ``rounds`` stands for the best of all waits of at least that.
    """

    price: IntArray
    budget_value: IntArray
    start_now: IntArray
    value: IntArray
    wait: IntArray


class Prices(NamedTuple):
    """What waits are worth, as seen from a round and from the next one.

    Attributes
    ----------
    now, later : Tables
    scale : int
        Values are multiples of ``1/scale``.
    """

    now: Tables
    later: Tables
    scale: int


def scale_for(jobs: int, memory: int, horizon: int, longest: int) -> int:
    """Finest power of two with which no scaled total leaves 64 bits; below 2 there is none.

    Parameters
    ----------
    jobs, memory, horizon, longest : int
        Number of jobs, budget, rounds with a price, and longest response.
    """
    most = jobs * (horizon + longest) * (jobs + 1) + _DEAREST * jobs * memory * (horizon + longest + 1) * jobs
    scale = FINEST_SCALE
    while scale > 1 and most * scale > _ROOM:
        scale //= 2
    return scale


def integer_prices(duals: FloatArray, scale: int, jobs: int) -> IntArray:
    """Round prices to multiples of ``1/scale``; what is negative or no number becomes 0.

    Parameters
    ----------
    duals : array of float
        Prices in rounds per token.
    scale, jobs : int
        Step and cap: no price above ``4 * jobs`` is kept.
    """
    clean = np.nan_to_num(duals, nan=0.0, posinf=0.0, neginf=0.0)
    return np.floor(np.clip(clean, 0.0, float(_DEAREST * jobs)) * scale + 0.5).astype(np.int64)


def tables_of(layout: Layout, prices: IntArray, scale: int) -> Tables:
    """Compute the values of all waits for price vectors of shape (vectors, H), in units of ``1/scale``.

    The price of a job's tokens is a sum over its rounds r of ``price[r] * (prompt + r - wait + 1)``: two
    differences of running sums. Those may wrap; what is made of them fits 64 bits and comes out exact.
    """
    horizon, rounds = prices.shape[1], layout.rounds
    last = max(horizon, rounds)
    waits = np.arange(last + 1)
    padded = np.zeros((len(prices), last + 1), np.int64)
    padded[:, 1 : horizon + 1] = prices
    paid, aged = np.cumsum(padded, axis=1), np.cumsum(padded * waits, axis=1)  # of the rounds before each
    begin = np.minimum(waits, horizon)
    end = np.minimum(waits + layout.responses[:, None], horizon)  # (types, waits)
    weight = layout.prompts[:, None] - waits
    plain = (
        waits * scale + (paid[:, end] - paid[:, None, begin]) * weight + aged[:, end] - aged[:, None, begin]
    )
    plain[:, :, rounds] = plain[:, :, rounds:].min(axis=2)  # stands for all longer waits
    plain = plain[:, :, : rounds + 1]
    wait = np.argsort(plain, axis=2, kind="stable")
    price = np.zeros((len(prices), rounds), np.int64)
    price[:, : min(horizon, rounds)] = prices[:, :rounds]
    return Tables(
        price=price,
        budget_value=layout.memory * prices.sum(axis=1),
        start_now=np.ascontiguousarray(plain[:, :, 0]),
        value=np.take_along_axis(plain, wait, axis=2),
        wait=wait,
    )


@compiled_in_place
def fill_reach(layout: Layout, profile: IntArray, reach: IntArray) -> None:
    """Longest response that fits beside the profile, for each prompt and each wait.

    Parameters
    ----------
    layout : Layout
    profile : array of int, at least ``layout.rounds`` entries
        Tokens held in this and the coming rounds; none are held after that.
    reach : array of int, shape (classes, rounds)
        Filled; one more than the longest response where every response fits.
    """
    rounds = layout.rounds
    unlimited = layout.responses[-1] + 1
    for g in range(layout.class_prompts.size):
        first = layout.memory - layout.class_prompts[g] - 1
        end = 0  # first round that stops a job: never falls as the wait grows
        for d in range(rounds):
            end = max(end, d)
            while end < rounds and profile[end] <= first - (end - d):
                end += 1
            reach[g, d] = end - d if end < rounds else unlimited


@compiled_in_place
def canonicalise(layout: Layout, counts: IntArray, profile: IntArray, reach: IntArray) -> None:
    """Fill up the rounds that no unstarted job can use: states that differ there only become equal."""
    covered = 0
    for d in range(layout.rounds):
        for k in range(counts.size - 1, -1, -1):
            o = layout.responses[k]
            if d + o <= covered:
                break
            if counts[k] > 0 and o <= reach[layout.class_of[k], d]:
                covered = d + o
                break
        if covered <= d:
            profile[d] = layout.memory


@compiled_in_place
def least_waits(layout: Layout, tables: Tables, counts: IntArray, profile: IntArray, reach: IntArray) -> int:
    """Lower bound on the waits still to come, in units of ``1/scale``: the best of all price vectors.

    Parameters
    ----------
    layout : Layout
    tables : Tables
    counts, profile : array of int
        The state.
    reach : array of int, shape (classes, rounds)
        As `fill_reach` leaves it for the profile.
    """
    best = 0
    for v in range(tables.budget_value.size):
        total = -tables.budget_value[v]
        for r in range(layout.rounds):
            total += tables.price[v, r] * profile[r]
        for k in range(counts.size):
            if counts[k] > 0:
                o, g = layout.responses[k], layout.class_of[k]
                for i in range(layout.rounds + 1):
                    d = tables.wait[v, k, i]
                    if d == layout.rounds or o <= reach[g, d]:
                        total += counts[k] * tables.value[v, k, i]
                        break
        best = max(best, total)
    return best
