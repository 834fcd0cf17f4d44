"""Pictures: memory over rounds, mean flow time over the number of jobs, where a witness loses."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import colormaps
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter

from ratiolab.errors import InputError, visible
from ratiolab.instance import Instance
from ratiolab.measure.study import BEST_KNOWN, FLOOR, Row
from ratiolab.memory import usage_at
from ratiolab.report.endings import check_ending
from ratiolab.schedule import Schedule

if TYPE_CHECKING:
    from ratiolab.adversary.witnesses.explain import Explanation

#: Above this many attempt-rounds only the outline of the memory is drawn, not each job.
MAX_BLOCKS = 400_000


class Picture(Figure):
    """A figure that a notebook shows without being told to, whatever its backend."""

    def _repr_png_(self) -> bytes:
        stream = io.BytesIO()
        without_markup(self)
        self.savefig(stream, format="png", dpi=100)
        return stream.getvalue()


@dataclass(frozen=True)
class Panel:
    """A verified schedule of an instance, what made it, on what, and what it costs."""

    schedule: Schedule
    label: str
    source: str = ""
    subtitle: str = ""

    @property
    def title(self) -> str:
        """The heading."""
        return f"{self.label}: {self.source}" if self.source else self.label


def memory_figure(instance: Instance, panels: Sequence[Panel]) -> Picture:
    """Draw memory over rounds: a coloured block per job, killed attempts hatched, the budget as a line.

    Parameters
    ----------
    instance : Instance
    panels : sequence of Panel
        Schedules of it, drawn below one another over the same rounds; at least one.
    """
    figure = Picture(figsize=(10, 4.2 if len(panels) == 1 else 3.2 * len(panels)), layout="constrained")
    ran = [panel.schedule for panel in panels if len(panel.schedule)]  # a failed run may have done nothing
    rounds = max((int((schedule.start + schedule.rounds).max()) for schedule in ran), default=1)
    for axes, panel in zip(figure.subplots(len(panels), squeeze=False)[:, 0], panels, strict=True):
        if len(panel.schedule):
            _draw_memory(axes, instance, panel.schedule)
        _draw_budget(axes, instance)
        top = max(
            instance.memory, axes.dataLim.ymax if len(panel.schedule) else 0
        )  # a failed run may exceed it
        axes.set(xlim=(0, rounds), ylim=(0, top * 1.1), ylabel="tokens in memory")
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.set_title(panel.title, loc="left", fontsize=11)
        axes.set_title(panel.subtitle, loc="right", fontsize=8, color="#555555")
    figure.axes[-1].set_xlabel("round")
    return figure


def _draw_memory(axes: Any, instance: Instance, schedule: Schedule) -> None:
    """Draw one schedule, as blocks or, where there are too many, as an outline."""
    if int(schedule.rounds.sum()) <= MAX_BLOCKS:
        _draw_blocks(axes, instance, schedule)
    else:
        total = int((schedule.start + schedule.rounds).max())
        at = np.unique(np.linspace(0, total - 1, 4000).astype(np.int64))
        used = usage_at(instance.prompts[schedule.job], schedule.start, schedule.rounds, at)
        axes.fill_between(at, used.astype(float), step="post", color="#4c78a8", lw=0)


def _draw_budget(axes: Any, instance: Instance) -> None:
    axes.axhline(instance.memory, color="#c0392b", lw=1.2, ls="--")
    axes.annotate(
        f"budget {instance.memory}", (1, instance.memory), xycoords=("axes fraction", "data"),
        xytext=(-4, 3), textcoords="offset points", ha="right", color="#c0392b", fontsize=8,
    )  # fmt: skip


def _draw_blocks(axes: Any, instance: Instance, schedule: Schedule) -> None:
    """Stack attempts in order of start; an attempt sinks when one below it ends."""
    by_start = np.lexsort((schedule.job, schedule.start))
    total = int((schedule.start + schedule.rounds).max())
    top = np.zeros(total, dtype=np.int64)
    colours = colormaps["tab20"](range(20))
    finished: list[np.ndarray] = []
    finished_colours, killed, killed_colours = [], [], []
    for a in by_start.tolist():
        job, start, rounds = int(schedule.job[a]), int(schedule.start[a]), int(schedule.rounds[a])
        span = slice(start, start + rounds)
        low = top[span].copy()
        top[span] += int(instance.prompts[job]) + np.arange(1, rounds + 1)
        edges = np.repeat(np.arange(start, start + rounds + 1), 2)[1:-1]
        lower, upper = np.repeat(low, 2), np.repeat(top[span], 2)
        outline = np.concatenate([np.column_stack([edges, lower]), np.column_stack([edges, upper])[::-1]])
        colour = colours[job % len(colours)]
        if schedule.finished[a]:
            finished.append(outline)
            finished_colours.append(colour)
        else:
            killed.append(outline)
            killed_colours.append(colour)
    thin = 0.3 if total <= 250 else 0.0  # white edges would bleach blocks of a pixel or two
    axes.add_collection(PolyCollection(finished, facecolors=finished_colours, edgecolors="white", lw=thin))
    if killed:
        axes.add_collection(
            PolyCollection(
                killed, facecolors=killed_colours, edgecolors="#444444", lw=0.2, hatch="////", alpha=0.35
            )
        )


def study_figure(rows: Sequence[Row], title: str) -> Figure:
    """Draw mean flow time over the number of jobs, one line per algorithm, the lower bound as floor."""
    figure = Figure(figsize=(8, 4.8), layout="constrained")
    axes = figure.add_subplot()
    jobs = [row.jobs for row in rows]
    labels = [label for label in rows[0].means if label not in (FLOOR, BEST_KNOWN)]
    markers = "os^vDP*Xh<>p"
    for i, label in enumerate(labels):
        means = [float(row.means[label]) for row in rows]
        axes.plot(jobs, means, marker=markers[i % len(markers)], ms=4, lw=1.3, label=label)
    floor = [float(row.means[FLOOR]) for row in rows]
    axes.fill_between(jobs, floor, color="#dddddd", lw=0, label="below every schedule (lower bound)")
    axes.set(
        xlabel="jobs", ylabel="mean flow time (rounds)", ylim=(0, None), xlim=(min(jobs), max(jobs) + 1e-9)
    )
    axes.set_title(title, loc="left", fontsize=11)
    axes.legend(fontsize=8, frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def explanation_figure(explanation: Explanation) -> Figure:
    """Draw where a witness loses: stacked bars per length on both sides, and the cost of each phase.

    Heights are parts of the feasible schedule's cost: its bars add up to 1, the algorithm's to the ratio.
    """
    rows, phases, witness = explanation.lengths, explanation.phases, explanation.witness
    wide = min(16.0, 5 + 0.5 * len(rows))
    figure = Figure(figsize=(wide + (4 if phases else 0), 4.6), layout="constrained")
    ratios = [wide, 4][: 2 if phases else 1]
    panels = figure.subplots(1, len(ratios), squeeze=False, width_ratios=ratios)[0]
    axes, at = panels[0], np.arange(len(rows))
    colours = {
        "killed": "#c0392b",
        "earlier phases": "#e59866",
        "own phase": "#f7dc6f",
        "waiting": "#f7dc6f",
        "running": "#1f77b4",
        "schedule: waiting": "#aed6f1",
        "schedule: running": "#7f8c8d",
    }
    for shift, parts in ((-0.2, explanation.algorithm_parts()), (0.2, explanation.schedule_parts())):
        bottom = np.zeros(len(rows))
        for name, rounds in parts.items():
            heights = np.array([float(explanation.part(r)) for r in rounds])
            axes.bar(at + shift, heights, 0.36, bottom=bottom, color=colours[name], label=name)
            bottom += heights
    marked = at[:: max(1, len(rows) // 24)]
    ticks = [f"{_short(rows[i].response)}\nx {_short(rows[i].count)}" for i in marked]
    axes.set_xticks(marked, ticks, fontsize=7, rotation=60 if len(rows) > 12 else 0)
    axes.set(xlabel="response length x jobs", ylabel="cost / cost of the feasible schedule")
    axes.margins(y=0.05)
    axes.set_ylim(bottom=0)
    axes.set_title(
        f"{witness.label}: {float(witness.ratio):.4f} times a feasible schedule", loc="left", fontsize=11
    )
    figure.legend(loc="outside lower center", ncols=6, fontsize=8, frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    if phases:
        costs = [float(explanation.part(phase.cost)) for phase in phases]
        panels[1].bar(range(len(phases)), costs, color="#5d6d7e")
        shown = range(0, len(phases), max(1, len(phases) // 12))
        panels[1].set_xticks(shown, [_short(phases[p].slice_) for p in shown], fontsize=7, rotation=60)
        panels[1].set(xlabel="slice of the phase (rounds)", ylabel="cost of the phase / same")
        panels[1].set_title("by phase", loc="left", fontsize=11)
        panels[1].spines[["top", "right"]].set_visible(False)
    return figure


def _short(number: int) -> str:
    """A number for a tick: digits while they fit."""
    return str(number) if number < 10**6 else f"{number:.3g}"


def without_markup(figure: Figure) -> None:
    """Let every label be drawn as it is written: a dollar in a name begins no formula.

    Numbers on the axes stay as matplotlib writes them, powers of ten among them.
    """
    numbers = {
        label
        for axes in figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        if not isinstance(axis.get_major_formatter(), FixedFormatter)
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
        for label in (tick.label1, tick.label2)
    }
    for text in figure.findobj(Text):
        if text not in numbers:
            text.set_parse_math(False)
            text.set_text("\n".join(map(visible, text.get_text().split("\n"))))


def save(figure: Figure, path: Path) -> None:
    """Write a figure.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    check_ending(path)
    try:
        without_markup(figure)
        figure.savefig(path, dpi=140)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error
