"""Geometric Slicing Algorithm, Algorithm 2 of arXiv 2601.22996: lengths unknown, slices grow."""

from __future__ import annotations

from collections.abc import Sequence

from tests.references.model import Attempt, Machine
from tests.references.slices import Alpha, slices
from tests.references.sps import run_pipeline, widest_pipeline


def gsa(
    memory: int, prompt: int, responses: Sequence[int], order: Sequence[int], alpha: Alpha
) -> list[Attempt]:
    """Attempts of GSA: one pipeline over all unfinished jobs per slice, until none is left."""
    machine = Machine(memory, [prompt] * len(responses), responses)
    for tau in slices(memory - prompt, alpha):
        if not machine.unfinished:
            break
        waiting = [job for job in order if job in machine.unfinished]
        run_pipeline(machine, waiting, widest_pipeline(tau, prompt, memory), tau)
    return sorted(machine.attempts)
