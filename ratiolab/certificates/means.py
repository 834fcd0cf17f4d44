"""What a check may use: so much work, and where an exhaustive search is redone and told about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

#: Work that every check may take, what each number of a document adds to it, and the most it comes to.
#: A unit is roughly a microsecond of plain Python.
BASE_WORK, WORK_PER_NUMBER, MOST_WORK = 5_000_000, 40_000, 300_000_000
#: More than anybody waits for.
NO_LIMIT = 10**18
#: Bytes that the states of a search may take, roughly.
MOST_STATE_BYTES = 2**30

#: Told how far a long check is; what the numbers mean is the proof's affair.
Watch = Callable[..., None]
#: As `ratiolab.certificates.exhaustion.replay`.
Again = Callable[..., Any]


class TooMuchWork(RuntimeError):
    """A limit ended a check without a verdict."""


class Work:
    """Work that is left; sizes are charged before the work on them begins.

    Parameters
    ----------
    limit : int or None
        Units, at least 0; None for as much as it takes.
    """

    def __init__(self, limit: int | None = None) -> None:
        self.limit = limit
        self.done = 0

    def spend(self, units: int) -> None:
        """Count what is done next.

        Raises
        ------
        TooMuchWork
            If it is more than is left.
        """
        self.done += units
        if self.limit is not None and self.done > self.limit:
            self.refuse()

    def refuse(self) -> NoReturn:
        """Say that there is none left; raises TooMuchWork."""
        raise TooMuchWork(
            f"takes more than {self.limit:,} units of work, about a microsecond each: nothing is decided; "
            "allow more with --max-work"
        )

    @property
    def left(self) -> int | None:
        """Units that are left, at least 1; None without a limit."""
        return None if self.limit is None else max(self.limit - self.done, 1)

    def within(self, entries: int, size: int) -> int:
        """Return `entries`, or at most one more than there is work, and at `size` bytes each room, for."""
        entries = min(entries, MOST_STATE_BYTES // size + 1)
        return entries if self.limit is None else min(entries, max(self.limit - self.done, 0) + 1)

    def hold(self, entries: int, size: int) -> None:
        """Refuse to keep so many entries of so many bytes at once.

        Raises
        ------
        TooMuchWork
            If they take more than `MOST_STATE_BYTES`.
        """
        if entries * size > MOST_STATE_BYTES:
            raise TooMuchWork(
                f"takes more than {MOST_STATE_BYTES >> 20} MiB for its states: nothing is decided"
            )


def default_work(numbers: int) -> int:
    """Units of work that the check of a document with so many numbers may take if nobody says otherwise.

    Whoever spends a long record on a proof may claim a long check; a few bytes may not.
    """
    return min(BASE_WORK + WORK_PER_NUMBER * numbers, MOST_WORK)


@dataclass(frozen=True)
class Means:
    """What the check of a proof may use.

    Attributes
    ----------
    work : Work
    watch : callable, optional
        Told how far an exhaustive search is.
    again : callable, optional
        What redoes one; by default the independent program of this folder.
    """

    work: Work
    watch: Watch | None = None
    again: Again | None = None
