"""Which claims are replayed, and by what."""

from __future__ import annotations

from collections.abc import Callable

from proofs.replay import batching, paper, slicing
from proofs.replay.paper import Replay
from proofs.replay.plan import Plan

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
}

OWN_PROMPTS = frozenset({"area", "L3.8"})
"""Claims that are replayed on jobs with prompts of their own too."""
