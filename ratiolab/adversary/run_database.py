"""The database of a run folder: what was asked for, and all that was done, each on disk before the next.

A folder that comes from elsewhere is read as strictly as any file: tables other than ours, rows of the wrong
kind and text that is none are an `InputError` of one line, which says whether the run can go on.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, NoReturn, Self

from ratiolab.documents.files import shown
from ratiolab.errors import InputError

#: Bytes of the longest entry that is read, and rows of the longest table.
_LONGEST, _MOST_ROWS = 64 * 2**20, 10**6


class RunDatabase:
    """An SQLite file in a folder; as a context manager it is closed at the end.

    Parameters
    ----------
    folder : Path
        Made if it is not there.

    Attributes
    ----------
    FILE : str
        Name of the file.
    TABLES : str
        Definitions of the tables; one of them, `ASKED`, has one row with the key `KEY` and what was asked
        for as JSON.

    Raises
    ------
    InputError
        If the folder cannot be made or holds something else under the file's name.
    """

    FILE: ClassVar[str]
    TABLES: ClassVar[str]
    ASKED: ClassVar[str]
    KEY: ClassVar[str | int]

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(folder / self.FILE)
        except (OSError, sqlite3.Error, ValueError) as error:
            raise InputError(f"{folder}: is no run folder that can be written: {error}") from None
        try:
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
            self._prepare()
        except (InputError, sqlite3.Error, UnicodeError) as error:
            self._connection.close()
            if isinstance(error, InputError):
                raise
            raise InputError(f"{folder}: is no run folder that can be written: {error}") from None

    def _prepare(self) -> None:
        """Make the tables in a new file; in an old one there must be these and nothing else."""
        self._connection.execute("PRAGMA trusted_schema = OFF")  # a schema may hold code
        found = _schema(self._connection)
        if not found:
            self._connection.executescript(f"BEGIN;{self.TABLES}COMMIT;")
            return
        with closing(sqlite3.connect(":memory:")) as fresh:
            fresh.executescript(self.TABLES)
            if found != _schema(fresh):
                self.damaged("its tables are not those of a run of ratiolab")
        # an index that is not its table's would have two queries see two runs
        (sound,) = self.read("PRAGMA integrity_check(1)")[0]
        if sound != "ok":
            self.damaged(shown(sound))

    @classmethod
    def stored(cls, folder: Path) -> dict[str, Any] | None:
        """What the run in a folder was asked to do; None, and nothing is made, if it holds none."""
        try:
            if not (folder / cls.FILE).is_file():
                return None
        except (OSError, ValueError) as error:  # a name with a zero in it
            raise InputError(f"{folder}: is no run folder: {error}") from None
        with cls(folder) as database:
            return database.asked()

    def damaged(self, why: str) -> NoReturn:
        """Say that the run cannot go on, and why; raises InputError."""
        raise InputError(
            f"{self.folder / self.FILE}: is damaged: {why}: "
            "the run cannot go on, start it anew in a new folder"
        )

    def asked(self) -> dict[str, Any] | None:
        """What the run was asked to do, or None in a new folder."""
        rows = self.read(f"SELECT value FROM {self.ASKED}")
        if not rows:
            return None
        if len(rows) > 1:
            self.damaged(f"it holds {len(rows)} runs")
        return self.object(rows[0][0], "what was asked for")

    def object(self, text: Any, what: str) -> dict[str, Any]:
        """The JSON object in an entry; one that is none is damage."""
        try:
            parsed = json.loads(text) if type(text) is str else None
        except (ValueError, RecursionError):
            parsed = None
        if type(parsed) is not dict:
            self.damaged(f"{what} is {shown(text)}: it must be a JSON object")
        return parsed

    def ask(self, what: dict[str, Any]) -> None:
        """Keep what the run is asked to do."""
        self.write(f"INSERT OR REPLACE INTO {self.ASKED} VALUES (?, ?)", self.KEY, json.dumps(what))

    def read(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        try:
            rows = self._connection.execute(query, values).fetchmany(_MOST_ROWS + 1)
        except (sqlite3.Error, UnicodeError, OverflowError) as error:
            self.damaged(str(error))
        if len(rows) > _MOST_ROWS:
            self.damaged(f"it has more than {_MOST_ROWS} rows")
        return rows

    def write(self, statement: str, *values: str | float) -> None:
        """Change something; it is on disk when this returns.

        Raises
        ------
        InputError
            If it cannot be written, e.g. because the disk is full: what was written before is there.
        """
        try:
            with self._connection:
                self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise InputError(
                f"{self.folder / self.FILE}: cannot be written: {error}: what was kept before is there, "
                "and the run goes on from it with --resume"
            ) from None

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _schema(connection: sqlite3.Connection) -> set[tuple[Any, ...]]:
    """Everything that a file defines: tables with their text, indices, views and triggers."""
    return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master LIMIT 100"))
