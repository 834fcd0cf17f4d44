"""Searches: budgets kept, same seed same result, nothing lost when stopped or killed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import asdict, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from proofs.exact.surd import Quadratic
from ratiolab.adversary.campaign.executors import Serial
from ratiolab.adversary.campaign.folder import DATABASE, RunFolder
from ratiolab.adversary.campaign.run import run_task
from ratiolab.adversary.campaign.task import Budget, Task
from ratiolab.adversary.scoring.scorer import Scorer
from ratiolab.adversary.search.candidate import Candidate, Region, tidy
from ratiolab.adversary.search.genome import just_under
from ratiolab.adversary.search.strategies import STRATEGIES
from ratiolab.adversary.witnesses.file import parse_witness
from ratiolab.algorithms import make, parse
from ratiolab.core.pipeline import peak
from ratiolab.errors import InputError
from ratiolab.slices import ladder, scaling_factor
from ratiolab.theory import TheoryBound
from tests.cli.command import Command


def small(strategy: str, budget: str = "1200", **region: int) -> Task:
    """A short search on GSA."""
    return Task("gsa:alpha=2", strategy, budget, 7, **region)


def improvements(folder: Path) -> list[tuple[int, Fraction, str]]:
    """All improvements in a run folder."""
    store = RunFolder(folder)
    listed = [(i.evaluation, i.ratio, i.move) for i in store.improvements()]
    store.close()
    return listed


@pytest.mark.slow
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_same_seed_same_result(tmp_path: Path, strategy: str) -> None:
    """Two searches with one seed find the same witnesses at the same evaluations and end alike."""
    first, second = (run_task(tmp_path / name, small(strategy)) for name in "ab")
    assert improvements(tmp_path / "a") == improvements(tmp_path / "b")
    assert first.state == second.state
    assert first.best is not None
    assert first.evaluations == 1200


@pytest.mark.slow
@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("stop_at", [1, 777])
def test_stopped_anywhere_and_resumed_equals_uninterrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strategy: str, stop_at: int
) -> None:
    """A stop inside a batch, then --resume: the same witnesses and the same final state."""
    whole = run_task(tmp_path / "whole", small(strategy))
    calls = 0
    plain = Scorer.score

    def stopping(self: Scorer, candidate: Candidate) -> float:
        nonlocal calls
        calls += 1
        if calls == stop_at:
            raise KeyboardInterrupt
        return plain(self, candidate)

    with monkeypatch.context() as patch:
        patch.setattr(Scorer, "score", stopping)
        with pytest.raises(KeyboardInterrupt):
            run_task(tmp_path / "parts", small(strategy))
    before = improvements(tmp_path / "parts")
    resumed = run_task(tmp_path / "parts", None)
    assert improvements(tmp_path / "parts") == improvements(tmp_path / "whole")
    assert before == improvements(tmp_path / "whole")[: len(before)]
    assert resumed.state == whole.state
    assert (tmp_path / "parts/witness.json").read_text() == (tmp_path / "whole/witness.json").read_text()


@pytest.mark.slow
def test_killed_process_loses_nothing(tmp_path: Path) -> None:
    """SIGKILL in the middle: what was found is on disk, and the resumed search ends as a whole one."""
    task = small("structured", str(8 * Serial.batch))
    arguments = ["search", "--alg", "gsa", "--alpha", "2", "--strategy", "structured", "--seed", "7"]
    arguments += ["--budget", task.budget, "--out", str(tmp_path / "parts")]
    process = subprocess.Popen([sys.executable, "-m", "ratiolab", *arguments], stdout=subprocess.DEVNULL)
    database, done = tmp_path / "parts" / DATABASE, 0
    until = time.monotonic() + 120
    while done < 2 * Serial.batch and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
        if database.exists():
            try:
                with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as looked:
                    row = looked.execute("SELECT evaluations FROM checkpoint").fetchone()
                    done = row[0] if row else 0
            except sqlite3.OperationalError:
                continue
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    before = improvements(tmp_path / "parts")
    resumed = run_task(tmp_path / "parts", None)
    whole = run_task(tmp_path / "whole", task)
    assert before
    assert before == improvements(tmp_path / "whole")[: len(before)]
    assert improvements(tmp_path / "parts") == improvements(tmp_path / "whole")
    assert resumed.state == whole.state


@pytest.mark.slow
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_strategies_keep_to_the_region(strategy: str) -> None:
    """No candidate leaves the region, whatever the strategy is told."""
    region = Region(memory=150, jobs=60)
    made = STRATEGIES[strategy](make("gsa", alpha="3/2"), region, 3)
    scores = [1.0, 5.0, 2.0, 9.0, 3.0]
    for i in range(400):
        candidate = made.ask()
        assert candidate.memory <= 150
        assert candidate.jobs <= 60
        candidate.instance()
        made.tell(candidate, scores[i % 5] + i / 1000)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gba:alpha=3/2", "sps", "sims"])
def test_other_algorithms(tmp_path: Path, name: str) -> None:
    """Algorithms without restarts are attacked by the same strategies; the witness holds."""
    outcome = run_task(tmp_path, Task(name, "structured", "400", 0))
    assert outcome.best is not None
    assert outcome.best.witness.ratio > Fraction(3, 2)


@pytest.mark.slow
def test_structured_reaches_the_known_family(tmp_path: Path) -> None:
    """A few thousand evaluations find GSA's ratio above 12.6 at alpha = 2."""
    outcome = run_task(tmp_path, Task("gsa:alpha=2", "structured", "4000", 0))
    assert outcome.best is not None
    assert outcome.best.witness.ratio > Fraction(126, 10)


