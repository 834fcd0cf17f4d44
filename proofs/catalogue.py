"""Which files declare claims, premises first, and which claims stand for themselves."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proofs.claim import Claim

PAPER: tuple[str, ...] = (
    "proofs.paper.model",
    "proofs.paper.lattice",
    "proofs.paper.peak",
    "proofs.paper.area",
    "proofs.paper.pipeline",
    "proofs.paper.ladder",
    "proofs.paper.classes",
    "proofs.paper.batching",
    "proofs.paper.spillover",
    "proofs.paper.ceilings",
    "proofs.paper.prefix",
    "proofs.paper.slicing",
    "proofs.paper.bound_functions",
)
"""The paper's chain."""

TIGHTER: tuple[str, ...] = (
    "proofs.tighter.lower_bounds",
    "proofs.tighter.packing",
    "proofs.tighter.phase_cost",
    "proofs.tighter.quadratic_form",
    "proofs.tighter.theorems",
    "proofs.tighter.values",
    "proofs.tighter.units",
    "proofs.tighter.batching",
    "proofs.tighter.box_lemma",
    "proofs.tighter.box_recursion",
    "proofs.tighter.box_theorem",
    "proofs.tighter.families",
)
"""The tighter analysis of GSA and GBA."""

GREEDY: tuple[str, ...] = (
    "proofs.greedy.structure",
    "proofs.greedy.delays",
    "proofs.greedy.start_times",
    "proofs.greedy.mc_sf",
    "proofs.greedy.large_memory",
    "proofs.greedy.chosen_jobs",
    "proofs.greedy.small_jobs",
    "proofs.greedy.svf",
    "proofs.greedy.svf_peak",
    "proofs.greedy.families",
)
"""Greedy admission: MC-SF, SVF, SVF-peak."""

MODULES: tuple[str, ...] = (*PAPER, *TIGHTER, *GREEDY)
"""Every file that declares claims, in a module-level tuple ``CLAIMS``; imported when asked for."""

GOALS: tuple[str, ...] = (
    # the paper's results and constants
    "L3.8", "T3.2", "const.G", "const.F",
    # the tighter analysis: constants at named scaling factors, and lower bounds by families
    "tight.A.gsa.golden", "tight.A.gsa.golden-large", "tight.A.gba.general", "tight.A.gba.large",
    "tight.B.large", "tight.B.sqrt(3)", "tight.B.2", "tight.B.(7+sqrt(13))/6", "tight.B.3/2",
    "tight.C.17/8", "tight.C.9/4", "tight.C.2", "tight.C.(7+sqrt(13))/6", "tight.C.sqrt(3)", "tight.C.phi",
    "tight.C.3/2", "tight.D.best",
    "tight.low.least", "tight.low.L3", "tight.low.2", "tight.low.9/4", "tight.low.17/8", "tight.low.phi",
    "tight.low.(7+sqrt(13))/6", "tight.low.2.large", "tight.low.gba.2",
    # the greedy analysis
    "greedy.L1.tight", "greedy.T1", "greedy.T1.large-jobs", "greedy.T2", "greedy.T2.regimes", "greedy.svf",
    "greedy.svf.regimes", "greedy.svf-peak", "greedy.lower-2", "greedy.lower-3",
)  # fmt: skip
"""Claims that stand for themselves: nothing has to rest on them. Any other unused claim is an error."""


def claims_of(module: str) -> tuple[Claim, ...]:
    """Load the claims that a file declares."""
    claims: tuple[Claim, ...] = import_module(module).CLAIMS
    return claims


def collect(modules: Iterable[str] = MODULES) -> tuple[Claim, ...]:
    """Load the claims that some files declare, in order."""
    return tuple(claim for module in modules for claim in claims_of(module))
