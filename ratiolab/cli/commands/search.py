"""Options of ``ratiolab search``."""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource

from ratiolab.adversary.search.strategies import STRATEGIES
from ratiolab.cli.trial_options import Trial, trial_options
from ratiolab.errors import InputError

#: Options that say what to search for: with --spec or --resume that is said already.
WHAT = {"name": "--alg", "alpha": "--alpha", "strategy": "--strategy", "budget": "--budget",
        "seed": "--seed", "islands": "--islands", "max_memory": "--max-memory",
        "max_jobs": "--max-jobs"}  # fmt: skip
#: Options that say where the work is done.
_WHERE = {"processes": "--processes", "dask": "--dask"}


@click.command("search")
@click.option("--alg", "name", metavar="ALG", help="Algorithm to attack, e.g. gsa, gba, sps, sims.")
@click.option("--alpha", metavar="A", help="Scaling factor where it takes one.")
@click.option("--strategy", type=click.Choice(list(STRATEGIES)), default="structured", show_default=True)
@click.option("--budget", default="1min", show_default=True, metavar="B",
              help="A time (10min) or a number of evaluations (1e6); islands share it.")  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True, metavar="K")
@click.option("--islands", type=int, default=1, show_default=True, metavar="I",
              help="Independent searches with seeds K, K+1, ...; the best witness counts.")  # fmt: skip
@click.option("--spec", "spec_file", metavar="FILE", help="Take all of this from a TOML file.")
@click.option("--out", metavar="DIR", help="New run folder.")
@click.option("--resume", metavar="DIR", help="Go on with the search in a run folder.")
@click.option(
    "--processes", type=int, metavar="N", help="Worker processes (default: islands, at most cores)."
)
@click.option("--dask", metavar="ADDRESS", help="Search on a Dask cluster instead.")
@click.option("--max-memory", type=int, metavar="M", help="Largest memory budget in tokens.")
@click.option("--max-jobs", type=int, metavar="N", help="Most jobs.")
@click.option("--leaderboard", "corpus", metavar="DIR", help="Write the table of the witnesses in a folder.")
@click.option("--trust", multiple=True, metavar="MODULE",
              help="Let the folder import this module (repeatable; by default, none).")  # fmt: skip
@trial_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    trial: Trial,
    spec_file: str | None,
    out: str | None,
    resume: str | None,
    processes: int | None,
    dask: str | None,
    corpus: str | None,
    trust: tuple[str, ...],
    **asked: Any,
) -> None:
    """Search for a witness of a large ratio; exit code 1 if one is above a proved bound.

    Where the work is done changes no result: for a budget of evaluations, one process, many and a
    cluster end alike, interrupted or not.
    """
    if corpus is not None:
        _refuse({"spec_file": "--spec", "out": "--out", "resume": "--resume", **_WHERE, **WHAT},
                "does not go with --leaderboard: the table is made of the witnesses alone")  # fmt: skip
    else:
        _check(spec_file, out, resume, asked["name"])
        if dask is not None and processes is not None:
            raise InputError("--processes does not go with --dask: the cluster has its own workers")
    if trust and corpus is None and resume is None:
        raise InputError("--trust goes with --resume or --leaderboard: what you name yourself is trusted")
    from ratiolab.cli.search import run

    trial.run(
        run,
        spec_file=spec_file,
        out=out,
        resume=resume,
        processes=processes,
        dask=dask,
        corpus=corpus,
        trust=trust,
        **asked,
    )


def _check(spec_file: str | None, out: str | None, resume: str | None, name: str | None) -> None:
    """Refuse what does not go together: a search is new, or stands in a file, or in a run folder."""
    if resume is not None:
        _refuse({"out": "--out", "spec_file": "--spec", **WHAT},
                "does not go with --resume: the folder says what to do")  # fmt: skip
    elif spec_file is not None:
        _refuse(WHAT, f"does not go with --spec: write it into {spec_file}")
    elif out is None:
        raise InputError("give one folder: --out DIR for a new search or --resume DIR to go on with one")
    elif name is None:
        raise InputError("give the algorithm to attack: --alg ALG")


def _refuse(options: dict[str, str], why: str) -> None:
    """Refuse each of these options that was given, default or not."""
    context = click.get_current_context()
    for key, option in options.items():
        if context.get_parameter_source(key) is not ParameterSource.DEFAULT:
            raise InputError(f"{option} {why}")
