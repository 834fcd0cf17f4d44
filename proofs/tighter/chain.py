"""All claims of the tighter chain, in the order of the argument."""

from __future__ import annotations

from proofs.claim import Claim
from proofs.tighter import (
    batching,
    box_lemma,
    box_recursion,
    box_theorem,
    families,
    lower_bounds,
    packing,
    phase_cost,
    quadratic_form,
    theorems,
    units,
    values,
)

CLAIMS: tuple[Claim, ...] = tuple(
    claim
    for module in (
        lower_bounds,
        packing,
        phase_cost,
        quadratic_form,
        theorems,
        values,
        units,
        batching,
        box_lemma,
        box_recursion,
        box_theorem,
        families,
    )
    for claim in module.CLAIMS
)
