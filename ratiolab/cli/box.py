"""``ratiolab box``: the true maximum ratio over every small instance and every order."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ratiolab.adversary.boxes.folder import DATABASE
from ratiolab.adversary.boxes.maximum import Maximum
from ratiolab.adversary.boxes.run import Box, BoxOutcome, default_algorithms, run_box
from ratiolab.algorithms import parse
from ratiolab.cli.progress import progress_bar
from ratiolab.cli.targets import page_folder
from ratiolab.ratios import decimal_text, fraction_text
from ratiolab.report.box_report import REPORT, TITLE, box_words, tried, write_report
from ratiolab.report.output import print_json, table


def run(
    *,
    jobs: int | None,
    memory: int | None,
    slow_n: int,
    algorithms: tuple[str, ...],
    out: str | None,
    resume: str | None,
    report_folder: str | None,
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
            )
    except KeyboardInterrupt:
        if (folder / DATABASE).exists():
            click.echo(f"stopped; nothing is lost: ratiolab box --resume {folder}", err=True)
        raise
    where = Path(report_folder) if report_folder is not None else folder
    write_report(outcome, where)
    for fault in outcome.faults:
        click.echo(f"FAULT: {fault}", err=True)
    if as_json:
        print_json("box", _content(outcome))
    else:
        _print(outcome, where)
    sys.exit(1 if outcome.faults else 0)


def _print(outcome: BoxOutcome, where: Path) -> None:
    rows = []
    for name in outcome.box.algorithms:
        largest = outcome.largest(name)
        rows.append((
            parse(name).label, box_words(outcome, name), f"{tried(outcome, name)[1]:,}",
            fraction_text(largest.ratio), decimal_text(largest.ratio), _proved(largest),
            f"M={largest.cell.memory} s={largest.cell.prompt} {list(largest.worst.lengths)}",
        ))  # fmt: skip
    columns = ("algorithm", "box", "orders", "maximum", "", "proved", "first attained by, in order")
    table("Largest ratios", columns, rows, numeric="llrrrrl")
    click.echo(f"{outcome.seconds:.0f} s; every maximum computed again; report: {where / REPORT}")


def _proved(largest: Maximum) -> str:
    return "none" if largest.bound is None else largest.bound.value.decimal(4)


def _content(outcome: BoxOutcome) -> dict[str, Any]:
    found = {}
    for name in outcome.box.algorithms:
        instances, orders = tried(outcome, name)
        maxima = outcome.maxima[name]
        found[name] = {
            "label": parse(name).label, "most_jobs": outcome.box.jobs_for(parse(name)),
            "instances": instances, "orders": orders, "maximum": _place(outcome.largest(name)),
            "cells": [{"jobs": n, "budget": m, **_place(maxima[n, m])} for n, m in sorted(maxima)],
        }  # fmt: skip
    box = outcome.box
    return {"n": box.jobs, "memory": box.memory, "slow_n": box.slow_jobs, "algorithms": found,
            "faults": outcome.faults}  # fmt: skip


def _place(found: Maximum) -> dict[str, Any]:
    return {
        "ratio": fraction_text(found.ratio), "cost": found.worst.cost, "optimum": found.worst.optimum,
        "memory": found.cell.memory, "prompt": found.cell.prompt, "lengths": list(found.worst.lengths),
        "bound": None if found.bound is None else str(found.bound.value),
    }  # fmt: skip
