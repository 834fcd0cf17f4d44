"""``ratiolab reproduce``: the published experiments, and the growth laws, one command each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ratiolab.cli.loaded_problem import say_what_is_ignored
from ratiolab.cli.progress import progress_bar
from ratiolab.cli.targets import page_folder
from ratiolab.instance import Instance
from ratiolab.report import experiments
from ratiolab.report.output import echo
from ratiolab.tables import Table
from ratiolab.traces import read_trace
from ratiolab.workloads import make_instance

#: The page of the growth laws, and how it begins.
PAGE = "README.md"
#: Numbers of jobs in Figures 6 and 7.
SIZES = range(100, 1001, 100)


def run(*, name: str, out: str, trace: str | None, workload: str, instances: int, time_limit: float) -> None:
    """Write the page of one experiment."""
    stem = name if name in ("fig3", "fig4", "average-ratio") else _stem(name, trace, workload)
    if name == "growth":
        from ratiolab.report.growth import TITLE, growth_page  # the only page that needs the families

        echo(f"written to {growth_page(page_folder(out, '--out', PAGE, TITLE))}")
        return
    folder = page_folder(out, "--out", f"{stem}.md", "#")
    with progress_bar(name) as report:
        if name == "fig3":
            names: tuple[str, ...] = ("mc-sf", "gba:alpha=2")
            results = experiments.memory_pictures("identical", names, folder, name)
            page = _page("Equal jobs: 200 of length 16, s = 0, M = 256", [(None, results, None)])
        elif name == "fig4":
            names = ("vllm-kill", "a-min", "gsa:alpha=2")
            results = experiments.memory_pictures("two-lengths", names, folder, name)
            page = _page("Six long jobs and 194 short: s = 96, M = 256", [(None, results, None)])
        elif name == "average-ratio":
            sizes = (6, 8, 10, 12, 0)
            results = experiments.average_ratio(sizes, instances, time_limit, progress=report)
            page = _page("Average ratio of MC-SF on small random instances", [(None, results, None)])
        else:
            page = _figures_6_and_7(name, folder, trace, workload, report)
    path = folder / f"{stem}.md"
    path.write_text(page, encoding="utf-8")
    echo(f"written to {path}")


def _figures_6_and_7(
    name: str, folder: Path, trace: str | None, workload: str, report: Callable[..., None]
) -> str:
    """Mean flow times; the source is a trace's first rows or a built-in workload."""
    rounded = name == "fig6"
    read = None if trace is None else read_trace(trace)
    if read is not None:
        say_what_is_ignored(read)

    def load(memory: int, jobs: int, repeat: int) -> Instance:
        if read is None:
            return make_instance(
                workload, memory=memory, prompt=experiments.PROMPT, jobs=jobs, seed=repeat, oversized="clip"
            )[0]
        return read.instance(memory, experiments.PROMPT, jobs=jobs, window=repeat, oversized="clip")

    source = read.name if read is not None else f"workload {workload}"
    stem = _stem(name, trace, workload)
    results = experiments.mean_flow_times(
        load, rounded=rounded, sizes=SIZES, title=source, out=folder, stem=stem,
        progress=report,
    )  # fmt: skip
    lengths = "rounded up to powers of two" if rounded else "as they are"
    parts = [(f"M = {memory}", table, picture) for memory, table, picture in results]
    return _page(f"Mean flow time per job: {source}, lengths {lengths}", parts)


def _stem(name: str, trace: str | None, workload: str) -> str:
    """Name of the page and its pictures: the figure and where its lengths are from."""
    return f"{name}-{workload if trace is None else Path(trace).stem}"


def _page(title: str, parts: Sequence[tuple[str | None, Table, str | None]]) -> str:
    lines = [f"# {title}", ""]
    for heading, table, picture in parts:
        if heading:
            lines += [f"## {heading}", ""]
        if picture:
            lines += [f"![{heading or title}]({picture})", ""]
        lines += [table.markdown(), ""]
    return "\n".join(lines)
