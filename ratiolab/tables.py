"""Tables and results: columns and rows said once, written as aligned text, Markdown, HTML or a data frame."""

from __future__ import annotations

import textwrap
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from ratiolab.errors import visible

if TYPE_CHECKING:
    import pandas

#: Characters of a line, where nobody asks for more.
WIDTH = 80
#: A word longer than this may be broken, and a number longer than that.
_LONG_WORD, _LONG_NUMBER = 20, 40
#: Text is not squeezed below this for the sake of one more column beside it.
_LEGIBLE = 16
_GAP = "  "


def plain(value: object) -> str:
    """Write a cell as it is, on one line; None is empty."""
    return "" if value is None else visible(str(value))


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name : str
        Its heading.
    shown : callable
        Writes a value for people.
    numeric : bool
        Aligned to the right, and broken only if it is very long.
    key : str
        Its name in a data frame; by default the heading with underscores.
    """

    name: str
    shown: Callable[[Any], str] = plain
    numeric: bool = False
    key: str = ""

    @property
    def label(self) -> str:
        """Name in a data frame."""
        return self.key or self.name.replace(" ", "_") or "what"


def columns_of(names: Iterable[str], numeric: str = "") -> tuple[Column, ...]:
    """Columns of text cells; one character per column, ``r`` where it is numeric."""
    return tuple(Column(name, numeric=numeric[i : i + 1] == "r") for i, name in enumerate(names))


@dataclass(frozen=True)
class Table:
    """Columns and rows, with the values as they are; see `Column` for how they are written.

    Attributes
    ----------
    title : str
        Heading; empty for none.
    columns : sequence of Column
    rows : sequence of sequence
        One value per column.

    Raises
    ------
    ValueError
        If a row has not one value per column.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]

    def __post_init__(self) -> None:
        for i, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(f"row {i} has {len(row)} cells for {len(self.columns)} columns")

    def cells(self) -> list[list[str]]:
        """Every row as text."""
        return [
            [column.shown(value) for column, value in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]

    def records(self) -> list[dict[str, Any]]:
        """Every row as a dictionary of exact values by column."""
        labels = [column.label for column in self.columns]
        return [dict(zip(labels, row, strict=True)) for row in self.rows]

    def text(self, width: int = WIDTH) -> str:
        """Write it aligned; what does not fit is wrapped, and too many columns go below one another.

        Parameters
        ----------
        width : int
            Longest line; from 62 on it is kept.
        """
        cells = self.cells()
        spans = [self._span(i, [row[i] for row in cells]) for i in range(len(self.columns))]
        blocks = [self._block(chosen, cells, spans, width) for chosen in _blocks(spans, width)]
        return "\n".join([*(_wrap(self.title, width) if self.title else ()), "\n\n".join(blocks)])

    def _span(self, place: int, column: Sequence[str]) -> tuple[int, int]:
        """Least and natural width of a column."""
        heading = self.columns[place].name
        natural = max(map(len, (heading, *column)))
        words = [min(len(word), _LONG_WORD) for word in heading.split()]
        if self.columns[place].numeric:
            words += [min(len(cell), _LONG_NUMBER) for cell in column]
        else:
            words += [min(len(word), _LONG_WORD) for cell in column for word in cell.split()]
            words.append(min(natural, _LEGIBLE))
        return max(words, default=0), natural

    def _block(
        self,
        chosen: Sequence[int],
        cells: Sequence[Sequence[str]],
        spans: Sequence[tuple[int, int]],
        width: int,
    ) -> str:
        """Some of the columns, side by side."""
        widths = _widths([spans[i] for i in chosen], width)
        columns = [self.columns[i] for i in chosen]

        def line(parts: Sequence[str]) -> str:
            sides = [
                part.rjust(w) if column.numeric else part.ljust(w)
                for part, w, column in zip(parts, widths, columns, strict=True)
            ]
            return _GAP.join(sides).rstrip()

        lines = []
        heading = [column.name for column in columns]
        for place, row in enumerate((heading, *([row[i] for i in chosen] for row in cells))):
            wrapped = [_wrap(cell, w) for cell, w in zip(row, widths, strict=True)]
            height = max(map(len, wrapped))
            lines += [line([part[k] if k < len(part) else "" for part in wrapped]) for k in range(height)]
            if place == 0:
                lines = [*lines, _GAP.join("-" * w for w in widths)] if any(heading) else []
        return "\n".join(lines)

    def markdown(self) -> str:
        """Write it as Markdown, without its title."""
        lines = [[c.name for c in self.columns], ["---"] * len(self.columns), *self.cells()]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)

    def html(self) -> str:
        """Write it as an HTML table."""
        sides = [' style="text-align: right"' if c.numeric else ' style="text-align: left"'
                 for c in self.columns]  # fmt: skip

        def row(tag: str, cells: Sequence[str]) -> str:
            inner = "".join(
                f"<{tag}{side}>{escape(cell)}</{tag}>" for side, cell in zip(sides, cells, strict=True)
            )
            return f"<tr>{inner}</tr>"

        caption = f"<caption>{escape(self.title)}</caption>" if self.title else ""
        head = row("th", [c.name for c in self.columns])
        body = "".join(row("td", cells) for cells in self.cells())
        return f"<table>{caption}<thead>{head}</thead><tbody>{body}</tbody></table>"

    def frame(self) -> pandas.DataFrame:
        """Return the exact values as a data frame: integers, and fractions as objects.

        Raises
        ------
        ImportError
            If pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise ImportError("to_frame needs the package pandas: pip install pandas") from None
        return pandas.DataFrame(self.records(), columns=[column.label for column in self.columns])


class Result(ABC):
    """What a function of the library returns: frozen facts that can be shown, stored and tabulated.

    A result says once what it consists of (`parts`) and what a program reads of it (`content`); text, HTML
    and data frame follow. The text is also what the command line prints.
    """

    #: The command that prints it; its JSON has the format ``ratiolab.<kind>``.
    kind: ClassVar[str]

    @abstractmethod
    def parts(self) -> Sequence[Table | str]:
        """Tables and lines of text, in the order in which they are shown."""

    @abstractmethod
    def content(self) -> dict[str, Any]:
        """The keys of its JSON form, without the heading."""

    def to_json(self) -> dict[str, Any]:
        """The object that the command prints with ``--json``: integers, text, lists and objects."""
        return {"format": f"ratiolab.{self.kind}", "version": 1, **self.content()}

    def table(self) -> Table:
        """The table that `to_frame` returns: the last one."""
        return [part for part in self.parts() if isinstance(part, Table)][-1]

    def to_frame(self) -> pandas.DataFrame:
        """Return the rows as a data frame with exact values; ``astype(float)`` makes numbers to plot.

        Raises
        ------
        ImportError
            If pandas is not installed.
        """
        return self.table().frame()

    def text(self, width: int = WIDTH) -> str:
        """Write it for people, in lines of at most `width` characters."""
        written: list[str] = []
        for part in self.parts():
            if isinstance(part, Table):
                block = part.text(width)
                written.append(f"\n{block}\n" if written else f"{block}\n")
            else:
                lines = [shorter for line in part.split("\n") for shorter in _wrap_line(line, width)]
                written.append("\n".join(lines))
        return "\n".join(written).replace("\n\n\n", "\n\n").strip("\n")

    def __str__(self) -> str:
        return self.text()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """For notebooks."""
        return "".join(
            part.html() if isinstance(part, Table) else f"<p>{escape(part)}</p>" for part in self.parts()
        )


def _blocks(spans: Sequence[tuple[int, int]], width: int) -> list[list[int]]:
    """Which columns go side by side: all if they fit, else the first with about equal parts."""
    fewest = _greedy(spans, width)
    for narrower in range(max((least for least, _ in spans), default=1), width):
        if len(even := _greedy(spans, narrower)) == len(fewest):
            return even
    return fewest


def _greedy(spans: Sequence[tuple[int, int]], width: int) -> list[list[int]]:
    """As many columns side by side as fit; every block begins with the first one."""
    blocks: list[list[int]] = [[]]
    for place, (least, _) in enumerate(spans):
        used = sum(spans[i][0] + len(_GAP) for i in blocks[-1])
        if len(blocks[-1]) > 1 and used + least > width:
            blocks.append([0])
        blocks[-1].append(place)
    return blocks


def _widths(spans: Sequence[tuple[int, int]], width: int) -> list[int]:
    """Widths of columns side by side: the widest give way first, none below its least."""
    room = width - len(_GAP) * (len(spans) - 1)
    level = max((natural for _, natural in spans), default=0)
    widths = [natural for _, natural in spans]
    while sum(widths) > room and level > 0:
        level -= 1
        widths = [max(least, min(natural, level)) for least, natural in spans]
    return widths


def _wrap(cell: str, width: int) -> list[str]:
    """Lines of a cell; a long word is broken where nothing else helps."""
    lines: list[str] = []
    for line in cell.split("\n"):
        lines += textwrap.wrap(line, max(width, 1), break_on_hyphens=False) or [""]
    return lines


def _wrap_line(line: str, width: int) -> list[str]:
    """Lines of a sentence; words, which may be paths or commands, stay whole."""
    if len(line) <= width:
        return [line]
    indent = line[: len(line) - len(line.lstrip())] + "  "
    return textwrap.wrap(line, width, subsequent_indent=indent, break_on_hyphens=False,
                         break_long_words=False)  # fmt: skip
