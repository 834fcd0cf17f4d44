"""Options of ``ratiolab bound``."""

from __future__ import annotations

from typing import Any

import click

from proofs.bounds.request import ALGORITHMS, ANALYSES, REGIMES
from ratiolab.errors import InputError


@click.command("bound")
@click.option("--alg", "algorithm", required=True, metavar="ALG", help=f"One of {', '.join(ALGORITHMS)}.")
@click.option("--analysis", type=click.Choice(ANALYSES), default="paper", show_default=True)
@click.option("--regime", type=click.Choice(REGIMES), default="general", show_default=True)
@click.option("--k-min", type=int, metavar="K", help="Smallest parallelism of any phase (general regime: 1).")
@click.option("--alpha", metavar="A", help="Take the bound there, not at its minimum: 2, 4/3, golden.")
@click.option("--eps", metavar="E", help="No job takes more than E of the budget (mc-sf, svf, svf-peak).")
@click.option("--instance", metavar="FILE", help="Bound for this instance's own parallelism or shares.")
@click.option("--printed", metavar="VALUE", help="Check this constant instead of the published one.")
@click.option("--fresh", is_flag=True, help="Derive and prove anew what was kept.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    regime: str,
    k_min: int | None,
    eps: str | None,
    instance: str | None,
    printed: str | None,
    **asked: Any,
) -> None:
    """Derive a bound on the competitive ratio; exit code 1 if a step or the printed constant fails.

    A derivation that holds is kept until something it depends on changes.
    """
    if instance is not None and (k_min is not None or eps is not None or printed or regime != "general"):
        raise InputError(
            "--instance gives k_min or eps itself: it goes with --alg, --analysis and --alpha only"
        )
    from ratiolab.cli.bound import run

    run(regime=regime, k_min=k_min, eps=eps, instance=instance, printed=printed, **asked)
