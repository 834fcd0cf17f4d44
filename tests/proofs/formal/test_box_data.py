"""The Coq box data is generated from the certificates Python uses, and from nothing else."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from proofs.formal import box_cover, box_data
from proofs.tighter import boxes


@pytest.mark.slow
def test_regenerating_gives_the_committed_files() -> None:
    """A certificate and its Coq form cannot drift apart."""
    for name, text in box_data.files().items():
        assert (box_data.FOLDER / name).read_text() == text, f"run python -m proofs.formal.box_data: {name}"


def test_every_certificate_is_used() -> None:
    """Each saved certificate becomes a checked list of boxes."""
    text = "".join(box_data.slicing_files().values())
    for path in boxes.FOLDER.glob("*.json"):
        assert f"boxes_{path.stem} : list box" in text


@pytest.mark.slow
@pytest.mark.parametrize("change", ["bound", "low", "kappa", "t"])
def test_a_changed_certificate_changes_the_coq_file(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bound, ends, parallelisms and weights of the JSON reach Coq."""
    for path in boxes.FOLDER.glob("*.json"):
        (tmp_path / path.name).write_text(path.read_text())
    target = tmp_path / "2.json"
    document = json.loads(target.read_text())
    if change == "bound":
        document["bound"] = "1532/100"
    elif change == "low":
        document["boxes"][0]["high"] = document["boxes"][1]["low"] = "8194/16384"
    elif change == "kappa":
        document["boxes"][1]["kappa"][-1] = 1
    else:
        document["boxes"][0]["t"] = "2/3"
    target.write_text(json.dumps(document))
    monkeypatch.setattr(box_data, "CERTIFICATES", tmp_path)
    assert box_data.slicing_files()["GsaBoxData.v"] != (box_data.FOLDER / "GsaBoxData.v").read_text()


def test_no_cover_is_said() -> None:
    """A bound that is too small is refused where the boxes are written, not silently dropped."""
    slicing = box_cover.Slicing(Fraction(14), Fraction(2))
    with pytest.raises(box_cover.NoCover, match="no box"):
        list(slicing.cover(Fraction(1, 2), Fraction(1), bisections=3))
