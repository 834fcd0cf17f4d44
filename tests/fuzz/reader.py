"""What the fuzzer tries: readers with the inputs they accept, and what every input must end in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import ClassVar

#: How an input may end.
ENDINGS = ("accepted", "refused", "unreadable")


class WrongVerdict(AssertionError):
    """What was accepted is not true."""


class Reader(ABC):
    """A reader under test.

    Attributes
    ----------
    name : str
        In the table of counts.
    weight : int
        How many inputs it is given for one of the others'.
    """

    name: ClassVar[str]
    weight: ClassVar[int] = 1

    @abstractmethod
    def mutant(self, draw: Random) -> bytes:
        """The next input."""

    @abstractmethod
    def read(self, mutant: bytes, folder: Path) -> str:
        """Read an input, in a folder to work in, and return one of `ENDINGS`.

        Raises
        ------
        WrongVerdict
            If it is accepted and false.
        """


@dataclass
class Count:
    """What became of the inputs of a reader."""

    endings: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    @property
    def inputs(self) -> int:
        """How many there were."""
        return sum(self.endings.values())


def require_line(message: str) -> None:
    """Raise `WrongVerdict` unless something is said, on one line, that a terminal shows as it is."""
    if not message or not message.isprintable():
        raise WrongVerdict(f"no line for people: {message!r:.200}")
