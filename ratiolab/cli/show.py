"""``ratiolab show``: memory over rounds as a picture."""

from __future__ import annotations

from pathlib import Path

from ratiolab.algorithms import parse
from ratiolab.cli.loaded_problem import load_problem
from ratiolab.cli.problem_source import ProblemSource
from ratiolab.errors import SchedulerFailed
from ratiolab.library.show import panels
from ratiolab.report.figures import memory_figure, save
from ratiolab.report.output import echo


def run(*, names: tuple[str, ...], alpha: str | None, out: str, problem: ProblemSource) -> None:
    """Run, verify and draw, one panel per algorithm."""
    loaded = load_problem(problem)
    defaults = {} if alpha is None else {"alpha": alpha}
    failures: list[SchedulerFailed] = []
    instance, drawn = panels(loaded, [parse(name, **defaults) for name in names], failures)
    save(memory_figure(instance, drawn), Path(out))
    echo(loaded.title())
    for panel in drawn:
        echo(f"{panel.label}: {panel.subtitle}")
    echo(f"written to {out}")
    for failure in failures:
        failure.advice = (f"drawn until then: {out}",)
        raise failure
