"""Changes behind the back of a run folder, and what is said of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.cli.command import Outcome


def change(path: Path, statement: str, *values: Any) -> None:
    """Change a database behind the back of its folder."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(statement, values)


def one_line(outcome: Outcome) -> str:
    """What is said of bad input: one line, exit code 2."""
    assert (outcome.code, outcome.out) == (2, ""), outcome
    assert outcome.err.count("\n") == 1
    assert outcome.err.strip().isprintable()
    return outcome.err
