"""Where the work is done changes nothing: one process, many, a Dask cluster, and workers that are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ratiolab.adversary.campaign.executors import Dask, Executor, Processes, Serial
from ratiolab.adversary.campaign.folder import RunFolder
from ratiolab.adversary.campaign.run import Progress, Result, run_searches
from ratiolab.adversary.campaign.task import Search, Task
from ratiolab.errors import InputError
from tests.cli.command import Command

SEARCH = Search(Task("gsa:alpha=2", "hill", "900", 5, memory=5000, jobs=10**6), 3)


def ends(folder: Path, executor: Executor, search: Search | None = SEARCH, watch: Any = None) -> list[Any]:
    """Everything a search ends with, island by island: improvements, witness, evaluations, state."""
    executor.batch = 50
    (result,) = run_searches(folder, None if search is None else [search], executor, watch)
    return [_found(result), *(_end(island) for island in result.islands)]


def _found(result: Result) -> str:
    return result.witness_path.read_text()


def _end(island: Any) -> Any:
    store = RunFolder(island.folder)
    steps = [(i.evaluation, i.ratio, i.move) for i in store.improvements()]
    store.close()
    return island.evaluations, island.state, steps, (island.folder / "witness.json").read_text()


@pytest.fixture(scope="module")
def serial(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """The end of the search in this process."""
    return ends(tmp_path_factory.mktemp("serial") / "run", Serial())


@pytest.mark.slow
def test_islands_are_ordinary_searches(serial: list[Any], tmp_path: Path) -> None:
    """Each island is the search of its own seed and share; the merged witness is the best of them."""
    (alone,) = run_searches(tmp_path / "run", [Search(SEARCH.parts()[1])])
    assert _end(alone.islands[0]) == serial[2]
    best = max(steps[-1][1] for _, _, steps, _ in serial[1:])
    assert f'"ratio": "{best}"' in serial[0]


@pytest.mark.slow
def test_processes_end_as_one_process_even_if_one_is_killed(serial: list[Any], tmp_path: Path) -> None:
    """Worker processes, one of them killed in the middle: the same end, state by state."""
    executor = Processes(2)
    killed: list[int] = []

    def watch(at: Progress) -> None:
        if not killed:
            killed.append(next(iter(executor._pool._processes)))
            os.kill(killed[0], signal.SIGKILL)

    try:
        assert ends(tmp_path / "run", executor, watch=watch) == serial
    finally:
        executor.close()
    assert killed


def test_workers_that_keep_dying_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A piece that kills every worker ends the search in one line instead of for ever."""
    monkeypatch.setattr("ratiolab.adversary.campaign.executors.MOST_DEATHS", 1)
    monkeypatch.setattr("ratiolab.adversary.campaign.executors._begin_worker", partial(os._exit, 1))
    executor = Processes(1)
    try:
        with pytest.raises(InputError, match=r"a worker process died 2 times in a row"):
            ends(tmp_path / "run", executor)
    finally:
        executor.close()


@pytest.mark.slow
def test_killed_parent_resumes_elsewhere(serial: list[Any], tmp_path: Path) -> None:
    """SIGKILL of a search with worker processes: another executor goes on and ends it alike."""
    arguments = ["search", "--alg", "gsa:alpha=2", "--strategy", "hill", "--budget", "900", "--seed", "5"]
    arguments += ["--max-memory", "5000", "--max-jobs", "1000000", "--islands", "3", "--processes", "2"]
    folder = tmp_path / "run"
    process = subprocess.Popen([sys.executable, "-m", "ratiolab", *arguments, "--out", str(folder)])
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None and not (folder / "witness.json").exists():
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert ends(folder, Serial(), None) == serial


def test_a_worker_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker with another version of ratiolab does nothing: it could do something else."""
    monkeypatch.setattr("ratiolab.adversary.campaign.piece.__version__", "0.0.0")
    with pytest.raises(InputError, match=r"reached a worker with ratiolab 0.0.0"):
        ends(tmp_path / "run", Serial())


@pytest.mark.slow
def test_dask_ends_as_one_process_though_a_worker_is_killed(serial: list[Any], tmp_path: Path) -> None:
    """Two workers, one killed in the middle: its piece is done again and the end is the same."""
    distributed = pytest.importorskip("distributed")
    options = {
        "n_workers": 2,
        "threads_per_worker": 1,
        "dashboard_address": "127.0.0.1:0",
        "host": "127.0.0.1",
    }
    with distributed.LocalCluster(**options) as cluster:
        executor = Dask(cluster.scheduler_address)
        killed: list[int] = []

        def watch(at: Progress) -> None:
            if not killed and at.evaluations >= 200:
                killed.append(next(iter(cluster.workers.values())).pid)
                os.kill(killed[0], signal.SIGKILL)

        try:
            assert ends(tmp_path / "run", executor, watch=watch) == serial
        finally:
            executor.close()
        assert killed


@pytest.mark.slow
def test_no_cluster_is_one_line(ratiolab: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler that does not answer, and a missing extra, are told in a line each; nothing is made."""
    options = ("search", "--alg", "gsa", "--budget", "10", "--out", str(tmp_path / "run"))
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "distributed", None)
        done = ratiolab(*options, "--dask", "tcp://127.0.0.1:1")
        assert (done.code, "pip install 'ratiolab[dask]'" in done.err) == (2, True)
    pytest.importorskip("distributed")
    monkeypatch.setattr("ratiolab.adversary.campaign.executors.ANSWER_SECONDS", 1)
    done = ratiolab(*options, "--dask", "tcp://127.0.0.1:1")
    assert (done.code, "no scheduler answers there" in done.err) == (2, True)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(("evaluations", "islands"), [("2400", 3), ("100", 7)])
def test_shares_add_up(evaluations: str, islands: int) -> None:
    """The islands' evaluations are the budget, none left out, and their seeds follow each other."""
    parts = Search(Task("gsa", "hill", evaluations, 5), islands).parts()
    assert sum(int(task.budget) for task in parts) == int(evaluations)
    assert [task.seed for task in parts] == list(range(5, 5 + islands))
    timed = Search(Task("gsa", "hill", "1min", 0), islands).parts()
    assert abs(sum((Fraction(task.budget[:-1]) for task in timed), Fraction(0)) - 60) < Fraction(1, 100)


@pytest.mark.parametrize(
    ("islands", "budget", "reason"),
    [(0, "100", "at least 1"), (101, "1000", "at most 100"), (8, "7", "too small for 8 islands")],
)
def test_impossible_islands(islands: int, budget: str, reason: str) -> None:
    """Numbers of islands that cannot be are refused."""
    with pytest.raises(InputError, match=reason):
        Search(Task("gsa", "hill", budget, 0), islands).parts()
