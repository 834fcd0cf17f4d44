"""The certificates in `reports/certificates` hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from ratiolab.certificates.checker import check
from ratiolab.certificates.document import load
from ratiolab.optimum.search.replay import replay_compiled

FOLDER = Path(__file__).parents[2] / "reports" / "certificates"
OPTIMA = {"5x15": 180, "tree-n5": 44, "uniform-n12-m40-seed1": 238, "uniform-n20-m60-seed3": 601}


def test_every_file_is_checked() -> None:
    """No certificate lies there unchecked."""
    assert {path.stem for path in FOLDER.glob("*.json")} == set(OPTIMA)


@pytest.mark.slow
@pytest.mark.parametrize("name", OPTIMA)
def test_holds(name: str) -> None:
    """Each proves the optimum that the page states; the longest replay runs on the compiled kernels."""
    document = load((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    long = name == "uniform-n20-m60-seed3"
    checked = check(document, again=replay_compiled) if long else check(document)
    assert checked.optimal
    assert checked.lower == OPTIMA[name]
