"""GSA, the non-clairvoyant geometric slicing algorithm (Theorem 3.15)."""

from __future__ import annotations

from sympy import Eq, Le

from proofs.citing import cite, follows
from proofs.claim import Claim
from proofs.exact.domain import domain, real
from proofs.paper.batching import COMMON_BOUND, GBA_BOUND
from proofs.paper.model import PAPER
from proofs.paper.prefix import PHASE_PREFIX
from proofs.paper.spillover import SLICING_COST, SPILLOVER
from proofs.symbols import alpha, bar, c, gsa, ladders, opt, phases, spill, waits

_BATCHING = alpha**2 * c + alpha + alpha / (alpha - 1)

GSA_BOUND = Claim(
    name="T3.15",
    title="GSA's competitive ratio at scaling factor alpha",
    statement=(
        r"\Gamma(\mathrm{GSA}) \le \Bigl(2 + \frac{2}{\alpha-1}\Bigr)"
        r"\Bigl(\alpha^2 c + \alpha + \frac{\alpha}{\alpha-1}\Bigr), \quad c = 1 + \frac{2}{k_{\min}}"
    ),
    source=f"{PAPER}, Theorem 3.15",
    domain=GBA_BOUND.domain,
    auxiliary=GBA_BOUND.auxiliary,
    assumes=GBA_BOUND.assumes,
    definitions=GBA_BOUND.definitions,
    formula=Le(gsa, (2 + 2 / (alpha - 1)) * _BATCHING * opt),
    premises=("L5.1", "L5.2", "L5.3", "T4.1.bar"),
    argument=(
        "L5.1 bounds GSA by phases + spill + ladders; with L5.2 and L5.3 that is at most 2 + 2/(alpha - 1) "
        "times waits + ladders = GBAbar (against-gba-bar), which is at most the batching factor times Opt "
        "(together)."
    ),
    steps=(
        follows(
            "against-gba-bar",
            Le(gsa, (2 + 2 / (alpha - 1)) * (waits + ladders)),
            cite(SLICING_COST.formula),
            cite(SPILLOVER.formula),
            cite(PHASE_PREFIX.formula),
            domain=domain(
                *GBA_BOUND.domain.ranges, *(real(item) for item in (gsa, waits, ladders, phases, spill))
            ),
        ),
        follows(
            "together",
            Le(gsa, (2 + 2 / (alpha - 1)) * _BATCHING * opt),
            cite(Le(gsa, (2 + 2 / (alpha - 1)) * (waits + ladders))),
            cite(Eq(bar, waits + ladders), 2 + 2 / (alpha - 1)),
            cite(COMMON_BOUND.formula, 2 + 2 / (alpha - 1)),
            domain=domain(
                *GBA_BOUND.domain.ranges, *(real(item) for item in (gsa, bar, waits, ladders, opt))
            ),
        ),
    ),
)

CLAIMS = (GSA_BOUND,)
