"""A process of a scheduler, as its parent sees it: asked line by line, ended when it does not answer."""

from __future__ import annotations

import atexit
import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from typing import Any

from ratiolab.algorithms.foreign import wire
from ratiolab.algorithms.foreign.guard import late, shortened
from ratiolab.algorithms.foreign.policy import current
from ratiolab.errors import InputError, OutOfTime, OverflowRefused, SchedulerFailed

#: Seconds to start a process, before any code of others runs in it.
START_SECONDS = 60.0

_CHILD = "ratiolab.algorithms.foreign.child"


class Process:
    """A child that is asked one thing at a time."""

    def __init__(self) -> None:
        path = os.pathsep.join(entry for entry in sys.path if entry)
        self._child = subprocess.Popen(
            [sys.executable, "-m", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C is for the parent, and children of the child end with it
        )
        _ALL.append(self)
        self._asked: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._converse, daemon=True).start()
        self._asked.put(b"")
        if self._next(START_SECONDS) is None:
            self.end()
            raise InputError("a process for a plug-in does not start: is there enough memory?")

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._child.poll() is None

    def _converse(self) -> None:
        """Write and read in a thread, so that neither can hold up the clock."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        while (line := self._asked.get()) is not None:
            answer = b""
            with contextlib.suppress(OSError, ValueError):
                self._child.stdin.write(line)
                self._child.stdin.flush()
                answer = self._child.stdout.readline(wire.MOST_BYTES)
            self._answers.put(answer)

    def _next(self, seconds: float) -> bytes | None:
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            return None

    def ask(self, name: str, where: str, message: dict[str, Any], turns: int = 1) -> Any:
        """Ask, and return what it answers; a process that fails to answer is ended.

        Parameters
        ----------
        name, where : str
            Who is asked what, for messages.
        message : dict
            With the key ``do``.
        turns : int
            It may take so many times as long as the policy in force says.

        Raises
        ------
        InputError
            If it says that it does not apply.
        SchedulerFailed
            If it fails, ends, or does not answer in time.
        OutOfTime
            If the time until which answers are awaited is over.
        """
        try:
            self._asked.put(wire.line_of(message))
            line = self._next(current().left(turns))
        except BaseException:  # whose answer comes next would not be known
            self.end()
            raise
        if line is None:
            self.end()
            if current().over:
                raise OutOfTime
            raise SchedulerFailed(late(name, where, current().decide_limit * turns), "time")
        return self._read(name, where, line)

    def _read(self, name: str, where: str, line: bytes) -> Any:
        if not line.endswith(b"\n"):
            raise SchedulerFailed(f"{name} fails in {where}: {self._how_it_ended()}", "ended")
        try:
            answer = wire.message_of(line)
        except ValueError as error:
            self.end()
            words = f"its answer cannot be read: {shortened(str(error))}"
            raise SchedulerFailed(f"{name} fails in {where}: {words}", "wire") from None
        if "ok" in answer:
            return answer["ok"]
        said = shortened(str(answer.get("refused", answer.get("failed", ""))))
        if "refused" in answer:
            raise (OverflowRefused if answer.get("overflow") is True else InputError)(said)
        raise SchedulerFailed(said or f"{name} fails in {where}", shortened(str(answer.get("cause", ""))))

    def _how_it_ended(self) -> str:
        try:
            code = self._child.wait(1)
        except subprocess.TimeoutExpired:
            self.end()
            return "it closed its answers"
        self.end()
        if code >= 0:
            return f"its process ended with exit code {code}"
        with contextlib.suppress(ValueError):
            return f"its process was ended by {signal.Signals(-code).name}"
        return f"its process was ended by signal {-code}"

    def end(self) -> None:
        """End it and all that it has started."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, signal.SIGKILL)
        self._child.kill()
        self._child.wait()
        self._asked.put(None)
        with contextlib.suppress(ValueError):
            _ALL.remove(self)


_ALL: list[Process] = []


@atexit.register
def _end_all() -> None:
    for process in tuple(_ALL):
        process.end()
