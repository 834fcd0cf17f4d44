"""MC-SF with one prompt on every instance: completion times, and within 7/3 of the optimum (Theorem 1).

X is ``(1/M) sum (n - i + 1/2) A_i`` over the jobs by ascending length, hence by ascending area; Y is the sum
of the lengths.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Ge, Integer, Le, Rational

from proofs.citing import cite, follows, given
from proofs.claim import Claim
from proofs.coverage import Case
from proofs.exact.domain import Domain, above, at_least, between, domain, real
from proofs.greedy.start_times import CHARGE
from proofs.greedy.structure import GREEDY
from proofs.method.identities import Identity
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Consequence, Inequality
from proofs.symbols import A, B, M, O, P, S, S_j, T, U, V, X, Y, Z, i, n, o, o_j, s, t, w, x

HALF = Rational(1, 2)
LIMIT = Rational(7, 3)
"""The bound of Theorem 1."""

TOTALS = domain(at_least(X, 0), at_least(Y, 0), real(O), real(T))
"""X and Y are sums of nonnegative terms; O is the optimum, T the sum of the algorithm's starts."""

WEIGHTS = (
    Identity(
        name="one-more",
        statement="a further job raises the weight n - i + 1/2 of every earlier one by 1",
        lhs=((n + 1) - i + HALF) - (n - i + HALF),
        rhs=Integer(1),
    ),
    Identity(name="own-weight", statement="and enters with 1/2", lhs=(n - i + HALF).subs(i, n), rhs=HALF),
)
"""Why ``Z -> Z + B + A/2`` builds up ``sum (n - i + 1/2) A_i``, B the sum of the earlier areas."""

_JOB = domain(at_least(s, 0, integer=True), at_least(o, 1, integer=True))

COMPLETIONS = Claim(
    name="greedy.L1.completions",
    title="completion times in terms of areas",
    statement=r"C_j \le \frac2M \sum_{i<j} A_i + o_j, \quad A_i = s o_i + \tfrac{o_i(o_i+1)}2",
    source=f"{GREEDY}, corollary to Lemma 1",
    domain=_JOB,
    auxiliary=(at_least(M, 1),),
    premises=("greedy.L1",),
    in_words=("greedy.L1",),
    argument=(
        "`P4`: V = 2 A - o, so V <= 2 A (`shorter`) for each job; C_j = S_j + o_j; `completion` with U "
        "the sum of the V."
    ),
    steps=(
        Identity(name="P4", lhs=2 * (s * o + o * (o + 1) / 2) - o, rhs=CHARGE, domain=_JOB),
        Inequality(name="shorter", lhs=CHARGE, relation="<=", rhs=2 * (s * o + o * (o + 1) / 2), domain=_JOB),
        Consequence(
            name="completion",
            lhs=S_j + o_j,
            relation="<=",
            rhs=2 * A / M + o_j,
            hypotheses=(given(M * S_j, "<=", U, 1 / M), given(U, "<=", 2 * A, 1 / M)),
            domain=domain(at_least(M, 1), *(real(item) for item in (S_j, o_j, A, U))),
        ),
    ),
)

TIGHT = Claim(
    name="greedy.L1.tight",
    title="the start-time bound is attained",
    statement=r"n = 2,\ M = 2(s+o) - w,\ 0 \le w \le o:\quad S_2 = w,\quad V_1 - M S_2 = 2s(o-w) + (o-w)^2",
    source=f"{GREEDY}, Lemma 1",
    domain=domain(at_least(s, 0, integer=True), at_least(o, 1, integer=True), between(w, 0, o, integer=True)),
    argument=(
        "Two equal jobs: the usage is largest in round o - 1, the last of the first job, where they hold "
        "2 (s + o) - S_2 <= M exactly if S_2 >= w (`fits-at`, `too-early`). `slack` vanishes at w = o "
        "(`no-slack`)."
    ),
    steps=(
        Consequence(
            name="fits-at",
            lhs=(s + o) + (s + o - w),
            relation="<=",
            rhs=M,
            hypotheses=(given(M, "==", 2 * (s + o) - w),),
            domain=domain(real(s), real(o), real(w), real(M)),
        ),
        Consequence(
            name="too-early",
            lhs=(s + o) + (s + o - x),
            relation=">=",
            rhs=M + 1,
            hypotheses=(given(M, "==", 2 * (s + o) - w, -1), given(x, "<=", w - 1)),
            domain=domain(real(s), real(o), real(w), real(x), real(M)),
        ),
        Identity(
            name="slack",
            lhs=CHARGE - (2 * (s + o) - w) * w,
            rhs=2 * s * (o - w) + (o - w) ** 2,
        ),
        Identity(name="no-slack", lhs=(CHARGE - (2 * (s + o) - w) * w).subs(w, o), rhs=Integer(0)),
    ),
)

