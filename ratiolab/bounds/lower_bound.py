"""What a lower bound on the optimal flow time is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from ratiolab.certificates.closed_forms import CLOSED_FORMS
from ratiolab.certificates.prices import Prices
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
    prices : Prices or None
        The prices that prove it; None for a closed form, which the jobs alone prove.
    """

    name: str
    value: Fraction
    source: str
    prices: Prices | None = None

    @property
    def rounded(self) -> int:
        """The bound rounded up: the optimum is an integer."""
        return ceil(self.value)

    @property
    def told(self) -> str:
        """How results call it where their lower end rests on it."""
        return f"{self.name} bound, exact"

    @property
    def certificate(self) -> dict[str, Any] | None:
        """The ``proof`` of a certificate of this bound: what its checker needs beside jobs and budget.

        ``{"kind": name}`` for a closed form, ``{"kind": "prices", "scale", "rounds", "values"}`` with the
        fields of `ratiolab.certificates.prices.Prices` where there are prices, and None for a bound of
        which `ratiolab.certificates` has no check.
        """
        if self.prices is None:
            return {"kind": self.name} if self.name in CLOSED_FORMS else None
        rounds, values = list(self.prices.rounds), list(self.prices.values)
        return {"kind": "prices", "scale": self.prices.scale, "rounds": rounds, "values": values}


def by_area(types: tuple[JobType, ...]) -> list[JobType]:
    """Sort job types by memory-time area, ascending."""
    return sorted(types, key=lambda kind: kind.area)
