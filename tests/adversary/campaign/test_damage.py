"""Run folders from elsewhere: damage is one line, nothing is imported, nothing that was kept is lost."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ratiolab.adversary.boxes.folder import DATABASE as BOX
from ratiolab.adversary.campaign.curves import planned, run_curves
from ratiolab.adversary.campaign.folder import DATABASE, RunFolder
from ratiolab.adversary.campaign.run import run_task
from ratiolab.adversary.campaign.task import Task
from ratiolab.errors import InputError
from tests.adversary.damage import change, one_line
from tests.cli.command import Command

TASK = Task("mc-sf", "evolve", "60", 1, 60, 12)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished search and a finished box."""
    folder = tmp_path_factory.mktemp("made")
    run_task(folder / "search", TASK)
    return folder


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A copy of the finished search."""
    return Path(shutil.copytree(made / "search", tmp_path / "search"))


def rewrite(path: Path, table: str, column: str, **changes: Any) -> None:
    """Change members of a JSON object in a database."""
    with closing(sqlite3.connect(path)) as database:
        (text,) = database.execute(f"SELECT {column} FROM {table}").fetchone()
    change(path, f"UPDATE {table} SET {column} = ?", json.dumps(json.loads(text) | changes))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"jobs": -5}, "jobs"),
        ({"memory": True}, "memory"),
        ({"memory": 2.5}, "memory"),
        ({"seed": "0"}, "seed"),
        ({"seed": -1}, "seed"),
        ({"budget": 60}, "budget is 60: it must be text"),
        ({"budget": "for ever"}, "budget 'for ever'"),
        ({"strategy": "evolve\x1b[2J"}, "unknown strategy"),
        ({"strategy": ["evolve"]}, "strategy is a list"),
        ({"algorithm": "x=[/]"}, "unknown algorithm"),
        ({"algorithm": None}, "algorithm is null"),
        ({"more": 1}, "another version"),
    ],
)
def test_what_was_asked_for(ratiolab: Command, run: Path, changes: dict[str, Any], reason: str) -> None:
    """A field that is wrong is named, with the folder; the search does not begin."""
    rewrite(run / DATABASE, "job", "value", **changes)
    said = one_line(ratiolab("search", "--resume", str(run)))
    assert reason in said
    assert "search" in said


def scored(**changes: Any) -> list[Any]:
    """A candidate of the region as a state holds it."""
    whole = {"score": 1.5, "memory": 60, "prompt": 3, "lengths": [2, 5], "counts": [3, 4], "move": "clone"}
    return list((whole | changes).values())


@pytest.mark.parametrize(
    "member",
    [
        scored(counts=[3, -4]),
        scored(counts=[3, 10**9]),
        scored(counts=[3]),
        scored(lengths=[5, 2]),
        scored(lengths=[2, 58]),
        scored(lengths=[], counts=[]),
        scored(memory=61),
        scored(prompt=60),
        scored(score="1.5"),
        scored(score=float("nan")),
        scored(memory=True),
        scored(move=7),
        scored()[:-1],
        "candidate",
        7,
    ],
)
def test_states_that_no_search_was_in(ratiolab: Command, run: Path, member: Any) -> None:
    """Candidates out of the region, once an endless loop, are damage; one of the region is none."""
    rewrite(run / DATABASE, "checkpoint", "state", archive=[["cell", scored()]])
    assert ratiolab("search", "--resume", str(run)).code == 0
    rewrite(run / DATABASE, "checkpoint", "state", archive=[["cell", member]])
    assert "the run cannot go on" in one_line(ratiolab("search", "--resume", str(run)))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE checkpoint SET evaluations = -1",
        "UPDATE checkpoint SET evaluations = 'many'",
        "UPDATE checkpoint SET seconds = -1.0",
        "UPDATE checkpoint SET seconds = 9e999",
        "UPDATE checkpoint SET state = 'no JSON'",
        "UPDATE checkpoint SET state = x'00ff'",
        'UPDATE checkpoint SET state = \'{"rng": [3, [1, 2], null], "archive": []}\'',
        "UPDATE improvement SET ratio = '9/1'",
        "UPDATE improvement SET ratio = '1/0'",
        "UPDATE improvement SET ratio = 2",
        "UPDATE improvement SET move = x'00'",
        "UPDATE improvement SET witness = '{}'",
        "UPDATE improvement SET witness = replace(witness, '\"memory\": ', '\"memory\": 1')",
        "UPDATE improvement SET witness = replace(witness, 'mc-sf', 'planted:Mine')",
        "UPDATE improvement SET witness = CAST(x'ff' AS TEXT)",
        "INSERT INTO job VALUES ('other', '{}')",
        "DROP TABLE improvement",
        "CREATE TRIGGER more AFTER UPDATE ON checkpoint BEGIN DELETE FROM improvement; END",
        "CREATE VIEW endless AS SELECT 1",
        "ALTER TABLE job RENAME TO task",
    ],
)
def test_rows_that_no_search_wrote(ratiolab: Command, run: Path, statement: str) -> None:
    """Rows and tables that a search does not write are one line that says that it cannot go on."""
    change(run / DATABASE, statement)
    said = one_line(ratiolab("search", "--resume", str(run)))
    assert "the run cannot go on" in said


def test_a_file_that_is_no_database(ratiolab: Command, run: Path) -> None:
    """Text, cut off files and folders under the name of the database are told by one line."""
    whole = (run / DATABASE).read_bytes()
    for content in (b"text" * 100, whole[:3000], whole[:100] + b"\xff" * 400 + whole[500:]):
        (run / DATABASE).write_bytes(content)
        one_line(ratiolab("search", "--resume", str(run)))
    (run / DATABASE).unlink()
    assert "holds no search" in one_line(ratiolab("search", "--resume", str(run)))
    (run / DATABASE).mkdir()
    assert "holds no search" in one_line(ratiolab("search", "--resume", str(run)))


def test_a_witness_file_that_is_gone_is_written_again(ratiolab: Command, run: Path) -> None:
    """A finished search whose witness file is missing or changed has it again after --resume."""
    right = (run / "witness.json").read_text()
    (run / "witness.json").unlink()
    assert ratiolab("search", "--resume", str(run)).code == 0
    assert (run / "witness.json").read_text() == right
    (run / "witness.json").write_text("{}")
    assert ratiolab("search", "--resume", str(run)).code == 0
    assert (run / "witness.json").read_text() == right


def test_a_full_disk_loses_nothing(run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that cannot write stops with one line, and ends, resumed, as if it had not been stopped."""
    plain = RunFolder.write

    def full(self: RunFolder, statement: str, *values: str | float) -> None:
        if "INTO checkpoint" in statement:
            (pages,) = self.read("PRAGMA page_count")[0]
            self._connection.execute(f"PRAGMA max_page_count = {pages}")
            values = (*values[:-1], str(values[-1]) + " " * 200_000)
        plain(self, statement, *values)

    with monkeypatch.context() as patch:
        patch.setattr(RunFolder, "write", full)
        with pytest.raises(InputError, match="database or disk is full: what was kept before is there"):
            run_task(tmp_path / "full", TASK)
    run_task(tmp_path / "full", None)
    assert (tmp_path / "full/witness.json").read_text() == (run / "witness.json").read_text()
    with RunFolder(run) as whole, RunFolder(tmp_path / "full") as stopped:
        assert whole.improvements() == stopped.improvements()
        whole_at, stopped_at = whole.last_checkpoint(), stopped.last_checkpoint()
        assert whole_at is not None
        assert stopped_at is not None
        assert whole_at.state == stopped_at.state


