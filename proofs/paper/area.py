"""Memory-time: what a job uses over its life, and what a budget can deliver (Lemmas 3.8 and 3.9)."""

from __future__ import annotations

import sympy
from sympy import Eq, Ge, Integer, Le, Lt, Rational, Sum

from proofs.citing import cite, follows
from proofs.claim import Claim
from proofs.exact.domain import at_least, domain, real
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Inequality
from proofs.method.sums import FiniteSum
from proofs.paper.model import EXCEEDED, PAPER
from proofs.symbols import A, C, E, M, V, g, i, k, n, o, opt, r, s, t, tau, u, x


def area(prompt: sympy.Expr, length: sympy.Expr) -> sympy.Expr:
    """Memory-time area of a job of that length, as a polynomial; real lengths are allowed."""
    return prompt * length + Rational(1, 2) * length * (length + 1)


_S = at_least(s, 0, integer=True)
_K = at_least(k, 1, integer=True)
_TAU = at_least(tau, 1, integer=True)
_M = at_least(M, 1, integer=True)

AREA = Claim(
    name="area",
    title="memory-time of jobs and budget",
    statement=(
        r"\sum_{r=1}^{o}(s+r) = A(o) = so + \tfrac{o(o+1)}2, \text{ increasing in real } o \ge 0;\quad "
        r"\sum_{\text{completed by } C} A(o_i) \le MC"
    ),
    source=f"{PAPER}, Section 3.3",
    domain=domain(_S, _M),
    auxiliary=(at_least(o, 0, integer=True), at_least(u, 0)),
    formula=Le(V, M * t),
    concludes=(
        Eq(Sum(s + r, (r, 1, o)), area(s, o), evaluate=False),
        Ge(area(s, o + u), area(s, o), evaluate=False),
    ),
    premises=("model.flow-time", "model.memory", "model.budget", "model.no-kill"),
    in_words=("model.flow-time", "model.memory", "model.budget", "model.no-kill"),
    argument=(
        "A job run once without interruption uses s + r in the round of its r-th token, together A(o) "
        "(closed-form), more for a longer job (increasing). Rounds 0..C-1 together offer at most M C "
        "(budget), and jobs completed by C have used all of their area in them."
    ),
    steps=(
        FiniteSum(
            name="closed-form",
            summand=s + r,
            index=r,
            first=Integer(1),
            last=o,
            closed_form=area(s, o),
            domain=domain(_S),
        ),
        Inequality(
            name="increasing",
            lhs=area(s, o + u),
            relation=">=",
            rhs=area(s, o),
            domain=domain(_S, at_least(o, 0), at_least(u, 0)),
        ),
        Induction(
            name="budget",
            statement="t rounds with a usage x <= M each have a total usage of at most M t",
            state=(Variable(V, 0, V + x), Variable(t, 0, t + 1)),
            invariants=(Invariant(M * t - V, ">=", kept=(1,), given=(cite(Le(x, M)),)),),
            domain=domain(_M),
        ),
    ),
)

LONG_JOBS = Claim(
    name="L3.8",
    title="n jobs of length at least tau",
    statement=r"\mathrm{Opt} \ge \frac{n(n+1)}2\,\frac{A(\tau)}M",
    source=f"{PAPER}, Lemma 3.8",
    domain=domain(_M, at_least(A, 0)),
    formula=Ge(opt, n * (n + 1) / 2 * A / M),
    auxiliary=(at_least(i, 1, integer=True),),
    premises=("area",),
    in_words=("area",),
    argument=(
        "Write A for A(tau). In order of completion the first i jobs have area at least i A (areas; A(o) >= "
        "A(tau) as A increases), so the i-th completes at C_i >= i A/M (completion); add up (total)."
    ),
    steps=(
        Induction(
            name="areas",
            statement="i jobs of area x >= A have area at least i A",
            state=(Variable(E, 0, E + x), Variable(i, 0, i + 1)),
            invariants=(Invariant(E - i * A, ">=", kept=(1,), given=(cite(Ge(x, A)),)),),
            domain=domain(_M, at_least(A, 0)),
        ),
        follows(
            "completion",
            Ge(C, i * A / M),
            cite(Ge(M * C, E), 1 / M),
            cite(Ge(E, i * A), 1 / M),
            domain=domain(_M, at_least(A, 0), real(C), real(E), at_least(i, 1, integer=True)),
        ),
        Induction(
            name="total",
            statement="completions C >= (n + 1) A/M, n = 0, 1, ..., add up to the bound",
            state=(Variable(opt, 0, opt + C), Variable(n, 0, n + 1)),
            invariants=(
                Invariant(
                    opt - n * (n + 1) / 2 * A / M, ">=", kept=(1,), given=(cite(Ge(C, (n + 1) * A / M)),)
                ),
            ),
            domain=domain(_M, at_least(A, 0)),
        ),
    ),
)

SPACING_AND_AREA = Claim(
    name="L3.9",
    title="mean spacing of a pipeline against the area of its slice",
    statement=r"\frac{\tau}{k^*} < \Bigl(1 + \frac2{k^*}\Bigr)\frac{A(\tau)}M",
    source=f"{PAPER}, Lemma 3.9",
    domain=domain(_K, _TAU, _S, _M),
    formula=Lt(tau / k, (1 + 2 / k) * area(s, tau) / M),
    auxiliary=(at_least(g, 1),),
    premises=("model.parallelism",),
    argument=(
        "As k + 1 is not admitted (model.parallelism), M < Peak(k + 1), where the gcd g is at least 1 "
        "(budget); multiply by tau/(k M) (ratio)."
    ),
    steps=(
        follows(
            "budget",
            Lt(M, (k + 2) * (s + (tau + 1) / 2) - (s + 1)),
            cite(EXCEEDED),
            domain=domain(_K, _TAU, _S, _M, at_least(g, 1)),
        ),
        follows(
            "ratio",
            Lt(tau / k, (1 + 2 / k) * area(s, tau) / M),
            cite(Lt(M, (k + 2) * (s + (tau + 1) / 2) - (s + 1)), tau / (k * M)),
            domain=domain(_K, _TAU, _S, _M),
        ),
    ),
)
CLAIMS = (AREA, LONG_JOBS, SPACING_AND_AREA)
