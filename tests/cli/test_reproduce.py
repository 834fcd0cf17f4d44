"""``ratiolab reproduce``: pages and pictures of the published experiments."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import ratiolab.cli.reproduce as reproduce_command
from ratiolab.instance import Instance
from ratiolab.report.experiments import average_ratio, round_up
from tests.cli.command import Command


@pytest.mark.slow
def test_figure_3(ratiolab: Command, tmp_path: Path) -> None:
    """The page holds the known flow times, and every picture it names exists."""
    assert ratiolab("reproduce", "fig3", "--out", str(tmp_path)).code == 0
    page = (tmp_path / "fig3.md").read_text()
    assert "| 21632 | 208 |" in page
    assert "| 14083 | 125 |" in page
    for name in ("fig3-mc-sf.png", "fig3-gba.png"):
        assert f"({name})" in page
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
def test_figure_4(ratiolab: Command, tmp_path: Path) -> None:
    """GSA's known total stands beside the eviction rules' far larger ones."""
    assert ratiolab("reproduce", "fig4", "--out", str(tmp_path)).code == 0
    page = (tmp_path / "fig4.md").read_text()
    assert "| gsa(alpha=2) | 18542 | 1809 | 948 |" in page
    assert "| vllm-kill | 185892 |" in page


@pytest.mark.slow
def test_figure_7_on_a_trace(ratiolab: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trace's first rows fill the table; the page is named after the trace."""
    monkeypatch.setattr(reproduce_command, "SIZES", range(5, 11, 5))
    trace = tmp_path / "mine.txt"
    trace.write_text("\n".join(str(1 + i * 37 % 200) for i in range(10)) + "\n")
    outcome = ratiolab("reproduce", "fig7", "--out", str(tmp_path), "--trace", str(trace))
    assert outcome.code == 0
    lines = (tmp_path / "fig7-mine.md").read_text().splitlines()
    assert sum(line.startswith(("| 5 |", "| 10 |")) for line in lines) == 4
    assert (tmp_path / "fig7-mine-4096.png").exists()


def test_rounding_up() -> None:
    """Lengths go up to the next power of two, never beyond what the budget leaves."""
    rounded = round_up(Instance.common(40, 3, [1, 2, 3, 5, 16, 17, 33]))
    assert rounded.responses.tolist() == [1, 2, 4, 8, 16, 32, 37]


def test_average_ratio_encloses() -> None:
    """With every optimum proved both ends agree; without an engine they still enclose it."""
    proved = average_ratio((4,), 4, 30.0).rows[0]
    loose = average_ratio((4,), 4, 0.0).rows[0]
    assert proved[2] == "4"
    assert proved[3] == proved[4]
    assert Fraction(loose[3]) <= Fraction(proved[3]) <= Fraction(loose[4])


def test_bad_folder(ratiolab: Command, tmp_path: Path) -> None:
    """A file where the folder should be is an input error."""
    (tmp_path / "taken").write_text("")
    outcome = ratiolab("reproduce", "fig3", "--out", str(tmp_path / "taken"))
    assert outcome.code == 2
    assert "cannot be made" in outcome.err
