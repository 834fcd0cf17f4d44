"""Run HiGHS inside this process so that Ctrl-C and limits stop it: in a second thread, or in slices."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from threading import Event, Thread
from typing import Any

import highspy
import psutil

from lp_models.deadline import NEVER, Deadline

#: Seconds between looks at the keyboard while the solver runs.
_POLL = 0.05

#: Seconds of a linear program between looks at the keyboard.
_SLICE = 1.0


class Stop(Enum):
    """Why the solver was asked to stop."""

    CTRL_C = "ctrl-c"
    MEMORY = "memory"
    TIME = "time"


def set_options(model: Any, options: Mapping[str, object]) -> None:
    """Set options of HiGHS one by one, as neither PuLP nor HiGHS stops at one that is refused.

    Raises
    ------
    RuntimeError
        If one is refused: a renamed option of another version.
    """
    for option, value in options.items():
        if model.setOptionValue(option, value) != highspy.HighsStatus.kOk:
            raise RuntimeError(f"this version of HiGHS refuses {option} = {value}")


def run_linear(model: Any, deadline: Deadline = NEVER) -> Any:
    """Solve a linear program by the simplex method, in slices that go on from each other's basis.

    A signal is not noticed inside a call into the solver: Ctrl-C ends this after the slice.

    Parameters
    ----------
    model : highspy.Highs
        With a linear program. Its time limit is changed.
    deadline : Deadline

    Returns
    -------
    highspy.HighsModelStatus
        ``kTimeLimit`` at the deadline.
    """
    while True:
        left = min(_SLICE, deadline.left)
        if left <= 0:
            return highspy.HighsModelStatus.kTimeLimit
        # HiGHS counts the time of all runs together.
        model.setOptionValue("time_limit", model.getRunTime() + left)
        model.run()
        status = model.getModelStatus()
        if status != highspy.HighsModelStatus.kTimeLimit:
            return status


def run_in_thread(model: Any, deadline: Deadline = NEVER, memory_limit: int | None = None) -> Stop | None:
    """Run a solver in a second thread, as a signal is not noticed inside a call into it.

    Parameters
    ----------
    model : highspy.Highs
        Its own time limit is left as it is: the solver looks at it more often.
    deadline : Deadline
    memory_limit : int, optional
        Bytes this process may hold.

    Returns
    -------
    Stop or None
        Why the solver was asked to stop before its end, if it was.
    """
    finished, process, stop = Event(), psutil.Process(), None
    model.HandleUserInterrupt = True

    def work() -> None:
        try:
            model.run()
            # The task scheduler belongs to this thread and would otherwise outlive it.
            highspy.Highs.resetGlobalScheduler(False)
        finally:
            finished.set()

    worker = Thread(target=work, daemon=True)
    worker.start()
    # Wait for an event, not in join(): an interrupted join() takes a running thread for ended.
    while not finished.is_set():
        try:
            while not finished.wait(_POLL):
                if memory_limit is not None and process.memory_info().rss > memory_limit:
                    stop = Stop.MEMORY
                elif deadline.passed:
                    stop = stop or Stop.TIME
                if stop is not None:
                    model.cancelSolve()
        except KeyboardInterrupt:
            stop = Stop.CTRL_C
            model.cancelSolve()
    worker.join()
    return stop
