"""The report of an exhaustive box: a table of true maxima, the matrices behind it, and a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from ratiolab.adversary.boxes.maximum import Maximum
from ratiolab.adversary.boxes.run import BoxOutcome
from ratiolab.algorithms import facts_of, parse
from ratiolab.documents.files import write_text
from ratiolab.ratios import decimal_text, fraction_text
from ratiolab.report.figures import save

#: Name of the report and of its picture.
REPORT, PICTURE = "README.md", "maxima.png"

#: First line of the page.
TITLE = "# Boxes: true maxima"
_HEAD = (
    f"{TITLE}\n"
    + """\

Every instance with at most {jobs} jobs, a budget of at most {memory} tokens and one common prompt, in every
order that matters, against the proved optimum: no sample, no heuristic. Where every order takes long, at
most {slow} jobs; the column `box` says what a maximum covers. A maximum is the largest ratio of its box,
exactly, with the first instance and order that attain it: fewest jobs, then the smallest budget and prompt.
`orders` counts the sequences tried; where the order cannot change the flow time, one per instance. Each
maximum, also in the matrices, was computed a second time: the schedule run and verified, the optimum
proved by the search engine. Made, with its picture, in a new folder `run` by

    {command} --out run

![Largest ratio against the budget](maxima.png)

| algorithm | box | instances | orders | maximum | decimal | M | s | lengths, in order | ALG / OPT | proved |
|---|---|---|---|---|---|---|---|---|---|---|
"""
)


def write_report(outcome: BoxOutcome, folder: Path) -> None:
    """Write the report and its picture into a folder, made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / REPORT, report_text(outcome))
    save(maxima_figure(outcome), folder / PICTURE)


def report_text(outcome: BoxOutcome) -> str:
    """The report in Markdown: first what is wrong, if anything is, then the maxima."""
    box = outcome.box
    text = _HEAD.format(jobs=box.jobs, memory=box.memory, slow=box.slow_jobs, command=box.command)
    text += "".join(f"| {' | '.join(_cells(outcome, name))} |\n" for name in box.algorithms)
    if any(parse(name).keeps_progress for name in box.algorithms):
        text += (
            "\nvllm-keep runs outside the model (evicted jobs keep their tokens): its ratio may be below 1.\n"
        )
    if outcome.faults:
        text += "\n## FAULTS\n\n" + "".join(f"- {fault}\n" for fault in outcome.faults)
    text += "\n## Exactly n jobs, budget exactly M\n\nLargest ratio over all prompts and orders.\n"
    for name in box.algorithms:
        text += f"\n**{parse(name).label}**\n\n" + _matrix(outcome.maxima[name])
    return text


def box_words(outcome: BoxOutcome, name: str) -> str:
    """The box that a maximum covers, e.g. ``n <= 5, M <= 12``."""
    algorithm = parse(name)
    only = ", one length" if facts_of(algorithm).equal_jobs else ""
    return f"n <= {outcome.box.jobs_for(algorithm)}, M <= {outcome.box.memory}{only}"


def tried(outcome: BoxOutcome, name: str) -> tuple[int, int]:
    """Instances and sequences that were tried for an algorithm."""
    maxima = outcome.maxima[name].values()
    return sum(f.worst.instances for f in maxima), sum(f.worst.orders for f in maxima)


def _cells(outcome: BoxOutcome, name: str) -> list[str]:
    largest, algorithm = outcome.largest(name), parse(name)
    instances, orders = tried(outcome, name)
    one = facts_of(algorithm).one_order
    lengths = ", ".join(map(str, largest.worst.lengths))
    return [
        algorithm.label,
        box_words(outcome, name),
        f"{instances:,}",
        "one each" if one else f"{orders:,}",
        fraction_text(largest.ratio),
        decimal_text(largest.ratio),
        str(largest.cell.memory),
        str(largest.cell.prompt),
        lengths,
        f"{largest.worst.cost} / {largest.worst.optimum}",
        "none" if largest.bound is None else largest.bound.value.decimal(4),
    ]


def _matrix(maxima: dict[tuple[int, int], Maximum]) -> str:
    jobs, budgets = sorted({n for n, _ in maxima}), sorted({m for _, m in maxima})
    lines = ["| n \\ M | " + " | ".join(map(str, budgets)) + " |", "|---" * (len(budgets) + 1) + "|"]
    for n in jobs:
        values = (decimal_text(maxima[n, m].ratio, 3) for m in budgets)
        lines.append(f"| {n} | " + " | ".join(values) + " |")
    return "\n".join(lines) + "\n"


def maxima_figure(outcome: BoxOutcome) -> Figure:
    """Draw the largest ratio with a budget of at most M against M, one line per algorithm."""
    figure = Figure(figsize=(11, 4.6), layout="constrained")
    panels = figure.subplots(1, 2)
    titles = {False: "lengths unknown", True: "lengths known"}
    for knows, axes in zip((False, True), panels, strict=True):
        names = [name for name in outcome.box.algorithms if parse(name).knows_lengths is knows]
        names.sort(key=lambda name: -outcome.largest(name).ratio)
        for i, name in enumerate(names):
            _line(axes, outcome, name, i)
        axes.set(xlabel="largest budget M (tokens)", ylabel="largest ratio in the box", ylim=(0.95, None))
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.set_title(titles[knows], loc="left", fontsize=11)
        axes.spines[["top", "right"]].set_visible(False)
        if names:
            axes.legend(fontsize=7, frameon=False, loc="upper left", ncols=2)
            low, high = axes.get_ylim()
            axes.set_ylim(low, high + 0.3 * (high - low))  # room for the legend
    return figure


def _line(axes: Any, outcome: BoxOutcome, name: str, index: int) -> None:
    maxima = outcome.maxima[name]
    budgets = sorted({m for _, m in maxima})
    values = [max(float(maxima[at].ratio) for at in maxima if at[1] <= m) for m in budgets]
    few = outcome.box.jobs_for(parse(name)) < outcome.box.jobs
    label = parse(name).label + (f", n <= {outcome.box.jobs_for(parse(name))}" if few else "")
    markers = "os^vDP*Xh<>p"
    axes.plot(budgets, values, marker=markers[index % len(markers)], ms=4, lw=1.2, label=label)
