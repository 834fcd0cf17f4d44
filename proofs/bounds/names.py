"""Which algorithms, analyses and regimes have bounds; named without deriving one."""

from __future__ import annotations

#: Algorithms with a bound of the paper, of the tighter analysis, of the greedy one; and all of them.
PAPER_ALGORITHMS = ("gba", "gsa", "sps")
TIGHT_ALGORITHMS = ("gba", "gsa")
GREEDY_ALGORITHMS = ("mc-sf", "svf", "svf-peak")
ALGORITHMS = tuple(sorted({*PAPER_ALGORITHMS, *TIGHT_ALGORITHMS, *GREEDY_ALGORITHMS}))
ANALYSES = ("paper", "tight", "best")
REGIMES = ("general", "large-memory")
