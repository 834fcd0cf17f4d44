"""The run folder of a box: every cell on disk before the next one begins."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from math import isfinite
from typing import Any

from ratiolab.adversary.boxes.cell import Cell, Worst
from ratiolab.adversary.run_database import RunDatabase
from ratiolab.algorithms import Algorithm
from ratiolab.documents.files import shown

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

    def check(self, wanted: Mapping[str, tuple[Algorithm, int]]) -> None:
        """Read everything once, so that damage is told before the work begins.

        Parameters
        ----------
        wanted : mapping
            From the text of each algorithm to it and the most jobs that it is swept for.

        Raises
        ------
        InputError
            Saying that the run cannot go on, and why.
        """
        for text, memory, prompt, jobs, found, seconds in self.read("SELECT * FROM cell"):
            at = f"the cell {shown(text)}, M = {shown(memory)}, s = {shown(prompt)}, n = {shown(jobs)}"
            numbers = all(type(number) is int for number in (memory, prompt, jobs))
            if text not in wanted or not numbers or not (0 <= prompt < memory and jobs >= 1):
                self.damaged(f"{at} is none of the box")
            if type(seconds) is not float or not (isfinite(seconds) and seconds >= 0):
                self.damaged(f"{at} took {shown(seconds)} seconds")
            algorithm, most = wanted[text]
            cell, kept = Cell(memory, prompt, jobs), self.object(found, f"what {at} holds")
            if jobs > most or not is_worst(kept, cell, algorithm):
                self.damaged(f"{at} holds what no cell does")

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


def is_worst(kept: dict[str, Any], cell: Cell, algorithm: Algorithm) -> bool:
    """Whether a JSON object is what `BoxFolder.keep` writes of a cell; its ratio is computed again later."""
    if set(kept) != {"cost", "optimum", "lengths", "instances", "orders", "below"}:
        return False
    counted = all(type(kept[name]) is int and kept[name] >= 1 for name in ("cost", "optimum", "instances"))
    orders = kept["orders"] == cell.orders(algorithm) and type(kept["orders"]) is int
    below = kept["below"] is None or _fits(kept["below"], cell)
    return counted and orders and below and _fits(kept["lengths"], cell)


def _fits(lengths: Any, cell: Cell) -> bool:
    """Whether these are response lengths of an instance of a cell."""
    if type(lengths) is not list or len(lengths) != cell.jobs:
        return False
    return all(type(o) is int and 1 <= o <= cell.capacity for o in lengths)
