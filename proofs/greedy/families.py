"""How bad greedy admission can be: two explicit families of identical jobs without prompt.

*Batches*: for integers k, g, d, K >= 1 with g (k + 1) = 2 m, jobs of length k d, budget M = m k d, and K m of
them. MC-SF runs them in K lockstep batches of m; starting g of them every d rounds is feasible too.

*One at a time*: for h >= 2, jobs of length 3 h and 6 h - 3 <= M < 6 h. SVF-peak (and lockstep batching by
final sizes) runs one at a time; starting one every h + 1 rounds is feasible too.
"""

from __future__ import annotations

from sympy import Ge, Integer

from proofs.citing import cite, follows
from proofs.claim import Claim
from proofs.coverage import Case
from proofs.exact.domain import Domain, at_least, between, domain, real
from proofs.greedy.checks import batches_match, one_at_a_time
from proofs.greedy.structure import GREEDY
from proofs.method.finite_box import Exhaustive
from proofs.method.identities import Identity
from proofs.method.inequalities import Inequality
from proofs.method.sums import FiniteSum
from proofs.symbols import B, K, T, d, g, h, i, k, m, n, opt, q, r, t, w, x, y

BATCHES = domain(
    at_least(k, 1, integer=True), at_least(g, 1, integer=True), at_least(d, 1, integer=True),
    at_least(K, 1, integer=True),
)  # fmt: skip
_M_JOBS = g * (k + 1) / 2
_PIPELINE = d * n * (n - 1) / (2 * g) + n * k * d
_LOCKSTEP = m * B * K * (K + 1) / 2
RATIO = k * g * (K + 1) / (_M_JOBS * K - 1 + 2 * k * g)
"""What the ratio of the batches family is at least."""
WITNESS = 2 * k / (k + 1)
"""Its limit in K."""

LOWER_2 = Claim(
    name="greedy.lower-2",
    title="MC-SF is not better than 2, in small jobs nor in general",
    statement=(
        r"o_i = kd,\ s = 0,\ M = m k d,\ 2m = g(k+1),\ n = mK:\quad "
        r"\frac{\mathrm{MCSF}}{\mathrm{Opt}} \ge \frac{kg(K+1)}{mK - 1 + 2kg} "
        r"\ge \frac{2k}{k+1} - \frac{8}{K}"
    ),
    source=f"{GREEDY}, section 5",
    domain=BATCHES,
    formula=Ge(T, RATIO * opt),
    auxiliary=(
        at_least(m, 1),
        at_least(B, 1),
        between(t, 0, B - 1),
        between(x, 1, d),
        at_least(r, -1, integer=True),
        at_least(y, 0),
        at_least(w, 0),
        at_least(n, 0, integer=True),
    ),
    premises=("model.memory", "model.budget", "model.flow-time"),
    in_words=("model.memory", "model.budget", "model.flow-time"),
    argument=(
        "MC-SF: m jobs started together hold m B = M in their last round (`batch-full`), B = k d; another "
        "one started t < B rounds after them would make that round hold more (`batch-closed`), and after "
        "B rounds all are done; so batch q = 1, ..., K completes at q B, in total T (`lockstep`; "
        "`simulated` runs it). Pipeline: jobs active together have ages x + q d, q < k, x <= d, g of "
        "each, in total `ages`, at most M (`feasible`); job i = 0, 1, ... starts at d floor(i/g) <= d i/g "
        "(`start`), in total at most `pipeline`, so the optimum opt is at most that. `ratio` puts T against "
        "it. `limit`: for K large the ratio exceeds 2 k/(k+1) - 8/K. With g = 1, k = 2 m - 1 the limit is "
        "2 - 1/m (`share`) while every job has o = M/m: so within s + o_i <= eps M no constant below 2 - "
        "eps holds, eps = 1/m. With B = k fixed (d = 1) and g growing, M grows without bound and the "
        "limit stays 2 B/(B + 1)."
    ),
    steps=(
        Identity(name="batch-full", lhs=(m * B).subs(B, k * d), rhs=m * k * d),
        Inequality(
            name="batch-closed",
            statement="t rounds late, a further job holds B - t >= 1 in the batch's last round",
            lhs=m * B + (B - t),
            relation=">=",
            rhs=m * B + 1,
            domain=domain(at_least(m, 1), at_least(B, 1), between(t, 0, B - 1)),
        ),
        FiniteSum(
            name="lockstep",
            summand=m * (q * B),
            index=q,
            first=Integer(1),
            last=K,
            closed_form=_LOCKSTEP,
            domain=domain(at_least(m, 1), at_least(B, 1)),
        ),
        FiniteSum(
            name="ages",
            summand=g * (x + q * d),
            index=q,
            first=Integer(0),
            last=r,
            closed_form=g * ((r + 1) * x + d * r * (r + 1) / 2),
            domain=domain(at_least(g, 1), at_least(d, 1), at_least(x, 1)),
        ),
        Inequality(
            name="feasible",
            lhs=(g * ((r + 1) * x + d * r * (r + 1) / 2)).subs(r, k - 1),
            relation="<=",
            rhs=_M_JOBS * k * d,
            domain=Domain((*BATCHES.ranges, between(x, 1, d))),
        ),
        Inequality(
            name="start",
            statement="i = g y + w with 0 <= w < g starts at d y",
            lhs=d * y,
            relation="<=",
            rhs=d * (g * y + w) / g,
            domain=domain(at_least(g, 1), at_least(d, 1), at_least(y, 0), at_least(w, 0)),
        ),
        FiniteSum(
            name="pipeline",
            summand=d * (i - 1) / g + k * d,
            index=i,
            first=Integer(1),
            last=n,
            closed_form=_PIPELINE,
            domain=domain(at_least(g, 1), at_least(d, 1), at_least(k, 1)),
        ),
        follows(
            "ratio",
            Ge(T, RATIO * opt),
            cite(Ge(T, _LOCKSTEP.subs({m: _M_JOBS, B: k * d}))),
            cite(Ge(_PIPELINE.subs(n, _M_JOBS * K), opt), RATIO),
            domain=Domain((*BATCHES.ranges, real(T), real(opt))),
        ),
        Inequality(
            name="limit",
            lhs=RATIO,
            relation=">=",
            rhs=WITNESS - 8 / K,
            domain=BATCHES,
        ),
        Identity(
            name="share",
            lhs=WITNESS.subs(k, 2 * m - 1),
            rhs=2 - 1 / m,
            domain=domain(at_least(m, 1)),
        ),
        Exhaustive(
            name="simulated",
            statement="MC-SF's total and the pipeline's usage, cells with g dividing 2 m",
            predicate=batches_match,
            box=(("m", 1, 6), ("d", 1, 4), ("g", 1, 6), ("K", 1, 5)),
            planted=(("late", 1),),
        ),
    ),
)

