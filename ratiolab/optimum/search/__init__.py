"""An exact engine of our own: layered search over rounds, bounds and verdicts in integers only."""

from __future__ import annotations

from ratiolab.optimum.search.engine import NAME, compile_kernels, solve
from ratiolab.optimum.search.rounds import Exploration, Watch

__all__ = ["NAME", "Exploration", "Watch", "compile_kernels", "solve"]
