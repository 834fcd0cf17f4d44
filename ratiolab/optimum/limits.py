"""Limits of time, memory and states, and Ctrl-C: when to stop."""

from __future__ import annotations

import time
from dataclasses import dataclass

from lp_models.deadline import NEVER, Deadline
from ratiolab.core.compiled import seconds_compiled
from ratiolab.errors import InputError, is_ctrl_c
from ratiolab.optimum.engines import MEMORY_LIMIT, check_bytes, check_seconds
from ratiolab.optimum.result import Status


@dataclass(frozen=True)
class Limits:
    """When to stop.

    Attributes
    ----------
    deadline : Deadline
    memory : int
        Bytes.
    states : int or None
        States expanded, over all passes; unlike time, it ends equal runs at the same state.
    """

    deadline: Deadline = NEVER
    memory: int = MEMORY_LIMIT
    states: int | None = None

    @classmethod
    def of(cls, time_limit: float | None, memory_limit: int, node_limit: int | None = None) -> Limits:
        """Return the limits of work that begins now.

        Raises
        ------
        InputError
            If one is not above 0.
        """
        check_bytes(memory_limit)
        if node_limit is not None and node_limit <= 0:
            raise InputError(f"node limit is {node_limit}: it must be above 0")
        return cls(deadline_after(time_limit), memory_limit, node_limit)

    def reached(self, states: int) -> Status | None:
        """Which of time and states is used up, if one is."""
        if self.deadline.passed:
            return Status.TIME_LIMIT
        return Status.NODE_LIMIT if self.states is not None and states >= self.states else None


class Stopwatch:
    """Seconds of work since it was made; compiling is left out."""

    def __init__(self) -> None:
        self._began = time.monotonic() - seconds_compiled()

    @property
    def seconds(self) -> float:
        """Seconds so far, at least 0."""
        return max(0.0, time.monotonic() - seconds_compiled() - self._began)


def deadline_after(seconds: float | None) -> Deadline:
    """Return the moment at which a time limit ends; what compiling takes from now on is added to it.

    Raises
    ------
    InputError
        If the limit is not a number of seconds above 0.
    """
    check_seconds(seconds)
    return NEVER if seconds is None else Deadline(seconds, seconds_compiled)


class UntilCtrlC:
    """Run a block that Ctrl-C ends early, in compiled code too, without an error.

    Attributes
    ----------
    pressed : bool
        Whether it did.
    """

    def __init__(self) -> None:
        self.pressed = False

    def __enter__(self) -> UntilCtrlC:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        self.pressed = isinstance(error, KeyboardInterrupt) or (
            isinstance(error, SystemError) and is_ctrl_c(error)
        )
        return self.pressed
