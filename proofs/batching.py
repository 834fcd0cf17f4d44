"""GBA, the clairvoyant geometric batching algorithm (Theorem 4.1)."""

from __future__ import annotations

from proofs.claim import Claim
from proofs.domain import above, at_least, domain
from proofs.pipeline import PAPER
from proofs.symbols import alpha, c

GBA_BOUND = Claim(
    name="T4.1",
    title="GBA's competitive ratio at scaling factor alpha",
    statement=(
        r"\Gamma(\mathrm{GBA}) \le \alpha^2 c + \alpha + \frac{\alpha}{\alpha-1}, "
        r"\quad c = 1 + \frac{2}{k_{\min}}"
    ),
    source=f"{PAPER}, Theorem 4.1",
    domain=domain(at_least(c, 1), above(alpha, 1)),
    argument="The paper's proof: GBA-bar splits into waiting within a class and between classes.",
)

CLAIMS = (GBA_BOUND,)
