"""``ratiolab prove``: the chain of claims, walked in order, each step discharged exactly."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from proofs.formal.registry import sources
from ratiolab.cli.progress import progress_bar
from ratiolab.errors import InputError
from ratiolab.library.prove import prove
from ratiolab.report.output import print_json, print_result, table

if TYPE_CHECKING:
    from proofs.claim import Claim


def run(
    *,
    claim: str | None,
    show_steps: bool,
    fresh: bool,
    graph_file: str | None,
    export_format: str | None,
    directory: str | None,
    second_opinion: bool,
    timeout: float,
    as_json: bool,
) -> None:
    """Prove and print, or export, or ask the other solver; exits with 1 if a step fails."""
    if graph_file is not None:
        _draw(claim, Path(graph_file))
    if export_format is not None:
        assert directory is not None
        _export(_claims(claim), directory)
        return
    if second_opinion:
        _second_opinion(_claims(claim), timeout, as_json)
        return
    with progress_bar("prove") as report:
        proof = prove(claim, every_step=show_steps, fresh=fresh, progress=report)
    print_result(proof, as_json)
    sys.exit(0 if proof.holds else 1)


def run_formal(*, recheck: bool, fresh: bool, as_json: bool) -> None:
    """Compile, compare and print; exits with 1 if a theorem is not closed or a constant differs."""
    from ratiolab.theory.formal import NotChecked, prove_formal

    done = 0
    with progress_bar("coq") as report:

        def tell(module: str) -> None:
            nonlocal done
            done += 1
            report(done, max(done, len(sources())), module)

        try:
            result = prove_formal(recheck=recheck, fresh=fresh, progress=tell)
        except NotChecked as error:
            click.echo(f"the Coq proofs do not hold: {error}", err=True)
            sys.exit(1)
    print_result(result, as_json)
    sys.exit(0 if result.holds else 1)


def _claims(name: str | None) -> list[Claim]:
    """Load a claim and all it rests on, with their proofs."""
    from proofs.catalogue import collect  # here and below: kept verdicts need no algebra
    from proofs.graph import rests_on

    declared = collect()
    known = {claim.name: claim for claim in declared}
    try:
        return [known[node] for node in rests_on(name, declared)]
    except ValueError as error:
        raise InputError(str(error)) from error


def _draw(name: str | None, path: Path) -> None:
    from proofs.graph import build
    from ratiolab.report.claim_graph import write_graph

    write_graph(build(_claims(name)), path)


def _export(claims: list[Claim], directory: str) -> None:
    from proofs.smt.obligations import export

    items = export([c.name for c in claims], Path(directory))
    left_out = [item for item in items if item.script is None]
    click.echo(
        f"{len(items) - len(left_out)} obligations written to {directory}, {len(left_out)} not exportable:"
    )
    for item in left_out:
        click.echo(f"  {item.name}: {item.reason}")


def _second_opinion(claims: list[Claim], timeout: float, as_json: bool) -> None:
    from proofs.smt.obligations import Agreement, SolverMissing, second_opinions

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
