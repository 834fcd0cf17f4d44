"""How code of others is run: how long it may think, and where."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from math import isfinite
from time import monotonic
from typing import Any

from ratiolab.errors import InputError

#: Seconds for one answer, unless told otherwise.
DECIDE_LIMIT = 10.0
#: To be imported and made, a class may take so many times as long.
LOAD_TURNS = 6
#: A run may go on for so many times as long without a completion.
PATIENCE = 60


@dataclass(frozen=True)
class Policy:
    """How code of others is run.

    Attributes
    ----------
    decide_limit : float
        Seconds for one answer, above 0; a run may take `PATIENCE` times as long without a completion.
    isolate : bool
        In a process of its own, which is told no length that it must not know.
    end_process : bool
        Whether this process may end itself, with exit code 3, where code of others cannot be stopped.
    until : float or None
        Time of `time.monotonic` at which no answer is awaited any more.
    """

    decide_limit: float = DECIDE_LIMIT
    isolate: bool = False
    end_process: bool = False
    until: float | None = None

    def __post_init__(self) -> None:
        if not (isfinite(self.decide_limit) and self.decide_limit > 0):
            raise InputError(
                f"the decide limit is {self.decide_limit}: it must be a number of seconds above 0"
            )

    def left(self, turns: int = 1) -> float:
        """Seconds for the next answer, or so many times as many."""
        limit = turns * self.decide_limit
        return limit if self.until is None else min(limit, max(self.until - monotonic(), 0.001))

    @property
    def over(self) -> bool:
        """Whether the time until which answers are awaited is over."""
        return self.until is not None and monotonic() >= self.until


_USUAL = Policy()
_CURRENT: ContextVar[Policy] = ContextVar("policy")


def current() -> Policy:
    """Return the policy in force."""
    return _CURRENT.get(_USUAL)


@contextmanager
def changed(**fields: Any) -> Iterator[Policy]:
    """Change some fields of the policy in force for the block; None leaves a field as it is.

    Raises
    ------
    InputError
        If a limit is no number of seconds.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    token = _CURRENT.set(replace(current(), **given))
    try:
        yield current()
    finally:
        _CURRENT.reset(token)
