"""Lower bounds on the optimum: total length [L1], and mean busy times [L3]."""

from __future__ import annotations

from sympy import Eq, Expr, Ge, Integer, Rational

from proofs.citing import cite, follows
from proofs.claim import Claim
from proofs.exact.domain import above, at_least, between, domain, real
from proofs.method.identities import Identity
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Consequence, Hypothesis, Inequality
from proofs.method.sums import FiniteSum
from proofs.symbols import A, B, C, F, M, P, Q, S, T, X, Y, a, b, e, j, m, n, o, opt, r, s, v, w, z

TIGHTER = "tighter analysis"
HALF = Rational(1, 2)


def area_of(length: Expr) -> Expr:
    """Memory-time of a job: ``s y + y (y + 1)/2`` for length y."""
    return s * length + length * (length + 1) / 2


AREA = domain(at_least(s, 0), at_least(o, 1))

LENGTHS = Claim(
    name="tight.L1",
    title="the optimum is at least the total length",
    statement=r"\mathrm{Opt} \ge Y = \sum_i o_i",
    source=f"{TIGHTER}, L1",
    domain=domain(at_least(o, 1), at_least(a, 0)),
    formula=Ge(opt, Y),
    premises=("model.flow-time", "model.no-kill"),
    in_words=("model.no-kill",),
    argument="Each job completes at a + o >= o (`one-job`); add up (`sum`).",
    steps=(
        follows(
            "one-job",
            Ge(C, o),
            cite(Eq(C, a + o)),
            domain=domain(at_least(o, 1), at_least(a, 0), real(C)),
            statement="a job started in round a >= 0 completes at a + o >= o",
        ),
        Induction(
            name="sum",
            statement="job by job",
            state=(Variable(opt, 0, opt + C), Variable(Y, 0, Y + o)),
            invariants=(Invariant(opt - Y, ">=", kept=(1,), given=(cite(Ge(C, o)),)),),
        ),
    ),
)

# mean busy time of a job started in round a: its r-th round has its middle at a + r - 1/2
_MOMENT = s * o**2 / 2 + o * (o + 1) * (2 * o + 1) / 12
_MOMENT_TO_M = (
    s * (o * m - m * (m + 1) / 2 + m / 2)
    + o * m * (m + 1) / 2
    - m * (m + 1) * (2 * m + 1) / 6
    + m * (m + 1) / 4
)

LAG = Claim(
    name="tight.lag",
    title="a job completes a third of its length after its mean busy time",
    statement=r"C_i - B_i \ge \tfrac{o_i}{3} + \tfrac16, \quad B_i = \tfrac1{A_i}\sum_r (s+r)(a+r-\tfrac12)",
    source=f"{TIGHTER}, L3 (a)",
    domain=AREA,
    auxiliary=(at_least(m, 0, integer=True),),
    premises=("model.memory", "model.flow-time", "model.no-kill"),
    in_words=("model.memory", "model.flow-time", "model.no-kill"),
    argument=(
        "The steps combine as follows. By `round` and the two sums, A C - A B = sum (s+r)(o-r+1/2) is the "
        "moment of `at-last-round`; by `third` it is at least A (o/3 + 1/6); divide by A > 0."
    ),
    steps=(
        Identity(
            name="round",
            statement="the middle of the r-th round lies o - r + 1/2 before the completion a + o",
            lhs=(a + o) - (a + r - HALF),
            rhs=o - r + HALF,
        ),
        FiniteSum(
            name="area",
            statement="a job of m rounds uses A(m)",
            summand=s + r,
            index=r,
            first=Integer(1),
            last=m,
            closed_form=area_of(m),
            domain=domain(at_least(s, 0)),
        ),
        FiniteSum(
            name="moment",
            summand=(s + r) * (o - r + HALF),
            index=r,
            first=Integer(1),
            last=m,
            closed_form=_MOMENT_TO_M,
            domain=AREA,
        ),
        Identity(name="at-last-round", lhs=_MOMENT_TO_M.subs(m, o), rhs=_MOMENT, domain=AREA),
        Inequality(
            name="third", lhs=_MOMENT, relation=">=", rhs=area_of(o) * (o / 3 + Rational(1, 6)), domain=AREA
        ),
        Inequality(name="area-positive", lhs=area_of(o), relation=">", rhs=0, domain=AREA),
    ),
)

FIRST_MOMENT = Claim(
    name="tight.first-moment",
    title="memory-time cannot come early on average",
    statement=r"\sum_t (t+\tfrac12)\,m_t \ge \frac{1}{2M}\Bigl(\sum_t m_t\Bigr)^2 \quad (0 \le m_t \le M)",
    source=f"{TIGHTER}, L3 (b)",
    domain=domain(above(M, 0), between(m, 0, M)),
    premises=("model.memory", "model.budget"),
    in_words=("model.memory", "model.budget"),
    argument=(
        "Round by round: T rounds are gone, C is the memory-time so far, F its first moment. It holds for "
        "the "
        "usage m_t of any set of jobs, which is at most M in every round."
    ),
    steps=(
        Induction(
            name="rounds",
            statement="C <= M T and F >= C^2/(2 M) after every round",
            state=(
                Variable(T, 0, T + 1),
                Variable(C, 0, C + m),
                Variable(F, 0, F + (T + HALF) * m),
            ),
            invariants=(
                Invariant(M * T - C, ">=", kept=(1,)),
                Invariant(F - C**2 / (2 * M), ">=", kept=(m / M, 1)),
            ),
            domain=domain(above(M, 0), between(m, 0, M), real(T), real(C), real(F)),
        ),
    ),
)

