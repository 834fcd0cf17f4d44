"""The staggered pipeline on identical jobs (Theorem 3.2)."""

from __future__ import annotations

from sympy import Eq, Ge, Gt, Le, Rational

from proofs.citing import cite, follows
from proofs.claim import Claim
from proofs.exact.domain import at_least, between, domain, real
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Inequality
from proofs.origin import ceiling_of
from proofs.paper.model import EXCEEDED, PAPER, peak
from proofs.symbols import C, L, M, T, a, g, i, k, n, phi, q, s, t, tau, usage, w, y

_K = at_least(k, 1, integer=True)
_TAU = at_least(tau, 1, integer=True)
_S = at_least(s, 0, integer=True)
_Q = at_least(q, 0, integer=True)

_FACTS = ("model.flow-time", "model.memory", "model.budget", "model.no-kill", "L3.4")

SPACING = Claim(
    name="T3.2.spacing",
    title="spacing of starts in any feasible schedule of identical jobs",
    statement=r"C_i^{\mathrm{Opt}} \ge \lfloor i/k \rfloor L + \tau, \quad L = \lceil \tau/2 \rceil",
    source=f"{PAPER}, proof of Theorem 3.2",
    domain=domain(_K, _TAU, _S),
    formula=Ge(C, q * L + tau),
    auxiliary=(at_least(g, 1), at_least(t, 0), at_least(q, 0, integer=True)),
    premises=(
        "model.flow-time",
        "model.memory",
        "model.budget",
        "model.no-kill",
        "L3.4",
        "model.parallelism",
    ),
    definitions=(ceiling_of(L, tau / 2),),
    in_words=("model.flow-time", "model.memory", "model.budget", "model.no-kill", "L3.4"),
    argument=(
        "List the jobs in order of start, a_0 <= a_1 <= .... Suppose a_{i+k} - a_i <= L - 1 for some i. As "
        "L <= tau (gap-within-life), jobs i, ..., i + k are all running in the last round of job i. There "
        "job i costs s + tau, and each other one, started at most w <= L - 1 later, s + tau - w >= s + tau "
        "- L + 1 (age), together at least (k + 1) s + tau + k (tau - L + 1) (overlap). As 2 L <= tau + 1 "
        "that is at least Peak(k + 1) (needs-peak), which exceeds M by the choice of k = k* "
        "(contradiction): the overlap is infeasible. So a_{i+k} - a_i >= L, hence a_i >= floor(i/k) L "
        "(chain) and C_i = a_i + tau (completion)."
    ),
    steps=(
        follows(
            "gap-within-life",
            Le(L, tau),
            cite(Le(2 * L, tau + 1), Rational(1, 2)),
            domain=domain(_TAU, real(L)),
        ),
        follows(
            "age",
            Ge(s + tau - w, s + tau - L + 1),
            cite(Le(w, L - 1)),
            domain=domain(_S, _TAU, real(w), real(L)),
        ),
        Induction(
            name="overlap",
            statement="job i and n more, of usage y >= s + tau - L + 1 each",
            state=(Variable(usage, s + tau, usage + y), Variable(n, 0, n + 1)),
            invariants=(
                Invariant(
                    usage - ((n + 1) * s + tau + n * (tau - L + 1)),
                    ">=",
                    kept=(1,),
                    given=(cite(Ge(y, s + tau - L + 1)),),
                ),
            ),
            domain=domain(_S, _TAU),
        ),
        follows(
            "needs-peak",
            Ge((k + 1) * s + tau + k * (tau - L + 1), peak(k + 1, tau, s, g)),
            cite(Le(2 * L, tau + 1), k / 2),
            domain=domain(_K, _TAU, _S, real(L), at_least(g, 1)),
            statement="L <= (tau + 1)/2 and gcd(tau, k + 1) >= 1",
        ),
        follows(
            "contradiction",
            Gt(usage, M),
            cite(Ge(usage, peak(k + 1, tau, s, g))),
            cite(EXCEEDED),
            domain=domain(_K, _TAU, _S, real(usage), real(M), at_least(g, 1)),
        ),
        Induction(
            name="chain",
            statement="start of job q k + r: at least 0 for q = 0, and each k jobs later at least L more",
            state=(Variable(a, t, a + y), Variable(q, 0, q + 1)),
            invariants=(Invariant(a - q * L, ">=", kept=(1,), given=(cite(Ge(y, L)),)),),
            domain=domain(at_least(t, 0)),
        ),
        follows(
            "completion",
            Ge(C, q * L + tau),
            cite(Eq(C, a + tau)),
            cite(Ge(a, q * L)),
            domain=domain(_TAU, _Q, real(C), real(a), real(L)),
            statement="C_i = a_i + tau",
        ),
    ),
)

_index = domain(_TAU, _K, _Q, between(i, q * k, q * k + k - 1, integer=True))

IDENTICAL_JOBS = Claim(
    name="T3.2",
    title="identical jobs: SPS is within 2 of the optimum, job by job",
    statement=(
        r"C_i^{\mathrm{SPS}} < (q+2)\tau \le 2(qL+\tau) \le 2\,C_i^{\mathrm{Opt}}, "
        r"\quad q = \lfloor i/k \rfloor"
    ),
    source=f"{PAPER}, Theorem 3.2",
    domain=_index,
    formula=Le(T, 2 * C),
    definitions=(ceiling_of(L, tau / 2),),
    auxiliary=(at_least(L, tau / 2),),
    premises=("model.pipeline", "L3.3", "T3.2.spacing"),
    in_words=("model.pipeline", "L3.3"),
    argument=(
        "The pipeline of parallelism k* is feasible (L3.3). Its job i completes at floor(i tau/k) + tau, "
        "below (q + 2) tau (floor, pipeline-completion), at most 2 (q L + tau) (two-gaps) and so at most "
        "twice the completion of the i-th started job of an optimal schedule (twice); add up over i (sum)."
    ),
    steps=(
        follows(
            "floor",
            Le(phi + tau, i * tau / k + tau),
            cite(Le(phi, i * tau / k)),
            domain=domain(*_index.ranges, real(phi)),
        ),
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
            domain=domain(_TAU, _Q, at_least(L, tau / 2)),
        ),
        follows(
            "twice",
            Le(y, 2 * C),
            cite(Le(y, 2 * (q * L + tau))),
            cite(Ge(C, q * L + tau), 2),
            domain=domain(_TAU, _Q, real(L), real(C), real(y)),
            statement="y is the completion in the pipeline, C in the optimal schedule",
        ),
        Induction(
            name="sum",
            statement="totals T and C of completions y and w with y <= 2 w",
            state=(Variable(T, 0, T + y), Variable(C, 0, C + w)),
            invariants=(Invariant(2 * C - T, ">=", kept=(1,), given=(cite(Le(y, 2 * w)),)),),
        ),
    ),
)

CLAIMS = (SPACING, IDENTICAL_JOBS)
__all__ = ["CLAIMS", "IDENTICAL_JOBS", "PAPER", "SPACING"]
