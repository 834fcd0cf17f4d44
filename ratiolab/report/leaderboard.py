"""The leaderboard: what the witnesses in a folder show, beside what is proved."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

from matplotlib.figure import Figure

from proofs.exact.surd import Quadratic
from ratiolab.adversary.witnesses.file import read_witness
from ratiolab.adversary.witnesses.witness import CheckedWitness, WitnessError, verify_witness
from ratiolab.algorithms.registry import import_trusted
from ratiolab.documents.files import write_text
from ratiolab.errors import InputError, one_line
from ratiolab.ratios import at_least_text, fraction_text
from ratiolab.report.figures import save
from ratiolab.tables import Result, Table, columns_of

#: Name of the table beside the witnesses, and of its picture.
TABLE, PICTURE = "README.md", "gaps.png"

_HEAD = """# Witnesses

Each file holds an instance, an algorithm's exact cost on it and a feasible schedule, so the ratio is
at least what it says; `ratiolab verify FILE` checks one with integers only. This table is made from the
files by `ratiolab search --leaderboard reports/witnesses`.

![From witnessed to proved](gaps.png)

| algorithm | regime | witnessed | proved | gap | jobs | file |
|---|---|---|---|---|---|---|
"""


def regime(checked: CheckedWitness) -> str:
    """Whether the instance is a small one: ``M <= 200, n <= 400``, or any."""
    instance = checked.witness.instance
    return "M <= 200, n <= 400" if instance.memory <= 200 and instance.jobs <= 400 else "any"


@dataclass(frozen=True, repr=False)
class Leaderboard(Result):
    """The witnesses of a folder beside what is proved; what ``search --leaderboard`` prints.

    Attributes
    ----------
    entries : tuple of (Path, CheckedWitness)
        By algorithm, regime and falling ratio.
    """

    kind: ClassVar[str] = "leaderboard"

    entries: tuple[tuple[Path, CheckedWitness], ...]

    @property
    def markdown(self) -> str:
        """The page that lies beside the witnesses."""
        return _HEAD + "".join(_row(path, entry) for path, entry in self.entries)

    def parts(self) -> Sequence[Table | str]:
        """One row per witness."""
        columns = columns_of(("algorithm", "regime", "witnessed", "proved", "gap", "jobs", "file"), "  rrrr")
        return [Table("Witnesses", columns, [_cells(path, entry) for path, entry in self.entries])]

    def content(self) -> dict[str, Any]:
        """The keys of ``search --leaderboard --json``."""
        listed = [
            {
                "file": path.name, "algorithm": entry.witness.label, "regime": regime(entry),
                "ratio": fraction_text(entry.witness.ratio), "jobs": entry.witness.instance.jobs,
                "bound": None if entry.bound is None else str(entry.bound.value), "exceeds": entry.exceeds,
            }
            for path, entry in self.entries
        ]  # fmt: skip
        return {"witnesses": listed}


def leaderboard(folder: Path, trust: Collection[str] = ()) -> Leaderboard:
    """Verify every witness in a folder, write the table beside them and return it.

    Parameters
    ----------
    folder : Path
    trust : collection of str
        Modules that may be imported because a witness names a class of theirs.

    Raises
    ------
    InputError
        If there is no witness in the folder, one cannot be read, or its module is not trusted.
    WitnessError
        If one does not hold.
    """
    checked = [(path, _checked(path, trust)) for path in sorted(folder.glob("*.json"))]
    if not checked:
        raise InputError(f"{folder}: holds no witness")
    checked.sort(key=lambda entry: (entry[1].witness.label, regime(entry[1]), -entry[1].witness.ratio))
    board = Leaderboard(tuple(checked))
    write_text(folder / TABLE, board.markdown)
    save(gap_figure([entry for _, entry in checked]), folder / PICTURE)
    return board


def _checked(path: Path, trust: Collection[str]) -> CheckedWitness:
    """One witness, judged."""
    witness = read_witness(path)
    try:
        import_trusted(witness.algorithm, trust)
        return verify_witness(witness)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
    except WitnessError as error:
        raise WitnessError(f"{path}: {error}") from None


def gap_figure(checked: Sequence[CheckedWitness]) -> Figure:
    """Draw, per algorithm and regime with a proved bound, the gap from witnessed to proved."""
    rows = [entry for entry in checked if entry.bound is not None][::-1]
    figure = Figure(figsize=(8, 0.36 * len(rows) + 1.2), layout="constrained")
    axes = figure.add_subplot()
    for place, entry in enumerate(rows):
        assert entry.bound is not None
        low, high = float(entry.witness.ratio), float(entry.bound.value.decimal(6))
        axes.plot([low, high], [place, place], color="#bbbbbb", lw=5, solid_capstyle="butt", zorder=1)
        axes.plot(low, place, "o", color="#1f77b4", ms=7, label="witnessed" if place == 0 else None)
        axes.plot(high, place, "|", color="#c0392b", ms=14, mew=2.5, label="proved" if place == 0 else None)
    axes.set_yticks(range(len(rows)), [f"{f.witness.label}, {regime(f)}" for f in rows], fontsize=8)
    axes.set(xlabel="competitive ratio")
    axes.set_title("The truth lies in the grey", loc="left", fontsize=11)
    if rows:
        axes.set_xlim(1, None)
        axes.legend(frameon=False, fontsize=8, loc="upper right")
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def _row(path: Path, entry: CheckedWitness) -> str:
    """A row of the page: names are text there, and no markup."""
    *cells, _ = map(_escaped, _cells(path, entry))
    return f"| {' | '.join(cells)} | [{_escaped(path.name)}]({quote(path.name)}) |\n"


def _escaped(cell: str) -> str:
    """Text that Markdown shows as it is; ``<`` opens a tag only before one of these, ``<=`` does not."""
    return re.sub(r"([\\`*\[\]|]|<(?=[A-Za-z/!?]))", r"\\\1", one_line(cell))


def _cells(path: Path, entry: CheckedWitness) -> tuple[str, ...]:
    witness = entry.witness
    proved, gap = "none", ""
    if entry.bound is not None:
        proved = entry.bound.value.decimal(4)
        gap = (entry.bound.value / Quadratic(witness.ratio)).decimal(3)
    return (
        witness.label,
        regime(entry),
        at_least_text(witness.ratio, 6),
        proved,
        gap,
        str(witness.instance.jobs),
        path.name,
    )
