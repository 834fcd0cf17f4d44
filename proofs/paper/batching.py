"""GBA, the clairvoyant geometric batching algorithm (Lemma 4.4 and Theorem 4.1).

Sums over classes: ``waits`` is the sum of n_p S_p with the class prefix S_p = sum over q < p of
floor(n_q tau_q/k_q) + tau_q; ``ladders`` is the sum of Q_p, where Q_p = n_p tau_p + sum over i < n_p of
floor(i tau_p/k_p); GBAbar is waits + ladders. A_p is the area of length y = beta alpha^(p-1).
"""

from __future__ import annotations

from sympy import Eq, Ge, Le

from proofs.citing import cite, cite_claim, follows
from proofs.claim import Claim
from proofs.exact.domain import above, at_least, between, domain, real, whole
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Inequality
from proofs.origin import equals, floor_of
from proofs.paper.area import area
from proofs.paper.classes import CLASS_BOUND, CLASS_SPACING
from proofs.paper.ladder import LADDER, SLICE_SUM
from proofs.paper.model import PAPER
from proofs.symbols import (
    A,
    C,
    M,
    N,
    Q,
    S,
    T,
    V,
    across,
    alpha,
    bar,
    c,
    gba,
    inside,
    k,
    kappa,
    ladders,
    n,
    o,
    opt,
    phi,
    psi,
    s,
    slices,
    tau,
    waits,
    x,
    y,
)

_ALPHA = above(alpha, 1)
_K = at_least(k, 1, integer=True)
_TAU = at_least(tau, 1, integer=True)
_N = at_least(n, 0, integer=True)
_S = at_least(s, 0, integer=True)
_M = at_least(M, 1, integer=True)
_C = at_least(c, 1)
_KAPPA = at_least(kappa, 1, integer=True)
_CLASS = A * (n * (n + 1) / 2 + N * n)  # one class's share of the lower bound, times M

BATCHING_COST = Claim(
    name="L4.4",
    title="GBA against GBAbar",
    statement=r"\mathrm{GBA} \le \overline{\mathrm{GBA}} = \sum_p (n_p S_p + Q_p)",
    source=f"{PAPER}, Lemma 4.4",
    domain=domain(_TAU, _N),
    auxiliary=(whole(o),),
    formula=Le(gba, waits + ladders),
    premises=("model.batching", "model.flow-time", "L3.3", "L3.4", "phase", "ladder"),
    in_words=("model.batching", "model.flow-time", "L3.3", "L3.4", "phase"),
    argument=(
        "Each call has a parallelism k >= 1 (ladder: s + tau <= M; L3.4) and is feasible (L3.3) and "
        "completes its class (ladder: o <= tau). The calls before class p last at most floor(n_q "
        "tau_q/k_q) + tau_q each (phase), so class p begins at T <= S_p (prefix). Its job i = 0, 1, ... "
        "completes at T + floor(i tau/k) + o <= S + floor(i tau/k) + tau (job), its jobs together by n S + "
        "Q (class), and all classes by waits + ladders (sum)."
    ),
    steps=(
        Induction(
            name="prefix",
            statement="calls of length x <= psi + tau, psi = floor(n tau/k), begin by S",
            state=(Variable(T, 0, T + x), Variable(S, 0, S + psi + tau)),
            invariants=(
                Invariant(
                    S - T,
                    ">=",
                    kept=(1,),
                    given=(cite(Le(x, phi + tau)), cite(Le(phi, psi))),
                ),
            ),
        ),
        follows(
            "job",
            Le(T + phi + o, S + phi + tau),
            cite(Le(T, S)),
            cite(Le(o, tau)),
            domain=domain(_TAU, real(T), real(S), real(phi), real(o)),
        ),
        Induction(
            name="class",
            statement="n jobs completing at x <= S + phi + tau, phi = floor(n tau/k), sum to at most n S + Q",
            state=(Variable(C, 0, C + x), Variable(n, 0, n + 1), Variable(Q, 0, Q + tau + phi)),
            invariants=(Invariant(n * S + Q - C, ">=", kept=(1,), given=(cite(Le(x, S + phi + tau)),)),),
        ),
        Induction(
            name="sum",
            statement="classes of total x <= n S + Q",
            state=(
                Variable(gba, 0, gba + x),
                Variable(waits, 0, waits + n * S),
                Variable(ladders, 0, ladders + Q),
            ),
            invariants=(Invariant(waits + ladders - gba, ">=", kept=(1,), given=(cite(Le(x, n * S + Q)),)),),
        ),
    ),
)

