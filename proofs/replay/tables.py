"""Which claims are replayed, and by what."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from proofs.replay import (
    batching,
    boxes,
    charging,
    greedy,
    paper,
    slicing,
    small_jobs,
    tighter,
    volume,
)
from proofs.replay.paper import Replay
from proofs.schedules.plan import Plan

REPLAYS: dict[str, Callable[[Plan], Replay]] = {
    "L3.3.lattice": paper.lattice,
    "L3.3": paper.pipelines,
    "L3.4": batching.parallel,
    "area": paper.areas,
    "L3.8": paper.long_jobs,
    "L3.9": batching.spacing,
    "T3.2.spacing": paper.spacing,
    "T3.2": paper.identical,
    "ladder": paper.classes,
    "eq.6": paper.slice_sum,
    "regroup": paper.regroup,
    "phase": paper.phase_lengths,
    "L4.2": paper.class_bound,
    "L4.3": batching.class_spacing,
    "L4.4": batching.batches,
    "T4.1.bar": batching.common_bound,
    "T4.1": batching.batching_theorem,
    "L5.1": slicing.phases,
    "L5.2": slicing.spillover,
    "L5.6": slicing.ceilings,
    "L5.3": slicing.phase_prefix,
    "T3.15": slicing.slicing_theorem,
    "tight.L1": tighter.lengths,
    "tight.lag": tighter.lag,
    "tight.first-moment": tighter.first_moment,
    "tight.smith": tighter.smith,
    "tight.L3": tighter.mean_busy_bound,
    "tight.widths": partial(tighter.packing, step="widths"),
    "tight.2a": partial(tighter.packing, step="spacing"),
    "tight.2b": partial(tighter.packing, step="spacing"),
    "tight.parallelism": partial(tighter.packing, step="parallelism"),
    "tight.waits": tighter.waits,
    "tight.4": tighter.slices,
    "tight.3.gsa": tighter.slicing_form,
    "tight.3.gba": tighter.batching_form,
    "tight.5": tighter.form,
    "tight.Q": tighter.quadratic,
    "tight.growth": tighter.growth,
    "tight.6": tighter.two_bounds,
    "tight.units": boxes.units,
    "tight.C.weights": boxes.weights,
    "tight.C.bottom": boxes.bottom,
    "tight.C.small": boxes.small,
    "tight.C.ratio": boxes.ratio,
    "tight.C.recursion": boxes.recursion,
    "tight.C.deep": boxes.deep,
    "greedy.H": greedy.rules,
    "greedy.F0": greedy.full,
    "greedy.F1": greedy.suffix,
    "greedy.F2": greedy.next_start,
    "greedy.F3": greedy.windows,
    "greedy.window": charging.window,
    "greedy.charges": charging.charges,
    "greedy.L1": charging.start_times,
    "greedy.L1.completions": greedy.completions,
    "greedy.T1.starts": greedy.total_starts,
    "greedy.T1": greedy.theorem,
    "greedy.T1.large-jobs": greedy.large_jobs,
    "greedy.T2.crowd": small_jobs.crowd,
    "greedy.T2.starts": small_jobs.average_start,
    "greedy.L4": small_jobs.subset,
    "greedy.T2": small_jobs.chosen,
    "greedy.svf.waiting": volume.refused,
    "greedy.svf.starts": volume.own_starts,
    "greedy.svf": volume.own,
    "greedy.svf-peak.starts": volume.peak_starts,
    "greedy.svf-peak": volume.peak,
}

OWN_PROMPTS = frozenset(
    (
        "area",
        "L3.8",
        "tight.L1",
        "tight.lag",
        "tight.first-moment",
        "tight.smith",
        "tight.L3",
        "greedy.svf.waiting",
        "greedy.svf.starts",
        "greedy.svf",
    )
)
"""Claims that are replayed on jobs with prompts of their own too."""

ANY_SCHEDULE = frozenset(
    (
        "area",
        "L3.8",
        "T3.2.spacing",
        "L4.2",
        "tight.L1",
        "tight.lag",
        "tight.first-moment",
        "tight.smith",
        "tight.L3",
    )
)
"""Claims that speak of any schedule, so that each of an instance's plans serves as well as another."""

NOT_REPLAYED: dict[tuple[str, str], str] = {}
"""Inductions that no schedule gives values to, by claim and step, each with the reason."""
