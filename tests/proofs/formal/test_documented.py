"""The development can be found from its page, and reads as the page says."""

from __future__ import annotations

from pathlib import Path

from proofs.formal.statements import FOLDER, end_theorems

PAGE = Path(__file__).parents[3] / "docs" / "formal.md"


def test_every_end_theorem_is_on_the_page() -> None:
    """Each statement is one step from the page, and the page names no theorem that is gone."""
    text = PAGE.read_text()
    named = {
        word
        for row in text.splitlines()
        if row.startswith("| `")
        for word in row.split("|")[1].split("`")[1::2]
    }
    assert named == {theorem.name for theorem in end_theorems()}


def test_sources_are_fit_to_be_read() -> None:
    """Every file opens with what it proves, admits and assumes nothing, and is short unless it is a list."""
    for path in FOLDER.glob("*.v"):
        text = path.read_text()
        assert text.startswith("(*"), path.name
        for word in ("Admitted", "admit.", "Axiom", "Parameter ", "Conjecture"):
            assert word not in text, (path.name, word)
        assert path.name.endswith(("BoxData.v", "Theorems.v")) or text.count("\n") <= 300, path.name
