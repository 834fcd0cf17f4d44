"""The leaderboard: what the witnesses in a folder show, beside what is proved."""

from __future__ import annotations

from pathlib import Path

from ratiolab.adversary.witness import CheckedWitness, verify_witness
from ratiolab.adversary.witness_file import read_witness
from ratiolab.documents.files import write_text
from ratiolab.errors import InputError
from ratiolab.quadratic import Quadratic
from ratiolab.ratio import decimal_text

#: Name of the table beside the witnesses.
TABLE = "README.md"

_HEAD = """# Witnesses

Each file holds an instance, an algorithm's exact cost on it and a feasible schedule, so the ratio is
at least what it says; `ratiolab verify FILE` checks one with integers only. This table is made from the
files by `ratiolab search --leaderboard reports/witnesses`.

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
    text = _HEAD + "".join(_row(path, found) for path, found in checked)
    write_text(folder / TABLE, text)
    return text


def _row(path: Path, found: CheckedWitness) -> str:
    witness = found.witness
    proved, gap = "none", ""
    if found.bound is not None:
        proved = found.bound.value.decimal(4)
        gap = (found.bound.value / Quadratic(witness.ratio)).decimal(3)
    cells = (
        witness.label,
        regime(found),
        decimal_text(witness.ratio, 6),
        proved,
        gap,
        str(witness.instance.jobs),
        f"[{path.name}]({path.name})",
    )
    return f"| {' | '.join(cells)} |\n"
