"""``ratiolab prove``: the chain of claims, walked in order, each step discharged exactly."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from proofs.formal.registry import sources
from ratiolab.cli.progress import progress_bar
from ratiolab.errors import InputError
from ratiolab.library.prove import prove
from ratiolab.report.output import echo, print_result

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
        from ratiolab.library.opinion import second_opinion as opinion_on

        opinion = opinion_on(claim, timeout=timeout)
        print_result(opinion, as_json)
        sys.exit(0 if opinion.agrees else 1)
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
            echo(f"the Coq proofs do not hold: {error}", err=True)
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
    echo(f"{len(items) - len(left_out)} obligations written to {directory}, {len(left_out)} not exportable:")
    for item in left_out:
        echo(f"  {item.name}: {item.reason}")
