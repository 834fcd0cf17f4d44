"""``ratiolab explain``: which jobs and which phases of a witness carry the loss."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from ratiolab.adversary.witnesses.explain import Explanation, Phase, explain
from ratiolab.adversary.witnesses.file import read_witness
from ratiolab.ratios import at_least_text, decimal_text, fraction_text
from ratiolab.report.output import print_json, table


def run(*, file: str, plot: str | None, as_json: bool) -> None:
    """Take the witness apart, print and draw."""
    found = explain(read_witness(file))
    if plot is not None:
        from ratiolab.report.figures import explanation_figure, save

        save(explanation_figure(found), Path(plot))
    if as_json:
        print_json("explain", _facts(file, found))
        return
    _print(found)
    if plot is not None:
        click.echo(f"written to {plot}")


def _facts(file: str, found: Explanation) -> dict[str, Any]:
    witness = found.witness
    return {
        "witness": file,
        "algorithm": witness.label,
        "ratio": fraction_text(witness.ratio),
        "algorithm_flow_time": witness.algorithm_flow_time,
        "opt_flow_time": witness.opt_flow_time,
        "lengths": [
            {"response": row.response, "count": row.count, "loss": row.loss,
             "algorithm": {"killed": row.killed, "earlier": row.earlier, "waiting": row.waiting,
                           "running": row.running, "total": row.cost},
             "schedule": {"waiting": row.other_waiting, "running": row.running, "total": row.other_cost}}
            for row in found.lengths
        ],
        "phases": [
            {"slice": p.slice_, "parallelism": p.parallelism, "duration": p.duration, "jobs": p.jobs,
             "completed": p.completed, "cost": p.cost}
            for p in found.phases
        ],
    }  # fmt: skip


def _print(found: Explanation) -> None:
    witness = found.witness
    click.echo(
        f"{witness.label} costs {witness.algorithm_flow_time}, a feasible schedule {witness.opt_flow_time}: "
        f"ratio at least {at_least_text(witness.ratio, 6)}"
    )

    def part(rounds: int) -> str:
        return decimal_text(found.part(rounds), 4)

    own, other = found.algorithm_parts(), found.schedule_parts()
    columns = ["length", "jobs", *own, "algorithm", *other, "schedule", "loss"]

    def cells(name: str, places: Sequence[int]) -> list[str]:
        rows = [found.lengths[i] for i in places]
        sums = [sum(rounds[i] for i in places) for rounds in own.values()] + [sum(r.cost for r in rows)]
        sums += [sum(rounds[i] for i in places) for rounds in other.values()]
        sums += [sum(r.other_cost for r in rows), sum(r.loss for r in rows)]
        return [name, str(sum(r.count for r in rows)), *map(part, sums)]

    every = range(len(found.lengths))
    listed = [cells(str(found.lengths[i].response), [i]) for i in every] + [cells("all", every)]
    table("By length (parts of the schedule's cost)", columns, listed, numeric="r" * len(columns))
    if found.phases:
        table(
            "By phase",
            ["slice", "parallelism", "rounds", "jobs", "completed", "part", "of the cost"],
            [_phase(p, part(p.cost), witness.algorithm_flow_time) for p in found.phases],
            numeric="rrrrrrr",
        )


def _phase(p: Phase, part: str, total: int) -> list[str]:
    numbers = (p.slice_, p.parallelism, p.duration, p.jobs, p.completed)
    return [*map(str, numbers), part, f"{decimal_text(Fraction(100 * p.cost, total), 1)} %"]
