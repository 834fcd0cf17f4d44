"""Which end theorems of the Coq development say what which claims say.

One place for it: `docs/formal.md` shows the same table, and a test holds both against the theorems.
A theorem that states a whole claim makes everything below that claim unnecessary for who trusts Coq's kernel;
one that states a part of it, or the claim at some scaling factors, does not.
"""

from __future__ import annotations

#: Claims that a theorem states entirely, with the theorem.
WHOLE: dict[str, str] = {
    "model.no-kill": "optimal_without_kill_and_pause",
    "tight.L1": "optimum_at_least_lengths",
    "tight.L3": "optimum_at_least_mean_busy_time",
    "tight.C.2": "gsa_2",
    "tight.C.17/8": "gsa_17_8",
    "tight.C.3/2": "gsa_3_2",
    "tight.C.(7+sqrt(13))/6": "gsa_7_sqrt13_6_boxes",
    "tight.C.sqrt(3)": "gsa_sqrt3_boxes",
    "tight.C.phi": "gsa_golden_ratio_boxes",
    "greedy.H": "mc_sf_rules",
    "greedy.T1": "mc_sf",
    "greedy.svf-peak": "svf_peak",
}

#: Claims of which theorems state a part, or the claim at some scaling factors.
IN_PART: dict[str, tuple[str, ...]] = {
    "T3.2": ("sps_identical_jobs",),
    "L3.3": ("pipeline_peak", "pipeline_fits"),
    "L3.4": ("largest_parallelism",),
    "L4.2": ("optimum_at_least_area",),
    "T3.15": ("gsa_published_bound", "gsa_published_bound_parallel"),
    "T4.1": ("gba_published_bound", "gba_published_bound_parallel"),
    "const.F": ("gsa_7_sqrt13_6_published", "gsa_2_published_parallel"),
    "const.G": ("gba_4_3_published_bound", "gba_3_2_published_parallel"),
    "tight.A.gba": ("gba_4_3_one_row", "gba_3_2_one_row", "gba_167_100_parallel"),
    "tight.B.2": ("gsa_2_parallel",),
    "tight.B.3/2": ("gsa_3_2_one_row",),
    "tight.B.sqrt(3)": ("gsa_near_sqrt3_parallel",),
    "tight.C.9/4": ("gsa_9_4",),
    "tight.D": ("gba_2",),
    "tight.D.best": ("gba_1809_1000",),
    "greedy.L1": ("mc_sf_start_times",),
    "greedy.T2.starts": ("mc_sf_small_job_starts",),
    "greedy.T2": ("mc_sf_small_jobs",),
}

THEOREMS: frozenset[str] = frozenset(WHOLE.values()) | {name for names in IN_PART.values() for name in names}
"""End theorems that a hypothesis may name as its origin."""
