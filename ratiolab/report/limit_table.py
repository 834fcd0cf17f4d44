"""The table of limits: what many jobs show, beside finite witnesses and what is proved."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from ratiolab.adversary.limits.file import read_limit
from ratiolab.adversary.limits.limit import CheckedLimit, verify_limit
from ratiolab.adversary.witnesses.file import read_witness
from ratiolab.documents.files import write_text
from ratiolab.errors import InputError
from ratiolab.ratios import at_least_text, at_most_text, decimal_text

#: Name of the table beside the certificates.
TABLE = "README.md"

_HEAD = """# Limits for many jobs

Fix a budget, a prompt, a few lengths and their shares, and let the number of jobs grow: both the
algorithm's cost and that of a schedule of equal blocks become quadratic forms in the shares, up to an
error linear in the number of jobs (`ratiolab/adversary/limits/limit.py` derives it). Their quotient is an
exact rational; instances of this mix come as close to it as one likes, so **no constant below
`limit at least` bounds the ratio of the algorithm**. No other mix of the same lengths exceeds
`no mix above` against the same blocks: the form `r*B - A` is positive on all mixes, shown in exact
rationals. Other lengths, budgets or schedules may do better.

`witnessed` is the best finite witness in [../witnesses](../witnesses/README.md), of any shape. For GBA at
4/3 it is not of this kind (few jobs of many lengths that all fit at once) and far above the limit.

At alpha = 2 the forms, divided by M, tend to `[[43/120, 67/120], [67/120, 23/24]]` and
`[[1/30, 1/30], [1/30, 1/10]]` as M grows with s just above M/5 and lengths M/5 and 2M/5; their largest
quotient is (55 + sqrt(2113))/8 = 12.62092246..., which the certificate reaches to seven digits.

This table is made from the files by `ratiolab limit --table reports/limits`; each file keeps the command
that made it.

| algorithm | limit at least | no mix above | witnessed | proved | gap | M | s | lengths | file |
|---|---|---|---|---|---|---|---|---|---|
"""


def limit_table(folder: Path, witnesses: Path | None = None) -> str:
    """Verify every limit in a folder, write the table beside them and return it.

    Parameters
    ----------
    folder : Path
        Holds the certificates.
    witnesses : Path, optional
        Folder of finite witnesses; by default ``witnesses`` beside `folder`, if there is one.

    Raises
    ------
    InputError
        If there is no limit in the folder, or one cannot be read.
    WitnessError
        If one does not hold.
    """
    checked = [(path, verify_limit(read_limit(path))) for path in sorted(folder.glob("*.json"))]
    if not checked:
        raise InputError(f"{folder}: holds no limit")
    ratios = _witnessed(witnesses or folder.parent / "witnesses")
    checked.sort(key=lambda entry: (entry[1].limit.label, -entry[1].limit.ratio))
    text = _HEAD + "".join(_row(path, entry, ratios) for path, entry in checked)
    write_text(folder / TABLE, text)
    return text


def _witnessed(folder: Path) -> dict[str, Fraction]:
    """Best ratio of the finite witnesses by label; whether they hold is checked elsewhere."""
    best: dict[str, Fraction] = {}
    for path in sorted(folder.glob("*.json")):
        witness = read_witness(path)
        best[witness.label] = max(best.get(witness.label, Fraction(0)), witness.ratio)
    return best


def _row(path: Path, checked: CheckedLimit, witnessed: dict[str, Fraction]) -> str:
    limit = checked.limit
    proved, gap = "none", ""
    if checked.bound is not None:
        proved = checked.bound.value.decimal(4)
        gap = decimal_text(Fraction(checked.bound.value.decimal(9)) / limit.ratio, 3)
    finite = witnessed.get(limit.label)
    cells = (
        limit.label,
        at_least_text(limit.ratio, 9),
        "" if limit.upper is None else at_most_text(limit.upper, 9),
        "" if finite is None else at_least_text(finite, 6),
        proved,
        gap,
        str(limit.memory),
        str(limit.prompt),
        ", ".join(str(o) for o, x in zip(limit.lengths, limit.mix, strict=True) if x > 0),
        f"[{path.name}]({path.name})",
    )
    return f"| {' | '.join(cells)} |\n"
