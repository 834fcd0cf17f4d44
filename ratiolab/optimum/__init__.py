"""Exact optima: an interval that always holds, closed where it can be."""

from __future__ import annotations

from ratiolab.optimum.bracket import Bracket
from ratiolab.optimum.enclosure import ENGINES, Engine, solve
from ratiolab.optimum.result import OptimumResult, Status

__all__ = ["ENGINES", "Bracket", "Engine", "OptimumResult", "Status", "solve"]