SMITH = Claim(
    name="tight.smith",
    title="mean busy times sum to at least X",
    statement=(
        r"\sum_i B_i \ge X = \frac1M \sum_{j=1}^n (n-j+\tfrac12) A_{(j)}, \quad A_{(1)} \le \dots \le "
        r"A_{(n)}"
    ),
    source=f"{TIGHTER}, L3 (b)",
    domain=domain(above(M, 0)),
    auxiliary=(above(v, 0), at_least(e, 0)),
    premises=("tight.first-moment",),
    in_words=("tight.first-moment",),
    argument=(
        "Jobs are added in order of increasing area A = 1/v. Write P for the sum of their B, S for the sum "
        "of "
        "their areas, Q for sum (S_j + S_{j-1})/(2 M), and e for sum A B - S^2/(2 M), the excess of their "
        "first moment, which is >= 0 for every set of jobs by tight.first-moment. By `excess` adding a job "
        "changes e as `jobs` says; `jobs` gives P >= Q + w e >= Q for all of them; `weights` says Q = X, "
        "as adding a job raises the weight n - j + 1/2 of every earlier one by `one-more` and enters with "
        "1/2 itself by `own-weight`."
    ),
    steps=(
        Identity(
            name="excess",
            statement="e + A B - ((S + A)^2 - S^2)/(2 M) is the excess after a job of area A",
            lhs=(z + A * B - (S + A) ** 2 / (2 * M)) - (z - S**2 / (2 * M)),
            rhs=A * B - (2 * S * A + A**2) / (2 * M),
            domain=domain(above(M, 0)),
        ),
        Induction(
            name="jobs",
            statement="P - Q - w e >= 0, w = 1/A of the latest job; e >= 0 is a fact, v <= w the order",
            state=(
                Variable(P, 0, P + B),
                Variable(Q, 0, Q + (2 * S + 1 / v) / (2 * M)),
                Variable(S, 0, S + 1 / v),
                Variable(e, 0, e + B / v - (2 * S / v + 1 / v**2) / (2 * M)),
                Variable(w, b, v),
            ),
            invariants=(Invariant(P - Q - w * e, ">=", kept=(1,), given=(Hypothesis(w, ">=", v, e),)),),
            domain=domain(
                above(M, 0), above(v, 0), at_least(e, 0), real(b), real(w), real(B), real(P), real(Q), real(S)
            ),
            cited=(Hypothesis(e, ">=", Integer(0), Integer(1)),),  # tight.first-moment
        ),
        Identity(name="one-more", lhs=((n + 1) - j + HALF) - (n - j + HALF), rhs=Integer(1)),
        Identity(name="own-weight", lhs=(n - j + HALF).subs(j, n), rhs=HALF),
        Induction(
            name="weights",
            statement="sum (S_j + S_{j-1})/2 = sum (n - j + 1/2) A_j",
            state=(
                Variable(S, 0, S + A),
                Variable(Q, 0, Q + ((S + A) + S) / 2),
                Variable(X, 0, X + S + A / 2),
            ),
            invariants=(Invariant(Q - X, "==", kept=(1,)),),
        ),
    ),
)

MEAN_BUSY = Claim(
    name="tight.L3",
    title="the optimum is at least X + Y/3",
    statement=r"\mathrm{Opt} \ge X + \sum_i \bigl(\tfrac{o_i}3 + \tfrac16\bigr) \ge X + \tfrac{Y}{3}",
    source=f"{TIGHTER}, L3",
    domain=domain(at_least(n, 1, integer=True)),
    auxiliary=(at_least(X, 0), at_least(Y, 0)),
    formula=Ge(opt, X + Y / 3),
    concludes=(Ge(opt, X + Y / 3 + n / 6),),
    premises=("tight.lag", "tight.smith"),
    in_words=("tight.lag", "tight.smith"),
    argument=(
        "Sum C_i = sum (C_i - B_i) + sum B_i over the jobs; `sum` adds the two bounds, `weaker` drops n/6."
    ),
    steps=(
        Consequence(
            name="sum",
            statement="B = sum B_i: Opt - B >= Y/3 + n/6 and B >= X give Opt >= X + Y/3 + n/6",
            lhs=opt,
            relation=">=",
            rhs=X + Y / 3 + n / 6,
            hypotheses=(
                Hypothesis(opt - B, ">=", Y / 3 + n / 6, Integer(1)),
                Hypothesis(B, ">=", X, Integer(1)),
            ),
            domain=domain(at_least(n, 1), real(opt), real(B), real(X), real(Y)),
        ),
        follows(
            "weaker",
            Ge(opt, X + Y / 3),
            cite(Ge(opt, X + Y / 3 + n / 6)),
            domain=domain(at_least(n, 1), real(opt), real(X), real(Y)),
        ),
    ),
)

CLAIMS = (LENGTHS, LAG, FIRST_MOMENT, SMITH, MEAN_BUSY)
