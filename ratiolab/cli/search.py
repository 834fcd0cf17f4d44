"""``ratiolab search``: look for instances on which an algorithm is far from the optimum."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from ratiolab.adversary.job import Budget, Job, Outcome, Progress, run_job
from ratiolab.adversary.store import WITNESS
from ratiolab.adversary.strategies import STRATEGIES
from ratiolab.adversary.witness import CheckedWitness
from ratiolab.algorithms import parse, takes
from ratiolab.cli.progress import progress_bar
from ratiolab.errors import InputError
from ratiolab.integers import check_integer
from ratiolab.ratio import decimal_text, fraction_text
from ratiolab.report.leaderboard import leaderboard
from ratiolab.report.output import print_json


@click.command("search")
@click.option("--alg", "name", metavar="ALG", help="Algorithm to attack, e.g. gsa, gba, sps, sims.")
@click.option("--alpha", metavar="A", help="Scaling factor where it takes one.")
@click.option("--strategy", type=click.Choice(list(STRATEGIES)), default="structured", show_default=True)
@click.option("--budget", default="1min", show_default=True, metavar="B",
              help="A time (10min) or a number of evaluations (1e6).")  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True, metavar="K")
@click.option("--out", metavar="DIR", help="New run folder.")
@click.option("--resume", metavar="DIR", help="Go on with the search in a run folder.")
@click.option("--max-memory", type=int, metavar="M", help="Largest memory budget in tokens.")
@click.option("--max-jobs", type=int, metavar="N", help="Most jobs.")
@click.option("--leaderboard", "corpus", metavar="DIR", help="Write the table of the witnesses in a folder.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    name: str | None,
    alpha: str | None,
    strategy: str,
    budget: str,
    seed: int,
    out: str | None,
    resume: str | None,
    max_memory: int | None,
    max_jobs: int | None,
    corpus: str | None,
    as_json: bool,
) -> None:
    """Search for a witness of a large ratio; exit code 1 if one is above a proved bound."""
    if corpus is not None:
        click.echo(leaderboard(Path(corpus)))
        return
    if (out is None) == (resume is None):
        raise InputError("give one folder: --out DIR for a new search or --resume DIR to go on with one")
    job = None
    if resume is None:
        if name is None:
            raise InputError("give the algorithm to attack: --alg ALG")
        job = Job(
            _algorithm(name, alpha), strategy, budget, check_integer(seed, "seed", 0), max_memory, max_jobs
        )
        Budget.parse(budget)
    folder = Path(out or resume or "")
    try:
        with progress_bar("search") as report:
            outcome = run_job(folder, job, lambda at: _report(report, at))
    except KeyboardInterrupt:
        click.echo(f"stopped; nothing is lost: ratiolab search --resume {folder}", err=True)
        raise
    _print(outcome, folder, as_json)
    sys.exit(1 if outcome.best is not None and outcome.best.exceeds else 0)


def _algorithm(name: str, alpha: str | None) -> str:
    """Name and parameters in one text, each parameter as the algorithm writes it."""
    if alpha is not None and "alpha" not in takes(name.partition(":")[0]):
        raise InputError(f"{name} takes no alpha")
    algorithm = parse(name, **({} if alpha is None else {"alpha": alpha}))
    listed = ",".join(f"{key}={value}" for key, value in algorithm.parameters.items())
    return f"{algorithm.name}:{listed}" if listed else algorithm.name


def _report(report: Callable[..., None], at: Progress) -> None:
    """Tell the progress bar rate, best ratio and proved bound."""
    said = f"{at.rate:,.0f}/s"
    if at.best is not None:
        said += f", best {decimal_text(at.best.witness.ratio)}, {_proved(at.best)}"
    if at.budget.evaluations is not None:
        report(at.evaluations, at.budget.evaluations, said)
    else:
        report(round(at.seconds), round(at.budget.seconds or 0), said + ", seconds")


def _proved(best: CheckedWitness) -> str:
    return "no bound" if best.bound is None else f"proved {best.bound.value.decimal(4)}"


def _print(outcome: Outcome, folder: Path, as_json: bool) -> None:
    best = outcome.best
    if best is not None and best.exceeds:
        assert best.bound is not None
        click.echo(
            f"THE WITNESS IS ABOVE A PROVED BOUND: {fraction_text(best.witness.ratio)} > {best.bound.value} "
            f"({best.bound.source}). One of the two is wrong. Kept in {folder / WITNESS}.",
            err=True,
        )
    rate = outcome.evaluations / outcome.seconds if outcome.seconds else 0.0
    if as_json:
        found = None
        if best is not None:
            bound = None if best.bound is None else str(best.bound.value)
            found = {"ratio": fraction_text(best.witness.ratio), "witness": str(folder / WITNESS),
                     "bound": bound, "exceeds": best.exceeds}  # fmt: skip
        print_json("search", {
            "command": outcome.job.command, "evaluations": outcome.evaluations,
            "seconds": round(outcome.seconds, 3), "best": found,
        })  # fmt: skip
        return
    click.echo(f"{outcome.evaluations} evaluations in {outcome.seconds:.1f} s, {rate:,.0f} a second")
    if best is None:
        click.echo("nothing found")
        return
    w = best.witness
    click.echo(
        f"{w.label}: ratio at least {decimal_text(w.ratio, 6)} ({_proved(best)}), "
        f"memory {w.instance.memory}, prompt {w.instance.common_prompt}, "
        f"{w.instance.jobs} jobs of {len(w.instance.groups)} lengths"
    )
    click.echo(f"witness: {folder / WITNESS}")