STARTS = Claim(
    name="greedy.T1.starts",
    title="MC-SF's start times sum to at most 2 X less the areas in units of M",
    statement=r"\sum_j S_j \le 2X - \frac1M \sum_i A_i \le 2X",
    source=f"{GREEDY}, Theorem 1",
    domain=domain(at_least(M, 1, integer=True)),
    auxiliary=(at_least(A, 0),),
    premises=("greedy.H", "greedy.L1", "greedy.L1.completions"),
    in_words=("greedy.H", "greedy.L1", "greedy.L1.completions"),
    argument=(
        "Job by job in ascending order: T sums the starts, P the V, B the areas A, and Z/M is X of the "
        "jobs so far (`one-more`, `own-weight`). Lemma 1 says M S <= P for the next job, and V <= 2 A is "
        "part of its corollary. `jobs` ends with M T <= 2 Z - B, and `divide` by M; B >= 0."
    ),
    steps=(
        *WEIGHTS,
        Induction(
            name="jobs",
            statement="P <= 2 B and M T <= 2 Z - B after each job",
            state=(
                Variable(T, 0, T + S),
                Variable(P, 0, P + V),
                Variable(B, 0, B + A),
                Variable(Z, 0, Z + B + A / 2),
            ),
            invariants=(
                Invariant(2 * B - P, ">=", kept=(1,), given=(given(V, "<=", 2 * A),)),
                Invariant(2 * Z - B - M * T, ">=", kept=(1, 1), given=(given(M * S, "<=", P),)),
            ),
            domain=Domain((at_least(M, 1), at_least(A, 0), *(real(item) for item in (S, V, T, P, B, Z)))),
        ),
        Consequence(
            name="divide",
            lhs=T,
            relation="<=",
            rhs=2 * (Z / M) - B / M,
            hypotheses=(given(M * T, "<=", 2 * Z - B, 1 / M),),
            domain=domain(at_least(M, 1), real(T), real(Z), real(B)),
        ),
    ),
)

THEOREM_1 = Claim(
    name="greedy.T1",
    title="MC-SF is within 7/3 of the optimum",
    statement=r"\mathrm{MCSF} \le 2X + Y \le \tfrac73\,\mathrm{Opt}",
    source=f"{GREEDY}, Theorem 1",
    domain=domain(at_least(X, 0), above(Y, 0)),
    formula=Le(T + Y, LIMIT * O),
    premises=("greedy.T1.starts", "tight.L1", "tight.L3", "model.flow-time"),
    in_words=("greedy.T1.starts", "tight.L1", "tight.L3", "model.flow-time"),
    argument=("The total is T + Y, with T <= 2 X; `P5` shows the split, `ratio` adds 2 (L3) and 1/3 (L1)."),
    steps=(
        Identity(name="P5", lhs=2 * X + Y, rhs=2 * (X + Y / 3) + Y / 3),
        follows(
            "ratio",
            Le(T + Y, LIMIT * O),
            cite(Le(T, 2 * X)),
            cite(Ge(O, X + Y / 3), 2),
            cite(Ge(O, Y), LIMIT - 2),
            domain=TOTALS,
        ),
    ),
)

# t is the share of M that every job takes at least, Z/M the X of the totals
_LOW = Case("t <= 2/3", between(t, 0, Rational(2, 3)))
_HIGH = Case("t >= 2/3", between(t, Rational(2, 3), 1))


def _large(name: str, ratio: Expr, case: Case, spare: Expr | int) -> Consequence:
    step = follows(
        name,
        Le(T + Y, ratio * O),
        cite(Le(T, 2 * X - B / M)),
        cite(Le(t * M * Y / 2, B), 1 / M),
        cite(Le(X + Y / 3, O), 2),
        cite(Le(Y, O), spare),
        domain=Domain((case.within, at_least(M, 1), at_least(Y, 0), *(real(item) for item in (O, T, X, B)))),
    )
    return replace(step, case=case.label)


LARGE_JOBS = Claim(
    name="greedy.T1.large-jobs",
    title="large jobs help: MC-SF if every job takes at least t M",
    statement=(
        r"s + o_i \ge tM\ \forall i:\quad \mathrm{MCSF} \le "
        r"\max\bigl(2,\ \tfrac73 - \tfrac t2\bigr)\,\mathrm{Opt}"
    ),
    source=f"{GREEDY}, Theorem 1",
    domain=domain(between(t, 0, 1), at_least(M, 1, integer=True)),
    auxiliary=(at_least(s, 0, integer=True), at_least(o, 1, integer=True), at_least(Y, 0)),
    premises=("greedy.T1.starts", "tight.L1", "tight.L3", "model.flow-time"),
    in_words=("greedy.T1.starts", "tight.L1", "tight.L3", "model.flow-time"),
    argument=(
        "`area`: A >= p o/2 >= t M o/2 for each job, and `areas` sums up: B = sum A >= t M Y/2. So the total "
        "is at most 2 X + (1 - t/2) Y = 2 (X + Y/3) + (1/3 - t/2) Y: `low` if t <= 2/3, else `high`."
    ),
    cases=(_LOW, _HIGH),
    steps=(
        Consequence(
            name="area",
            lhs=s * o + o * (o + 1) / 2,
            relation=">=",
            rhs=t * M * o / 2,
            hypotheses=(given(s + o, ">=", t * M, o / 2),),
            domain=Domain((*_JOB.ranges, real(t), real(M))),
        ),
        Induction(
            name="areas",
            statement="B >= t M Y/2 after each job",
            state=(Variable(B, 0, B + A), Variable(Y, 0, Y + o)),
            invariants=(
                Invariant(B - t * M * Y / 2, ">=", kept=(1,), given=(given(A, ">=", t * M * o / 2),)),
            ),
            domain=domain(*(real(item) for item in (t, M, A, o, B, Y))),
        ),
        _large("low", LIMIT - t / 2, _LOW, Rational(1, 3) - t / 2),
        _large("high", Integer(2), _HIGH, 0),
    ),
)

CLAIMS = (COMPLETIONS, TIGHT, STARTS, THEOREM_1, LARGE_JOBS)
