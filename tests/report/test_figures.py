"""Pictures show what the schedule holds."""

from __future__ import annotations

import numpy as np
from matplotlib.collections import PolyCollection

from ratiolab.algorithms import make
from ratiolab.instance import Instance
from ratiolab.report.figures import Panel, memory_figure


def test_blocks_add_up_to_the_memory() -> None:
    """The stacked blocks reach the known memory by round: 1, 3, 6, 10, then 15."""
    instance = Instance.common(15, 0, [5] * 15)
    figure = memory_figure(instance, [Panel(make("sps").schedule(instance), "sps")])
    blocks = [c for c in figure.axes[0].collections if isinstance(c, PolyCollection)]
    paths = [np.asarray(path.vertices) for block in blocks for path in block.get_paths()]
    assert len(paths) == 15

    def height(round_: float) -> float:
        return max(float(y) for vertices in paths for x, y in vertices if x == round_)

    tops = [max(y for v in paths for (x, y) in v if t <= x <= t + 1) for t in range(5)]
    assert height(0) == 1
    assert tops == [3, 6, 10, 15, 15]


def test_killed_attempts_are_hatched() -> None:
    """Killed attempts form a collection of their own with a hatch."""
    instance = Instance.common(256, 96, [160] * 2 + [1] * 4)
    figure = memory_figure(instance, [Panel(make("gsa", alpha="2").schedule(instance), "gsa")])
    hatches = {c.get_hatch() for c in figure.axes[0].collections if isinstance(c, PolyCollection)}
    assert hatches == {None, "////"}


def test_several_schedules_share_their_rounds() -> None:
    """Panels stand below one another over the same rounds, so that they can be compared."""
    instance = Instance.common(15, 0, [5] * 15)
    panels = [Panel(make(name).schedule(instance), name) for name in ("sps", "mc-sf")]
    figure = memory_figure(instance, panels)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["sps", "mc-sf"]
    last = max(int((panel.schedule.start + panel.schedule.rounds).max()) for panel in panels)
    assert {axes.get_xlim() for axes in figure.axes} == {(0, last)}


def test_what_exceeds_the_budget_is_in_the_picture() -> None:
    """Of a run that failed by holding too much, all that it held is within the axes."""
    small, large = (Instance.common(memory, 0, [5] * 15) for memory in (5, 15))
    figure = memory_figure(small, [Panel(make("sps").schedule(large), "of another budget")])
    assert figure.axes[0].get_ylim()[1] > 15


def test_rounds_and_tokens_are_marked_in_integers() -> None:
    """However small the picture, no tick is a part of a round or of a token."""
    instance = Instance.common(1, 0, [1])
    axes = memory_figure(instance, [Panel(make("sps").schedule(instance), "one round")]).axes[0]
    assert all(tick == int(tick) for tick in (*axes.get_xticks(), *axes.get_yticks()))
