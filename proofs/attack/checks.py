"""What an attacked inequality is: a name, a statement, and its two sides on an instance."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from proofs.schedules.model import Case, Phases

Number = Fraction | int
Sides = tuple[Number, Number]
"""Left and right side, exact."""


@dataclass(frozen=True)
class Check:
    """An inequality ``left <= right`` to be evaluated wherever an instance offers it.

    Parameters
    ----------
    name
        The source's number.
    statement
        The inequality in words or symbols.
    sides
        Yields the two sides, any number of times per instance.
    strict
        Whether equality is a violation.
    failures
        Yields, for every step of a claim that is replayed on schedules of an instance, what failed or None;
        such a check has no sides.
    """

    name: str
    statement: str
    sides: Callable[[Case, Phases], Iterable[Sides]]
    strict: bool = False
    failures: Callable[[Case, Phases], Iterable[str | None]] | None = None
