"""``ratiolab prove``: the chain of claims, walked in order, each step discharged exactly."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import Any

import click

from proofs.claim import Claim, Status
from proofs.graph import Proof, build, collect, prove, rests_on
from proofs.smt.obligations import Agreement, SolverMissing, export, second_opinions
from ratiolab.cli.progress import progress_bar
from ratiolab.errors import InputError
from ratiolab.report.claim_graph import write_graph
from ratiolab.report.output import print_json, table


def run(
    *,
    claim: str | None,
    show_steps: bool,
    graph_file: str | None,
    export_format: str | None,
    directory: str | None,
    second_opinion: bool,
    timeout: float,
    as_json: bool,
) -> None:
    """Prove and print, or export, or ask the other solver; exits with 1 if a step fails."""
    claims = collect()
    known = {c.name: c for c in claims}
    if claim is not None and claim not in known:
        raise InputError(f"unknown claim {claim!r}; known: {', '.join(known)}")
    wanted = [known[name] for name in (rests_on(claim, claims) if claim else known)]
    if graph_file is not None:
        write_graph(build(wanted), Path(graph_file))
    if export_format is not None:
        assert directory is not None
        _export(wanted, directory)
        return
    if second_opinion:
        _second_opinion(wanted, timeout, as_json)
        return
    proof = _walk(claim, len(wanted))
    if as_json:
        print_json("prove", _as_json(proof, known))
    else:
        _print(proof, known, show_steps)
    sys.exit(0 if proof.holds else 1)


def _walk(claim: str | None, count: int) -> Proof:
    """Prove with a bar."""
    with progress_bar("prove") as report:
        done = itertools.count(1)
        return prove(claim, progress=lambda result: report(next(done), count, result.name))


def _as_json(proof: Proof, known: dict[str, Claim]) -> dict[str, Any]:
    return {
        "holds": proof.holds,
        "assumed": list(proof.assumed),
        "unproved": list(proof.unproved),
        "boxes": [{"claim": name, "box": box} for name, box in proof.boxes],
        "claims": [
            {
                "name": result.name,
                "title": known[result.name].title,
                "statement": known[result.name].statement,
                "source": known[result.name].source,
                "premises": list(known[result.name].premises),
                "verdict": result.status.value,
                "seconds": round(result.seconds, 3),
                "coverage": list(result.coverage),
                "steps": [
                    {
                        "name": s.name,
                        "statement": s.statement,
                        "method": s.method,
                        "verdict": s.verdict,
                        "detail": s.detail,
                        "box": s.box,
                    }
                    for s in result.steps
                ],
            }
            for result in proof.results
        ],
    }


def _print(proof: Proof, known: dict[str, Claim], show_steps: bool) -> None:
    rows = []
    for result in proof.results:
        steps = result.steps
        done = sum(s.verdict == Status.PROVED.value for s in steps)
        methods = sorted({s.method for s in steps}) if steps else ["no step: " + known[result.name].argument]
        verdict = result.status.value + (" (finite box)" if result.boxes else "")
        rows.append([
            result.name, verdict, f"{done}/{len(steps)}", f"{result.seconds:.2f}", known[result.name].title,
            "; ".join(methods), ", ".join(known[result.name].premises),
        ])  # fmt: skip
    columns = ["claim", "verdict", "steps", "s", "title", "method", "rests on"]
    table("", columns, rows, numeric="  rr")
    shown = [(r, s) for r in proof.results for s in r.steps if show_steps or s.verdict != "proved"]
    if shown:
        click.echo()
        details = [[r.name, s.name, s.verdict, s.statement, s.box or s.detail] for r, s in shown]
        table("Steps", ["claim", "step", "verdict", "statement", "detail"], details)
    for result in proof.results:
        for gap in result.coverage:
            click.echo(f"{result.name}: {gap}")
    if proof.boxes:
        click.echo("\nCounting facts checked on a finite box only:")
        for name, box in proof.boxes:
            click.echo(f"  {name}: {box}")
    if proof.assumed:
        click.echo(f"\nAssumed, not proved: {', '.join(proof.assumed)}")
    seconds = sum(r.seconds for r in proof.results)
    click.echo(f"\n{len(proof.results)} claims in {seconds:.1f} s: {'holds' if proof.holds else 'FAILS'}")
    if proof.unproved:
        click.echo(f"not proved: {', '.join(proof.unproved)}")


def _export(claims: list[Claim], directory: str) -> None:
    found = export([c.name for c in claims], Path(directory))
    left_out = [item for item in found if item.script is None]
    click.echo(
        f"{len(found) - len(left_out)} obligations written to {directory}, {len(left_out)} not exportable:"
    )
    for item in left_out:
        click.echo(f"  {item.name}: {item.reason}")


def _second_opinion(claims: list[Claim], timeout: float, as_json: bool) -> None:
    try:
        opinions = second_opinions([c.name for c in claims], timeout=timeout)
    except SolverMissing as error:
        raise InputError(str(error)) from error
    counts = {kind.value: sum(o.verdict is kind for o in opinions) for kind in Agreement}
    if as_json:
        listed = [
            {"name": o.name, "verdict": o.verdict.value, "detail": o.detail, "model": dict(o.model)}
            for o in opinions
        ]
        print_json("second-opinion", {"counts": counts, "opinions": listed})
    else:
        shown = [o for o in opinions if o.verdict is not Agreement.AGREES]
        rows = [[o.name, o.verdict.value, o.detail, ", ".join(f"{k}={v}" for k, v in o.model)] for o in shown]
        table("Obligations on which z3 does not simply agree", ["obligation", "z3", "why", "model"], rows)
        click.echo("\n" + ", ".join(f"{count} {kind}" for kind, count in counts.items()))
    sys.exit(1 if counts[Agreement.DISAGREES.value] else 0)
