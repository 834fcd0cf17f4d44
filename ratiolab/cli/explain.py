"""``ratiolab explain``: which jobs and which phases of a witness carry the loss."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ratiolab.adversary.witnesses.file import read_witness
from ratiolab.library.witnesses import explain
from ratiolab.report.output import echo, print_result


def run(*, file: str, plot: str | None, trust: tuple[str, ...], as_json: bool) -> None:
    """Take apart, draw where asked, print."""
    report = explain(read_witness(file), trust=trust)
    if plot is not None:
        from ratiolab.report.figures import explanation_figure, save  # loads what draws

        save(explanation_figure(report.explanation), Path(plot))
    print_result(replace(report, path=file), as_json)
    if plot is not None and not as_json:
        echo(f"written to {plot}")
