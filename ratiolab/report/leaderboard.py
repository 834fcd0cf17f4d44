"""The leaderboard: what the witnesses in a folder show, beside what is proved."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from proofs.exact.surd import Quadratic
from ratiolab.adversary.witnesses.file import read_witness
from ratiolab.adversary.witnesses.witness import CheckedWitness, verify_witness
from ratiolab.documents.files import write_text
from ratiolab.errors import InputError
from ratiolab.ratios import at_least_text
from ratiolab.report.figures import save

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


def leaderboard(folder: Path) -> str:
    """Verify every witness in a folder, write the table beside them and return it.

    Raises
    ------
    InputError
        If there is no witness in the folder, or one cannot be read.
    WitnessError
        If one does not hold.
    """
    checked = [(path, verify_witness(read_witness(path))) for path in sorted(folder.glob("*.json"))]
    if not checked:
        raise InputError(f"{folder}: holds no witness")
    checked.sort(key=lambda entry: (entry[1].witness.label, regime(entry[1]), -entry[1].witness.ratio))
    text = _HEAD + "".join(_row(path, entry) for path, entry in checked)
    write_text(folder / TABLE, text)
    save(gap_figure([entry for _, entry in checked]), folder / PICTURE)
    return text


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
    axes.set(xlabel="competitive ratio", xlim=(1, None))
    axes.set_title("The truth lies in the grey", loc="left", fontsize=11)
    axes.legend(frameon=False, fontsize=8, loc="upper right")
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def _row(path: Path, entry: CheckedWitness) -> str:
    witness = entry.witness
    proved, gap = "none", ""
    if entry.bound is not None:
        proved = entry.bound.value.decimal(4)
        gap = (entry.bound.value / Quadratic(witness.ratio)).decimal(3)
    cells = (
        witness.label,
        regime(entry),
        at_least_text(witness.ratio, 6),
        proved,
        gap,
        str(witness.instance.jobs),
        f"[{path.name}]({path.name})",
    )
    return f"| {' | '.join(cells)} |\n"
