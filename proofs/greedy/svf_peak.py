"""SVF-peak with one prompt: within 4 of the optimum on every instance."""

from __future__ import annotations

from sympy import Ge, Integer, Le

from proofs.citing import cite, follows, given
from proofs.claim import Claim
from proofs.exact.domain import Domain, at_least, between, domain, real
from proofs.greedy.checks import fits, peak_waits_are_short
from proofs.greedy.mc_sf import WEIGHTS
from proofs.greedy.structure import GREEDY
from proofs.greedy.svf import AREA, AREA_OF_RUN
from proofs.method.finite_box import Exhaustive
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Consequence
from proofs.origin import equals
from proofs.symbols import A, B, H, M, P, S, S_i, S_j, T, U, X, Y, Z, o, o_i, opt, s, w

COMMON_PROMPT = Integer(4)
"""The bound for SVF-peak with one prompt."""
_JOB = domain(at_least(s, 0, integer=True), at_least(o, 1, integer=True))
_BUDGET = at_least(M, 1, integer=True)

PEAK_STARTS = Claim(
    name="greedy.svf-peak.starts",
    title="start times of SVF-peak with one prompt",
    statement=r"M\,S_j \le \sum_{i<j} R_i + \sum_{i \le j} R_i, \quad R_i = (s + o_i)\,o_i",
    source=f"{GREEDY}, section 6",
    domain=_JOB,
    formula=Le(M * S, 2 * P + (s + o) * o),
    definitions=(equals(S_j, S_i + w),),
    auxiliary=(at_least(w, 0), between(o_i, 1, o)),
    premises=("greedy.svf.waiting",),
    argument=(
        "Starts ascend with the queue, so completions ascend (`completions`): at C_{k-1} all jobs before k "
        "are done and k starts, p_k <= M: `short-wait`. In the w_k rounds in which k is the head, the final "
        "sizes U of the active jobs, all before k, sum to at least M + 1 - p_k: `rounds`, with S the start "
        "of the latest job, Z the sum over rounds of the active final sizes and H = sum w_k (p_k - 1). A job "
        "before j is active in at most o_i rounds, so Z is at most P, the sum of the R before j; by "
        "`own-term` H is at most the sum of the R up to j. `total` adds up. That exchange of sums is checked "
        "by `every-schedule`."
    ),
    steps=(
        Consequence(
            name="completions",
            lhs=S_j + o,
            relation=">=",
            rhs=S_i + o_i,
            hypotheses=(given(S_j, "==", S_i + w),),
            domain=Domain((*_JOB.ranges, at_least(w, 0), between(o_i, 1, o), real(S_i), real(S_j))),
        ),
        Consequence(
            name="short-wait",
            lhs=w,
            relation="<=",
            rhs=o_i,
            hypotheses=(given(S_j, "<=", S_i + o_i), given(S_j, "==", S_i + w)),
            domain=domain(*(real(item) for item in (w, S_i, S_j, o_i))),
        ),
        Induction(
            name="rounds",
            statement="Z + H >= M S after each job",
            state=(
                Variable(S, 0, S + w),
                Variable(Z, 0, Z + w * U),
                Variable(H, 0, H + w * ((s + o) - 1)),
            ),
            invariants=(
                Invariant(Z + H - M * S, ">=", kept=(1,), given=(given(U + (s + o), ">=", M + 1, w),)),
            ),
            domain=Domain((*_JOB.ranges, at_least(w, 0), *(real(item) for item in (U, M, S, Z, H)))),
        ),
        Consequence(
            name="own-term",
            statement="w <= o_i, the length before, which is at most o",
            lhs=w * ((s + o) - 1),
            relation="<=",
            rhs=(s + o) * o,
            hypotheses=(given(w, "<=", o_i, s + o - 1),),
            domain=Domain((*_JOB.ranges, between(o_i, 1, o), real(w))),
        ),
        follows(
            "total",
            Le(M * S, 2 * P + (s + o) * o),
            cite(Ge(Z + H, M * S)),
            cite(Le(Z, P)),
            cite(Le(H, P + (s + o) * o)),
            domain=Domain((*_JOB.ranges, *(real(item) for item in (M, S, Z, H, P)))),
        ),
        Exhaustive(
            name="every-schedule",
            statement="short waits and the bound on every instance of the box",
            predicate=peak_waits_are_short,
            box=(("n", 1, 6), ("M", 1, 10), ("s", 0, 9)),
            where=fits,
            planted=(("late", 1),),
        ),
    ),
)

PEAK = Claim(
    name="greedy.svf-peak",
    title="SVF-peak with one prompt is within 4 of the optimum",
    statement=r"\mathrm{SVF\text{-}peak} \le 4X + Y \le 4\,\mathrm{Opt}",
    source=f"{GREEDY}, section 6",
    domain=Domain((*_JOB.ranges, at_least(Y, 0))),
    formula=Le(T + Y, COMMON_PROMPT * opt),
    definitions=(AREA,),
    auxiliary=(at_least(X, 0), at_least(M, 1, integer=True)),
    premises=("greedy.svf-peak.starts", "tight.L3", "model.flow-time"),
    in_words=("model.flow-time",),
    argument=(
        "Job by job: T sums the starts, P the R, B the areas, and X is that so far (`one-more`, "
        "`own-weight`). For the next job M S <= P + (P + R), and R <= 2 A by `half-product`, so `jobs` "
        "ends with M T <= 4 M X: T <= 4 X (`divide`). `ratio` uses (L3) four times; Y/3 is to spare."
    ),
    steps=(
        AREA_OF_RUN,
        *WEIGHTS,
        Induction(
            name="jobs",
            statement="P <= 2 B and M T <= 4 M X after each job",
            state=(
                Variable(T, 0, T + S),
                Variable(P, 0, P + (s + o) * o),
                Variable(B, 0, B + A),
                Variable(X, 0, X + (B + A / 2) / M),
            ),
            invariants=(
                Invariant(2 * B - P, ">=", kept=(1,), given=(given((s + o) * o, "<=", 2 * A),)),
                Invariant(
                    4 * M * X - M * T,
                    ">=",
                    kept=(2, 1),
                    given=(
                        given(M * S, "<=", 2 * P + (s + o) * o),
                        given((s + o) * o, "<=", 2 * A),
                    ),
                ),
            ),
            domain=Domain((_BUDGET, *_JOB.ranges, *(real(item) for item in (A, S, T, P, B, X)))),
        ),
        follows(
            "divide",
            Le(T, 4 * X),
            cite(Le(M * T, 4 * M * X), 1 / M),
            domain=domain(_BUDGET, real(T), real(X)),
        ),
        follows(
            "ratio",
            Le(T + Y, COMMON_PROMPT * opt),
            cite(Le(T, 4 * X)),
            cite(Le(X + Y / 3, opt), 4),
            domain=domain(at_least(Y, 0), real(X), real(T), real(opt)),
        ),
    ),
)

CLAIMS = (PEAK_STARTS, PEAK)
