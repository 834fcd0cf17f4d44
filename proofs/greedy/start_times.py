"""How late a job can start (Lemma 1): every wait is charged to the jobs in its way.

For a job i < j the waits of later jobs that found i in their way form its *window*,
``rest_i = sum w_k (s + S_k - S_i + y_k)`` over the waiting k <= j with i in D_k; besides, each waiting job i
has its own share ``own_i = w_i (s + y_i)``. Own shares are charged to a job: with k the next waiting job
after i (up to j), own_i is of type B and charged to i if i-1 is in D_k; of type C and charged to i-1 if it
is not, or if there is no k. A job carries then its window and nothing else (0), one share of the job after
it (C), its own share (B), or both (BC); V = 2 s o + o^2 is enough in each case.
"""

from __future__ import annotations

from sympy import Eq, Ge, Le

from proofs.citing import cite, cite_claim, follows, given
from proofs.claim import Claim
from proofs.exact.domain import Domain, at_least, domain, real
from proofs.greedy.checks import charging_holds, fits
from proofs.greedy.delays import NEXT_START, SUFFIX
from proofs.greedy.structure import FULL, GREEDY, MC_SF
from proofs.method.finite_box import Exhaustive
from proofs.method.identities import Identity
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Consequence, Inequality
from proofs.origin import equals
from proofs.symbols import (
    G,
    H,
    M,
    P,
    S,
    S_h,
    S_i,
    S_j,
    S_k,
    T,
    W,
    Z,
    a,
    b,
    c,
    o,
    o_i,
    o_j,
    r,
    s,
    tau,
    u,
    w,
    x,
    y,
)  # fmt: skip

CHARGE = 2 * s * o + o**2
"""V, what a job is charged at most."""

_JOB = domain(at_least(s, 0, integer=True), at_least(o, 1, integer=True))
# b = y_k and w = w_i and a = w_k of type B, in the order of dependence; c is what is left of the length
_SHAPE = Domain((*_JOB.ranges, at_least(a, 0), at_least(b, 0), at_least(w, 0), at_least(y, 0)))
_FIRST = a * (s + a + b)
_PLACES = Domain((*_JOB.ranges, real(S_i), real(S_k), real(y)))
# (F1) and (F0) for the last waiting job of a window
_LONG = cite_claim(SUFFIX, {S_j: S_k, o_i: o})
_NO_EARLIER = cite_claim(FULL, {S_j: S_k}, place=1)

WINDOW = Claim(
    name="greedy.window",
    title="a job's window weighs at most (s + o) o",
    statement=(
        r"\sum_{k:\, i \in D_k} w_k = S_{k^*} - S_i \le o_i - y_{k^*}, "
        r"\quad \mathrm{rest}_i \le (s+o_i)\,o_i"
    ),
    source=f"{GREEDY}, Lemma 1",
    domain=_JOB,
    formula=Le(Z, (s + o) * o),
    concludes=(Eq(T, S_k - S_i), Le(S_k - S_i, o), Le(S_k - (S_i + a), o - a)),
    assumes=(Ge(S_i + o, tau + 1),),
    definitions=(equals(y, tau - S_k + 1),),
    auxiliary=(at_least(w, 0),),
    premises=("greedy.F0", "greedy.F1", "greedy.F3"),
    in_words=("greedy.F3",),
    argument=(
        "Let k* be the last waiting job with i in D_k*, as is assumed. By (F3) the waiting jobs of the "
        "window are all those from i+1 to k*, and jobs that do not wait have w = 0, so `sums` may run over "
        "all jobs from i+1 to k*: T is the sum of waits, Z that of waits times what i holds, r <= s + o by "
        "(F1). `length` bounds T by (F1) for k*, `weight` puts both together. `later` is the same for the "
        "window after its first wait a, which ends at S_k = S_i + a."
    ),
    steps=(
        Induction(
            name="sums",
            statement="T = S_k - S_i and Z <= (s + o) T after each job",
            state=(Variable(T, 0, T + w), Variable(S_k, S_i, S_k + w), Variable(Z, 0, Z + w * r)),
            invariants=(
                Invariant(T - (S_k - S_i), "==", kept=(1,)),
                Invariant((s + o) * T - Z, ">=", kept=(0, 1), given=(given(r, "<=", s + o, w),)),
            ),
            domain=Domain((*_JOB.ranges, at_least(w, 0), *(real(item) for item in (r, S_i, S_k, T, Z)))),
        ),
        follows("length", Le(S_k - S_i, o), _LONG, _NO_EARLIER, domain=_PLACES),
        follows(
            "weight",
            Le(Z, (s + o) * o),
            cite(Le(Z, (s + o) * T)),
            cite(Eq(T, S_k - S_i), -(s + o)),
            cite(Le(S_k - S_i, o), s + o),
            domain=Domain((*_PLACES.ranges, real(T), real(Z))),
        ),
        follows(
            "later",
            Le(S_k - (S_i + a), o - a),
            _LONG,
            _NO_EARLIER,
            domain=Domain((*_PLACES.ranges, real(a))),
            statement="the waits after the first, a, sum to S_k - (S_i + a) <= o - a",
        ),
    ),
)

