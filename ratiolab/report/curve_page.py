"""The page on search strategies at an equal budget: how it was made, the picture, one table per algorithm."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ratiolab.adversary.campaign.curves import Curve, curves_csv, rankings
from ratiolab.documents.files import write_text
from ratiolab.ratios import decimal_text
from ratiolab.report.curve_figure import curve_figure
from ratiolab.report.figures import save
from ratiolab.tables import Column, Table

TABLE, PICTURE, PAGE = "curves.csv", "curves.png", "README.md"
TITLE = "# Search strategies at an equal budget"


def ranking_tables(curves: Sequence[Curve], leader: str) -> list[Table]:
    """One table per algorithm: the ends of each strategy's runs, and how they stand to the leader's."""
    ends = [
        Column(name, lambda ratio: decimal_text(ratio, 6), numeric=True)
        for name in ("least", "median", "largest")
    ]
    columns = [Column("strategy"), *ends, Column(f"seeds on which {leader} is better"),
               Column(f"below every {leader} run")]  # fmt: skip
    ranked = rankings(curves, leader)
    tables = []
    for algorithm in dict.fromkeys(standing.algorithm for standing in ranked):
        rows: list[list[Any]] = []
        for s in (s for s in ranked if s.algorithm == algorithm):
            against = [f"{s.beaten} of {len(s.finals)}", "yes" if s.below_worst else "no"]
            against = against if s.strategy != leader else ["", ""]
            rows.append([s.strategy, min(s.finals), s.median, max(s.finals), *against])
        tables.append(Table(algorithm, columns, rows))
    return tables


def write_page(folder: Path, curves: Sequence[Curve], leader: str, command: str) -> Path:
    """Write page, table and picture into a folder; return the page.

    Parameters
    ----------
    folder : Path
    curves : sequence of Curve
    leader : str
        The strategy that the others are compared with.
    command : str
        What made them.
    """
    budget, seeds = curves[0].budget, 1 + max(curve.seed for curve in curves)
    lines = [
        TITLE, "",
        f"    {command}", "",
        f"Best ratio so far: {budget} evaluations a run, seeds 0 to {seeds - 1}, one region for all.",
        "Line: median over the seeds; band: least to largest. Every ratio is that of a verified witness;",
        f"[{TABLE}]({TABLE}) lists all improvements as exact fractions; comparisons are exact.", "",
        f"![Best ratio over evaluations]({PICTURE})", "",
    ]  # fmt: skip
    for table in ranking_tables(curves, leader):
        lines += [f"## {table.title}", "", table.markdown(), ""]
    write_text(folder / TABLE, curves_csv(curves))
    save(curve_figure(curves), folder / PICTURE)
    write_text(folder / PAGE, "\n".join(lines))
    return folder / PAGE
