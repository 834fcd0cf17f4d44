"""The run folder: every improvement and every checkpoint on disk before the search goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Any

from ratiolab.adversary.run_database import RunDatabase
from ratiolab.adversary.search.candidate import Region
from ratiolab.adversary.witnesses.file import parse_witness, witness_to_json, write_witness
from ratiolab.adversary.witnesses.witness import Witness
from ratiolab.algorithms import Algorithm, name_of
from ratiolab.documents.files import shown
from ratiolab.errors import InputError
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
            self.write_best(witness)

    def write_best(self, witness: Witness) -> None:
        """Write the file of the best witness, which the database holds already."""
        try:
            write_witness(witness, self.witness_path)
        except InputError as error:
            raise InputError(
                f"{error}: the witness is kept in {DATABASE}, and --resume writes it again"
            ) from None

    def holds(self, witness: Witness) -> bool:
        """Whether the file of the best witness is there and holds this one."""
        right = witness_to_json(witness).encode()
        try:  # of the right size, so that it is read to its end
            size = self.witness_path.stat().st_size
            return size == len(right) and self.witness_path.read_bytes() == right
        except OSError:
            return False

    def check(self, algorithm: Algorithm, region: Region) -> None:
        """Read everything once, so that damage is told before the work begins.

        Parameters
        ----------
        algorithm : Algorithm
            Whose ratio the run drives up: a witness of another one is damage, and imports nothing.
        region : Region
            What is searched: a witness out of it is damage.

        Raises
        ------
        InputError
            Saying that the run cannot go on, and why.
        """
        self.last_checkpoint()
        for improvement, text in self._improvements():
            try:
                witness = parse_witness(text, f"evaluation {improvement.evaluation}")
            except InputError as error:
                self.damaged(str(error))
            if witness.ratio != improvement.ratio:
                self.damaged(f"evaluation {improvement.evaluation} has a ratio that is not its witness's")
            if (witness.algorithm, witness.parameters) != (name_of(algorithm), algorithm.parameters):
                self.damaged(f"evaluation {improvement.evaluation} has a witness of {witness.label}")
            if witness.instance.memory > region.memory or witness.instance.jobs > region.jobs:
                self.damaged(f"evaluation {improvement.evaluation} has a witness out of the region")

    def best(self, before: int | None = None) -> Witness | None:
        """The best witness so far, or among the evaluations below `before`."""
        kept = [
            (improvement.ratio, text)
            for improvement, text in self._improvements()
            if before is None or improvement.evaluation < before
        ]
        if not kept:
            return None
        return parse_witness(max(kept, key=lambda entry: entry[0])[1], str(self.folder / DATABASE))

    def best_ratio(self) -> Fraction | None:
        """The largest ratio on disk, found again or not yet."""
        return max((improvement.ratio for improvement in self.improvements()), default=None)

    def improvements(self) -> list[Improvement]:
        """All improvements in the order in which they were found."""
        return [improvement for improvement, _ in self._improvements()]

    def _improvements(self) -> Iterator[tuple[Improvement, str]]:
        """Every row with the text of its witness, checked to be of the right kind."""
        for row in self.read("SELECT evaluation, ratio, move, witness FROM improvement ORDER BY evaluation"):
            evaluation, ratio, move, witness = row
            right = type(evaluation) is int and evaluation >= 0 and isinstance(move, str)
            value = _fraction(ratio)
            if not right or value is None or type(witness) is not str:
                self.damaged(f"an improvement reads {shown(row[:3])}")
            yield Improvement(evaluation, value, move), witness

    def checkpoint(self, at: Checkpoint) -> None:
        """Keep where the search stands."""
        row = (at.evaluations, at.seconds, at.state)
        self.write("INSERT OR REPLACE INTO checkpoint VALUES (1, ?, ?, ?)", *row)

    def last_checkpoint(self) -> Checkpoint | None:
        """Where the search stood last, or None."""
        rows = self.read("SELECT evaluations, seconds, state FROM checkpoint")
        if not rows:
            return None
        evaluations, seconds, state = rows[0]
        counted = type(evaluations) is int and evaluations >= 0
        if not counted or type(seconds) is not float or not (isfinite(seconds) and seconds >= 0):
            self.damaged(f"its checkpoint is at {shown(evaluations)} evaluations, {shown(seconds)} seconds")
        self.object(state, "the state of the search")
        return Checkpoint(evaluations, seconds, state)


def _fraction(text: Any) -> Fraction | None:
    """The fraction that is written, None for anything else."""
    p, _, q = text.partition("/") if type(text) is str and len(text) <= 2100 else ("", "", "")
    digits = all(part.isascii() and part.isdigit() for part in (p, q))
    return Fraction(int(p), int(q)) if digits and int(q) > 0 else None
