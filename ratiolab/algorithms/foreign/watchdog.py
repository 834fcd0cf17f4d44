"""Interrupts code of others when its time is over: a thread that looks at the calls under way.

In the main thread a signal ends even a sleep; elsewhere, and where the signal is switched off, an
exception is planted, which is raised at the next line of Python. Code that swallows both, or never comes
back to Python, can only be ended with its process: this one, if it is a command's, or one of its own.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import threading
from collections.abc import Callable
from time import monotonic, sleep
from types import FrameType

#: Seconds between two looks.
_LOOK = 0.02
#: Seconds of interrupts before the process is ended; counted in looks, so that a busy machine is no fault.
GRACE = 1.0


class TimeIsOver(BaseException):
    """Raised inside code of others; no `except Exception` catches it."""


class Call:
    """A call under way.

    Parameters
    ----------
    seconds : float
        How long it may take.
    last_words : callable or None
        Gives what is said, before this process ends with exit code 3, if the call cannot be interrupted; None
        to go on interrupting for ever.

    Attributes
    ----------
    overdue : bool
        Whether it has been interrupted.
    """

    __slots__ = ("_done", "_end", "_interrupts", "_last_words", "_seconds", "_thread", "overdue")

    def __init__(self, seconds: float, last_words: Callable[[], str] | None = None) -> None:
        self._seconds, self._last_words = seconds, last_words
        self.overdue = self._done = False
        self._thread = threading.get_ident()
        self._interrupts = 0

    def __enter__(self) -> Call:
        _start(self._thread)
        self._end = monotonic() + self._seconds
        _CALLS.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._done = True  # from here on no alarm is for this call
        with _LOCK:
            if self in _CALLS:
                _CALLS.remove(self)
            if self.overdue:  # what is still planted must not go off later
                _plant(self._thread, None)

    def is_over_in(self, thread: int | None) -> bool:
        """Whether it is under way in a thread and has had its time."""
        return self.overdue and not self._done and self._thread == thread

    def look(self, now: float) -> None:
        """Interrupt the call if its time is over; the lock is held."""
        if self._done or now < self._end:
            return
        self.overdue = True
        self._interrupts += 1
        if self._interrupts * _LOOK > GRACE and self._last_words is not None:
            os.write(2, f"Error: {self._last_words()}\n".encode(errors="replace"))
            os._exit(3)
        main = threading.main_thread().ident
        if self._thread == main and self._interrupts * _LOOK < GRACE / 2 and _listening():
            signal.pthread_kill(main, signal.SIGALRM)
        else:
            _plant(self._thread, TimeIsOver)


_LOCK = threading.Lock()
_CALLS: list[Call] = []
_RUNNING: list[threading.Thread] = []
_HEARD: list[bool] = []


def _start(thread: int) -> None:
    """See that somebody looks, and that alarms arrive."""
    if not _HEARD and thread == threading.main_thread().ident:
        _HEARD.append(True)  # once: to look every time takes longer than most answers
        _listen()
    if _RUNNING and _RUNNING[0].is_alive():
        return
    with _LOCK:
        _RUNNING[:] = [threading.Thread(target=_watch, name="ratiolab watchdog", daemon=True)]
        _RUNNING[0].start()


def _watch() -> None:
    while True:
        sleep(_LOOK)
        with _LOCK:
            now = monotonic()
            for call in tuple(_CALLS):
                call.look(now)


def _plant(thread: int, error: type[BaseException] | None) -> None:
    """Have an exception raised in a thread, or take back one that is not raised yet."""
    what = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)


def _listen() -> None:
    """Take the alarm signal, where nobody else has it."""
    if not hasattr(signal, "SIGALRM"):
        return
    if signal.getsignal(signal.SIGALRM) in (signal.SIG_DFL, signal.SIG_IGN, None):
        with contextlib.suppress(ValueError):
            signal.signal(signal.SIGALRM, _alarm)


def _listening() -> bool:
    return hasattr(signal, "SIGALRM") and signal.getsignal(signal.SIGALRM) is _alarm


def _alarm(number: int, frame: FrameType | None) -> None:
    main = threading.main_thread().ident
    if any(call.is_over_in(main) for call in _CALLS):
        raise TimeIsOver
