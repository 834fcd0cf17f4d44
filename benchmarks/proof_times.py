"""Times to a proof, row by row: what `time_to_proof.py` writes, reads again and draws."""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TextIO


@dataclass(frozen=True)
class Row:
    """One engine on one instance: a row of the CSV file."""

    instance: str
    engine: str
    limit: float
    start: int
    lower: int
    upper: int
    seconds: float
    cpu: float

    @property
    def proved(self) -> bool:
        return self.lower == self.upper

    @property
    def key(self) -> tuple[str, str, float, int]:
        return self.instance, self.engine, self.limit, self.start

    def __str__(self) -> str:
        if self.proved:
            return f"{self.upper:>9} {'':6}{self.seconds:8.2f} s"
        gap = 100 * (self.upper - self.lower) / self.upper
        return f"{self.lower:>9} {gap:5.1f}%{self.seconds:8.2f} s"


def read_rows(path: Path) -> list[Row]:
    kinds = {"instance": str, "engine": str, "limit": float, "seconds": float, "cpu": float}
    with path.open(newline="", encoding="utf-8") as stream:
        reader = csv.DictReader(stream)
        if reader.fieldnames != [f.name for f in fields(Row)]:
            raise SystemExit(f"{path}: not a file of this script, or of another version of it")
        # A row cut off by a crash lacks its last columns: it is measured again.
        whole = [given for given in reader if all(value not in (None, "") for value in given.values())]
    return [Row(**{key: kinds.get(key, int)(value) for key, value in given.items()}) for given in whole]


def open_csv(path: Path, rows: list[Row]) -> TextIO:
    """Write the rows there are and leave the file open for more."""
    stream = path.open("w", newline="", encoding="utf-8")
    csv.writer(stream).writerow([f.name for f in fields(Row)])
    for row in rows:
        write_row(stream, row)
    return stream


def write_row(stream: TextIO, row: Row) -> None:
    csv.writer(stream).writerow(asdict(row).values())
    stream.flush()


def plot(rows: list[Row], engines: list[str], limits: dict[str, float], path: str) -> None:
    from matplotlib.figure import Figure

    instances, limit = len({row.instance for row in rows}), max(limits.values())
    figure = Figure(figsize=(6.4, 4), layout="constrained")
    axes = figure.add_subplot()
    for name, dash in zip(engines, ("-", "--", "-.", ":") * len(engines), strict=False):
        done = sorted(max(row.seconds, 0.01) for row in rows if row.engine == name and row.proved)
        heights = [0, *range(1, len(done) + 1), len(done)]
        axes.step([0.01, *done, max([limits[name], *done])], heights, dash, where="post", label=name)
    axes.set(xscale="log", xlim=(0.01, limit * 1.05), ylim=(0, instances * 1.05))
    axes.set(xlabel="seconds", ylabel=f"instances proved, of {instances}")
    axes.grid(alpha=0.3)
    axes.legend(loc="upper left")
    figure.savefig(path, dpi=150)
