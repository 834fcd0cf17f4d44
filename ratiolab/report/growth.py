"""The page on growth laws: ratios of vLLM-kill and A-Min against the number of jobs, and its picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from ratiolab.adversary.limits.growth import (
    TrapCosts,
    balanced_queue,
    balanced_serial,
    queue_costs,
    queue_trap,
    serial_costs,
    serial_trap,
    slipped,
)
from ratiolab.algorithms import parse
from ratiolab.documents.files import write_text
from ratiolab.ratios import at_least_text
from ratiolab.report.figures import save

#: Name of the page and of its picture.
PAGE, PICTURE = "README.md", "growth.png"
#: Algorithms that serve the serial trap in order.
IN_ORDER = ("vllm-kill", "a-min", "a-min:kill=remaining", "a-min:estimate=next")

_SIZES = tuple(round(10 ** (i / 8)) for i in range(3, 57))
_CUBED = tuple(n for n in _SIZES if n <= 10_000)
_BUDGETS = (4, 16, 64)
_LENGTHS = (8**2, 32**2)


def checked_points() -> list[tuple[str, int, TrapCosts]]:
    """Run the kernels on traps of many sizes: (algorithm, long jobs, costs) where the closed form agrees.

    Raises
    ------
    AssertionError
        If a kernel disagrees with a closed form.
    """
    points: list[tuple[str, int, TrapCosts]] = []
    for name in IN_ORDER:
        algorithm = parse(name)
        for n in (2, 3, 10, 100, 1000):
            points.append((name, 1, _agreed(name, algorithm.cost(serial_trap(n**3, 1, n - 1)).flow_time,
                                            serial_costs(n**3, 1, n - 1))))  # fmt: skip
        for length, a in ((8**2, 2), (8**2, 100), (32**2, 2), (32**2, 40)):
            b = round(a * length**0.5)
            points.append((name, a, _agreed(name, algorithm.cost(serial_trap(length, a, b)).flow_time,
                                            serial_costs(length, a, b))))  # fmt: skip
    kernel = parse("vllm-kill")
    for memory in (*range(2, 13), *_BUDGETS[1:]):
        early, _ = slipped(memory)
        for a in (memory - 1, 2 * memory, 5 * memory):
            b = max(early, memory * a)
            points.append(("vllm-kill", a, _agreed(
                "vllm-kill", kernel.cost(queue_trap(memory, a, b)).flow_time, queue_costs(memory, a, b)
            )))  # fmt: skip
    return points


def _agreed(name: str, flow: int, costs: TrapCosts) -> TrapCosts:
    if flow != costs.algorithm:
        raise AssertionError(f"{name}: {flow} rounds on {costs.jobs} jobs, the closed form {costs.algorithm}")
    return costs


def growth_figure(points: Sequence[tuple[str, int, TrapCosts]]) -> Figure:
    """Draw ratio against number of jobs, both on a logarithmic scale: any budget, and fixed budgets."""
    figure = Figure(figsize=(11, 4.6), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.plot(_CUBED, _CUBED, color="#c0392b", ls="--", lw=1, zorder=3, label="n: never above (vLLM-kill)")
    cubed = [serial_costs(n**3, 1, n - 1) for n in _CUBED]
    _line(left, cubed, "#1f77b4", "one long job, L = n^3")
    for length, colour in ((10**3, "#2ca02c"), (10**6, "#9467bd")):
        _line(left, [serial_costs(length, 1, n - 1) for n in _CUBED], colour, f"one long job, L = {length}")
    _dots(left, [c for _, a, c in points if a == 1 and c.memory > 100], "kernel run")
    left.set_title("Any budget: ratio up to n (vLLM-kill, A-Min)", loc="left", fontsize=10)
    for memory, colour in zip(_BUDGETS, ("#ff9896", "#e45756", "#8c1515"), strict=True):
        scales = [
            a for n in _SIZES if (a := n // (memory + 1)) >= max(memory, slipped(memory)[0] // memory + 1)
        ]
        _line(right, balanced_queue(memory, scales), colour, f"queue trap, M = {memory} (vLLM-kill)")
        right.axhline(memory, color=colour, ls=":", lw=1)
    for length, colour in zip(_LENGTHS, ("#72b7b2", "#1b6ca8"), strict=True):
        sizes = [n for n in _SIZES if n >= 2 * length**0.5]
        _line(right, balanced_serial(length, sizes), colour, f"serial trap, M = {2 * length - 1} (both)")
        right.axhline(length**0.5, color=colour, ls=":", lw=1)
    drawn = {(m, (m + 1) * a) for m in _BUDGETS for a in (2 * m, 5 * m)}
    drawn |= {(2 * o - 1, a + round(a * o**0.5)) for o in _LENGTHS for a in (2, 40, 100)}
    _dots(right, [c for _, a, c in points if a > 1 and (c.memory, c.jobs) in drawn], "kernel run")
    right.set_title("Fixed budget: ratio up to M, or sqrt((M+1)/2)", loc="left", fontsize=10)
    for axes in (left, right):
        axes.set(xscale="log", yscale="log", xlabel="jobs n", ylabel="ratio at least")
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(loc="best", frameon=False, fontsize=8)
    right.set_yticks([2, 4, 8, 16, 32, 64], ["2", "4", "8", "16", "32", "64"])
    right.set_ylim(2, 500)
    right.minorticks_off()
    return figure


def _line(axes: Any, costs: Sequence[TrapCosts], colour: str, label: str) -> None:
    axes.plot([c.jobs for c in costs], [float(c.ratio) for c in costs], color=colour, lw=1.6, label=label)


def _dots(axes: Any, costs: Sequence[TrapCosts], label: str) -> None:
    axes.plot([c.jobs for c in costs], [float(c.ratio) for c in costs], "k.", ms=5, label=label)


def growth_page(folder: Path) -> Path:
    """Check the closed forms, draw the picture and write the page; return its path.

    Raises
    ------
    AssertionError
        If a kernel disagrees with a closed form.
    InputError
        If a file cannot be written.
    """
    points = checked_points()
    save(growth_figure(points), folder / PICTURE)
    rows = [("vllm-kill, a-min", "serial, one long, L = n^3", serial_costs(n**3, 1, n - 1), str(n))
            for n in (10, 100, 1000, 10_000)]  # fmt: skip
    for length in _LENGTHS:
        limit = f"sqrt((M+1)/2) = {round(length**0.5)}"
        rows += [
            ("vllm-kill, a-min", "serial", c, limit) for c in balanced_serial(length, (10**3, 10**5, 10**7))
        ]
    for memory in _BUDGETS:
        scales = (10 * memory, 10**4, 10**6)
        rows += [("vllm-kill", "queue", c, f"M = {memory}") for c in balanced_queue(memory, scales)]
    table = "".join(
        f"| {name} | {trap} | {c.memory} | {c.jobs} | {at_least_text(c.ratio, 7)} | {law} |\n"
        for name, trap, c, law in rows
    )
    largest = max(c.jobs for _, _, c in points)
    write_text(folder / PAGE, _PAGE.format(table=table, runs=len(points), largest=largest))
    return folder / PAGE


#: First line of the page.
TITLE = "# How the ratios of vLLM-kill and A-Min grow"
_PAGE = (
    f"{TITLE}\n"
    + """\

