"""The corpus of witnesses: every file is verified again, and the table is the one made from them."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from ratiolab.adversary.witnesses import read_witness, verify_witness
from ratiolab.adversary.witnesses.witness import CheckedWitness
from ratiolab.report.leaderboard import TABLE, leaderboard, regime

CORPUS = Path(__file__).parents[3] / "reports" / "witnesses"
FILES = sorted(CORPUS.glob("*.json"))

#: The least that the corpus shows: algorithm, regime, ratio.
FLOORS = [
    ("gsa(alpha=2)", "any", Fraction(126, 10)),
    ("gsa(alpha=(1 + sqrt(5))/2)", "any", Fraction(1115, 100)),
    ("gsa(alpha=3/2)", "any", Fraction(115, 10)),
    ("gsa(alpha=(7 + sqrt(13))/6)", "any", Fraction(117, 10)),
    ("gsa(alpha=2)", "M <= 200, n <= 400", Fraction(114, 10)),
    ("gsa(alpha=(1 + sqrt(5))/2)", "M <= 200, n <= 400", Fraction(105, 10)),
    ("gsa(alpha=3/2)", "M <= 200, n <= 400", Fraction(103, 10)),
    ("gsa(alpha=(7 + sqrt(13))/6)", "M <= 200, n <= 400", Fraction(110, 10)),
    ("gba(alpha=4/3)", "any", Fraction(57, 10)),
    ("gba(alpha=3/2)", "any", Fraction(514, 100)),
    ("gba(alpha=2)", "any", Fraction(699, 100)),
    ("sps", "any", Fraction(199999, 100000)),
    ("sims", "any", Fraction(299999, 100000)),
]


@cache
def checked(path: Path) -> CheckedWitness:
    """A witness of the corpus, verified once."""
    return verify_witness(read_witness(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_witness_holds(path: Path) -> None:
    """Each witness of the corpus passes every check and is below what is proved."""
    assert not checked(path).exceeds
    assert path.stat().st_size < 64_000


def test_floors_are_reached() -> None:
    """The corpus holds at least these ratios."""
    best: dict[tuple[str, str], Fraction] = {}
    for path in FILES:
        kept = checked(path)
        key = (kept.witness.label, regime(kept))
        best[key] = max(best.get(key, Fraction(0)), kept.witness.ratio)
    for label, where, floor in FLOORS:
        assert best[label, where] >= floor, (label, where)


@pytest.mark.slow
def test_table_is_current(tmp_path: Path) -> None:
    """The table beside the witnesses is what the command makes of them."""
    for path in FILES:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert leaderboard(tmp_path).markdown == (CORPUS / TABLE).read_text(encoding="utf-8")
