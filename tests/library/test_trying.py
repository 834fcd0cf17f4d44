"""A scheduler of one's own that fails, in Python: the error has a small instance, and files where asked."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import cast

import pytest

import ratiolab as rl
from examples.shortest_first import Cautious, ShortestFirst
from ratiolab.errors import SchedulerFailed
from ratiolab.library.box import box
from tests.algorithms.foreign.hostile.answering import Greedy
from tests.algorithms.foreign.hostile.lying import Infeasible

JOBS = rl.Instance.common(12, 1, [4, 5, 3, 4, 6])


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("like", [Greedy(), Greedy, Infeasible()])
def test_the_error_has_a_small_instance(like: rl.Scheduler) -> None:
    """Objects and classes fail as names do; nothing is written unless a folder is given."""
    with pytest.raises(SchedulerFailed, match="made small from 5") as caught:
        rl.ratio(JOBS, like)
    small = caught.value.instance
    assert isinstance(small, rl.Instance)
    assert (small.jobs, caught.value.advice) == (2, ())
    assert list(Path().iterdir()) == []


def test_a_folder_for_it() -> None:
    """With a folder the instance is a file, and the commands that replay and draw name it."""
    Path("failures").mkdir()
    with pytest.raises(SchedulerFailed, match="saved in failures") as caught:
        rl.compare(JOBS, ["mc-sf", Greedy()], save="failures")
    (path,) = Path("failures").iterdir()
    assert rl.read_instance(path).jobs == 2
    replay, draw = caught.value.advice
    assert replay.startswith("replay: ratiolab ratio --alg tests.algorithms.foreign.hostile.answering:Greedy")
    assert str(path) in replay
    assert "--save failures" in replay  # and saves no second copy elsewhere
    assert "ratiolab show" in draw


def test_a_folder_that_is_not_there() -> None:
    """A failure is told even where it cannot be saved."""
    with pytest.raises(SchedulerFailed, match=r"nowhere.*cannot be written"):
        rl.ratio(JOBS, Greedy(), save="nowhere")


def test_other_functions_likewise() -> None:
    """Searches, boxes and sweeps end with the same error."""
    name = "tests.algorithms.foreign.hostile.answering:Greedy"
    for run in (
        lambda: rl.search(name, budget=3, strategy="evolve", max_memory=9, max_jobs=6),
        lambda: box(3, 3, [name]),
        lambda: rl.sweep(lambda jobs, repeat: JOBS, name, [5]),
    ):
        with pytest.raises(SchedulerFailed, match=r"memory budget") as caught:
            run()
        assert isinstance(caught.value.instance, rl.Instance)


def test_objects_are_made_again_in_a_process_of_their_own() -> None:
    """An object of a module is isolated by its name and parameters, and costs the same."""
    for like in (ShortestFirst(), Cautious(reserve="3")):
        assert rl.ratio(JOBS, like, isolate=True).cost == rl.ratio(JOBS, like).cost


def test_what_cannot_be_made_again_is_refused() -> None:
    """A class inside a function has no name to be imported by, and a lost parameter cannot be given again."""

    class Local(ShortestFirst):
        pass

    with pytest.raises(rl.InputError, match="put it into a module"):
        rl.ratio(JOBS, Local(), isolate=True)
    forgetful = Cautious(reserve="3")
    del forgetful.reserve
    with pytest.raises(rl.InputError, match="keeps no text of its parameter reserve"):
        rl.ratio(JOBS, forgetful, isolate=True)


def test_the_error_travels() -> None:
    """Between processes the error keeps what it knows, but for the algorithm."""
    with pytest.raises(SchedulerFailed) as caught:
        rl.ratio(JOBS, Greedy())
    copy = cast("SchedulerFailed", pickle.loads(pickle.dumps(caught.value)))
    assert (str(copy), copy.cause, copy.name) == (str(caught.value), "memory", caught.value.name)
    assert isinstance(copy.instance, rl.Instance)
    assert copy.algorithm is None
