"""What a kind of checkable file is: how it is read, what is checked, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from ratiolab.instance import Problem
from ratiolab.integers import check_integer
from ratiolab.tables import Table

_Subject = TypeVar("_Subject")
_Verified = TypeVar("_Verified")


class Refused(ValueError):
    """What a file claims does not hold; the message names the place and the reason."""


@dataclass(frozen=True)
class Settings:
    """What a check may use, beside the file; a kind names those that it takes.

    Attributes
    ----------
    instance : Instance or GroupedInstance, optional
        What a schedule is judged against.
    trust : tuple of str
        Modules, with all in them, that may be imported because a file names a class of theirs.
    max_work : int, optional
        Units of work, about a microsecond each; by default as many as the length of the file allows.
    compiled : bool
        Redo an exhaustive search with the kernels that did it first.
    watch : callable, optional
        Told round and number of states while a search is redone.

    Raises
    ------
    InputError
        If `max_work` is no number of units.
    """

    instance: Problem | None = None
    trust: tuple[str, ...] = ()
    max_work: int | None = None
    compiled: bool = False
    watch: Callable[[int, int], None] | None = None

    def __post_init__(self) -> None:
        if self.max_work is not None:
            check_integer(self.max_work, "max_work", 1)


@dataclass(frozen=True)
class Words:
    """What is said of a file that holds.

    Attributes
    ----------
    claim : str
        What holds, in one line; no stronger than what was checked.
    facts : dict
        Keys of the JSON form.
    more : sequence of str or Table
        Further lines and tables for people.
    alarm : str
        A contradiction to what is proved elsewhere; empty if there is none.
    """

    claim: str
    facts: dict[str, Any]
    more: Sequence[Table | str] = field(default=())
    alarm: str = ""


@dataclass(frozen=True)
class Kind(Generic[_Subject, _Verified]):
    """A kind of file that can be checked.

    Attributes
    ----------
    name : str
        What people call it, e.g. ``"witness"``.
    read : callable
        From the parsed JSON object and the file's name, what is in it. Raises InputError for a field that
        is unknown, missing or of the wrong kind.
    check : callable
        From that and `Settings`, what was verified. Raises `Refused` or ScheduleError for what does not
        hold, InputError for what cannot be decided.
    words : callable
        From that, `Words`.
    settings : tuple of str
        Names of the `Settings` that it takes.
    """

    name: str
    read: Callable[[dict[str, Any], str], _Subject]
    check: Callable[[_Subject, Settings], _Verified]
    words: Callable[[_Verified], Words]
    settings: tuple[str, ...] = ()

    @property
    def one(self) -> str:
        """The name with its article."""
        return f"{'an' if self.name[0] in 'aeiou' else 'a'} {self.name}"