SHAPE = Claim(
    name="greedy.charges",
    title="what the shares of type B look like",
    statement=r"\text{type B: } o_i \ge w_i + a + b,\ y_i \le a = w_k,\ b = y_k",
    source=f"{GREEDY}, Lemma 1",
    domain=domain(real(y)),
    formula=Ge(o_i, w + a + b),
    concludes=(Le(y, a),),
    assumes=(Ge(S_h + o_j, u + 1),),
    definitions=(
        equals(y, tau - S_i + 1),
        equals(w, S_i - S_h),
        equals(a, S_k - S_i),
        equals(b, u - S_k + 1),
    ),
    premises=("greedy.F1", "greedy.F2"),
    argument=(
        "Let i wait and k be the next waiting job up to j, if any. Jobs between do not wait, so S_{k-1} = "
        "S_i and a = S_k - S_i = w_k. Type C: i-1 is in D_i (F1.last) and in no later D (F3), so its window "
        "is w_i (s + w_i + y_i) exactly and (F1.last) says o_{i-1} >= w_i + y_i. Type B: i-1, of start S_h "
        "and length o_j, is assumed to be in D_k, active in its full round u, so `type-b-length` by (F1) for "
        "i-1 and the order of lengths; D_k is a suffix, so i is in it; y_i <= a: if y_i >= 1, (F2) makes i+1 "
        "wait, so k = i+1, else S_k >= S_i is all of (F2): `type-b-delay`."
    ),
    steps=(
        follows(
            "type-b-length",
            Ge(o_i, w + a + b),
            cite(Ge(o_i, o_j), origin=MC_SF),
            cite_claim(SUFFIX, {S_j: S_k, S_i: S_h, o_i: o_j, y: b, tau: u}),
            cite(Eq(w, S_i - S_h), -1),
            cite(Eq(a, S_k - S_i), -1),
            domain=domain(*(real(item) for item in (o_i, o_j, w, a, b, S_h, S_i, S_k))),
        ),
        follows(
            "type-b-delay",
            Le(y, a),
            cite_claim(NEXT_START, {S_h: S_i}),
            cite(Eq(a, S_k - S_i)),
            domain=domain(*(real(item) for item in (y, a, S_i, S_k))),
        ),
    ),
)

