"""MC-SF with one prompt on every instance: completion times, and within 7/3 of the optimum (Theorem 1).

X is ``(1/M) sum (n - i + 1/2) A_i`` over the jobs by ascending length, hence by ascending area; Y is the sum
of the lengths.
"""

from __future__ import annotations

from sympy import Eq, Ge, Integer, Le, Max, Rational

from proofs.citing import cite, follows, given
from proofs.claim import Claim
from proofs.exact.domain import Domain, above, at_least, at_most, between, domain, real
from proofs.greedy.start_times import CHARGE
from proofs.greedy.structure import GREEDY
from proofs.method.identities import Identity
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Consequence
from proofs.method.vertices import VertexBound
from proofs.origin import equals
from proofs.symbols import A, B, M, P, S, T, V, X, Y, i, n, o, o_j, opt, s, t, w, x

HALF = Rational(1, 2)
LIMIT = Rational(7, 3)
"""The bound of Theorem 1."""

TOTALS = domain(at_least(X, 0), at_least(Y, 0), real(opt), real(T))
"""X and Y are sums of nonnegative terms; opt is the optimum, T the sum of the algorithm's starts."""

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
_SUMS = domain(at_least(M, 1), *(real(item) for item in (T, X, B)))

_AREA = s * o + o * (o + 1) / 2
_NAMES = (equals(V, CHARGE), equals(A, _AREA))
"""What one job is charged, and its memory-time area."""

COMPLETIONS = Claim(
    name="greedy.L1.completions",
    title="completion times in terms of areas",
    statement=r"C_j \le \frac2M \sum_{i<j} A_i + o_j, \quad A_i = s o_i + \tfrac{o_i(o_i+1)}2",
    source=f"{GREEDY}, corollary to Lemma 1",
    domain=_JOB,
    formula=Le(S + o_j, 2 * B / M + o_j),
    concludes=(Le(V, 2 * A),),
    definitions=_NAMES,
    auxiliary=(at_least(M, 1),),
    premises=("greedy.L1",),
    argument=(
        "`P4`: V = 2 A - o, so V <= 2 A (`shorter`) for each job; P sums the V and B the A of the jobs "
        "before j (`sums`); it starts at S and completes at S + o_j (`completion`)."
    ),
    steps=(
        Identity(name="P4", lhs=2 * _AREA - o, rhs=CHARGE, domain=_JOB),
        follows(
            "shorter",
            Le(V, 2 * A),
            cite(Eq(V, CHARGE), -1),
            cite(Eq(A, _AREA), 2),
            domain=Domain((*_JOB.ranges, real(V), real(A))),
        ),
        Induction(
            name="sums",
            statement="P <= 2 B after each job",
            state=(Variable(P, 0, P + V), Variable(B, 0, B + A)),
            invariants=(Invariant(2 * B - P, ">=", kept=(1,), given=(given(V, "<=", 2 * A),)),),
        ),
        follows(
            "completion",
            Le(S + o_j, 2 * B / M + o_j),
            cite(Le(M * S, P), 1 / M),
            cite(Le(P, 2 * B), 1 / M),
            domain=domain(at_least(M, 1), *(real(item) for item in (S, o_j, B, P))),
        ),
    ),
)

TIGHT = Claim(
    name="greedy.L1.tight",
    title="the start-time bound is attained",
    statement=r"n = 2,\ M = 2(s+o) - w,\ 0 \le w \le o:\quad S_2 = w,\quad V_1 - M S_2 = 2s(o-w) + (o-w)^2",
    source=f"{GREEDY}, Lemma 1",
    domain=domain(at_least(s, 0, integer=True), at_least(o, 1, integer=True), between(w, 0, o, integer=True)),
    formula=Eq(CHARGE - (2 * (s + o) - w) * w, 2 * s * (o - w) + (o - w) ** 2),
    concludes=(Le((s + o) + (s + o - w), M), Ge((s + o) + (s + o - x), M + 1)),
    definitions=(equals(M, 2 * (s + o) - w),),
    auxiliary=(at_most(x, w - 1),),
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
            statement="started x < w rounds after the first job",
            hypotheses=(given(M, "==", 2 * (s + o) - w, -1),),
            domain=domain(real(s), real(o), real(w), at_most(x, w - 1), real(M)),
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
    formula=Le(T, 2 * X - B / M),
    concludes=(Le(T, 2 * X),),
    definitions=_NAMES,
    auxiliary=_JOB.ranges,
    premises=("greedy.L1", "greedy.L1.completions"),
    argument=(
        "Job by job in ascending order: T sums the starts, P the V, B the areas A, and X is that of the jobs "
        "so far (`one-more`, `own-weight`). Lemma 1 says M S <= P for the next job, and V <= 2 A is part of "
        "its corollary. `jobs` ends with M T <= 2 M X - B, `divide` divides by M, and B >= 0, as each area "
        "is (`area`), gives `at-most`."
    ),
    steps=(
        *WEIGHTS,
        follows("area", Ge(A, 0), cite(Eq(A, _AREA)), domain=Domain((*_JOB.ranges, real(A)))),
        Induction(
            name="jobs",
            statement="P <= 2 B, M T <= 2 M X - B and B >= 0 after each job",
            state=(
                Variable(T, 0, T + S),
                Variable(P, 0, P + V),
                Variable(B, 0, B + A),
                Variable(X, 0, X + (B + A / 2) / M),
            ),
            invariants=(
                Invariant(2 * B - P, ">=", kept=(1,), given=(given(V, "<=", 2 * A),)),
                Invariant(2 * M * X - B - M * T, ">=", kept=(1, 1), given=(given(M * S, "<=", P),)),
                Invariant(B, ">=", kept=(0, 0, 1), given=(given(A, ">=", 0),)),
            ),
            domain=Domain((at_least(M, 1), *(real(item) for item in (A, S, V, T, P, B, X)))),
        ),
        follows(
            "divide",
            Le(T, 2 * X - B / M),
            cite(Le(M * T, 2 * M * X - B), 1 / M),
            domain=_SUMS,
        ),
        follows(
            "at-most",
            Le(T, 2 * X),
            cite(Le(T, 2 * X - B / M)),
            cite(Ge(B, 0), 1 / M),
            domain=_SUMS,
        ),
    ),
)

