"""Folders of boxes from elsewhere: damage is one line; what cannot be written is printed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ratiolab.adversary.boxes.folder import DATABASE as BOX
from tests.adversary.damage import change, one_line
from tests.cli.command import Command


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE box SET value = json_set(value, '$.jobs', -1)",
        "UPDATE box SET value = json_set(value, '$.memory', 10000)",
        "UPDATE box SET value = json_set(value, '$.slow_jobs', 'x')",
        "UPDATE box SET value = json_set(value, '$.algorithms', 7)",
        "UPDATE box SET value = '[]'",
        "UPDATE cell SET jobs = -2 WHERE jobs = 2",
        "UPDATE cell SET prompt = memory WHERE jobs = 1 AND prompt = 2",
        "UPDATE cell SET algorithm = 'gsa'",
        "UPDATE cell SET seconds = 'long'",
        "UPDATE cell SET found = json_set(found, '$.cost', 0)",
        "UPDATE cell SET found = json_set(found, '$.orders', 99)",
        "UPDATE cell SET found = json_set(found, '$.lengths', json('[1000000]'))",
        "UPDATE cell SET found = json_remove(found, '$.below')",
        "UPDATE cell SET found = 'none'",
    ],
)
def test_boxes_that_no_sweep_wrote(ratiolab: Command, tmp_path: Path, statement: str) -> None:
    """Boxes and cells that are none are told by one line: negative jobs were a traceback."""
    assert (
        ratiolab("box", "--n", "2", "--memory", "3", "--alg", "sps", "--out", str(tmp_path / "box")).code == 0
    )
    assert ratiolab("box", "--resume", str(tmp_path / "box")).code == 0
    change(tmp_path / "box" / BOX, statement)
    one_line(ratiolab("box", "--resume", str(tmp_path / "box")))


def test_an_index_of_another_table(ratiolab: Command, tmp_path: Path) -> None:
    """A database whose index holds other cells than its table is damaged: it was read by both."""
    call = ("box", "--n", "2", "--memory", "3", "--alg", "sps", "--out")
    assert ratiolab(*call, str(tmp_path / "box")).code == 0
    path = tmp_path / "box" / BOX
    with closing(sqlite3.connect(path)) as database:
        (size,) = database.execute("PRAGMA page_size").fetchone()
        where = "SELECT rootpage FROM sqlite_master WHERE name LIKE 'sqlite_autoindex_cell%'"
        (page,) = database.execute(where).fetchone()
    whole = path.read_bytes()
    index = slice((page - 1) * size, page * size)
    assert b"sps" in whole[index]
    path.write_bytes(whole[: index.start] + whole[index].replace(b"sps", b"spt") + whole[index.stop :])
    assert "the run cannot go on" in one_line(ratiolab("box", "--resume", str(tmp_path / "box")))


def test_a_box_that_cannot_write_its_report(ratiolab: Command, tmp_path: Path) -> None:
    """The maxima are printed all the same, then the error; the cells are kept."""
    (tmp_path / "report").mkdir()
    (tmp_path / "report/maxima.png").symlink_to("/dev/full")
    call = ("box", "--n", "2", "--memory", "3", "--alg", "sps", "--out", str(tmp_path / "box"), "--report")
    outcome = ratiolab(*call, str(tmp_path / "report"))
    assert outcome.code == 2
    assert "sps" in outcome.out
    assert "cannot be written: No space left on device" in outcome.err
