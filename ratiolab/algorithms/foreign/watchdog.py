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
from dataclasses import dataclass, field
from time import monotonic, sleep
from types import FrameType

#: Seconds between two looks.
_LOOK = 0.02
#: Seconds of interrupts before the process is ended; counted in looks, so that a busy machine is no fault.
GRACE = 1.0


class TimeIsOver(BaseException):
    """Raised inside code of others; no `except Exception` catches it."""


@dataclass(eq=False)
class Call:
    """A call under way.

    Attributes
    ----------
    seconds : float
        How long it may take.
    last_words : str or None
        Said, before this process ends with exit code 3, if the call cannot be interrupted; None to go on
        interrupting for ever.
    """

    seconds: float
    last_words: str | None = None
    overdue: bool = False
    done: bool = False
    _thread: int = field(default_factory=threading.get_ident)
    _end: float = 0.0
    _interrupts: int = 0

    def __enter__(self) -> Call:
        _listen()
        self._end = monotonic() + self.seconds
        with _LOCK:
            _CALLS.append(self)
            _start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done = True  # from here on no alarm is for this call
        with _LOCK:
            _CALLS[:] = [call for call in _CALLS if not call.done]
            if self.overdue:  # what is still planted must not go off later
                _plant(self._thread, None)

    def look(self, now: float) -> None:
        """Interrupt the call if its time is over; the lock is held."""
        if self.done or now < self._end:
            return
        self.overdue = True
        self._interrupts += 1
        if self._interrupts * _LOOK > GRACE and self.last_words is not None:
            os.write(2, f"Error: {self.last_words}\n".encode(errors="replace"))
            os._exit(3)
        main = threading.main_thread().ident
        if self._thread == main and self._interrupts * _LOOK < GRACE / 2 and _listening():
            signal.pthread_kill(main, signal.SIGALRM)
        else:
            _plant(self._thread, TimeIsOver)


_LOCK = threading.Lock()
_CALLS: list[Call] = []
_RUNNING: list[threading.Thread] = []


def _start() -> None:
    if not (_RUNNING and _RUNNING[-1].is_alive()):
        _RUNNING[:] = [threading.Thread(target=_watch, name="ratiolab watchdog", daemon=True)]
        _RUNNING[0].start()


def _watch() -> None:
    while True:
        sleep(_LOOK)
        with _LOCK:
            now = monotonic()
            for call in _CALLS:
                call.look(now)


def _plant(thread: int, error: type[BaseException] | None) -> None:
    """Have an exception raised in a thread, or take back one that is not raised yet."""
    what = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)


def _listen() -> None:
    """Take the alarm signal, where this is the main thread and nobody else has it."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        return
    if signal.getsignal(signal.SIGALRM) in (signal.SIG_DFL, signal.SIG_IGN, None):
        with contextlib.suppress(ValueError):
            signal.signal(signal.SIGALRM, _alarm)


def _listening() -> bool:
    return hasattr(signal, "SIGALRM") and signal.getsignal(signal.SIGALRM) is _alarm


def _alarm(number: int, frame: FrameType | None) -> None:
    main = threading.main_thread().ident
    if any(call.overdue and not call.done and call._thread == main for call in _CALLS):
        raise TimeIsOver