SINGLE = domain(at_least(h, 2, integer=True), at_least(n, 1, integer=True))
_TWO = Case("x > h - 2", between(x, h - 1, h + 1))
_THREE = Case("x <= h - 2", between(x, 0, h - 2))
SINGLE_RATIO = 3 * h * (n + 1) / ((h + 1) * (n - 1) + 6 * h)

LOWER_3 = Claim(
    name="greedy.lower-3",
    title="SVF-peak is not better than 3",
    statement=(
        r"o_i = 3h,\ s = 0,\ 6h-3 \le M < 6h:\quad \frac{\mathrm{SVF\text{-}peak}}{\mathrm{Opt}} \ge "
        r"\frac{3h(n+1)}{(h+1)(n-1)+6h} \ge 3 - \frac{3}{h+1} - \frac{18}{n}"
    ),
    source=f"{GREEDY}, section 6",
    domain=Domain((*SINGLE.ranges, between(x, 0, h + 1, integer=True))),
    formula=Ge(T, SINGLE_RATIO * opt),
    premises=("model.memory", "model.budget", "model.flow-time"),
    in_words=("model.memory", "model.budget", "model.flow-time"),
    argument=(
        "Final sizes of two jobs exceed M (`alone`), so job i = 1, ..., n completes at 3 h i, in total "
        "`one-by-one`. Started every h + 1 rounds, the active jobs have ages x, x + h + 1, x + 2 h + 2 "
        "(those up to 3 h; a fourth would be older: `no-fourth`), with 0 < x <= h + 1: all three only if "
        "x <= h - 2, `three`; else at most two, `two`. Total `pipeline` >= opt; `ratio` and `limit` follow. "
        "`simulated` runs both."
    ),
    cases=(_THREE, _TWO),
    steps=(
        Inequality(
            name="alone", lhs=2 * (3 * h), relation=">=", rhs=(6 * h - 1) + 1, domain=domain(at_least(h, 2))
        ),
        FiniteSum(
            name="one-by-one",
            summand=3 * h * i,
            index=i,
            first=Integer(1),
            last=n,
            closed_form=3 * h * n * (n + 1) / 2,
        ),
        Inequality(
            name="no-fourth",
            lhs=x + 3 * (h + 1),
            relation=">",
            rhs=3 * h,
            domain=domain(at_least(h, 2), at_least(x, 0)),
        ),
        Inequality(
            name="three",
            lhs=x + (x + h + 1) + (x + 2 * h + 2),
            relation="<=",
            rhs=6 * h - 3,
            domain=domain(at_least(h, 2), _THREE.within),
            case=_THREE.label,
        ),
        Inequality(
            name="two",
            lhs=x + (x + h + 1),
            relation="<=",
            rhs=6 * h - 3,
            domain=domain(at_least(h, 2), _TWO.within),
            case=_TWO.label,
        ),
        FiniteSum(
            name="pipeline",
            summand=(h + 1) * (i - 1) + 3 * h,
            index=i,
            first=Integer(1),
            last=n,
            closed_form=(h + 1) * n * (n - 1) / 2 + 3 * h * n,
        ),
        follows(
            "ratio",
            Ge(T, SINGLE_RATIO * opt),
            cite(Ge(T, 3 * h * n * (n + 1) / 2)),
            cite(Ge((h + 1) * n * (n - 1) / 2 + 3 * h * n, opt), SINGLE_RATIO),
            domain=Domain((*SINGLE.ranges, real(T), real(opt))),
        ),
        Inequality(
            name="limit",
            lhs=SINGLE_RATIO,
            relation=">=",
            rhs=3 - 3 / (h + 1) - 18 / n,
            domain=SINGLE,
        ),
        Exhaustive(
            name="simulated",
            statement="SVF-peak runs one at a time and the pipeline fits, at M = 6 h - M_over",
            predicate=one_at_a_time,
            box=(("h", 2, 10), ("n", 1, 8), ("M_over", 1, 3)),
            planted=(("late", 1),),
        ),
    ),
)

CLAIMS = (LOWER_2, LOWER_3)