No constant bounds either ratio. Two families say how they grow; `ratiolab reproduce growth --out
reports/growth` makes this page, the families and their costs are in `ratiolab/adversary/limits/growth.py`.

![Ratio against the number of jobs](growth.png)

| algorithm | trap | M | jobs | ratio at least | tends to |
|---|---|---|---|---|---|
{table}
## What is proved, for all sizes

**vLLM-kill on n jobs: below n, and as close to n as one likes.** The first unfinished job is never
evicted, so job j completes within `o_1 + ... + o_j` rounds and the total is at most
`sum (n-j+1) o_j`: for n >= 2 below `n * sum o_j`, and no schedule costs less than `sum o_j`. On the
serial trap with one long job (prompt L-1, budget 2L-1, one job of length L before n-1 of length 1) the
ratio is exactly

    n - n (n^2 - 1) / (2 L + (n-1)(n+2)),

which tends to n as L grows: above n - 1/2 at L = n^3. A-Min takes the same schedule there, so its ratio
is unbounded in n in the same way; whether it can exceed n is not shown here.

**Fixed budget, serial trap (both algorithms): sqrt((M+1)/2).** With a jobs of length L = (M+1)/2 before b
of length 1, one job runs at a time and

    ALG = L a(a+1)/2 + a b L + b(b+1)/2,    OPT = L a(a+1)/2 + a b + b(b+1)/2,

both exactly. Leading forms: `sqrt(L) OPT - ALG = (sqrt(L)-1)/2 (sqrt(L) a - b)^2`, so for many jobs
sqrt(L) is the largest ratio of this family, reached in the limit with `b = sqrt(L) a`.

**Fixed budget, queue trap (vLLM-kill): M.** No prompt, a jobs of length M before b of length 1. For
`a >= M-1` and `b >= S`, with T(x) the flow time of x unit jobs, M at a time,

    ALG = M a(a+1)/2 + a b M - D + T(b - S),    OPT <= M a(a+1)/2 + a ceil(b/M) + T(b).

S and D are constants of M (short jobs that slip in beside the last long ones, and their head start),
read off one run. Leading forms: `M OPT - ALG = (M-1)/(2M) (M a - b)^2`: the ratio tends to M with
`b = M a`, and no mix does better in the limit. So vLLM-kill's ratio grows at least linearly in M.

## What is checked

The derivations are in `ratiolab/adversary/limits/growth.py`. The closed forms agreed with the kernels,
in exact integers, on {runs} runs of up to {largest} jobs when this page was made (dots in the picture), with
every A-Min rule on the serial trap and all budgets from 2 to 12 on the queue trap.

## Open

An upper end in M for vLLM-kill, and how A-Min grows where several jobs fit: the published O(log M) is for
large memory only.
"""
)
