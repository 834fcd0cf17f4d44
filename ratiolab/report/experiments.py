"""The published experiments, reproduced: figures and tables from one call each.

Source: Feng, Yang, Zhang, arXiv 2601.22996, Section 7 and Figures 3, 4, 6, 7; the average ratio of MC-SF:
arXiv 2502.07115. The paper's trace (LMSYS-Chat-1M) may not be redistributed; any trace or built-in
workload takes its place here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

from ratiolab.algorithms import make, parse
from ratiolab.bounds import best
from ratiolab.instance import Instance, Problem
from ratiolab.measure.study import Row, study
from ratiolab.optimum import solve
from ratiolab.optimum.portfolio import run
from ratiolab.ratios import at_least_text, at_most_text, decimal_text
from ratiolab.report.figures import Panel, memory_figure, save, study_figure
from ratiolab.tables import Table, columns_of
from ratiolab.workloads import make_instance

#: Algorithms of Figures 6 and 7; lengths rounded up to powers of two, and as they are.
ROUNDED = ("gba-d", "gsa-spec:alpha=2,beta=64", "mc-sf", "a-min", "vllm-kill", "gsa:alpha=2")
RAW = ("gba-d", "gsa-spec:alpha=2,beta=256", "mc-sf", "a-min", "vllm-kill", "gsa:alpha=2")
#: Common prompt of Figures 6 and 7 in tokens, and their budgets.
PROMPT, MEMORIES = 79, (4096, 8192)


def round_up(instance: Instance) -> Instance:
    """Round every response length up to a power of two, at most what the budget leaves."""
    room = instance.memory - instance.prompts
    rounded = [
        min(1 << (o - 1).bit_length(), r)
        for o, r in zip(instance.responses.tolist(), room.tolist(), strict=True)
    ]
    return Instance(instance.memory, instance.prompts, rounded, instance.order)


def memory_pictures(workload: str, names: Sequence[str], out: Path, stem: str) -> Table:
    """Draw memory over rounds for each algorithm on a built-in workload (Figures 3 and 4)."""
    instance, _ = make_instance(workload)
    rows = []
    for name in names:
        made = run(parse(name), instance)
        v = made.verified
        subtitle = f"flow time {v.flow_time}, makespan {v.makespan}, killed rounds {v.killed_rounds}"
        path = out / f"{stem}-{made.algorithm.name}.png"
        save(memory_figure(instance, [Panel(made.schedule, made.algorithm.label, subtitle=subtitle)]), path)
        share = Fraction(v.flow_time, best(instance).rounded)
        cells = [str(v.flow_time), str(v.makespan), str(v.killed_rounds), decimal_text(share, 3)]
        rows.append([made.algorithm.label, *cells, f"![{made.algorithm.label}]({path.name})"])
    columns = ["algorithm", "flow time", "makespan", "killed rounds", "at most x OPT", "memory over rounds"]
    return Table("", columns_of(columns), rows)


def mean_flow_times(
    load: Callable[[int, int, int], Instance],
    *,
    rounded: bool,
    sizes: Sequence[int],
    title: str,
    out: Path,
    stem: str,
    progress: Callable[[int, int, str], None] | None = None,
) -> list[tuple[int, Table, str]]:
    """Mean flow time over the number of jobs, per budget (Figures 6 and 7).

    Parameters
    ----------
    load : callable
        ``load(memory, jobs, repeat)`` makes the instance with raw lengths.
    rounded : bool
        Round lengths up to powers of two (Figure 6) or not (Figure 7).
    sizes : sequence of int
        Numbers of jobs.
    title, stem : str
        For the picture and its file.
    out : Path
        Folder for the pictures.
    progress : callable, optional
        Called with (done, total, what).

    Returns
    -------
    list of (memory, table, picture)
    """
    algorithms = [parse(name) for name in (ROUNDED if rounded else RAW)]
    results = []
    for place, memory in enumerate(MEMORIES):
        rows: list[Row] = []

        def window(jobs: int, repeat: int, memory: int = memory) -> Problem:
            instance = load(memory, jobs, repeat)
            return round_up(instance) if rounded else instance

        for row in study(window, algorithms, sizes, 1):
            rows.append(row)
            if progress is not None:
                done = place * len(sizes) + len(rows)
                progress(done, len(sizes) * len(MEMORIES), f"M = {memory}, {row.jobs} jobs")
        picture = f"{stem}-{memory}.png"
        save(study_figure(rows, f"{title}, M = {memory}, s = {PROMPT}"), out / picture)
        labels = list(rows[0].means)
        body = [[str(r.jobs), *(decimal_text(r.means[label], 1) for label in labels)] for r in rows]
        results.append((memory, Table("", columns_of(["jobs", *labels]), body), picture))
    return results


def average_ratio(
    sizes: Sequence[int],
    instances: int,
    time_limit: float,
    seed: int = 0,
    progress: Callable[[int, int, str], None] | None = None,
) -> Table:
    """Average ratio of MC-SF on the random instances of arXiv 2502.07115, as an interval.

    ``M ~ U[30, 50]``, ``s_i ~ U[1, 5]``, ``o_i ~ U[1, M - s_i]``; each optimum is proved or enclosed, and
    the mean of the ratios is enclosed by the means of the ends.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of jobs; 0 stands for ``n ~ U[40, 60]``, as published.
    instances : int
        Instances per size.
    time_limit : float
        Seconds per optimum; 0 for closed-form bounds only.
    seed : int
    """
    rows = []
    for place, n in enumerate(sizes):
        draw = random.Random(f"{seed}/{n}")
        low = high = Fraction(0)
        proved = 0
        for i in range(instances):
            instance = _random_instance(draw, n)
            own = run(make("mc-sf"), instance)
            limit = time_limit if time_limit > 0 and n else None
            result = solve(
                instance, engine=None if limit is None else "auto", time_limit=limit, effort=1, known=[own]
            )
            lower, upper = result.unless_interrupted().lower, result.upper
            assert upper is not None
            proved += result.proved
            low += Fraction(own.verified.flow_time, upper * instances)
            high += Fraction(own.verified.flow_time, lower * instances)
            if progress is not None:
                progress(place * instances + i + 1, len(sizes) * instances, f"n = {n or '40..60'}")
        both = [decimal_text(low)] * 2  # known: rounded to nearest; else to either side
        shown = both if low == high else [at_least_text(low), at_most_text(high)]
        rows.append([str(n) if n else "40..60", str(instances), str(proved), *shown])
    columns = ["n", "instances", "optima proved", "mean ratio at least", "mean ratio at most"]
    return Table("", columns_of(columns), rows)


def _random_instance(draw: random.Random, n: int) -> Instance:
    memory = draw.randint(30, 50)
    jobs = n or draw.randint(40, 60)
    prompts = [draw.randint(1, 5) for _ in range(jobs)]
    return Instance(memory, prompts, [draw.randint(1, memory - s) for s in prompts])
