"""Run folders: databases and plans of searches and boxes, changed row by row and byte by byte."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from ratiolab.adversary.boxes.run import Box, run_box
from ratiolab.adversary.campaign.run import run_searches
from ratiolab.adversary.campaign.task import Search, Task
from ratiolab.errors import InputError, ScheduleError, one_line
from tests.fuzz import truth
from tests.fuzz.mutation import VALUES, mutated_bytes, mutated_json, written
from tests.fuzz.reader import Reader, require_line

#: Columns that hold JSON.
_JSON = {"value", "state", "witness", "found"}


class RunFolders(Reader):
    """Folders of one kind; an input is the seed of its changes, as a folder is no text.

    Parameters
    ----------
    name : str
    home : Path
        Where the folder that is changed lies.
    """

    def __init__(self, name: str, home: Path) -> None:
        vars(self).update(name=name)
        self.home = home
        self.files = sorted(path for path in home.rglob("*") if path.suffix in (".sqlite", ".json"))

    def mutant(self, draw: Random) -> bytes:
        """A seed."""
        return str(draw.randrange(2**60)).encode()

    def read(self, mutant: bytes, folder: Path) -> str:
        """Change a copy and go on with it."""
        draw, copy = Random(int(mutant)), folder / "run"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.home, copy)
        for _ in range(draw.choice((1, 1, 2))):
            path = copy / draw.choice(self.files).relative_to(self.home)
            change(draw, path)
        try:
            self.resume(copy)
        except (InputError, ScheduleError) as error:
            require_line(one_line(str(error)))
            return "unreadable"
        return "accepted"

    def resume(self, folder: Path) -> None:
        """Go on with a folder; what it ends with must be true."""
        if self.name == "run-box":
            for fault in run_box(folder, None).faults:
                require_line(fault)  # a lie about a cell was told
            return
        for result in run_searches(folder, None):
            if result.best is not None:
                truth.witness_is_true(json.loads(result.witness_path.read_bytes()))


def change(draw: Random, path: Path) -> None:
    """Change one thing about a file of a run folder."""
    if not path.exists() or draw.random() < 0.1:
        path.unlink(missing_ok=True)
        return
    if path.suffix == ".json":
        try:
            document = json.loads(path.read_bytes())
        except ValueError:
            document = None  # changed before
        if document is None or draw.random() < 0.3:
            path.write_bytes(mutated_bytes(draw, path.read_bytes()))
        else:
            path.write_bytes(written(mutated_json(draw, document, [document])))
        return
    if draw.random() < 0.2:
        whole = path.read_bytes()
        at = draw.randrange(len(whole))
        path.write_bytes(whole[:at] + draw.randbytes(draw.choice((1, 4, 100))) + whole[at + 4 :])
        return
    with closing(sqlite3.connect(path)) as database:
        try:
            with database:
                _change_row(draw, database)
        except (sqlite3.Error, OverflowError, ValueError, TypeError):
            return  # the database itself does not take that, or was changed before


def _change_row(draw: Random, database: sqlite3.Connection) -> None:
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    if not tables:
        return
    table = draw.choice(tables)
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    rows = database.execute(f"SELECT rowid, * FROM {table}").fetchall()
    if not rows or draw.random() < 0.05:
        database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})",
                         [draw.choice((1, "x", "{}", 2.5, b"\xff")) for _ in columns])  # fmt: skip
        return
    row, place = draw.choice(rows), draw.randrange(len(columns))
    if draw.random() < 0.05:
        database.execute(f"DELETE FROM {table} WHERE rowid = ?", (row[0],))
        return
    value: Any = row[place + 1]
    if columns[place] in _JSON and draw.random() < 0.8:
        value = json.dumps(mutated_json(draw, json.loads(value), [json.loads(value)]))
    else:
        plain = [value for value in VALUES if isinstance(value, int | float | str)]
        value = draw.choice((*plain, b"\x00\xff", -5, 10**6))
    database.execute(f"UPDATE {table} SET {columns[place]} = ? WHERE rowid = ?", (value, row[0]))


def readers(home: Path) -> list[Reader]:
    """Folders of a search, of islands, of a strategy with genomes, and of a box, made in `home`."""
    run_searches(home / "search", [Search(Task("mc-sf", "evolve", "25", 1, 60, 12))])
    run_searches(home / "genomes", [Search(Task("gsa:alpha=2", "structured", "25", 1, 60, 12))])
    run_searches(home / "islands", [Search(Task("gsa:alpha=2", "hill", "8", 3, 40, 8), 2)])
    run_box(home / "box", Box(2, 3, 2, ("sps", "gsa:alpha=2")))
    return [RunFolders(f"run-{name}", home / name) for name in ("search", "genomes", "islands", "box")]
