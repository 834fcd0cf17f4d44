"""States of an exhaustive search as integers: every sum over rounds or prices is one operation.

A residual profile is one integer. Round ``r`` from now has the lane of bits ``r * width`` to
``(r + 1) * width - 1``; it holds at most the budget M, so the top bit of a lane, its *guard*, stays clear.
Then starting a job is one addition, moving on by a round one shift, and ``(guards + x) - y`` keeps the
guard of every lane in which ``x >= y``: one subtraction compares all rounds.

Counts of unstarted jobs are one integer too, a lane per type, and their total above all lanes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ratiolab.certificates.means import Work

#: Views of profiles kept at most, and bytes that they may take.
_VIEWS, _VIEW_BYTES = 100_000, 2**27


class View(NamedTuple):
    """What the free tokens beside a profile allow.

    Attributes
    ----------
    fits : tuple of int
        Types of which a job could start in the profile's first round.
    covers : tuple of int
        For each type, lanes of ones in the rounds in which a job of it could be active, from some start
        round on; all rounds after the profile are among them.
    """

    fits: tuple[int, ...]
    covers: tuple[int, ...]


class Packing:
    """How the states of an instance are packed.

    Parameters
    ----------
    types : sequence of (prompt, response, count)
        In tokens; each fits alone into the memory.
    memory : int
        Budget M in tokens.
    work : Work, optional
        What the search may take; the sizes of what is packed here are charged first.

    Attributes
    ----------
    work : Work
        What is left of it.
    weight, bytes : int
        Units of work of an operation on a profile, and roughly the bytes of one.
    rounds : int
        Longest response: no profile reaches further.
    width, lane, guards, full : int
        Bits of a lane, ones in the first lane, the top bit of every lane, and M in every lane.
    tokens : list of int
        Profile of one job of each type that starts now.
    room : list of int
        Guards and, in every lane, M less the tokens of the job: ``room - profile`` keeps all guards if the
        job fits.
    one : list of int
        What a job of each type adds to packed counts.
    total : int
        Shift of the total of packed counts.
    everything : int
        Packed counts of all jobs.
    """

    def __init__(self, types: Sequence[tuple[int, int, int]], memory: int, work: Work | None = None) -> None:
        self.types = tuple(types)
        self.memory = memory
        self.work = Work() if work is None else work
        self.rounds = max((response for _, response, _ in types), default=1)
        self.width = memory.bit_length() + 1
        self.weight = 1 + self.rounds * self.width // 4096
        self.bytes = 40 + self.rounds * self.width // 8
        # Profiles are put together round by round, and few are ever larger than those of a job.
        self.work.spend(sum(4 * o * (1 + o * self.width // 8192) for _, o, _ in types) + self.rounds)
        self.work.hold(len(self.types) * 4, self.bytes)
        self.lane = (1 << self.width) - 1
        ones = self.over(range(self.rounds), 1)
        self.guards = ones << (self.width - 1)
        self.full = ones * memory
        self.tokens = [
            sum((prompt + r + 1) << (r * self.width) for r in range(response))
            for prompt, response, _ in types
        ]
        self.room = [self.guards + self.full - held for held in self.tokens]
        self._lanes: list[tuple[int, int]] = []
        self.total = 0
        for _, _, count in types:
            bits = (count + 1).bit_length()  # one job more than there are must not reach the next lane
            self._lanes.append((self.total, (1 << bits) - 1))
            self.total += bits
        self.one = [(1 << self.total) + (1 << shift) for shift, _ in self._lanes]
        self.everything = sum(one * count for one, (_, _, count) in zip(self.one, types, strict=True))
        self._active = [self.over(range(response), self.lane) for _, response, _ in types]
        self._views: dict[int, View] = {}
        self._most_views = min(_VIEWS, 1 + _VIEW_BYTES // (len(self.types) * self.bytes + 1))
        self._nothing_held = View(tuple(range(len(types))), (-1,) * len(types))

    def over(self, rounds: Sequence[int], value: int) -> int:
        """Pack one value into the lanes of some rounds."""
        return sum(value << (r * self.width) for r in rounds)

    def counts(self, packed: int) -> tuple[int, ...]:
        """Unstarted jobs of each type."""
        return tuple((packed >> shift) & mask for shift, mask in self._lanes)

    def view(self, profile: int) -> View:
        """Types that fit now, and the rounds that each type can reach, beside a profile."""
        views, width, guards = self._views, self.width, self.guards
        missing = []
        while profile and (known := views.get(profile)) is None:
            missing.append(profile)
            profile >>= width
        if not profile:
            known = self._nothing_held
        assert known is not None
        if len(views) > self._most_views:
            views.clear()
        self.work.spend(len(missing) * (1 + len(self.types) // 4) * self.weight)
        for profile in reversed(missing):
            fits = tuple([k for k, room in enumerate(self.room) if (room - profile) & guards == guards])
            covers = [cover << width for cover in known.covers]
            for k in fits:
                covers[k] |= self._active[k]
            views[profile] = known = View(fits, tuple(covers))
        return known