START_TIMES = Claim(
    name="greedy.L1",
    title="start times under (H1) and (H2)",
    statement=r"M\,S_j \le \sum_{i<j} V_i, \quad V_i = 2 s o_i + o_i^2",
    source=f"{GREEDY}, Lemma 1",
    domain=_JOB,
    formula=Le(M * S, P),
    definitions=(equals(r, tau - S_j + 1),),
    auxiliary=(at_least(w, 0), at_least(y, 0), at_least(a, 0), at_least(b, 0)),
    premises=("greedy.F0", "greedy.F1.last", "greedy.F3", "greedy.window", "greedy.charges"),
    in_words=("greedy.F1.last", "greedy.F3", "greedy.window", "greedy.charges"),
    argument=(
        "Coq has all of this for MC-SF. `full-waits`: M S_j is at most Z, the sum of w_k U_k over the "
        "waiting k <= j, U = G + (s + r) with r the delay. Z is the sum H of the own shares and the sum W of "
        "the windows of the jobs before j (`split`; job k adds w_k m_i to the window of each i in D_k, w_k G "
        "in all); each own share is charged to one job before j (own_j is of type C). So it is enough that "
        "each job i carries at most V: its window only: `case-0`; also own_{i+1}: `case-C`, by `P1`; also "
        "own_i: `own-B` bounds the share, the window is its first term a (s + a + b) and later waits x <= o "
        "- a at <= s + o each, and `case-B` adds up, by `P2`; both: then i+1 waits, so k = i+1, the window "
        "is its first term alone, and `case-BC` adds up, by `P3`. So H + W is at most P, the sum of the V, "
        "and `total` adds up. That the charges add up and that the four cases are all there are is "
        "bookkeeping; the step `bookkeeping` carries it out on MC-SF's schedules, which (H1) and (H2) "
        "determine."
    ),
    steps=(
        Induction(
            name="full-waits",
            statement="Z >= M S after each waiting job, by (F0)",
            state=(Variable(S, 0, S + w), Variable(Z, 0, Z + w * (G + (s + r)))),
            invariants=(Invariant(Z - M * S, ">=", kept=(1,), given=(cite_claim(FULL, {y: r}, w),)),),
            domain=domain(at_least(w, 0), *(real(item) for item in (G, s, r, M, S, Z))),
        ),
        Induction(
            name="split",
            statement="Z = H + W: own shares in H, windows in W",
            state=(
                Variable(Z, 0, Z + w * (G + (s + r))),
                Variable(H, 0, H + w * (s + r)),
                Variable(W, 0, W + w * G),
            ),
            invariants=(Invariant(Z - H - W, "==", kept=(1,)),),
        ),
        Inequality(name="case-0", lhs=(s + o) * o, relation="<=", rhs=CHARGE, domain=_JOB),
        Identity(
            name="P1",
            lhs=2 * s * (w + y) + (w + y) ** 2 - w * (2 * s + w + 2 * y),
            rhs=2 * s * y + y**2,
            domain=_SHAPE,
        ),
        Consequence(
            name="case-C",
            statement="window w(s + w + y) and share w(s + y), with w + y <= o",
            lhs=w * (s + w + y) + w * (s + y),
            relation="<=",
            rhs=CHARGE,
            hypotheses=(given(o, ">=", w + y, 2 * s + o + w + y),),
            domain=_SHAPE,
        ),
        Consequence(
            name="own-B",
            lhs=w * (s + y),
            relation="<=",
            rhs=(o - a - b) * (s + a),
            hypotheses=(given(o, ">=", w + a + b, s + a), given(y, "<=", a, w)),
            domain=_SHAPE,
        ),
        Identity(
            name="P2",
            lhs=CHARGE - ((o - a - b) * (s + a) + _FIRST + (o - a) * (s + o)),
            rhs=s * (a + b),
            domain=_SHAPE,
        ),
        Consequence(
            name="case-B",
            statement="own share w(s + y), window a(s + a + b) and x at <= s + o each",
            lhs=w * (s + y) + _FIRST + x * (s + o),
            relation="<=",
            rhs=CHARGE,
            hypotheses=(given(w * (s + y), "<=", (o - a - b) * (s + a)), given(x, "<=", o - a, s + o)),
            domain=Domain((*_SHAPE.ranges, real(x))),
        ),
        Identity(
            name="P3",
            statement="with o = a + b + c",
            lhs=(CHARGE - ((o - a - b) * (s + a) + a * (2 * s + a + 2 * b))).subs(o, a + b + c),
            rhs=s * (2 * b + c) + a * c + b**2 + 2 * b * c + c**2,
            domain=_SHAPE,
        ),
        Consequence(
            name="case-BC",
            statement="own share w(s + y), window a(s + a + b) and the next share a(s + b), with o >= a + b",
            lhs=w * (s + y) + _FIRST + a * (s + b),
            relation="<=",
            rhs=CHARGE,
            hypotheses=(
                given(w * (s + y), "<=", (o - a - b) * (s + a)),
                given(o, ">=", a + b, s + o + b),
            ),
            domain=_SHAPE,
        ),
        follows(
            "total",
            Le(M * S, P),
            cite(Ge(Z, M * S)),
            cite(Eq(Z, H + W), -1),
            cite(Le(H + W, P)),
            domain=domain(*(real(item) for item in (M, S, Z, H, W, P))),
        ),
        Exhaustive(
            name="bookkeeping",
            statement="(F0)-(F3), the charges, their cases and the bound on every instance of the box",
            predicate=charging_holds,
            box=(("n", 1, 6), ("M", 1, 8), ("s", 0, 7)),
            where=fits,
            planted=(("late", 1),),
        ),
    ),
)

CLAIMS = (WINDOW, SHAPE, START_TIMES)
