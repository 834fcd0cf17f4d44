"""``ratiolab search``: look for instances on which an algorithm is far from the optimum."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ratiolab.adversary.campaign.executors import Dask, Executor, local
from ratiolab.adversary.campaign.run import Progress, Result, run_searches, stored_searches
from ratiolab.adversary.campaign.spec import read_spec
from ratiolab.adversary.campaign.task import Search, Task, algorithm_text
from ratiolab.cli.progress import progress_bar
from ratiolab.errors import InputError
from ratiolab.integers import check_integer
from ratiolab.library.search import SearchReport, bound_words
from ratiolab.ratios import at_least_text, fraction_text
from ratiolab.report.leaderboard import leaderboard
from ratiolab.report.output import echo, echo_lines, print_result


def run(
    *,
    spec_file: str | None,
    out: str | None,
    resume: str | None,
    processes: int | None,
    dask: str | None,
    corpus: str | None,
    trust: tuple[str, ...],
    as_json: bool,
    **what: Any,
) -> None:
    """Search and print; exits with 1 if a witness is above a proved bound."""
    if corpus is not None:
        board = leaderboard(Path(corpus), trust)
        if as_json:
            print_result(board, as_json)
        else:
            echo_lines(board.markdown)
        return
    searches, folder = _asked(spec_file, out, resume, what)
    doing = searches if searches is not None else stored_searches(folder, trust)
    executor = _executor(sum(search.islands for search in doing), processes, dask)
    try:
        with progress_bar("search") as bar:
            results = run_searches(folder, searches, executor, lambda at: _report(bar, at), trust)
    except KeyboardInterrupt:
        echo(f"stopped; what is finished is kept: ratiolab search --resume {folder}", err=True)
        raise
    finally:
        executor.close()
    _warn(results)
    report = SearchReport(tuple(results))
    print_result(report, as_json)
    sys.exit(1 if report.exceeds else 0)


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
    task = Task(
        algorithm_text(what["name"], what["alpha"]), what["strategy"], what["budget"], what["seed"],
        what["max_memory"], what["max_jobs"],
    )  # fmt: skip
    search = Search(task, what["islands"])
    search.parts()
    return [search], Path(out)


def _executor(islands: int, processes: int | None, dask: str | None) -> Executor:
    if dask is None:
        return local(None if processes is None else check_integer(processes, "--processes", 1, 1024), islands)
    return Dask(dask)


def _report(bar: Callable[..., None], at: Progress) -> None:
    """Tell the progress bar rate, best ratio and proved bound."""
    said = f"{at.rate:,.0f}/s"
    if at.best is not None:
        said += f", best {at_least_text(at.best.witness.ratio)}, {bound_words(at.best)}"
    bar(at.done, at.total, said + (f", {at.unit}" if at.unit != "evaluations" else ""))


def _warn(results: Sequence[Result]) -> None:
    """Say loudly where a witness is above a proved bound."""
    for result in results:
        best = result.best
        if best is not None and best.exceeds:
            ratio = fraction_text(best.witness.ratio)
            echo(f"{best.alarm('witness')} The ratio is {ratio}; kept in {result.witness_path}.", err=True)
