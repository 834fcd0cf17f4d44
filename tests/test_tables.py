"""Tables and results: what is printed fits, loses nothing, and is the same in every form."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiolab.tables import Column, Result, Table, columns_of
from tests.strategies import tables


@pytest.mark.slow
@given(tables(), st.integers(62, 200))
def test_text_fits_and_loses_nothing(table: Table, width: int) -> None:
    """No line is longer than asked for, whatever the cells are, and every character of a cell is printed."""
    text = table.text(width)
    assert all(len(line) <= width for line in text.splitlines())
    printed = sorted(c for c in text.replace("-", "") if not c.isspace())
    said = [table.title, *(c.name for c in table.columns), *(cell for row in table.cells() for cell in row)]
    for character in set("".join(said)) - {" "}:
        assert printed.count(character) >= "".join(said).count(character)


def test_text_of_a_small_table() -> None:
    """Numbers to the right, text to the left, a rule below the headings, no blanks at the ends."""
    table = Table("Costs", columns_of(["algorithm", "flow time"], " r"), [["gsa", 9], ["mc-sf", 120]])
    assert table.text() == (
        "Costs\n"
        "algorithm  flow time\n"
        "---------  ---------\n"
        "gsa                9\n"
        "mc-sf            120"
    )  # fmt: skip


def test_columns_that_do_not_fit_go_below() -> None:
    """The first column is repeated, so that every number stays beside its row."""
    names = ["jobs", *(f"algorithm{i}(alpha=2)" for i in range(6))]
    lines = Table("", columns_of(names, "r" * 7), [range(7)]).text(80).splitlines()
    assert [line.split()[0] for line in lines if "algorithm" in line] == ["jobs", "jobs"]
    assert [line.split() for line in lines if line.strip()[:1] == "0"] == [
        ["0", "1", "2", "3"],
        ["0", "4", "5", "6"],
    ]


def test_a_row_of_the_wrong_length_is_refused() -> None:
    """A cell too few would shift the rest."""
    with pytest.raises(ValueError, match="row 1 has 1 cells for 2 columns"):
        Table("", columns_of(["a", "b"]), [[1, 2], [3]])


@dataclass(frozen=True, repr=False)
class Toy(Result):
    """A result of two numbers."""

    kind: ClassVar[str] = "toy"
    values: tuple[Fraction, ...]

    def parts(self) -> Sequence[Table | str]:
        """A line, a table, a line."""
        columns = (Column("name"), Column("the value", lambda v: f"{float(v):.2f}", numeric=True))
        rows = [[f"<{i}>", value] for i, value in enumerate(self.values)]
        return "two numbers & more", Table("", columns, rows), "end"

    def content(self) -> dict[str, Any]:
        """As text."""
        return {"values": [str(v) for v in self.values]}


TOY = Toy((Fraction(1, 3), Fraction(2)))


def test_one_result_in_every_form() -> None:
    """Text, JSON and HTML hold the same numbers; HTML is escaped; a prompt shows the text."""
    assert str(TOY) == repr(TOY)
    lines = str(TOY).splitlines()
    assert (lines[0], lines[-1]) == ("two numbers & more", "end")
    assert lines[2:5] == ["name  the value", "----  ---------", "<0>        0.33"]
    assert TOY.to_json() == {"format": "ratiolab.toy", "version": 1, "values": ["1/3", "2"]}
    html = TOY._repr_html_()
    assert "<p>two numbers &amp; more</p>" in html
    assert "&lt;0&gt;" in html
    assert "0.33" in html


def test_long_lines_are_wrapped() -> None:
    """A sentence is broken between words, behind its own line breaks, and a path in it stays whole."""
    path = "a/" * 45
    said = f"\nfirst: {'word ' * 30}\n  indented {'word ' * 20}{path}"

    @dataclass(frozen=True, repr=False)
    class Sentence(Toy):
        def parts(self) -> Sequence[Table | str]:
            return "title", said

    lines = Sentence(()).text().splitlines()
    assert lines[:2] == ["title", ""]
    assert [line for line in lines if len(line) > 80] == [f"    {path}"]
    assert lines[2].startswith("first: word")
    assert " ".join(" ".join(lines).split()) == " ".join(f"title {said}".split())


def test_frame_keeps_exact_values() -> None:
    """A data frame holds the fractions themselves, under names that can be typed."""
    pytest.importorskip("pandas")
    frame = TOY.to_frame()
    assert list(frame.columns) == ["name", "the_value"]
    assert frame["the_value"][0] == Fraction(1, 3)
    assert float(frame["the_value"].astype(float).sum()) == pytest.approx(7 / 3)


def test_frame_without_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pandas the error names the package to install."""
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "pandas":
            raise ModuleNotFoundError("No module named 'pandas'")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match="pip install pandas"):
        TOY.to_frame()
