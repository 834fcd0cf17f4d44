"""The price bound for many job types at once: `ratiolab.certificates.prices` in 64-bit integers.

`price_bound` there is the definition, and what a checker runs. Here the same minimum over start rounds
is taken for all types by one compiled loop, wherever no intermediate can leave 64 bits; elsewhere the
definition itself is used. Both give the same integer.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from ratiolab.certificates.document import TypeRow
from ratiolab.certificates.prices import Prices, price_bound
from ratiolab.core.start_costs import least_costs
from ratiolab.integers import INT64_MAX


def exact_price_bound(types: Sequence[TypeRow], memory: int, prices: Prices) -> Fraction:
    """Return ``price_bound(types, memory, prices)``: the same number, sooner.

    Parameters
    ----------
    types : sequence of (prompt, response, count)
        In tokens; counts of any size.
    memory : int
        Budget M in tokens.
    prices : Prices
    """
    if not fits(types, prices):
        return price_bound(types, memory, prices)
    rounds = np.array(prices.rounds, dtype=np.int64)
    values = np.array(prices.values, dtype=np.int64)
    prompts = np.array([s for s, _, _ in types], dtype=np.int64)
    responses = np.array([o for _, o, _ in types], dtype=np.int64)
    least = least_costs(rounds, values, prices.scale, prompts, responses).tolist()
    total = sum(count * value for (_, _, count), value in zip(types, least, strict=True))
    return Fraction(total - memory * prices.total, prices.scale)


def fits(types: Sequence[TypeRow], prices: Prices) -> bool:
    """Whether no intermediate of the compiled loop can leave 64 bits.

    No start after the last step is looked at, so every round is below ``R``, the last step plus the
    longest response plus 2. With W the sum of all prices, a sum of prices is at most W, a moment at most
    ``R W``, the cost of a start at most ``(s + R + 1) W + R W + R scale``; nothing formed on the way is
    more than four times that.
    """
    longest = max(o for _, o, _ in types)
    largest = max(s for s, _, _ in types)
    last = prices.rounds[-1] + longest + 2
    return 4 * ((largest + 2 * last + 2) * (prices.total + 1) + last * prices.scale) <= INT64_MAX
