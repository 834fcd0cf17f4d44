"""Exact optima: an interval that always holds, closed where it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratiolab.lazily import attributes
from ratiolab.optimum.engines import ENGINES

if TYPE_CHECKING:
    from ratiolab.optimum.bracket import Bracket
    from ratiolab.optimum.enclosure import Engine, solve
    from ratiolab.optimum.result import OptimumResult, Status

__all__ = ["ENGINES", "Bracket", "Engine", "OptimumResult", "Status", "solve"]

__getattr__, __dir__ = attributes(
    __name__,
    {
        "Bracket": "ratiolab.optimum.bracket",
        "Engine": "ratiolab.optimum.enclosure",
        "OptimumResult": "ratiolab.optimum.result",
        "Status": "ratiolab.optimum.result",
        "solve": "ratiolab.optimum.enclosure",
    },
)
