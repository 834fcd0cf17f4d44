"""MC-SF with one prompt when every job is small: within 2/(1 - eps) of the optimum (Theorem 2).

Every job has p_i = s + o_i <= eps M, 0 < eps <= 1/2. With D_k, tau_k, y_k as in `proofs.greedy.structure`,
m_i is what job i of D_k holds in round tau_k, G their sum, D the number of jobs in D_k, and
rho_i = (n - i) p_i / M.
"""

from __future__ import annotations

from sympy import Ge, Integer, Le, Rational

from proofs.citing import cite, follows, given
from proofs.claim import Claim
from proofs.exact.domain import Domain, at_least, between, domain, real
from proofs.greedy.checks import average_start_holds, fits
from proofs.greedy.structure import DELAY, GREEDY
from proofs.method.finite_box import Exhaustive
from proofs.method.identities import Identity
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Consequence, Inequality
from proofs.method.sums import FiniteSum
from proofs.symbols import (
    D,
    G,
    M,
    N,
    P,
    S,
    T,
    W,
    X,
    Z,
    d,
    e,
    eps,
    h,
    i,
    k,
    m,
    n,
    o,
    o_j,
    p_i,
    r,
    s,
    w,
    x,
    y,
)

HALF = Rational(1, 2)
SMALL = between(eps, 0, HALF, lower_open=True)
MEMORY = domain(SMALL, at_least(M, 1, integer=True))
_FREE = Domain((*MEMORY.ranges, *(real(item) for item in (G, o_j, y)), at_least(s, 0)))
SHARE_OF_K = Le(s + o_j, eps * M)
"""No job takes more than eps M; its length is written as that of a waiting job."""
_COUNT = Domain((*MEMORY.ranges, at_least(D, 1), real(G), real(P)))

CROWD = Claim(
    name="greedy.T2.crowd",
    title="many small jobs are in the way, and on average half of them weigh",
    statement=(
        r"G \ge (1-\epsilon)M,\quad |D| \ge \tfrac{1-\epsilon}{\epsilon},\quad "
        r"\sum_{i \in D} (k-1-i)\,m_i \ge |D|\,\tfrac{(1-2\epsilon)M}{2}"
    ),
    source=f"{GREEDY}, Theorem 2 (a), (b)",
    domain=MEMORY,
    formula=Ge(P, D * (1 - 2 * eps) * M / 2),
    concludes=(Ge(G, (1 - eps) * M), Ge(D, (1 - eps) / eps)),
    assumes=(SHARE_OF_K,),
    definitions=(DELAY,),
    auxiliary=(at_least(s, 0, integer=True), at_least(D, 1), at_least(d, -1, integer=True)),
    premises=("greedy.F0", "greedy.F1"),
    in_words=("greedy.F1",),
    argument=(
        "`filled`: (F0) with s + y_k < s + o_k <= eps M, o_k written as o_j. `many`: each of the D jobs "
        "holds at most eps M by (F1). D_k = {d, ..., k-1}, and both m_i (starts ascend) and x_i = k-1-i fall "
        "with i: `chebyshev` adds the jobs one by one, P = sum x m, X = sum x, Z = sum m, W = sum (x_l - "
        "x)(m_l - m) of a new job (x, m) against the earlier ones, each term being >= 0; `against` is one "
        "such term summed. The x_i are 0, ..., D-1 with sum `ranks`; `average` divides by D; `half` combines "
        "it with `P6` and `filled`."
    ),
    steps=(
        follows(
            "filled",
            Ge(G, (1 - eps) * M),
            cite(Ge(G + (s + y), M)),
            cite(Le(y, o_j - 1)),
            cite(SHARE_OF_K),
            domain=_FREE,
        ),
        Consequence(
            name="many",
            lhs=D,
            relation=">=",
            rhs=(1 - eps) / eps,
            hypotheses=(
                given(D * eps * M, ">=", G, 1 / (eps * M)),
                given(G, ">=", (1 - eps) * M, 1 / (eps * M)),
            ),
            domain=_COUNT,
        ),
        Consequence(
            name="P6",
            lhs=D - 1,
            relation=">=",
            rhs=D * (1 - 2 * eps) / (1 - eps),
            hypotheses=(given(D, ">=", (1 - eps) / eps, eps / (1 - eps)),),
            domain=_COUNT,
        ),
        Induction(
            name="against",
            statement="W = P - x Z - m X + D x m for a fixed new job (x, m), over jobs (r, e)",
            state=(
                Variable(W, 0, W + (r - x) * (e - m)),
                Variable(P, 0, P + r * e),
                Variable(X, 0, X + r),
                Variable(Z, 0, Z + e),
                Variable(D, 0, D + 1),
            ),
            invariants=(Invariant(W - (P - x * Z - m * X + D * x * m), "==", kept=(1,)),),
        ),
        Induction(
            name="chebyshev",
            statement="D P >= X Z after each job (x, m), with W >= 0 as both sequences fall",
            state=(
                Variable(P, 0, P + x * m),
                Variable(X, 0, X + x),
                Variable(Z, 0, Z + m),
                Variable(D, 0, D + 1),
            ),
            invariants=(
                Invariant(
                    D * P - X * Z, ">=", kept=(1,), given=(given(P - x * Z - m * X + D * x * m, ">=", 0),)
                ),
            ),
            domain=domain(*(real(item) for item in (P, X, Z, D, x, m))),
        ),
        FiniteSum(name="ranks", summand=r, index=r, first=Integer(0), last=d, closed_form=d * (d + 1) / 2),
        Consequence(
            name="average",
            lhs=P,
            relation=">=",
            rhs=(D - 1) / 2 * G,
            hypotheses=(given(D * P, ">=", D * (D - 1) / 2 * G, 1 / D),),
            domain=_COUNT,
        ),
        Consequence(
            name="half",
            lhs=P,
            relation=">=",
            rhs=D * (1 - 2 * eps) * M / 2,
            hypotheses=(
                given(P, ">=", (D - 1) / 2 * G),
                given(G, ">=", (1 - eps) * M, (D - 1) / 2),
                given(D - 1, ">=", D * (1 - 2 * eps) / (1 - eps), (1 - eps) * M / 2),
            ),
            domain=_COUNT,
        ),
    ),
)

