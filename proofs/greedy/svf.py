"""Smallest volume first, with look-ahead (SVF) or by final sizes (SVF-peak).

Jobs are taken by ascending area A_i, stopping at the first that does not fit. SVF tests the rounds ahead;
SVF-peak asks that the final sizes p_i = s_i + o_i of active jobs sum to at most M. With one prompt, by
ascending area is by ascending length.
"""

from __future__ import annotations

from sympy import Eq, Ge, Gt, Integer, Le, Max, Rational

from proofs.citing import cite, follows, given
from proofs.claim import Claim
from proofs.coverage import Case
from proofs.exact.domain import Domain, at_least, between, domain, real
from proofs.greedy.checks import waiting_jobs_fill_memory
from proofs.greedy.mc_sf import WEIGHTS
from proofs.greedy.structure import GREEDY
from proofs.method.finite_box import Exhaustive
from proofs.method.identities import Identity
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Consequence, Inequality
from proofs.method.vertices import VertexBound
from proofs.origin import equals
from proofs.symbols import A, B, G, M, P, S, T, U, X, Y, Z, eps, o, opt, p_i, s, t, tau

BY_STARTS = 2 / (1 - eps)
BY_LENGTHS = 1 + 4 / (3 * (1 - eps))
OWN_PROMPTS = Max(BY_STARTS, BY_LENGTHS)
"""The bound for both with own prompts and final sizes up to eps M."""

SHARE = between(eps, 0, 1, lower_open=True, upper_open=True)
_JOB = domain(at_least(s, 0, integer=True), at_least(o, 1, integer=True))
_BUDGET = at_least(M, 1, integer=True)

WAITING = Claim(
    name="greedy.svf.waiting",
    title="while a job waits, its final size and those of the active jobs exceed M",
    statement=r"\sum_{i\ \mathrm{active}} p_i + p_k \ge M + 1",
    source=f"{GREEDY}, section 6",
    domain=domain(at_least(s, 0, integer=True)),
    formula=Ge(U + (s + o), M + 1),
    definitions=(equals(p_i, s + o),),
    premises=("model.memory", "model.budget"),
    in_words=("model.memory", "model.budget"),
    argument=(
        "For SVF-peak this is the refusal itself (`by-size`). SVF refuses job k in round t because of a "
        "round tau of its run: the jobs active in tau hold G, each at most its final size, and are among "
        "those active in t, so G <= U, the sum of the latter's final sizes; job k would hold at most its "
        "own (`by-look-ahead`)."
    ),
    steps=(
        Consequence(
            name="by-size",
            lhs=U + (s + o),
            relation=">=",
            rhs=M + 1,
            hypotheses=(given(U + p_i, ">=", M + 1), given(p_i, "==", s + o, -1)),
            domain=domain(*(real(item) for item in (U, p_i, s, o, M))),
        ),
        Consequence(
            name="by-look-ahead",
            lhs=U + (s + o),
            relation=">=",
            rhs=M + 1,
            hypotheses=(
                given(G + (s + tau - t + 1), ">=", M + 1),
                given(G, "<=", U),
                given(tau, "<=", t + o - 1),
            ),
            domain=domain(*(real(item) for item in (U, G, s, o, M, t, tau))),
        ),
    ),
)

AREA = equals(A, s * o + o * (o + 1) / 2)
AREA_OF_RUN = follows(
    "half-product",
    Le((s + o) * o, 2 * A),
    cite(AREA.relations[0], 2),
    domain=Domain((*_JOB.ranges, real(A))),
    statement="R = p o <= 2 A",
)

