"""Limits that hold: of the portfolio, of time without compiling, and Ctrl-C that leaves what is known."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from lp_models.deadline import NEVER, Deadline
from ratiolab.certificates.exhaustion import ExhaustionRecord
from ratiolab.errors import InputError
from ratiolab.instance import Instance
from ratiolab.library.lower_bound import lower_bound
from ratiolab.measure.comparison import compare
from ratiolab.optimum import Status, enclosure, limits, search, solve
from ratiolab.optimum.engines import check_bytes, check_seconds
from ratiolab.optimum.limits import Limits, Stopwatch, UntilCtrlC, deadline_after
from ratiolab.optimum.portfolio import Run, runs
from ratiolab.optimum.search.replay import replay_compiled

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


def test_ctrl_c_is_handed_on_where_more_work_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A comparison without an engine, lower bounds and a replay end with Ctrl-C instead of going on."""

    def pressed(*_: object, **__: object) -> Iterator[Run]:
        raise KeyboardInterrupt

    monkeypatch.setattr(enclosure, "runs", pressed)
    for work in (lambda: compare(INSTANCE, []), lambda: lower_bound(INSTANCE, time_limit=None)):
        with pytest.raises(KeyboardInterrupt):
            work()
    monkeypatch.setattr("ratiolab.optimum.search.engine.explore", pressed)
    with pytest.raises(KeyboardInterrupt):
        replay_compiled([(0, 2, 3)], 4, 8, ExhaustionRecord(1, ()))
    assert solve(INSTANCE).status is Status.INTERRUPTED


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
