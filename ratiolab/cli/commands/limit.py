"""Options of ``ratiolab limit``."""

from __future__ import annotations

from typing import Any

import click

from ratiolab.cli.memory_option import memory_options
from ratiolab.cli.targets import check_file
from ratiolab.errors import InputError


@click.command("limit")
@click.option("--alg", "name", metavar="ALG", help="gsa, gba, sps or sps-by-length.")
@click.option("--alpha", metavar="A", help="Scaling factor where it takes one.")
@memory_options
@click.option("--prompt", type=int, default=0, show_default=True, metavar="S", help="Common prompt.")
@click.option("--lengths", metavar="A,B,C", help="Response lengths.")
@click.option(
    "--mix", metavar="X,Y,Z", help="Share of each, e.g. 2/3,1/3; by default the best is looked for."
)
@click.option("--out", metavar="FILE", help="Keep the certificate.")
@click.option("--table", "folder", metavar="DIR", help="Write the table of the certificates in a folder.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    name: str | None,
    memory: int | None,
    lengths: str | None,
    out: str | None,
    folder: str | None,
    **asked: Any,
) -> None:
    """Let the number of jobs grow on fixed lengths: the limit of the ratio, between exact rationals.

    The lower end holds for the worst case of the algorithm; the upper end says that no other mix of these
    lengths does better against the same schedule. Exit code 1 if the lower end is above a proved bound.
    """
    if folder is None:
        if name is None or memory is None or lengths is None:
            raise InputError(
                "give the algorithm, the budget and the lengths: --alg ALG --memory M --lengths A,B"
            )
        check_file(out, "--out")
    from ratiolab.cli.limit import run

    run(name=name, memory=memory, lengths=lengths, out=out, folder=folder, **asked)