AVERAGE_START = Claim(
    name="greedy.T2.starts",
    title="only jobs with many larger ones behind them delay others",
    statement=r"(1-\epsilon) \sum_j S_j \le \sum_i o_i \bigl(\rho_i - \tfrac12 + \epsilon\bigr)^+",
    source=f"{GREEDY}, Theorem 2 (a)-(c)",
    domain=MEMORY,
    formula=Le((1 - eps) * T, W),
    assumes=(SHARE_OF_K,),
    auxiliary=(at_least(s, 0, integer=True), at_least(N, 1), at_least(h, 0), at_least(e, 0)),
    premises=("greedy.F1", "greedy.T2.crowd", "greedy.window"),
    in_words=("greedy.F1", "greedy.window"),
    argument=(
        "`waits`: T = sum S_j is P = sum w_k N_k with N_k = n - k + 1, as a further job raises each N_k by 1 "
        "(`one-later`) and enters with 1 (`own-count`). By `one-wait` (1-eps) M N_k <= N_k G; with `behind`, "
        "N_k G = sum over D_k of (n-i) m_i - (k-1-i) m_i, which by crowd and `spread` is at most the sum "
        "over D_k of (n-i) m_i - (1/2-eps) M, and m_i <= p_i. Exchanging the sums, job i gets the factor e_i "
        "= sum of w_k over its window, 0 <= e_i <= o_i, times h_i = (n-i) p_i - (1/2-eps) M: `positive` and "
        "`negative` give e_i h_i <= o_i h_i^+; by `scale` their sum Z is at most M W, W the right-hand side, "
        "and `total` divides by M. Coq has all of this for MC-SF at every rational eps. The exchange is "
        "bookkeeping: `every-schedule` checks the result on MC-SF's schedules."
    ),
    steps=(
        Induction(
            name="waits",
            statement="T = P, where S is the latest start and the sum of all waits so far",
            state=(Variable(S, 0, S + w), Variable(T, 0, T + S + w), Variable(P, 0, P + S + w)),
            invariants=(Invariant(T - P, "==", kept=(1,)),),
        ),
        Identity(name="one-later", lhs=(n + 1) - k + 1 - (n - k + 1), rhs=Integer(1)),
        Identity(name="own-count", lhs=(n - k + 1).subs(k, n), rhs=Integer(1)),
        Consequence(
            name="one-wait",
            lhs=(1 - eps) * M * N,
            relation="<=",
            rhs=N * G,
            hypotheses=(given(G, ">=", (1 - eps) * M, N),),
            domain=Domain((*MEMORY.ranges, at_least(N, 1), real(G))),
        ),
        Identity(name="behind", lhs=(n - k + 1) * m, rhs=(n - i) * m - (k - 1 - i) * m),
        Identity(name="spread", lhs=D * (1 - 2 * eps) * M / 2, rhs=D * (HALF - eps) * M, domain=MEMORY),
        Consequence(
            name="positive",
            lhs=e * h,
            relation="<=",
            rhs=o * h,
            hypotheses=(given(e, "<=", o, h),),
            domain=domain(at_least(h, 0), real(e), real(o)),
        ),
        Inequality(
            name="negative",
            lhs=e * -h,
            relation="<=",
            rhs=0,
            domain=domain(at_least(h, 0), at_least(e, 0)),
        ),
        Identity(
            name="scale",
            lhs=(x * p_i - (HALF - eps) * M) / M,
            rhs=x * p_i / M - HALF + eps,
            domain=MEMORY,
        ),
        follows(
            "total",
            Le((1 - eps) * T, W),
            cite(Le((1 - eps) * M * T, Z), 1 / M),
            cite(Le(Z, M * W), 1 / M),
            domain=Domain((*MEMORY.ranges, real(T), real(Z), real(W))),
        ),
        Exhaustive(
            name="every-schedule",
            statement="the inequality at eps = (s + o_n)/M, on every instance of the box with eps <= 1/2",
            predicate=average_start_holds,
            box=(("n", 1, 6), ("M", 1, 14), ("s", 0, 13)),
            where=fits,
            planted=(("late", 1),),
        ),
    ),
)

CLAIMS = (CROWD, AVERAGE_START)
