"""The staggered pipeline: identical jobs (Theorem 3.2)."""

from __future__ import annotations

from proofs.claim import Claim
from proofs.domain import at_least, between, domain
from proofs.inequalities import Inequality
from proofs.symbols import L, i, k, q, tau

PAPER = "arXiv 2601.22996"

SPACING = Claim(
    name="T3.2.spacing",
    title="spacing of starts in any feasible schedule",
    statement=r"C_i^{\mathrm{Opt}} \ge \lfloor i/k \rfloor L + \tau, \quad L = \lceil \tau/2 \rceil",
    source=f"{PAPER}, proof of Theorem 3.2",
    argument=(
        "With identical jobs of length tau in order of start, starts i and i+k lie at least L apart: "
        "otherwise k+1 jobs would be active together in the last round of job i, each far enough along that "
        "they need at least the peak of a pipeline of k+1, which exceeds the budget. Chain floor(i/k) gaps."
    ),
)

_index = domain(
    at_least(tau, 1, integer=True),
    at_least(k, 1, integer=True),
    at_least(q, 0, integer=True),
    between(i, q * k, q * k + k - 1, integer=True),
)

IDENTICAL_JOBS = Claim(
    name="T3.2",
    title="identical jobs: SPS is within 2 of the optimum, job by job",
    statement=(
        r"C_i^{\mathrm{SPS}} < (q+2)\tau \le 2(qL+\tau) \le 2\,C_i^{\mathrm{Opt}}, "
        r"\quad q = \lfloor i/k \rfloor"
    ),
    source=f"{PAPER}, Theorem 3.2",
    domain=_index,
    premises=("T3.2.spacing",),
    steps=(
        Inequality(
            name="pipeline-completion",
            statement="job i = q k + r with 0 <= r < k completes by i tau/k + tau < (q + 2) tau",
            lhs=i * tau / k + tau,
            relation="<",
            rhs=(q + 2) * tau,
            domain=_index,
        ),
        Inequality(
            name="two-gaps",
            statement="(q + 2) tau <= 2 (q L + tau) for L >= tau/2, in particular for L = ceil(tau/2)",
            lhs=(q + 2) * tau,
            relation="<=",
            rhs=2 * (q * L + tau),
            domain=domain(at_least(tau, 1, integer=True), at_least(q, 0, integer=True), at_least(L, tau / 2)),
        ),
    ),
)

CLAIMS = (SPACING, IDENTICAL_JOBS)
