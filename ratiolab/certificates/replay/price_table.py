"""Lower bounds from the prices of one round of a recorded search, for all price vectors at once.

Each vector has a lane of bits in packed values. Lanes may be negative on the way: only the last
difference, whose guard bits are read, must lie within its lanes, and the width is chosen so that it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from operator import mul
from typing import NamedTuple

from ratiolab.certificates.replay.packing import Packing


class Least(NamedTuple):
    """Least values of the jobs beside a profile.

    Attributes
    ----------
    rows : tuple of list of int
        For each vector and type, least value of a wait after which a job of the type fits.
    packed : list of int
        The same for each type, the vectors packed.
    held : int
        Price of the tokens of the profile, the vectors packed.
    """

    rows: tuple[list[int], ...]
    packed: list[int]
    held: int


class PriceTable:
    r"""Values of all waits by the price vectors of one round.

    The *value* of a wait of d rounds for a job of prompt s and response o is
    ``d * scale + sum_j pi[d + j] (s + j + 1)``, in units of ``1/scale``.

    Parameters
    ----------
    packing : Packing
    vectors : sequence of sequence of int
        Nonnegative prices of a token in this round and the coming ones.
    scale : int
        Unit of the prices.
    limit : int
        Waits in rounds, over all jobs, that a schedule may have.
    """

    def __init__(self, packing: Packing, vectors: Sequence[Sequence[int]], scale: int, limit: int) -> None:
        self._packing = packing
        last = packing.rounds
        entries = sum(len(packing.types) * (1 + max(last, len(vector))) for vector in vectors)
        digits = 1 + max((max(vector, default=0).bit_length() for vector in vectors), default=0) // 2000
        packing.work.spend(2 * entries * digits)
        packing.work.hold(3 * entries, 40 * digits)
        tables = [_values(packing, vector, scale) for vector in vectors]
        jobs = packing.everything >> packing.total
        dearest = max((max(row[: last + 1], default=0) for table in tables for row in table), default=0)
        budgets = [packing.memory * sum(vector) for vector in vectors]
        size = scale * (limit + jobs) + 4 * jobs * dearest + 2 * max(budgets, default=0)
        self._width = width = size.bit_length() + 2
        #: Bytes of the packed values of all vectors, and units of work of an operation on them.
        self.bytes = 40 + len(vectors) * width // 8
        self.weight = 1 + len(vectors) * width // 4096
        packs = (3 + 2 * len(packing.types)) * (last + 1)
        packing.work.spend(packs * (1 + len(vectors) * self.weight // 4))
        packing.work.hold(packs, self.bytes)
        self.guards = sum(1 << (v * width + width - 1) for v in range(len(vectors)))
        self._scale = self._pack([scale] * len(vectors))
        self._base = self.guards + self._pack([limit * scale + budget for budget in budgets])
        # By wait, vector, type.
        self._value = [[[row[d] for row in table] for table in tables] for d in range(last)]
        self.start_now = self._packed_types(self._value[0])
        self._price = [
            self._pack([vector[d] if d < len(vector) else 0 for vector in vectors]) for d in range(last + 1)
        ]
        #: Units of work of a bound.
        self.cost = 2 + (1 + len(packing.types) // 4) * self.weight
        self._entry_cost = self.cost + (len(packing.types) + 2) * len(vectors) // 4
        self._entry_bytes = 300 + packing.bytes + len(packing.types) * (16 + 8 * len(vectors) + self.bytes)
        self._entries = 0
        self._least: list[dict[int, Least]] = []
        least = [[list(accumulate(reversed(row), min))[::-1] for row in table] for table in tables]
        for d in range(last + 1):
            rows = tuple([row[d] for row in table] for table in least)
            self._least.append({0: Least(rows, self._packed_types(rows), 0)})

    def _pack(self, values: Sequence[int]) -> int:
        return sum(value << (v * self._width) for v, value in enumerate(values))

    def _packed_types(self, rows: Sequence[Sequence[int]]) -> list[int]:
        if not rows:
            return [0] * len(self._packing.types)
        return [self._pack(column) for column in zip(*rows, strict=True)]

    def least(self, wait: int, profile: int) -> Least:
        """Least values over all waits from `wait` on, beside a profile that begins after `wait` rounds."""
        packing, memos = self._packing, self._least
        width, lane = packing.width, packing.lane
        missing = []
        while (known := memos[wait].get(profile)) is None:
            missing.append(profile)
            profile >>= width
            wait += 1
        self._entries += len(missing)
        packing.work.spend(len(missing) * self._entry_cost)
        packing.work.hold(self._entries, self._entry_bytes)
        for profile in reversed(missing):
            wait -= 1
            values, fits = self._value[wait], packing.view(profile).fits
            rows, packed = tuple([row.copy() for row in known.rows]), known.packed.copy()
            for v, (row, value) in enumerate(zip(rows, values, strict=True)):
                shift = v * self._width
                for k in fits:
                    if value[k] < row[k]:
                        packed[k] -= (row[k] - value[k]) << shift
                        row[k] = value[k]
            known = Least(rows, packed, known.held + self._price[wait] * (profile & lane))
            memos[wait][profile] = known
        return known

    def slack(self, waited: int, counts: Sequence[int], least: Least, held: int) -> int:
        """Guards plus limit less bound, the vectors packed; a guard is missing where the bound is above.

        Parameters
        ----------
        waited : int
            Rounds waited so far, over all jobs.
        counts : sequence of int
            Unstarted jobs of each type.
        least : Least
        held : int
            Price of the tokens of the profile, the vectors packed.
        """
        total: int = sum(map(mul, counts, least.packed))
        return self._base - waited * self._scale - held - total

    def held_now(self, profile: int) -> int:
        """Price of the tokens of a profile's first round, the vectors packed."""
        return self._price[0] * (profile & self._packing.lane)

    def losses(self, waiting: Least, types: Sequence[int], most: Sequence[int]) -> list[int]:
        """What the bound would rise by if none of the types' jobs started now, the vectors packed.

        Parameters
        ----------
        waiting : Least
            Values if the jobs wait.
        types, most : sequence of int
            Types that may start now, and how many jobs of each at most.
        """
        losses = []
        for k, jobs in zip(types, most, strict=True):
            gains = [row[k] - now[k] for row, now in zip(waiting.rows, self._value[0], strict=True)]
            losses.append(self._pack([jobs * gain if gain > 0 else 0 for gain in gains]))
        return losses


def _values(packing: Packing, vector: Sequence[int], scale: int) -> list[list[int]]:
    """Values of all waits up to where prices and profiles end, for each type."""
    last = max(packing.rounds, len(vector))
    prices = [*vector, *([0] * (last + packing.rounds - len(vector)))]
    sums = [0, *accumulate(prices)]
    moments = [0, *accumulate(r * price for r, price in enumerate(prices))]
    table = []
    for prompt, response, _ in packing.types:
        table.append(
            [
                d * scale
                + (prompt + 1 - d) * (sums[d + response] - sums[d])
                + (moments[d + response] - moments[d])
                for d in range(last + 1)
            ]
        )
    return table
