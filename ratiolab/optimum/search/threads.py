"""Compiled work in threads of its own, while this one looks at the clock and the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from types import TracebackType
from typing import TypeVar

from lp_models.deadline import NEVER, Deadline

#: Threads that expand the states of a round; always as many, so that a run can be repeated anywhere.
PARTS = 2
#: Most seconds of one wait: no lock takes an endless time.
_LONGEST_WAIT = 3600.0

_Result = TypeVar("_Result")


class Threads:
    """`PARTS` threads, to be used in a ``with`` block.

    Parameters
    ----------
    deadline : Deadline
        From then on whoever works is asked to stop.
    """

    def __init__(self, deadline: Deadline = NEVER) -> None:
        self._deadline = deadline
        self._pool = ThreadPoolExecutor(PARTS)

    def __enter__(self) -> Threads:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown()

    def run(
        self, calls: Sequence[Callable[[], _Result]], ask_to_stop: Callable[[], None]
    ) -> list[_Result] | None:
        """Make the calls, one a thread, and return what they return; None if they were asked to stop.

        A kernel that lets other threads run does not see Ctrl-C, and no time limit either: `ask_to_stop`
        tells it, by something that it looks at now and then.

        Raises
        ------
        KeyboardInterrupt
            On Ctrl-C, as soon as all calls have ended.
        """
        running = [self._pool.submit(call) for call in calls]
        try:
            while wait(running, timeout=min(max(self._deadline.left, 0.0), _LONGEST_WAIT)).not_done:
                if self._deadline.passed:
                    ask_to_stop()
                    wait(running)
                    return None
        except KeyboardInterrupt:
            ask_to_stop()
            wait(running)
            raise
        return [future.result() for future in running]
