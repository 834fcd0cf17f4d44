"""A schedule that needs no search: equal jobs in full blocks, one block after the other."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def flow_time(types: Sequence[tuple[int, int, int]], memory: int) -> int:
    """Total flow time, in rounds, of starting as many jobs of a type at once as can end together.

    A block of ``b = M // (s + o)`` jobs holds at most ``b (s + o) <= M`` tokens in each of its o rounds; the
    next begins when it has ended. Types come by ascending ``o / b``, which is best for blocks.

    Parameters
    ----------
    types : sequence of (prompt, response, count)
        In tokens; each fits alone into the memory.
    memory : int
        Budget M in tokens.
    """
    total = now = 0
    for response, width, count in sorted(
        ((o, memory // (s + o), count) for s, o, count in types), key=lambda row: Fraction(row[0], row[1])
    ):
        full, rest = divmod(count, width)
        # Block i, from 1, completes at now + i * response.
        total += count * now + response * (width * (full * (full + 1) // 2) + rest * (full + 1))
        now += response * (full + (rest > 0))
    return total
