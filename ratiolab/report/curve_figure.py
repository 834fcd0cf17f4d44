"""The picture of search strategies: best ratio over evaluations, one panel per algorithm."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from ratiolab.adversary.campaign.curves import Curve

#: Points on the axis of evaluations.
_POINTS = 200


def curve_figure(curves: Sequence[Curve]) -> Figure:
    """Draw one panel per algorithm: median over the seeds, band from least to largest.

    Parameters
    ----------
    curves : sequence of Curve
        At least one; all with the same budget.
    """
    algorithms = list(dict.fromkeys(curve.algorithm for curve in curves))
    strategies = list(dict.fromkeys(curve.strategy for curve in curves))
    columns = min(2, len(algorithms))
    rows = -(-len(algorithms) // columns)
    figure = Figure(figsize=(5.5 * columns, 3.6 * rows + 0.5), layout="constrained")
    panels = figure.subplots(rows, columns, squeeze=False).reshape(-1)
    budget = curves[0].budget
    at = np.unique(np.geomspace(min(10, budget), budget, _POINTS).astype(np.int64))
    for panel, algorithm in zip(panels, algorithms, strict=False):
        for i, strategy in enumerate(strategies):
            own = [c for c in curves if (c.algorithm, c.strategy) == (algorithm, strategy)]
            if not own:
                continue
            ratios = np.array([[float(curve.at(int(e))) for e in at] for curve in own])
            panel.fill_between(at, ratios.min(axis=0), ratios.max(axis=0), color=f"C{i}", alpha=0.15, lw=0)
            panel.plot(at, np.median(ratios, axis=0), color=f"C{i}", lw=1.4, label=strategy)
        panel.set(
            xscale="log",
            xlim=(at[0], budget),
            xlabel="evaluations",
            ylabel="best ratio so far",
        )
        panel.set_title(algorithm, loc="left", fontsize=10)
        panel.spines[["top", "right"]].set_visible(False)
    for panel in panels[len(algorithms) :]:
        panel.set_visible(False)
    panels[0].legend(fontsize=8, frameon=False, loc="lower right")
    return figure
