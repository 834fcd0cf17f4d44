"""Geometric Batching Algorithm, Algorithm 3 of arXiv 2601.22996: lengths known, one class per slice."""

from __future__ import annotations

from collections.abc import Sequence

from tests.references.model import Attempt, Machine
from tests.references.slices import Alpha, at_most, last_phase, slices
from tests.references.sps import run_pipeline, widest_pipeline


def gba(
    memory: int, prompt: int, responses: Sequence[int], order: Sequence[int], alpha: Alpha
) -> list[Attempt]:
    """Attempts of GBA: class p holds the lengths in ``(slice/alpha, slice]`` of the unrounded slices."""
    machine = Machine(memory, [prompt] * len(responses), responses)
    span = memory - prompt
    last = last_phase(span, alpha)
    for p, tau in enumerate(slices(span, alpha)):
        # length <= span / alpha**(last-p)  and  length > span / alpha**(last-p+1)
        members = [
            job
            for job in order
            if at_most(responses[job], alpha, last - p, span)
            and not at_most(responses[job], alpha, last - p + 1, span)
        ]
        if members:
            run_pipeline(machine, members, widest_pipeline(tau, prompt, memory), tau)
    return sorted(machine.attempts)
