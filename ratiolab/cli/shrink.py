"""``ratiolab shrink``: a smaller witness of almost the same ratio."""

from __future__ import annotations

import sys
from dataclasses import replace

from ratiolab.adversary.campaign.task import Budget
from ratiolab.adversary.search.candidate import Candidate
from ratiolab.adversary.witnesses.file import read_witness, write_witness
from ratiolab.cli.progress import progress_bar
from ratiolab.library.witnesses import shrink
from ratiolab.report.output import echo, print_result


def run(*, file: str, keep: str, budget: str, trust: tuple[str, ...], out: str, as_json: bool) -> None:
    """Shrink, write and print; exits with 1 above a proved bound."""
    most = Budget.parse(budget).evaluations
    try:
        with progress_bar("shrink") as report:

            def watch(evaluations: int, at: Candidate) -> None:
                told = f"{len(at.lengths)} lengths, {at.jobs} jobs, memory {at.memory}"
                report(evaluations, most or evaluations, told)

            done = shrink(read_witness(file), keep=keep, budget=budget, trust=trust, progress=watch)
    except KeyboardInterrupt:
        echo(f"stopped: {out} is not written; a smaller --budget keeps what it reaches", err=True)
        raise
    write_witness(done.witness, out)
    if done.exceeds:
        echo(done.shrunk.best.alarm("witness"), err=True)
    print_result(replace(done, path=out), as_json)
    sys.exit(1 if done.exceeds else 0)