OWN_STARTS = Claim(
    name="greedy.svf.starts",
    title="start times of SVF and SVF-peak, prompts of their own",
    statement=r"p_i \le \epsilon M\ \forall i:\quad (1-\epsilon)\,M\,S_j \le \sum_{i<j} p_i o_i",
    source=f"{GREEDY}, section 6",
    domain=domain(SHARE, _BUDGET),
    formula=Le((1 - eps) * M * S, P),
    assumes=(Le(s + o, eps * M),),
    auxiliary=(at_least(s, 0, integer=True),),
    premises=("greedy.svf.waiting",),
    argument=(
        "In each round before S_j some job k <= j is refused, so the active jobs, all before k, have final "
        "sizes of sum U >= (1-eps) M (`filled`); over the S = S_j rounds Z >= (1-eps) M S (`rounds`). A job "
        "before j contributes p_i in at most o_i rounds: Z is at most P, the sum of the p o; `total` puts "
        "both together. This exchange of sums is checked by `every-schedule`."
    ),
    steps=(
        Consequence(
            name="filled",
            lhs=U,
            relation=">=",
            rhs=(1 - eps) * M,
            hypotheses=(given(U + (s + o), ">=", M + 1), given(s + o, "<=", eps * M)),
            domain=domain(SHARE, _BUDGET, at_least(s, 0), real(o), real(U)),
        ),
        Induction(
            name="rounds",
            state=(Variable(S, 0, S + 1), Variable(Z, 0, Z + U)),
            invariants=(
                Invariant(Z - (1 - eps) * M * S, ">=", kept=(1,), given=(given(U, ">=", (1 - eps) * M),)),
            ),
            domain=domain(SHARE, _BUDGET, real(U), real(S), real(Z)),
        ),
        follows(
            "total",
            Le((1 - eps) * M * S, P),
            cite(Ge(Z, (1 - eps) * M * S)),
            cite(Le(Z, P)),
            domain=domain(SHARE, _BUDGET, real(S), real(Z), real(P)),
        ),
        Exhaustive(
            name="every-schedule",
            statement="refusals and the bound at eps = max p_i/M, on every instance of the box, both tests",
            predicate=waiting_jobs_fill_memory,
            box=(("n", 1, 4), ("M", 1, 5)),
            planted=(("late", 1),),
        ),
    ),
)

OWN = Claim(
    name="greedy.svf",
    title="SVF and SVF-peak with own prompts and final sizes up to eps M",
    statement=(
        r"\mathrm{Alg} \le \frac{2X}{1-\epsilon} + Y \le "
        r"\max\Bigl(\frac{2}{1-\epsilon},\ 1 + \frac{4}{3(1-\epsilon)}\Bigr)\mathrm{Opt}"
    ),
    source=f"{GREEDY}, section 6",
    domain=Domain((SHARE, *_JOB.ranges)),
    formula=Le(T + Y, OWN_PROMPTS * opt),
    assumes=(Le(s + o, eps * M),),
    definitions=(AREA,),
    auxiliary=(at_least(X, 0), at_least(Y, 0), at_least(M, 1, integer=True), at_least(opt, 0)),
    premises=("greedy.svf.starts", "tight.L1", "tight.L3", "model.flow-time"),
    in_words=("model.flow-time",),
    argument=(
        "Job by job in order of area: T sums the starts, P the p o, B the areas, and X is that so far "
        "(`one-more`, `own-weight`). For the next job (1-eps) M S <= P, and p o <= 2 A by `half-product`, "
        "and A >= 0 (`area`), so `jobs` ends with (1-eps) M T <= 2 M X, and `divide` divides. (L1) and (L3) "
        "speak of areas and lengths only, so prompts may differ. `two-bounds` takes the largest 2 X/(1-eps) "
        "+ Y with X + Y/3 and Y at most the optimum, and T <= 2 X/(1-eps) gives the `ratio`."
    ),
    steps=(
        follows("area", Ge(A, 0), cite(AREA.relations[0]), domain=Domain((*_JOB.ranges, real(A)))),
        AREA_OF_RUN,
        *WEIGHTS,
        Induction(
            name="jobs",
            statement="P <= 2 B and (1 - eps) M T <= 2 M X after each job",
            state=(
                Variable(T, 0, T + S),
                Variable(P, 0, P + (s + o) * o),
                Variable(B, 0, B + A),
                Variable(X, 0, X + (B + A / 2) / M),
            ),
            invariants=(
                Invariant(2 * B - P, ">=", kept=(1,), given=(given((s + o) * o, "<=", 2 * A),)),
                Invariant(B, ">=", kept=(0, 1), given=(given(A, ">=", 0),)),
                Invariant(
                    2 * M * X - (1 - eps) * M * T,
                    ">=",
                    kept=(1, 0, 1),
                    given=(given((1 - eps) * M * S, "<=", P), given(A, ">=", 0)),
                ),
            ),
            domain=Domain((SHARE, _BUDGET, *_JOB.ranges, *(real(item) for item in (A, S, T, P, B, X)))),
        ),
        follows(
            "divide",
            Le(T, 2 * X / (1 - eps)),
            cite(Le((1 - eps) * M * T, 2 * M * X), 1 / ((1 - eps) * M)),
            domain=domain(SHARE, _BUDGET, real(T), real(X)),
        ),
        VertexBound(
            name="two-bounds",
            objective=2 * X / (1 - eps) + Y,
            constraints=((X + Y / 3, Integer(1)), (Y, Integer(1)), (-X, Integer(0)), (-Y, Integer(0))),
            variables=(X, Y),
            bounds=(BY_STARTS, BY_LENGTHS),
            domain=domain(SHARE, at_least(opt, 0)),
            scale=opt,
        ),
        follows(
            "ratio",
            Le(T + Y, OWN_PROMPTS * opt),
            cite(Le(T, 2 * X / (1 - eps))),
            cite(Le(2 * X / (1 - eps) + Y, OWN_PROMPTS * opt)),
            domain=domain(SHARE, *(real(item) for item in (T, X, Y, opt))),
        ),
    ),
)