def test_a_witness_file_that_cannot_be_written(ratiolab: Command, run: Path) -> None:
    """The witness is in the database: the line says so, and a later --resume writes the file."""
    right = (run / "witness.json").read_text()
    (run / "witness.json").unlink()
    (run / "witness.json").symlink_to("/dev/full")
    assert "the witness is kept" in one_line(ratiolab("search", "--resume", str(run)))
    (run / "witness.json").unlink()
    assert ratiolab("search", "--resume", str(run)).code == 0
    assert (run / "witness.json").read_text() == right


#: A module that leaves a trace when it is imported.
MODULE = """
from pathlib import Path
Path("trace").write_text("imported")
from ratiolab.algorithms.mc_sf import MCSF
class Mine(MCSF):
    name = "mine"
"""


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder worked in, with a module that leaves a trace."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "planted_in_run.py").write_text(MODULE)
    return tmp_path / "trace"


def test_nothing_is_imported_because_a_folder_says_so(
    ratiolab: Command, run: Path, planted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Searches, plans, boxes, curves and leaderboards import a class only if --trust names its module."""
    name = "planted_in_run:Mine"
    rewrite(run / DATABASE, "job", "value", algorithm=name)
    search = {"name": "", "islands": 2, "algorithm": name, "strategy": "hill", "budget": "4", "seed": 0}
    plan = {"format": "ratiolab.search-plan", "version": 1, "searches": [search]}
    for folder in ("plan", "board"):
        Path(folder).mkdir()
    Path("plan/plan.json").write_text(json.dumps(plan))
    witness = json.loads((run / "witness.json").read_text())
    Path("board/one.json").write_text(json.dumps(witness | {"algorithm": name}))
    assert ratiolab("box", "--n", "2", "--memory", "3", "--alg", "sps", "--out", "box").code == 0
    rewrite(Path("box") / BOX, "box", "value", algorithms=[name])
    calls = [
        ("search", "--resume", str(run)),
        ("search", "--resume", "plan"),
        ("search", "--leaderboard", "board"),
        ("box", "--resume", "box"),
    ]
    for call in calls:
        assert "add --trust planted_in_run" in one_line(ratiolab(*call))
    (task,) = planned(["mc-sf"], ["evolve"], 1, 60, memory=60, jobs=12)
    shutil.copytree(run, "runs/mc-sf_evolve_0")
    with pytest.raises(InputError, match="holds another search"):
        list(run_curves(Path("runs"), [task]))
    assert not planted.exists()
    assert ratiolab("search", "--resume", "plan", "--trust", "planted_in_run").code == 0
    assert planted.exists()
    for call in calls[2:]:
        monkeypatch.delitem(sys.modules, "planted_in_run", raising=False)
        ratiolab(*call, "--trust", "planted_in_run")
        assert "planted_in_run" in sys.modules


def test_trust_without_a_folder(ratiolab: Command) -> None:
    """What is named on the command line is trusted: --trust says nothing there."""
    call = ("search", "--alg", "gsa", "--out", "x", "--trust", "os")
    assert "--trust goes with --resume" in one_line(ratiolab(*call))


def test_leaderboard_as_json(ratiolab: Command, made: Path, tmp_path: Path) -> None:
    """--leaderboard --json is one object with a row per witness."""
    shutil.copy(made / "search/witness.json", tmp_path / "one.json")
    told = ratiolab("search", "--leaderboard", str(tmp_path), "--json").json
    assert told["format"] == "ratiolab.leaderboard"
    (row,) = told["witnesses"]
    assert (row["file"], row["algorithm"], row["exceeds"]) == ("one.json", "mc-sf", False)
