"""Values every correct implementation must reproduce, each found by two independent computations.

Source: arXiv 2601.22996, Figures 2, 3 and 4 and their instances; totals are ours, the paper prints
pictures only.
"""

from __future__ import annotations

from dataclasses import dataclass

from ratiolab.instance import Instance


@dataclass(frozen=True)
class ReferenceValue:
    """A flow time (and makespan, where known) of one algorithm on one instance.

    Attributes
    ----------
    title : str
        The instance in words.
    lengths : tuple of (int, int)
        Response length and count, in order.
    memory, prompt : int
        Budget M and common prompt s in tokens.
    algorithm : str
        As `ratiolab.algorithms.parse` reads it.
    flow_time : int
        In rounds.
    makespan : int or None
        In rounds.
    """

    title: str
    lengths: tuple[tuple[int, int], ...]
    memory: int
    prompt: int
    algorithm: str
    flow_time: int
    makespan: int | None = None

    def instance(self) -> Instance:
        """Build the instance."""
        responses = [length for length, count in self.lengths for _ in range(count)]
        return Instance.common(self.memory, self.prompt, responses)


_STAGGERED = ("15 equal jobs", ((5, 15),), 15, 0)
_EQUAL = ("200 equal jobs", ((16, 200),), 256, 0)
_LONG_FIRST = ("6 long jobs, 194 short", ((160, 6), (1, 194)), 256, 96)
_LONG_LAST = ("194 short jobs, 6 long", ((1, 194), (160, 6)), 256, 96)

REFERENCE_VALUES: tuple[ReferenceValue, ...] = (
    ReferenceValue(*_STAGGERED, "sps", 180),
    ReferenceValue(*_STAGGERED, "mc-sf", 225),
    ReferenceValue(*_EQUAL, "mc-sf", 21632, 208),
    ReferenceValue(*_EQUAL, "gba:alpha=2", 14083, 125),
    ReferenceValue(*_EQUAL, "gba:alpha=4/3", 18858),
    ReferenceValue(*_EQUAL, "gba:alpha=3/2", 23100),
    ReferenceValue(*_EQUAL, "gba:alpha=(7+sqrt(13))/6", 31856),
    ReferenceValue(*_LONG_FIRST, "gsa:alpha=2", 18542, 1809),
    ReferenceValue(*_LONG_LAST, "gsa:alpha=2", 17960, 1809),
    ReferenceValue(*_LONG_FIRST, "gsa:alpha=(7+sqrt(13))/6", 20378, 2115),
    ReferenceValue(*_LONG_LAST, "gsa:alpha=(7+sqrt(13))/6", 19796, 2115),
)
