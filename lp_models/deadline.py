"""Until when to work: the one place that reads the clock for a time limit."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import inf

#: Seconds that a time limit has at least.
_LEAST = 1e-3


class Deadline:
    """A moment on the monotonic clock, or never.

    Parameters
    ----------
    seconds : float or None
        From now on; None for never.
    excused : callable, optional
        Seconds of work so far that count against no limit, such as compiling: a running total.
    """

    def __init__(self, seconds: float | None = None, excused: Callable[[], float] | None = None) -> None:
        self._excused = excused or (lambda: 0.0)
        self._at = inf if seconds is None else time.monotonic() + seconds - self._excused()

    @property
    def left(self) -> float:
        """Seconds left: below 0 once it has passed, infinite for never."""
        return self._at + self._excused() - time.monotonic()

    @property
    def limit(self) -> float | None:
        """Seconds left as a time limit: None for never, and never 0 or below, which no solver takes."""
        return None if self.left == inf else max(self.left, _LEAST)

    @property
    def passed(self) -> bool:
        """Whether no time is left."""
        return self.left <= 0

    def sooner(self, seconds: float) -> Deadline:
        """Return this moment or `seconds` from now, whichever comes first."""
        return Deadline(min(seconds, self.left), self._excused)

    def share(self, part: float) -> Deadline:
        """Return the moment at which `part` of the time left has passed; never, if this is never."""
        return Deadline(part * self.left, self._excused)


#: No limit.
NEVER = Deadline()
