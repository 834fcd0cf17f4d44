"""Options of ``ratiolab prove``."""

from __future__ import annotations

from typing import Any

import click

from ratiolab.errors import InputError

_NOT_FORMAL = {
    "claim": "CLAIM",
    "show_steps": "--steps",
    "graph_file": "--graph",
    "second_opinion": "--second-opinion",
}


@click.command("prove")
@click.argument("claim", required=False, metavar="[CLAIM]")
@click.option("--steps", "show_steps", is_flag=True, help="Show every step, not only every claim.")
@click.option("--fresh", is_flag=True, help="Prove anew what was kept.")
@click.option("--formal", is_flag=True, help="Compile the Coq proofs and compare their constants.")
@click.option("--recheck", is_flag=True, help="With --formal: let coqchk, a second checker, agree.")
@click.option("--graph", "graph_file", metavar="FILE", help="Write the graph: .png, .svg, .json or .graphml.")
@click.option("--export", "export_format", type=click.Choice(["smt2"]), help="Export polynomial obligations.")
@click.option("--out", "directory", metavar="DIR", help="Where the export goes.")
@click.option("--second-opinion", is_flag=True, help="Let z3 decide every exported obligation too.")
@click.option("--timeout", type=float, default=10.0, show_default=True, help="Seconds for z3, each.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(export_format: str | None, directory: str | None, **asked: Any) -> None:
    """Discharge CLAIM and all it rests on (without CLAIM: every claim); exit code 1 if a step fails.

    A verdict is kept until something it depends on changes: its sources, Python, a library.
    """
    formal, recheck = asked.pop("formal"), asked.pop("recheck")
    if formal:
        if others := [shown for key, shown in _NOT_FORMAL.items() if asked[key]]:
            raise InputError(f"--formal goes alone: leave out {', '.join(others)}")
        from ratiolab.cli.prove import run_formal

        run_formal(recheck=recheck, fresh=asked["fresh"], as_json=asked["as_json"])
        return
    if recheck:
        raise InputError("--recheck goes with --formal: coqchk reads the compiled Coq files")
    if export_format is not None and directory is None:
        raise InputError("--export needs --out DIR: where the files go")
    from ratiolab.cli.prove import run

    run(export_format=export_format, directory=directory, **asked)
