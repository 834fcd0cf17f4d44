"""Planted faults are faults, and the page that counts them is right."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.mutants.model import MODEL
from tests.mutants.mutant import ROOT, copy_of_the_tree, killed
from tests.mutants.tables import MUTANTS

PAGE = (ROOT / "docs" / "invariants.md").read_text(encoding="utf-8")


def test_every_fault_changes_one_line() -> None:
    """A fault that a later edit has made void, or whose guards are gone, is found at once."""
    for mutant in MUTANTS:
        assert mutant.source() != (ROOT / mutant.file).read_text(encoding="utf-8")
        assert all((ROOT / guard).exists() for guard in mutant.guards), mutant.name
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 60


def test_page_lists_every_invariant_and_guard() -> None:
    """Numbers, guards and the score of docs/invariants.md are those of the tables."""
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", PAGE, re.MULTILINE)]
    assert numbers == sorted({mutant.invariant for mutant in MUTANTS})
    assert re.findall(r"Of the (\d+) faults .* notice all (\d+)", PAGE) == [(str(len(MUTANTS)),) * 2]
    assert all((ROOT / path).exists() for path in re.findall(r"`(tests/[\w/.]+)`", PAGE))


@pytest.mark.slow
def test_the_tests_notice_a_fault_and_no_change(tmp_path: Path) -> None:
    """The harness tells a fault that a guard notices from a change that none can notice."""
    copy_of_the_tree(tmp_path)
    fault = MODEL[0]
    harmless = replace(fault, new="if  int(usage[peak_at]) > instance.memory:")
    assert killed(fault, tmp_path)
    assert not killed(harmless, tmp_path)
    assert (tmp_path / fault.file).read_text(encoding="utf-8") == (ROOT / fault.file).read_text(
        encoding="utf-8"
    )
