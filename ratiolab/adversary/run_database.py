"""The database of a run folder: what was asked for, and all that was done, each on disk before the next."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

from ratiolab.errors import InputError


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
            self._connection.executescript(self.TABLES)
        except (OSError, sqlite3.Error) as error:
            raise InputError(f"{folder}: is no run folder that can be written: {error}") from None

    @classmethod
    def stored(cls, folder: Path) -> dict[str, Any] | None:
        """What the run in a folder was asked to do; None, and nothing is made, if it holds none."""
        if not (folder / cls.FILE).is_file():
            return None
        with cls(folder) as database:
            return database.asked()

    def asked(self) -> dict[str, Any] | None:
        """What the run was asked to do, or None in a new folder."""
        rows = self.read(f"SELECT value FROM {self.ASKED}")
        return dict(json.loads(rows[0][0])) if rows else None

    def ask(self, what: dict[str, Any]) -> None:
        """Keep what the run is asked to do."""
        self.write(f"INSERT OR REPLACE INTO {self.ASKED} VALUES (?, ?)", self.KEY, json.dumps(what))

    def read(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self._connection.execute(query, values).fetchall()

    def write(self, statement: str, *values: str | float) -> None:
        """Change something; it is on disk when this returns."""
        with self._connection:
            self._connection.execute(statement, values)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
