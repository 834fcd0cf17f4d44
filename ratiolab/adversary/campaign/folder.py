"""The run folder: every improvement and every checkpoint on disk before the search goes on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ratiolab.adversary.run_database import RunDatabase
from ratiolab.adversary.witnesses.file import parse_witness, witness_to_json, write_witness
from ratiolab.adversary.witnesses.witness import Witness
from ratiolab.ratios import fraction_text

DATABASE = "search.sqlite"
WITNESS = "witness.json"

_TABLES = """
CREATE TABLE IF NOT EXISTS job (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS improvement (
    evaluation INTEGER PRIMARY KEY, ratio TEXT NOT NULL, move TEXT NOT NULL, witness TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS checkpoint (
    id INTEGER PRIMARY KEY CHECK (id = 1), evaluations INTEGER NOT NULL, seconds REAL NOT NULL,
    state TEXT NOT NULL
);
"""


@dataclass(frozen=True)
class Checkpoint:
    """Where a search stood: evaluations done, seconds used, the strategy's state as JSON text."""

    evaluations: int
    seconds: float
    state: str


@dataclass(frozen=True)
class Improvement:
    """A witness better than all before it."""

    evaluation: int
    ratio: Fraction
    move: str


class RunFolder(RunDatabase):
    """A folder with the database of a search and its best witness as a file."""

    FILE = DATABASE
    TABLES = _TABLES
    ASKED = "job"
    KEY = "job"

    @property
    def witness_path(self) -> Path:
        """The best witness as a file."""
        return self.folder / WITNESS

    def improve(self, evaluation: int, move: str, witness: Witness) -> None:
        """Keep a witness; it is on disk when this returns. The file holds the best of all that are kept."""
        row = (evaluation, fraction_text(witness.ratio), move, witness_to_json(witness))
        self.write("INSERT OR REPLACE INTO improvement VALUES (?, ?, ?, ?)", *row)
        if witness.ratio == self.best_ratio():  # else found again, on the way to a better one
            write_witness(witness, self.witness_path)

    def best(self, before: int | None = None) -> Witness | None:
        """The best witness so far, or among the evaluations below `before`."""
        rows = self.read(
            "SELECT witness FROM improvement WHERE evaluation < ? ORDER BY evaluation DESC LIMIT 1",
            2**62 if before is None else before,
        )
        return parse_witness(rows[0][0], str(self.folder / DATABASE)) if rows else None

    def best_ratio(self) -> Fraction | None:
        """The largest ratio on disk, found again or not yet."""
        return max((improvement.ratio for improvement in self.improvements()), default=None)

    def improvements(self) -> list[Improvement]:
        """All improvements in the order in which they were found."""
        rows = self.read("SELECT evaluation, ratio, move FROM improvement ORDER BY evaluation")
        return [Improvement(e, Fraction(ratio), move) for e, ratio, move in rows]

    def checkpoint(self, at: Checkpoint) -> None:
        """Keep where the search stands."""
        row = (at.evaluations, at.seconds, at.state)
        self.write("INSERT OR REPLACE INTO checkpoint VALUES (1, ?, ?, ?)", *row)

    def last_checkpoint(self) -> Checkpoint | None:
        """Where the search stood last, or None."""
        rows = self.read("SELECT evaluations, seconds, state FROM checkpoint")
        return Checkpoint(*rows[0]) if rows else None
