"""``ratiolab box``: the true maximum ratio over every small instance and every order."""

from __future__ import annotations

import sys
from pathlib import Path

from ratiolab.adversary.boxes.folder import DATABASE
from ratiolab.adversary.boxes.run import Box, default_algorithms, run_box
from ratiolab.cli.progress import progress_bar
from ratiolab.cli.targets import page_folder
from ratiolab.errors import InputError
from ratiolab.library.box import BoxMaxima
from ratiolab.report.box_report import REPORT, TITLE, write_report
from ratiolab.report.output import echo, print_result


def run(
    *,
    jobs: int | None,
    memory: int | None,
    slow_n: int,
    algorithms: tuple[str, ...],
    out: str | None,
    resume: str | None,
    report_folder: str | None,
    trust: tuple[str, ...],
    as_json: bool,
) -> None:
    """Try every instance, print and write the report; exits with 1 if a ratio is above a proved bound."""
    box = None
    if jobs is not None and memory is not None:
        box = Box(jobs, memory, slow_n, algorithms or default_algorithms())
    folder = Path(out or resume or "")
    if report_folder is not None:
        page_folder(report_folder, "--report", REPORT, TITLE)
    elif folder.is_dir():
        page_folder(folder, "--out" if resume is None else "--resume", REPORT, TITLE)
    try:
        with progress_bar("box") as report:
            outcome = run_box(
                folder,
                box,
                lambda done, total, rate, best: report(done, total, f"{rate:,.0f} orders/s, largest {best}"),
                trust,
            )
    except KeyboardInterrupt:
        if (folder / DATABASE).exists():
            echo(f"stopped; nothing is lost: ratiolab box --resume {folder}", err=True)
        raise
    where = Path(report_folder) if report_folder is not None else folder
    refused: InputError | None = None
    try:
        write_report(outcome, where)
    except InputError as error:  # what cannot be written is printed all the same
        refused = error
    for fault in outcome.faults:
        echo(f"FAULT: {fault}", err=True)
    print_result(BoxMaxima(outcome, str(where / REPORT) if refused is None else None), as_json)
    if refused is not None:
        raise refused
    sys.exit(1 if outcome.faults else 0)