def test_just_under_a_peak() -> None:
    """The prompt found is the least for which one more job does not fit on that slice."""
    alpha = scaling_factor("2")
    prompt = just_under(alpha, 60_000, 1, 2)
    assert prompt is not None
    for s, fits in ((prompt, False), (prompt - 1, True)):
        assert (peak(3, ladder(alpha, 60_000 - s)[-2], s) <= 60_000) is fits


def test_tidy_clamps_and_scales() -> None:
    """Lengths are clamped and merged, counts scaled down to the region; nothing left is None."""
    made = tidy(100, 40, [(90, 30), (60, 30), (5, 0), (-3, 40)], Region(50, 20), "x")
    assert made is not None
    assert (made.memory, made.prompt, made.lengths, made.counts) == (50, 40, (1, 10), (8, 12))
    assert tidy(100, 40, [(5, 0)], Region(), "x") is None


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("10min", Budget(seconds=600.0)),
        ("90s", Budget(seconds=90.0)),
        ("0.5h", Budget(seconds=1800.0)),
        ("1e6", Budget(evaluations=10**6)),
        ("250", Budget(evaluations=250)),
    ],
)
def test_budget(text: str, budget: Budget) -> None:
    """Times and numbers of evaluations are told apart by their unit."""
    assert Budget.parse(text) == budget


@pytest.mark.parametrize("text", ["", "0", "-1", "10 parsecs", "1.5", "1e99", "0s", "1e6min"])
def test_budget_refused(text: str) -> None:
    """Anything else is refused in one line."""
    with pytest.raises(InputError, match="use a time"):
        Budget.parse(text)


@pytest.mark.slow
def test_command(ratiolab: Command, tmp_path: Path) -> None:
    """The command ends with the best witness, which `verify` accepts; a used folder is refused."""
    out = str(tmp_path / "run")
    options = ("--alg", "gsa", "--alpha", "2", "--budget", "600", "--out", out)
    done = ratiolab("search", *options, "--json")
    assert done.code == 0
    best: dict[str, Any] = done.json["best"]
    assert Fraction(best["ratio"]) > 2
    assert ratiolab("verify", best["witness"]).code == 0
    again = ratiolab("search", *options)
    assert (again.code, "already holds a search" in again.err) == (2, True)
    resumed = ratiolab("search", "--resume", out, "--json")
    assert (resumed.code, resumed.json["evaluations"], resumed.json["best"]) == (0, 600, best)
    board = ratiolab("search", "--leaderboard", out)
    assert "gsa(alpha=2)" in board.out


def test_command_refuses(ratiolab: Command, tmp_path: Path) -> None:
    """Missing or contradictory options are one line and exit code 2."""
    out = str(tmp_path / "run")
    for arguments in (
        ("--alg", "gsa"),
        ("--out", out),
        ("--alg", "sps", "--alpha", "2", "--out", out),
        ("--alg", "gsa", "--budget", "long", "--out", out),
        ("--alg", "gsa", "--max-memory", "1", "--out", out),
        ("--resume", str(tmp_path / "nothing")),
        ("--leaderboard", str(tmp_path)),
    ):
        done = ratiolab("search", *arguments)
        assert done.code == 2, arguments
        assert done.err.count("\n") == 1


def test_search_above_a_bound_is_loud(
    ratiolab: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search that gets above a proved bound says so, keeps the witness and exits with 1."""
    bound = TheoryBound(Quadratic(Fraction(2)), "a wrong theorem", derived=True)
    monkeypatch.setattr("ratiolab.theory.worst_case_for", lambda algorithm, problem: bound)
    done = ratiolab("search", "--alg", "gsa", "--alpha", "2", "--budget", "300", "--out", str(tmp_path))
    assert done.code == 1
    assert "ABOVE A PROVED BOUND" in done.err
    assert (tmp_path / "witness.json").exists()


def test_command_line_is_repeatable() -> None:
    """The command kept in a witness names algorithm and parameters as the command line reads them."""
    task = Task("gsa:alpha=(7 + sqrt(13))/6", "hill", "1e3", 5, memory=200, jobs=400)
    assert task.command == (
        "ratiolab search --alg gsa --alpha '(7 + sqrt(13))/6' --strategy hill --budget 1e3 --seed 5 "
        "--max-memory 200 --max-jobs 400"
    )
    assert parse(task.algorithm).parameters == {"alpha": "(7 + sqrt(13))/6"}


def test_time_that_runs_out_before_the_best_is_found_again(tmp_path: Path) -> None:
    """Killed after an improvement and before the checkpoint, little time left: still the result."""
    whole = run_task(tmp_path / "whole", small("structured", "300"))
    assert whole.best is not None
    kept = improvements(tmp_path / "whole")
    store = RunFolder(tmp_path / "parts")
    store.ask(asdict(replace(small("structured"), budget="0.000001s")))
    store.improve(kept[-1][0], kept[-1][2], whole.best.witness)  # no checkpoint: all begins anew
    store.close()
    resumed = run_task(tmp_path / "parts", None)
    assert resumed.evaluations < kept[-1][0]
    assert resumed.best is not None
    assert resumed.best.witness == whole.best.witness
    text = (tmp_path / "parts/witness.json").read_text()
    assert parse_witness(text, "w") == whole.best.witness
