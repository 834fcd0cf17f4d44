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
    "tight.B.3/2": partial(boxes.constant, scale="3/2", bound="459/20"),
    "tight.C.17/8": partial(boxes.constant, scale="17/8", bound="15.265"),
    "tight.C.9/4": partial(boxes.constant, scale="9/4", bound="15.3"),
    "tight.C.2": partial(boxes.constant, scale="2", bound="15.315"),
    "tight.C.3/2": partial(boxes.constant, scale="3/2", bound="17.70"),
    "tight.C.recursion": boxes.recursion,
    "tight.C.deep": boxes.deep,
    "greedy.H": greedy.rules,
    "greedy.F0": greedy.full,
    "greedy.F1": greedy.suffix,
    "greedy.F1.last": greedy.last_before,
    "greedy.F2": greedy.next_start,
    "greedy.F3": greedy.windows,
    "greedy.window": charging.window,
    "greedy.charges": charging.charges,
    "greedy.L1": charging.start_times,
    "greedy.L1.completions": greedy.completions,
    "greedy.L1.tight": greedy.attained,
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

_DEFINITION = "a definition, or what the model is"
_LIMIT = "a limit as the budget or the number of jobs grows: no single schedule shows it"
_IRRATIONAL = "at an irrational scaling factor, which plans do not have"
_NUMBERS = "a statement on constants, not on schedules"
_FAMILY = "a family of instances that its own steps build"
NOT_ATTACKED: dict[str, str] = {
    **{
        f"model.{fact}": _DEFINITION
        for fact in (
            "flow-time", "memory", "budget", "no-kill", "pipeline",
            "parallelism", "ladder", "batching", "slicing",
        )
    },
    **dict.fromkeys(
        ("L3.4.large-memory", "tight.B.large", "tight.B.2", "tight.A.gsa.golden-large", "tight.A.gba.large"),
        _LIMIT,
    ),
    **dict.fromkeys(
        (
            "tight.A.gsa.golden", "tight.A.gba.general", "tight.B.sqrt(3)", "tight.B.(7+sqrt(13))/6",
            "tight.D.best", "tight.C.(7+sqrt(13))/6", "tight.C.sqrt(3)", "tight.C.phi",
        ),
        _IRRATIONAL,
    ),
    **dict.fromkeys(
        ("const.G", "const.F", "tight.C.9/4.hand", "greedy.T2.regimes", "greedy.svf.regimes"), _NUMBERS
    ),
    **{
        f"tight.low.{name}": _FAMILY
        for name in (
            "family", "least", "L3", "2", "9/4", "17/8", "phi", "(7+sqrt(13))/6", "2.large", "gba.2",
        )
    },
    **dict.fromkeys(("greedy.lower-2", "greedy.lower-3"), _FAMILY),
}  # fmt: skip
"""Claims without a check in the attack, each with the reason."""
