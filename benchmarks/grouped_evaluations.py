"""How fast grouped instances are scored.

Run: .venv/bin/python benchmarks/grouped_evaluations.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from ratiolab.adversary.scoring.grouped_eval import many_screened_ratios, ratios64, ratios_float
from ratiolab.algorithms.slicing import phases
from ratiolab.core.grouped import gsa_cost_grouped
from ratiolab.core.spacing import densest_spacing
from ratiolab.instance import JobType
from ratiolab.slices import scaling_factor

_ROWS = 200_000


def _rate(call: Callable[[], object], evaluations: int) -> float:
    call()
    best = min(_seconds(call) for _ in range(3))
    return evaluations / best


def _seconds(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def main() -> None:
    """Print evaluations per second on one core, a dozen lengths each."""
    memory, prompt, alpha = 12_000, 2_401, scaling_factor("2")
    slices, parallelisms = phases(alpha, memory, prompt, memory - prompt)
    lengths = np.array([tau + 1 for tau in slices[:-1]][-12:], dtype=np.int64)
    spacings = [densest_spacing(int(o), prompt, memory) for o in lengths]
    periods, widths = (np.array([getattr(x, name) for x in spacings]) for name in ("period", "width"))
    ladder = (np.array(slices), np.array(parallelisms))
    rng = np.random.default_rng(0)
    counts = rng.integers(1, 3_000_000, (_ROWS, lengths.size))
    wide = counts.astype(np.float64)
    fixed = (periods, widths)
    rows = np.full(_ROWS, memory), rng.integers(0, memory // 2, _ROWS)
    spread = np.sort(rng.integers(1, memory // 2, (_ROWS, lengths.size)), axis=1)
    figures = {
        "float, counts vary": _rate(lambda: ratios_float(lengths, wide, *ladder, *fixed), _ROWS),
        "exact 64 bits, counts vary": _rate(lambda: ratios64(lengths, counts, *ladder, *fixed), _ROWS),
        "float, everything varies": _rate(lambda: many_screened_ratios(2.0, *rows, spread, wide), _ROWS),
    }
    groups = [JobType(prompt, int(o), 10**12) for o in lengths[::-1]]
    seconds = min(_seconds(lambda: gsa_cost_grouped(groups, slices, parallelisms)) for _ in range(20))
    for name, rate in figures.items():
        print(f"{name:<28} {rate:>12,.0f} evaluations/s")
    print(f"{'exact, any size, 12 x 10^12':<28} {seconds * 1e6:>12.0f} microseconds per GSA cost")


if __name__ == "__main__":
    main()