_WEIGHT = alpha**2 * c  # times Within or Between

COMMON_BOUND = Claim(
    name="T4.1.bar",
    title="GBAbar against the optimum",
    statement=(
        r"\overline{\mathrm{GBA}} \le \Bigl(\alpha^2 c + \alpha + \frac{\alpha}{\alpha-1}\Bigr)"
        r"\,\mathrm{Opt},\quad c = 1 + \frac2{k_{\min}},\ k_{\min} = \min_{p:\,n_p>0} k_p"
    ),
    source=f"{PAPER}, proof of Theorem 4.1",
    domain=domain(_C, _ALPHA, _TAU, _S, _M, _N),
    formula=Le(bar, (alpha**2 * c + alpha + alpha / (alpha - 1)) * opt),
    assumes=(Le(1 + 2 / kappa, c),),
    definitions=(equals(bar, waits + ladders), equals(A, area(s, y)), floor_of(phi, n * tau / kappa)),
    auxiliary=(_KAPPA, between(k, 1, kappa, integer=True), at_least(y, 0), whole(o)),
    premises=("model.flow-time", "ladder", "eq.6", "regroup", "L4.2", "L4.3"),
    in_words=("regroup",),
    argument=(
        "Let kappa >= k = k_min be the parallelism of a nonempty class, so 1 + 2/kappa <= c (factor) and "
        "tau/kappa <= alpha^2 c A/M by L4.3 (class-spacing). Class by class, S <= T + alpha^2 c V with T "
        "the slices and V the A_q n_q/M so far (prefix); so, T being at most tau/(alpha - 1) (eq.6), waits "
        "<= Slices/(alpha - 1) + alpha^2 c Between with Slices = sum n_p tau_p (waiting; sum n_p V_p is "
        "Between by regroup). In one class Q <= n tau + (tau/kappa) n (n + 1)/2 (ladder-of-class), so "
        "ladders <= Slices + alpha^2 c Within (alone). As tau < alpha o, Slices <= alpha Opt (lengths). Add "
        "up, with Within + Between <= Opt (L4.2): the bound (sum). Empty classes enter with n = 0, so "
        "nothing is asked of their parallelism."
    ),
    steps=(
        Inequality(
            name="factor",
            statement="1 + 2/kappa <= 1 + 2/k for kappa >= k",
            lhs=1 + 2 / kappa,
            relation="<=",
            rhs=1 + 2 / k,
            domain=domain(_K, at_least(kappa, k, integer=True)),
        ),
        follows(
            "class-spacing",
            Le(tau / kappa, _WEIGHT * A / M),
            cite_claim(CLASS_SPACING, {k: kappa}),
            cite(Le(1 + 2 / kappa, c), alpha**2 * area(s, y) / M),
            cite(Eq(A, area(s, y)), _WEIGHT / M),
            domain=domain(_C, _ALPHA, _TAU, _S, _M, at_least(kappa, 1, integer=True), at_least(y, 0)),
        ),
        Induction(
            name="prefix",
            statement="S <= T + alpha^2 c V; phi = floor(n tau/kappa)",
            state=(
                Variable(S, 0, S + phi + tau),
                Variable(T, 0, T + tau),
                Variable(V, 0, V + n * A / M),
            ),
            invariants=(
                Invariant(
                    T + _WEIGHT * V - S,
                    ">=",
                    kept=(1,),
                    given=(
                        cite(Le(phi, n * tau / kappa)),
                        cite(Le(tau / kappa, _WEIGHT * A / M), n),
                    ),
                ),
            ),
            domain=domain(_C, _ALPHA, _TAU, _M, _N, at_least(kappa, 1, integer=True)),
        ),
        Induction(
            name="waiting",
            state=(
                Variable(waits, 0, waits + n * S),
                Variable(slices, 0, slices + n * tau),
                Variable(across, 0, across + n * V),
            ),
            invariants=(
                Invariant(
                    slices / (alpha - 1) + _WEIGHT * across - waits,
                    ">=",
                    kept=(1,),
                    given=(cite(Le(S, T + _WEIGHT * V), n), cite(SLICE_SUM.formula, n)),
                ),
            ),
            domain=domain(_C, _ALPHA, _N),
        ),
        Induction(
            name="ladder-of-class",
            statement="one more job adds tau + phi to Q, phi = floor(n tau/kappa)",
            state=(Variable(Q, 0, Q + tau + phi), Variable(n, 0, n + 1)),
            invariants=(
                Invariant(
                    n * tau + tau / kappa * n * (n + 1) / 2 - Q,
                    ">=",
                    kept=(1,),
                    given=(cite(Le(phi, n * tau / kappa)),),
                ),
            ),
            domain=domain(_TAU, at_least(kappa, 1, integer=True)),
        ),
        Induction(
            name="alone",
            state=(
                Variable(ladders, 0, ladders + Q),
                Variable(slices, 0, slices + n * tau),
                Variable(inside, 0, inside + A * n * (n + 1) / (2 * M)),
            ),
            invariants=(
                Invariant(
                    slices + _WEIGHT * inside - ladders,
                    ">=",
                    kept=(1,),
                    given=(
                        cite(Le(Q, n * tau + tau / kappa * n * (n + 1) / 2)),
                        cite(Le(tau / kappa, _WEIGHT * A / M), n * (n + 1) / 2),
                    ),
                ),
            ),
            domain=domain(_C, _ALPHA, _TAU, _M, _N, at_least(kappa, 1, integer=True)),
        ),
        Induction(
            name="lengths",
            statement="job by job: a slice tau < alpha o and a completion C >= o",
            state=(Variable(slices, 0, slices + tau), Variable(opt, 0, opt + C)),
            invariants=(
                Invariant(
                    alpha * opt - slices,
                    ">=",
                    kept=(1,),
                    given=(cite(LADDER.formula), cite(Ge(C, o), alpha)),
                ),
            ),
            domain=domain(_ALPHA),
        ),
        follows(
            "sum",
            Le(bar, (alpha**2 * c + alpha + alpha / (alpha - 1)) * opt),
            cite(Eq(bar, waits + ladders), -1),
            cite(Le(waits, slices / (alpha - 1) + _WEIGHT * across)),
            cite(Le(ladders, slices + _WEIGHT * inside)),
            cite(Le(slices, alpha * opt), 1 + 1 / (alpha - 1)),
            cite(CLASS_BOUND.formula, _WEIGHT),
            domain=domain(
                _C, _ALPHA, *(real(item) for item in (bar, waits, ladders, slices, inside, across, opt))
            ),
        ),
    ),
)

