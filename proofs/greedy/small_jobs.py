"""Theorem 2 put together: MC-SF against the optimum when no job takes more than eps M, and as eps -> 0."""

from __future__ import annotations

from dataclasses import replace

from sympy import Eq, Ge, Gt, Le, Rational

from proofs.citing import cite, follows
from proofs.claim import Claim
from proofs.coverage import Case
from proofs.exact.domain import Domain, Range, at_least, between, domain, real
from proofs.greedy.large_memory import SHARE_OF_K, SMALL
from proofs.greedy.mc_sf import LIMIT
from proofs.greedy.structure import GREEDY
from proofs.method.identities import Identity
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Inequality
from proofs.symbols import X_L, Y_L, M, R, S, T, W, X, Y, eps, f, o, opt, s, x

HALF = Rational(1, 2)
_SCALE = 1 / (1 - eps)
SMALL_JOBS = 2 / (1 - eps)
"""The bound of Theorem 2."""

# W is the right-hand side sum o_i (rho_i - 1/2 + eps) over the chosen jobs L, and f = Y_L/Y
BY_STARTS = Le((1 - eps) * T, W)
BY_ALL = Le(W, 2 * X - (HALF - eps) * Y_L)
BY_CHOSEN = Le(W, 2 * X_L + eps * Y_L)
PART = Eq(Y_L, f * Y)
MEAN_BUSY = Le(X + Y / 3, opt)
MEAN_BUSY_CHOSEN = Ge(opt, X_L + Y_L / 3 + (Y - Y_L))
GOAL = Le(T + Y, SMALL_JOBS * opt)

FEW = Case("f <= 3/4", between(f, 0, Rational(3, 4)))
MANY = Case("f >= 2/3", between(f, Rational(2, 3), 1))
_TOTALS = tuple(real(item) for item in (opt, T, W, X_L, Y_L))


def _area(share: Range) -> Domain:
    return Domain((SMALL, share, at_least(X, 0), at_least(Y, 0), *_TOTALS))


_SUMS = Domain((*_area(between(f, 0, 1)).ranges, real(R), real(S)))


THEOREM_2 = Claim(
    name="greedy.T2",
    title="MC-SF is within 2/(1 - eps) of the optimum if no job takes more than eps M",
    statement=r"s + o_i \le \epsilon M\ \forall i,\ 0 < \epsilon \le \tfrac12:\quad "
    r"\mathrm{MCSF} \le \frac{2}{1-\epsilon}\,\mathrm{Opt}",
    source=f"{GREEDY}, Theorem 2",
    domain=Domain((SMALL, between(f, 0, 1), at_least(Y, 0))),
    formula=GOAL,
    assumes=(SHARE_OF_K,),
    auxiliary=(at_least(M, 1, integer=True), at_least(s, 0, integer=True), at_least(X, 0)),
    premises=("greedy.T2.starts", "greedy.L4", "tight.L3"),
    argument=(
        "L = {rho_i > 1/2 - eps} and W = sum over L of o_i (rho_i - 1/2 + eps) is the right-hand side of "
        "the bound on starts, which gives (1-eps) T <= W. `chosen-sum` with L4 gives W <= 2 X - (1/2 - "
        "eps) Y_L and W <= 2 X_L + eps Y_L (`from-all`, `from-chosen`); with f = Y_L/Y, `many` takes the "
        "first and (L3) if f >= 2/3, `few` the second and L4 if f <= 3/4, and one of them always applies."
    ),
    cases=(FEW, MANY),
    steps=(
        Induction(
            name="chosen-sum",
            statement="over the chosen jobs, x = rho: W = R - (1/2 - eps) Y_L and W = S + eps Y_L",
            state=(
                Variable(W, 0, W + o * (x - HALF + eps)),
                Variable(R, 0, R + o * x),
                Variable(S, 0, S + o * (x - HALF)),
                Variable(Y_L, 0, Y_L + o),
            ),
            invariants=(
                Invariant(W - R + (HALF - eps) * Y_L, "==", kept=(1,)),
                Invariant(W - S - eps * Y_L, "==", kept=(0, 1)),
            ),
            domain=Domain((SMALL, *(real(item) for item in (o, x, W, R, S, Y_L)))),
        ),
        follows(
            "from-all",
            BY_ALL,
            cite(Eq(W, R - (HALF - eps) * Y_L), -1),
            cite(Le(R, 2 * X)),
            domain=_SUMS,
        ),
        follows(
            "from-chosen",
            BY_CHOSEN,
            cite(Eq(W, S + eps * Y_L), -1),
            cite(Le(S, 2 * X_L)),
            domain=_SUMS,
        ),
        replace(
            follows(
                "many",
                GOAL,
                cite(BY_STARTS, _SCALE),
                cite(BY_ALL, _SCALE),
                cite(MEAN_BUSY, 2 * _SCALE),
                cite(PART, (HALF - eps) * _SCALE),
                domain=_area(MANY.within),
            ),
            case=MANY.label,
        ),
        replace(
            follows(
                "few",
                GOAL,
                cite(BY_STARTS, _SCALE),
                cite(BY_CHOSEN, _SCALE),
                cite(MEAN_BUSY_CHOSEN, 2 * _SCALE),
                cite(PART, -(Rational(4, 3) + eps) * _SCALE),
                domain=_area(FEW.within),
            ),
            case=FEW.label,
        ),
    ),
)

_BELOW = Case("eps < 1/7", between(eps, 0, Rational(1, 7), lower_open=True, upper_open=True))
_ABOVE = Case("eps >= 1/7", between(eps, Rational(1, 7), HALF))

REGIMES = Claim(
    name="greedy.T2.regimes",
    title="which bound is smaller, and the limit for large memory",
    statement=(
        r"\tfrac{2}{1-\epsilon} < \tfrac73 \iff \epsilon < \tfrac17; "
        r"\quad 2 < \tfrac{2}{1-\epsilon} \le 2 + 4\epsilon"
    ),
    source=f"{GREEDY}, Theorem 2",
    domain=domain(SMALL),
    formula=Eq(LIMIT - SMALL_JOBS, (1 - 7 * eps) / (3 * (1 - eps))),
    concludes=(Le(SMALL_JOBS, 2 + 4 * eps), Gt(SMALL_JOBS, 2)),
    argument=(
        "Of the bounds of greedy.T2 and greedy.T1: `difference` has the sign of 1 - 7 eps, `below` and "
        "`above` are the two directions; `limit-high` and `limit-low` show that it tends to 2."
    ),
    cases=(_BELOW, _ABOVE),
    steps=(
        Identity(
            name="difference",
            lhs=LIMIT - SMALL_JOBS,
            rhs=(1 - 7 * eps) / (3 * (1 - eps)),
            domain=domain(SMALL),
        ),
        Inequality(
            name="below",
            lhs=SMALL_JOBS,
            relation="<",
            rhs=LIMIT,
            domain=domain(_BELOW.within),
            case=_BELOW.label,
        ),
        Inequality(
            name="above",
            lhs=SMALL_JOBS,
            relation=">=",
            rhs=LIMIT,
            domain=domain(_ABOVE.within),
            case=_ABOVE.label,
        ),
        Inequality(name="limit-high", lhs=SMALL_JOBS, relation="<=", rhs=2 + 4 * eps, domain=domain(SMALL)),
        Inequality(name="limit-low", lhs=SMALL_JOBS, relation=">", rhs=2, domain=domain(SMALL)),
    ),
)

CLAIMS = (THEOREM_2, REGIMES)
