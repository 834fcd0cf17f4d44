"""Limits that hold: of the portfolio, of kernels in threads, and Ctrl-C that leaves what is known."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest

from lp_models.deadline import NEVER, Deadline
from ratiolab.errors import InputError
from ratiolab.instance import Instance, JobType
from ratiolab.optimum import Status, enclosure, limits, search, solve
from ratiolab.optimum.engines import check_bytes, check_seconds
from ratiolab.optimum.limits import Limits, Stopwatch, UntilCtrlC, deadline_after
from ratiolab.optimum.portfolio import Run, runs
from ratiolab.optimum.search import rounds
from ratiolab.optimum.search.dominance import undominated
from ratiolab.optimum.search.layout import layout_of, root_key
from ratiolab.optimum.search.threads import Threads

INSTANCE = Instance.common(40, 2, [3, 5, 8, 8, 8, 13, 16, 20, 20, 7, 9, 11])


def test_compiling_is_excused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds of compiling lengthen a deadline and are no work on a stopwatch; loading is work."""
    compiled = [1000.0]
    monkeypatch.setattr(limits, "seconds_compiled", lambda: compiled[0])
    end, watch = deadline_after(60.0), Stopwatch()
    assert end.left <= 60
    compiled[0] += 30
    assert 80 < end.left <= 90
    assert watch.seconds == 0
    assert deadline_after(None) is NEVER


def test_what_is_no_limit() -> None:
    """A limit is a number above 0; the message says which one is not."""
    for seconds in (0.0, -1.0, float("inf"), float("nan")):
        with pytest.raises(InputError, match="--patience is"):
            check_seconds(seconds, "--patience")
    check_seconds(None)
    with pytest.raises(InputError, match="memory limit is 0 bytes"):
        check_bytes(0)
    with pytest.raises(InputError, match="node limit is 0"):
        Limits.of(None, 1, 0)


def test_the_portfolio_begins_nothing_after_the_deadline() -> None:
    """One run there always is; with a deadline that has passed it is the only one."""
    assert len(list(runs(INSTANCE, effort=3, deadline=Deadline(-1.0)))) == 1
    assert len(list(runs(INSTANCE, effort=3))) > 4
    known = next(runs(INSTANCE))
    assert list(runs(INSTANCE, [known], effort=3, deadline=Deadline(-1.0))) == [known]


def test_the_portfolio_counts_against_the_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine has what the portfolio left."""
    seen: list[float | None] = []

    def slow(instance: Instance, *known: object, **options: object) -> Iterator[Run]:
        time.sleep(0.2)
        yield from runs(instance, effort=0)

    def engine(instance: Instance, *, time_limit: float | None, **options: object) -> object:
        seen.append(time_limit)
        return search.solve(instance, upper=next(runs(instance)).schedule, time_limit=time_limit)

    monkeypatch.setattr(enclosure, "runs", slow)
    monkeypatch.setattr(enclosure, "ENGINES", {"search": engine})
    result = solve(INSTANCE, engine="search", time_limit=60.0)
    assert seen[0] is not None
    assert seen[0] <= 59.8
    assert result.runtime >= 0.2


@pytest.mark.parametrize("made", [0, 2])
def test_ctrl_c_in_the_portfolio(made: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made by then is returned, with the closed-form bound; no engine begins."""

    def pressed(instance: Instance, *known: object, **options: object) -> Iterator[Run]:
        for one, _ in zip(runs(instance, effort=0), range(made), strict=False):
            yield one
        raise KeyboardInterrupt

    monkeypatch.setattr(enclosure, "runs", pressed)
    result = solve(INSTANCE)
    assert (result.status, result.engine) == (Status.INTERRUPTED, "none")
    if made:
        assert result.schedule is not None
    else:
        assert (result.upper, result.upper_source) == (None, "none: interrupted before the first schedule")


def test_what_compiled_code_makes_of_ctrl_c() -> None:
    """It ends the block like Ctrl-C itself; other system errors go on."""
    with UntilCtrlC() as ctrl_c:
        raise SystemError("returned a result with an exception set") from KeyboardInterrupt()
    assert ctrl_c.pressed
    with pytest.raises(SystemError), UntilCtrlC():
        raise SystemError("another one")
    with UntilCtrlC() as ctrl_c:
        pass
    assert not ctrl_c.pressed


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
