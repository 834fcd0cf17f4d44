"""Greedy admission: how far MC-SF, SVF and SVF-peak can be from the optimum."""

from proofs.greedy import (
    families,
    large_memory,
    mc_sf,
    small_jobs,
    start_times,
    structure,
    svf,
    svf_peak,
)

MODULES = (structure, start_times, mc_sf, large_memory, small_jobs, svf, svf_peak, families)
"""The files that declare claims, premises first."""
