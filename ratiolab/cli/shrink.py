"""``ratiolab shrink``: a smaller witness of almost the same ratio."""

from __future__ import annotations

import sys
from fractions import Fraction

import click

from ratiolab.adversary.campaign.job import Budget
from ratiolab.adversary.campaign.shrink import Shrunk, shrink
from ratiolab.adversary.search.candidate import Candidate
from ratiolab.adversary.witnesses.file import read_witness, write_witness
from ratiolab.adversary.witnesses.witness import Witness
from ratiolab.cli.progress import progress_bar
from ratiolab.errors import InputError
from ratiolab.ratios import at_least_text, fraction_text
from ratiolab.report.output import print_json, table


def run(*, file: str, keep: str, budget: str, out: str, as_json: bool) -> None:
    """Shrink, write and print; exits with 1 above a proved bound."""
    part, limit = _fraction(keep), Budget.parse(budget)
    witness = read_witness(file)
    try:
        done = _shrunk(witness, part, limit)
    except KeyboardInterrupt:
        click.echo(f"stopped: {out} is not written; a smaller --budget keeps what it reaches", err=True)
        raise
    write_witness(done.best.witness, out)
    if done.best.exceeds:
        click.echo(done.best.alarm("witness"), err=True)
    if as_json:
        print_json("shrink", {
            "witness": out, "ratio": fraction_text(done.best.witness.ratio), "before": _facts(witness),
            "after": _facts(done.best.witness), "evaluations": done.evaluations, "moves": len(done.moves),
            "finished": done.finished,
        })  # fmt: skip
    else:
        rows = [
            [name, *(str(value) for value in _facts(w).values()), at_least_text(w.ratio, 6)]
            for name, w in (("before", witness), ("after", done.best.witness))
        ]
        columns = ["", "lengths", "jobs", "memory", "prompt", "ratio at least"]
        table(done.best.witness.label, columns, rows, numeric="lrrrrr")
        left = "no move is left" if done.finished else "the budget is spent: more may be possible"
        click.echo(f"{len(done.moves)} moves in {done.evaluations} evaluations; {left}")
        click.echo(f"witness: {out}")
    sys.exit(1 if done.best.exceeds else 0)


def _shrunk(witness: Witness, part: Fraction, limit: Budget) -> Shrunk:
    with progress_bar("shrink") as report:

        def watch(evaluations: int, at: Candidate) -> None:
            told = f"{len(at.lengths)} lengths, {at.jobs} jobs, memory {at.memory}"
            report(evaluations, limit.evaluations or evaluations, told)

        return shrink(witness, part, limit, watch)


def _fraction(text: str) -> Fraction:
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise InputError(f"--keep {text[:40]!r}: write a number such as 0.99 or 99/100") from None
    if not 0 < value <= 1:
        raise InputError(f"--keep {text[:40]}: it must be above 0 and at most 1")
    return value


def _facts(witness: Witness) -> dict[str, int | None]:
    instance = witness.instance
    return {
        "lengths": len({group.response for group in instance.groups}),
        "jobs": instance.jobs,
        "memory": instance.memory,
        "prompt": instance.common_prompt,
    }
