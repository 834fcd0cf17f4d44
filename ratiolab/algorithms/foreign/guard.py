"""The one place where code of others is called: what it prints is no result, what it raises is named."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from dis import opname
from pathlib import Path
from traceback import extract_tb
from typing import ParamSpec, TypeVar

from ratiolab.algorithms.foreign.policy import current
from ratiolab.algorithms.foreign.watchdog import Call
from ratiolab.errors import InputError, OutOfTime, OverflowRefused, SchedulerFailed, is_ctrl_c, one_line

#: Characters of a message of theirs that are shown.
MOST_SHOWN = 300

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class _Aside(io.TextIOBase):
    """Where their prints go: the error stream, which they cannot close."""

    def write(self, text: str, /) -> int:
        """Write to the error stream of the moment."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Flush it."""
        sys.stderr.flush()

    def close(self) -> None:
        """Stay open."""


_ASIDE = _Aside()


class _Folder:
    """Keeps the working directory: where files are looked for and written is no choice of theirs."""

    __slots__ = ("_here",)

    def __enter__(self) -> None:
        try:
            self._here: Path | None = Path.cwd()
        except OSError:  # removed by somebody else
            self._here = None

    def __exit__(self, *_: object) -> None:
        if self._here is not None and Path.cwd() != self._here:
            os.chdir(self._here)


@dataclass(frozen=True)
class Guard:
    """Calls code of one scheduler or algorithm.

    Attributes
    ----------
    name : str
        How messages call it.
    turns : int
        It may take so many times as long as the policy in force says.
    """

    name: str
    turns: int = 1

    def ask(
        self, where: str, function: Callable[Given, Answer], *args: Given.args, **named: Given.kwargs
    ) -> Answer:
        """Call a function of theirs; `InputError` is a failure, too.

        Parameters
        ----------
        where : str
            What is asked, and in which round: "decide, round 3".

        Raises
        ------
        SchedulerFailed
            If it raises, exits, or does not answer in time.
        OutOfTime
            If the time until which answers are awaited is over.
        """
        try:
            return self.ask_or_refuse(where, function, *args, **named)
        except InputError as error:
            raise self.failed(where, error) from error

    def ask_or_refuse(
        self, where: str, function: Callable[Given, Answer], *args: Given.args, **named: Given.kwargs
    ) -> Answer:
        """As `ask`, where it may say that it does not apply: its `InputError` is one of ours.

        Raises
        ------
        InputError
            In its own words.
        SchedulerFailed, OutOfTime
            As `ask`.
        """
        call = self._call(where)
        try:
            with call, redirect_stdout(_ASIDE), _Folder():
                return function(*args, **named)
        except BaseException as error:
            if call.overdue:
                if current().over:
                    raise OutOfTime from None
                limit = current().decide_limit * self.turns
                raise SchedulerFailed(late(self.name, where, limit), "time") from None
            if _is_ours(error):
                raise
            if isinstance(error, OverflowRefused):
                raise OverflowRefused(self._said(error)) from error
            if isinstance(error, InputError):
                raise InputError(self._said(error)) from error
            raise self.failed(where, error) from error

    def failed(self, where: str, error: BaseException) -> SchedulerFailed:
        """Name scheduler, round and line of what it raised."""
        kind = class_name(type(error))
        said = self._said(error)
        return SchedulerFailed(
            f"{self.name} fails in {where}: {kind}{': ' if said else ''}{said}{_place(error)}", kind
        )

    def _call(self, where: str) -> Call:
        policy = current()
        limit = policy.decide_limit * self.turns
        left = policy.left(self.turns)
        if not policy.end_process:
            return Call(left)
        return Call(left, lambda: one_line(late(self.name, where, limit)))

    def _said(self, error: BaseException) -> str:
        """Text of an exception of theirs, whose `__str__` is code of theirs, too."""
        try:
            with self._call("its error message"), redirect_stdout(_ASIDE):
                return shortened(str(error))
        except BaseException:
            return "no message could be made of it"


def late(name: str, where: str, seconds: float) -> str:
    """Say that there was no answer in time."""
    return f"{name} fails in {where}: no answer within {seconds:g} s (--decide-limit sets the limit)"


def shortened(text: str) -> str:
    """One line of it, not too long."""
    line = one_line(text[: 10 * MOST_SHOWN])
    return line if len(line) <= MOST_SHOWN else f"{line[:MOST_SHOWN]}..."


def class_name(kind: type) -> str:
    """Name of a class, whatever its metaclass says."""
    name = type.__dict__["__name__"].__get__(kind)
    return shortened(name)


def class_path(kind: type) -> str:
    """``package.module:Class``, as the class says it, whatever its metaclass says."""
    named = (type.__dict__[what].__get__(kind) for what in ("__module__", "__qualname__"))
    return ":".join(shortened(str(name)) for name in named)


def _is_ours(error: BaseException) -> bool:
    """Whether it is the user's Ctrl-C: one that a line of theirs raised is not."""
    if isinstance(error, SystemError):
        return is_ctrl_c(error)
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    raised = at is not None and opname[at.tb_frame.f_code.co_code[at.tb_lasti]] == "RAISE_VARARGS"
    return isinstance(error, KeyboardInterrupt) and not raised


def _place(error: BaseException) -> str:
    """File and line of theirs in which it was raised; none where nothing of theirs ran."""
    ours = __file__.rpartition("guard")[0]
    frames = [frame for frame in extract_tb(error.__traceback__) if not frame.filename.startswith(ours)]
    return f" ({frames[-1].filename}, line {frames[-1].lineno})" if frames else ""