THEOREM_1 = Claim(
    name="greedy.T1",
    title="MC-SF is within 7/3 of the optimum",
    statement=r"\mathrm{MCSF} \le 2X + Y \le \tfrac73\,\mathrm{Opt}",
    source=f"{GREEDY}, Theorem 1",
    domain=domain(at_least(X, 0), above(Y, 0)),
    formula=Le(T + Y, LIMIT * opt),
    premises=("greedy.T1.starts", "tight.L1", "tight.L3", "model.flow-time"),
    in_words=("model.flow-time",),
    argument=("The total is T + Y, with T <= 2 X; `P5` shows the split, `ratio` adds 2 (L3) and 1/3 (L1)."),
    steps=(
        Identity(name="P5", lhs=2 * X + Y, rhs=2 * (X + Y / 3) + Y / 3),
        follows(
            "ratio",
            Le(T + Y, LIMIT * opt),
            cite(Le(T, 2 * X)),
            cite(Ge(opt, X + Y / 3), 2),
            cite(Ge(opt, Y), LIMIT - 2),
            domain=TOTALS,
        ),
    ),
)

LARGE_RATIO = Max(2, LIMIT - t / 2, evaluate=False)
"""The bound if every job takes at least the share t of M."""
_SHARE = between(t, 0, 1)

LARGE_JOBS = Claim(
    name="greedy.T1.large-jobs",
    title="large jobs help: MC-SF if every job takes at least t M",
    statement=(
        r"s + o_i \ge tM\ \forall i:\quad \mathrm{MCSF} \le "
        r"\max\bigl(2,\ \tfrac73 - \tfrac t2\bigr)\,\mathrm{Opt}"
    ),
    source=f"{GREEDY}, Theorem 1",
    domain=domain(_SHARE, at_least(M, 1, integer=True)),
    formula=Le(T + Y, LARGE_RATIO * opt),
    assumes=(Ge(s + o, t * M),),
    definitions=(equals(A, _AREA),),
    auxiliary=(*_JOB.ranges, at_least(X, 0), at_least(Y, 0), at_least(opt, 0)),
    premises=("greedy.T1.starts", "tight.L1", "tight.L3", "model.flow-time"),
    in_words=("model.flow-time",),
    argument=(
        "`area`: A >= p o/2 >= t M o/2 for each job, and `areas` sums up: B = sum A >= t M Y/2. So the total "
        "is at most 2 X + (1 - t/2) Y (`total`); `two-bounds` takes the largest with X + Y/3 and Y at most "
        "the optimum, and both together are the `ratio`."
    ),
    steps=(
        follows(
            "area",
            Ge(A, t * M * o / 2),
            cite(Eq(A, _AREA)),
            cite(Ge(s + o, t * M), o / 2),
            domain=Domain((*_JOB.ranges, real(t), real(M), real(A))),
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
        follows(
            "total",
            Le(T + Y, 2 * X + (1 - t / 2) * Y),
            cite(Le(T, 2 * X - B / M)),
            cite(Le(t * M * Y / 2, B), 1 / M),
            domain=Domain((_SHARE, at_least(M, 1), *(real(item) for item in (T, X, Y, B)))),
        ),
        VertexBound(
            name="two-bounds",
            objective=2 * X + (1 - t / 2) * Y,
            constraints=((X + Y / 3, Integer(1)), (Y, Integer(1)), (-X, Integer(0)), (-Y, Integer(0))),
            variables=(X, Y),
            bounds=(Integer(2), LIMIT - t / 2),
            domain=domain(_SHARE, at_least(opt, 0)),
            scale=opt,
        ),
        follows(
            "ratio",
            Le(T + Y, LARGE_RATIO * opt),
            cite(Le(T + Y, 2 * X + (1 - t / 2) * Y)),
            cite(Le(2 * X + (1 - t / 2) * Y, LARGE_RATIO * opt)),
            domain=domain(_SHARE, *(real(item) for item in (T, X, Y, opt))),
        ),
    ),
)

CLAIMS = (COMPLETIONS, TIGHT, STARTS, THEOREM_1, LARGE_JOBS)
