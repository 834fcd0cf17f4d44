"""``ratiolab search``: look for instances on which an algorithm is far from the optimum."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from ratiolab.adversary.campaign.executors import Dask, Executor, local
from ratiolab.adversary.campaign.job import Job, Search, algorithm_text
from ratiolab.adversary.campaign.run import Progress, Result, run_searches, stored_searches
from ratiolab.adversary.campaign.spec import read_spec
from ratiolab.adversary.witnesses.witness import CheckedWitness
from ratiolab.cli.progress import progress_bar
from ratiolab.errors import InputError
from ratiolab.integers import check_integer
from ratiolab.ratios import at_least_text, fraction_text
from ratiolab.report.leaderboard import leaderboard
from ratiolab.report.output import print_json, table


def run(
    *,
    spec_file: str | None,
    out: str | None,
    resume: str | None,
    processes: int | None,
    dask: str | None,
    corpus: str | None,
    as_json: bool,
    **what: Any,
) -> None:
    """Search and print; exits with 1 if a witness is above a proved bound."""
    if corpus is not None:
        click.echo(leaderboard(Path(corpus)))
        return
    searches, folder = _asked(spec_file, out, resume, what)
    doing = searches if searches is not None else stored_searches(folder)
    executor = _executor(sum(search.islands for search in doing), processes, dask)
    try:
        with progress_bar("search") as report:
            results = run_searches(folder, searches, executor, lambda at: _report(report, at))
    except KeyboardInterrupt:
        click.echo(f"stopped; what is finished is kept: ratiolab search --resume {folder}", err=True)
        raise
    finally:
        executor.close()
    _warn(results)
    if as_json:
        _print_json(results)
    else:
        _print(results)
    sys.exit(1 if any(r.best is not None and r.best.exceeds for r in results) else 0)


def _asked(
    spec_file: str | None, out: str | None, resume: str | None, what: dict[str, Any]
) -> tuple[list[Search] | None, Path]:
    """What to search for, None to resume, and the folder."""
    if resume is not None:
        return None, Path(resume)
    if spec_file is not None:
        spec = read_spec(spec_file)
        folder = spec.out if out is None else Path(out)
        if folder is None:
            raise InputError(f"give the run folder: --out DIR, or out in {spec_file}")
        return list(spec.searches), folder
    assert out is not None
    job = Job(
        algorithm_text(what["name"], what["alpha"]), what["strategy"], what["budget"], what["seed"],
        what["max_memory"], what["max_jobs"],
    )  # fmt: skip
    search = Search(job, what["islands"])
    search.parts()
    return [search], Path(out)


def _executor(islands: int, processes: int | None, dask: str | None) -> Executor:
    if dask is None:
        return local(None if processes is None else check_integer(processes, "--processes", 1, 1024), islands)
    return Dask(dask)


def _report(report: Callable[..., None], at: Progress) -> None:
    """Tell the progress bar rate, best ratio and proved bound."""
    said = f"{at.rate:,.0f}/s"
    if at.best is not None:
        said += f", best {at_least_text(at.best.witness.ratio)}, {_proved(at.best)}"
    report(at.done, at.total, said + (f", {at.unit}" if at.unit != "evaluations" else ""))


def _proved(best: CheckedWitness) -> str:
    return "no bound" if best.bound is None else f"proved {best.bound.value.decimal(4)}"


def _warn(results: Sequence[Result]) -> None:
    """Say loudly where a witness is above a proved bound."""
    for result in results:
        best = result.best
        if best is not None and best.exceeds:
            ratio = fraction_text(best.witness.ratio)
            click.echo(
                f"{best.alarm('witness')} The ratio is {ratio}; kept in {result.witness_path}.", err=True
            )


def _print_json(results: Sequence[Result]) -> None:
    """One search's facts; of several a list, and the best of all."""
    listed = [_facts(result) for result in results]
    if len(results) == 1:
        print_json("search", listed[0])
        return
    named = [{"name": r.search.name, **facts} for r, facts in zip(results, listed, strict=True)]
    largest = max(
        (r for r in results if r.best is not None),
        key=lambda r: r.best.witness.ratio if r.best is not None else 0,
        default=None,
    )
    print_json("search", {
        "evaluations": sum(r.evaluations for r in results),
        "seconds": round(sum(r.seconds for r in results), 3), "jobs": named,
        "best": None if largest is None else _found(largest.best, largest.witness_path),
    })  # fmt: skip


def _facts(result: Result) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "command": result.search.command,
        "evaluations": result.evaluations,
        "seconds": round(result.seconds, 3),
    }
    if result.search.islands > 1:
        facts["islands"] = [
            {"seed": i.job.seed, "folder": str(i.folder), "evaluations": i.evaluations,
             "ratio": None if i.best is None else fraction_text(i.best.witness.ratio)}
            for i in result.islands
        ]  # fmt: skip
    return facts | {"best": _found(result.best, result.witness_path)}


def _found(best: CheckedWitness | None, path: Path) -> dict[str, Any] | None:
    if best is None:
        return None
    bound = None if best.bound is None else str(best.bound.value)
    return {"ratio": fraction_text(best.witness.ratio), "witness": str(path), "bound": bound,
            "exceeds": best.exceeds}  # fmt: skip


def _print(results: Sequence[Result]) -> None:
    for result in results:
        if result.search.name:
            click.echo(f"{result.search.name}:")
        rate = result.evaluations / result.seconds if result.seconds else 0.0
        click.echo(f"{result.evaluations} evaluations in {result.seconds:.1f} s, {rate:,.0f} a second")
        if result.search.islands > 1:
            rows = [
                [str(i.job.seed), str(i.evaluations),
                 "none" if i.best is None else at_least_text(i.best.witness.ratio, 6)]
                for i in result.islands
            ]  # fmt: skip
            table("", ["seed", "evaluations", "ratio at least"], rows, numeric="rrr")
        if result.best is None:
            click.echo("nothing found")
            continue
        w = result.best.witness
        click.echo(
            f"{w.label}: ratio at least {at_least_text(w.ratio, 6)} ({_proved(result.best)}), "
            f"memory {w.instance.memory}, prompt {w.instance.common_prompt}, "
            f"{w.instance.jobs} jobs of {len(w.instance.groups)} lengths"
        )
        click.echo(f"witness: {result.witness_path}")
