"""GSA, the non-clairvoyant geometric slicing algorithm (Theorem 3.15)."""

from __future__ import annotations

from proofs.batching import GBA_BOUND
from proofs.claim import Claim
from proofs.pipeline import PAPER

GSA_BOUND = Claim(
    name="T3.15",
    title="GSA's competitive ratio at scaling factor alpha",
    statement=(
        r"\Gamma(\mathrm{GSA}) \le \Bigl(2 + \frac{2}{\alpha-1}\Bigr)"
        r"\Bigl(\alpha^2 c + \alpha + \frac{\alpha}{\alpha-1}\Bigr), \quad c = 1 + \frac{2}{k_{\min}}"
    ),
    source=f"{PAPER}, Theorem 3.15",
    domain=GBA_BOUND.domain,
    premises=("T4.1",),
    argument="The paper's proof: GSA against GBA-bar, phase prefix and spillover charged apart.",
)

CLAIMS = (GSA_BOUND,)
