"""What a lower bound on the optimal flow time is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from ratiolab.instance import JobType


@dataclass(frozen=True)
class LowerBound:
    """A proved lower bound on the least total flow time, in rounds.

    Attributes
    ----------
    name : str
        How tables call it, e.g. ``"mean busy time"``.
    value : Fraction
        The exact bound.
    source : str
        Where it is proved.
    """

    name: str
    value: Fraction
    source: str

    @property
    def rounded(self) -> int:
        """The bound rounded up: the optimum is an integer."""
        return ceil(self.value)


def by_area(types: tuple[JobType, ...]) -> list[JobType]:
    """Sort job types by memory-time area, ascending."""
    return sorted(types, key=lambda kind: kind.area)