GBA_BOUND = Claim(
    name="T4.1",
    title="GBA's competitive ratio at scaling factor alpha",
    statement=(
        r"\Gamma(\mathrm{GBA}) \le \alpha^2 c + \alpha + \frac{\alpha}{\alpha-1}, "
        r"\quad c = 1 + \frac{2}{k_{\min}}"
    ),
    source=f"{PAPER}, Theorem 4.1",
    domain=domain(_C, _ALPHA),
    auxiliary=(_KAPPA,),
    formula=Le(gba, (alpha**2 * c + alpha + alpha / (alpha - 1)) * opt),
    assumes=(Le(1 + 2 / kappa, c),),
    definitions=(equals(bar, waits + ladders),),
    premises=("L4.4", "T4.1.bar"),
    argument="GBA is at most GBAbar (L4.4), and that at most the stated multiple of Opt (together).",
    steps=(
        follows(
            "together",
            Le(gba, (alpha**2 * c + alpha + alpha / (alpha - 1)) * opt),
            cite(BATCHING_COST.formula),
            cite(Eq(bar, waits + ladders)),
            cite(COMMON_BOUND.formula),
            domain=domain(_C, _ALPHA, *(real(item) for item in (gba, bar, waits, ladders, opt))),
        ),
    ),
)

CLAIMS = (BATCHING_COST, COMMON_BOUND, GBA_BOUND)
