"""Kernels in threads: asked to stop they come back, and what they left unfinished is not used."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from lp_models.deadline import Deadline
from ratiolab.instance import Instance, JobType
from ratiolab.optimum import Status, search
from ratiolab.optimum.portfolio import runs
from ratiolab.optimum.search import rounds
from ratiolab.optimum.search.dominance import undominated
from ratiolab.optimum.search.layout import layout_of, root_key
from ratiolab.optimum.search.threads import Threads

INSTANCE = Instance.common(40, 2, [3, 5, 8, 8, 8, 13, 16, 20, 20, 7, 9, 11])


def test_threads_are_asked_to_stop_at_the_deadline() -> None:
    """Work that goes on until it is asked to stop ends at the deadline, and counts as not done."""
    asked = threading.Event()
    with Threads(Deadline(0.05)) as workers:
        assert workers.run([lambda: asked.wait(60)] * 2, asked.set) is None
    assert asked.is_set()
    with Threads() as workers:
        assert workers.run([lambda: 1, lambda: 2], asked.clear) == [1, 2]
    assert asked.is_set()


def test_threads_are_asked_to_stop_by_ctrl_c() -> None:
    """A signal that arrives while threads work gets through once they have stopped."""
    asked, ended = threading.Event(), threading.Event()

    def work() -> None:
        asked.wait(60)
        ended.set()

    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, pressed)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        with Threads() as workers, pytest.raises(KeyboardInterrupt):
            workers.run([work], asked.set)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert ended.is_set()


@pytest.mark.slow
def test_marks_of_a_stopped_comparison_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A comparison of states cut short drops states that it has not looked at: the search ends with it."""
    monkeypatch.setattr(rounds, "CHUNK", 0)  # every round in threads
    real = search.solve(INSTANCE, upper=next(runs(INSTANCE)).schedule, widths=())
    assert real.proved

    class Late(Threads):
        def run(self, calls: Sequence[Callable[[], object]], ask_to_stop: Callable[[], None]) -> None:
            # The deadline passes, whatever the clock says later.
            ask_to_stop()
            super().run(calls, ask_to_stop)

    monkeypatch.setattr("ratiolab.optimum.search.engine.Threads", Late)
    cut = search.solve(INSTANCE, upper=next(runs(INSTANCE)).schedule, widths=())
    assert cut.status is Status.TIME_LIMIT
    assert cut.upper is not None
    assert real.upper is not None
    assert cut.lower <= real.upper <= cut.upper


def test_a_kernel_that_is_asked_to_stop_comes_back() -> None:
    """The flag of `undominated` is looked at: asked beforehand, it marks nothing."""
    types = (JobType(0, 2, 3), JobType(0, 3, 3))
    layout, counts = layout_of(types, 12), np.array([3, 3], dtype=np.int64)
    keys = np.zeros((1, layout.count_words + layout.profile_words), dtype=np.int64)
    root_key(layout, counts, keys[0])
    waited = order = np.zeros(1, dtype=np.int64)
    for asked in (0, 1):
        stop = np.full(1, asked, dtype=np.int64)
        assert undominated(layout, counts, keys, waited, order, True, stop).tolist() == [not asked]