_FEW = Case("eps <= 1/3", between(eps, 0, Rational(1, 3), lower_open=True))
_MANY = Case("eps >= 1/3", between(eps, Rational(1, 3), 1, upper_open=True))

REGIMES = Claim(
    name="greedy.svf.regimes",
    title="which of the two bounds counts, and the limit for large memory",
    statement=(
        r"\epsilon \le \tfrac13:\ \tfrac73 < 1 + \tfrac{4}{3(1-\epsilon)} \le \tfrac73 + 2\epsilon; "
        r"\quad \epsilon \ge \tfrac13:\ \tfrac{2}{1-\epsilon} \text{ is the larger, } 4 \text{ at } \tfrac12"
    ),
    source=f"{GREEDY}, section 6",
    domain=domain(SHARE),
    formula=Eq(BY_LENGTHS - BY_STARTS, (1 - 3 * eps) / (3 * (1 - eps))),
    concludes=(
        Eq(Rational(7, 3) + 2 * eps - BY_LENGTHS, 2 * eps * (1 - 3 * eps) / (3 * (1 - eps))),
        Gt(BY_LENGTHS, Rational(7, 3)),
        Gt(1 + 2 / (1 - eps), BY_STARTS),
        Gt(1 + 2 / (1 - eps), BY_LENGTHS),
    ),
    argument=(
        "Of the two bounds of greedy.svf: `difference` and `excess`, hence `lengths-count` and "
        "`starts-count` compare the two; `limit-high`, `limit-low`: it tends to 7/3; `at-half`: the value at "
        "1/2; `smaller-starts`, `smaller-lengths`: always less than the published 1 + 2/(1-eps)."
    ),
    cases=(_FEW, _MANY),
    steps=(
        Identity(
            name="difference",
            lhs=BY_LENGTHS - BY_STARTS,
            rhs=(1 - 3 * eps) / (3 * (1 - eps)),
            domain=domain(SHARE),
        ),
        Identity(
            name="excess",
            lhs=Rational(7, 3) + 2 * eps - BY_LENGTHS,
            rhs=2 * eps * (1 - 3 * eps) / (3 * (1 - eps)),
            domain=domain(SHARE),
        ),
        Inequality(
            name="lengths-count",
            lhs=BY_LENGTHS,
            relation=">=",
            rhs=BY_STARTS,
            domain=domain(_FEW.within),
            case=_FEW.label,
        ),
        Inequality(
            name="starts-count",
            lhs=BY_STARTS,
            relation=">=",
            rhs=BY_LENGTHS,
            domain=domain(_MANY.within),
            case=_MANY.label,
        ),
        Inequality(
            name="limit-high",
            lhs=BY_LENGTHS,
            relation="<=",
            rhs=Rational(7, 3) + 2 * eps,
            domain=domain(_FEW.within),
            case=_FEW.label,
        ),
        Inequality(name="limit-low", lhs=BY_LENGTHS, relation=">", rhs=Rational(7, 3), domain=domain(SHARE)),
        Identity(name="at-half", lhs=BY_STARTS.subs(eps, Rational(1, 2)), rhs=Integer(4)),
        Inequality(
            name="smaller-starts", lhs=1 + 2 / (1 - eps), relation=">", rhs=BY_STARTS, domain=domain(SHARE)
        ),
        Inequality(
            name="smaller-lengths", lhs=1 + 2 / (1 - eps), relation=">", rhs=BY_LENGTHS, domain=domain(SHARE)
        ),
    ),
)

CLAIMS = (WAITING, OWN_STARTS, OWN, REGIMES)
