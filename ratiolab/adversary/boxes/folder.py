"""The run folder of a box: every cell on disk before the next one begins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from ratiolab.adversary.boxes.cell import Cell, Worst
from ratiolab.adversary.run_database import RunDatabase

DATABASE = "box.sqlite"

_TABLES = """
CREATE TABLE IF NOT EXISTS box (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS cell (
    algorithm TEXT, memory INTEGER, prompt INTEGER, jobs INTEGER, found TEXT NOT NULL, seconds REAL NOT NULL,
    PRIMARY KEY (algorithm, memory, prompt, jobs)
);
"""


class BoxFolder(RunDatabase):
    """A folder with the database of a box."""

    FILE = DATABASE
    TABLES = _TABLES
    ASKED = "box"
    KEY = 1

    def known(self) -> set[tuple[str, Cell]]:
        """Algorithms, as text, and cells that are done."""
        rows = self.read("SELECT algorithm, memory, prompt, jobs FROM cell")
        return {(algorithm, Cell(memory, prompt, jobs)) for algorithm, memory, prompt, jobs in rows}

    def keep(self, algorithm: str, cell: Cell, worst: Worst, seconds: float) -> None:
        """Keep what a cell holds for an algorithm."""
        values = (algorithm, cell.memory, cell.prompt, cell.jobs, json.dumps(asdict(worst)), seconds)
        self.write("INSERT INTO cell VALUES (?, ?, ?, ?, ?, ?)", *values)

    def worst(self, algorithm: str) -> Iterator[tuple[Cell, Worst]]:
        """Every cell of an algorithm: fewest jobs first, then smallest budget, then smallest prompt."""
        rows = self.read(
            "SELECT memory, prompt, jobs, found FROM cell WHERE algorithm = ? ORDER BY jobs, memory, prompt",
            algorithm,
        )
        for memory, prompt, jobs, text in rows:
            fields = json.loads(text)
            below = fields["below"]
            fields |= {"lengths": tuple(fields["lengths"]), "below": None if below is None else tuple(below)}
            yield Cell(memory, prompt, jobs), Worst(**fields)

    def seconds(self) -> float:
        """Spent on all cells."""
        (total,) = self.read("SELECT SUM(seconds) FROM cell")[0]
        return total or 0.0
