"""GSA phase by phase, and the jobs of later classes in a job's own phase (Lemmas 5.1 and 5.2)."""

from __future__ import annotations

from sympy import Eq, Ge, Le, Lt

from proofs.citing import cite, follows
from proofs.claim import Claim
from proofs.exact.domain import at_least, domain, real, whole
from proofs.method.induction import Induction, Invariant, Variable
from proofs.origin import ceiling_of, equals, floor_of
from proofs.paper.ladder import PHASE
from proofs.paper.model import PAPER
from proofs.symbols import (
    C,
    D,
    N,
    Q,
    T,
    X,
    Z,
    gsa,
    i,
    k,
    ladders,
    n,
    o,
    phases,
    phi,
    psi,
    r,
    spill,
    tau,
    u,
    waits,
    x,
    y,
    z,
)

_K = at_least(k, 1, integer=True)
_TAU = at_least(tau, 1, integer=True)
_N = at_least(n, 0, integer=True)
_LATER = at_least(N, 0, integer=True)
_R = at_least(r, 0, integer=True)

SLICING_COST = Claim(
    name="L5.1",
    title="GSA phase by phase",
    statement=(
        r"\mathrm{GSA} \le \sum_p n_p(T_p + \Delta_p) + \sum_p Q_p,\quad "
        r"T_p = \sum_{q<p}\bigl(\lfloor N_{\ge q}\tau_q/k_q\rfloor + \tau_q\bigr),\ "
        r"\Delta_p = \lceil N_{>p}\tau_p/k_p\rceil"
    ),
    source=f"{PAPER}, Lemma 5.1",
    domain=domain(_K, _TAU, _LATER, _R),
    formula=Le(gsa, phases + spill + ladders),
    auxiliary=(whole(phi), whole(psi), whole(o)),
    definitions=(ceiling_of(D, N * tau / k), equals(i, u + r)),
    premises=("model.slicing", "model.flow-time", "L3.3", "L3.4", "phase", "ladder"),
    in_words=("model.slicing", "model.flow-time", "L3.3", "L3.4", "phase"),
    argument=(
        "Each call has a parallelism k >= 1 (ladder: s + tau <= M; L3.4) and is feasible (L3.3). Phase q "
        "runs the jobs of class q and later (ladder), so it lasts at most floor(N_{>=q} tau_q/k_q) + tau_q "
        "(phase) and phase p begins at Z <= T_p (prefix). The job of rank r = 0, 1, ... among class p in "
        "the order of phase p has index i <= N + r there, N = N_{>p} (index). With D = ceil(N tau/k) and "
        "psi = floor(r tau/k), its start phi = floor(i tau/k) is below D + psi + 1 (start), so at most D + "
        "psi, and it completes by Z + phi + o <= T + D + psi + tau (completion). The class together needs "
        "at most n (T + D) + Q (class); add up the classes (sum)."
    ),
    steps=(
        Induction(
            name="prefix",
            statement="calls of length x <= psi + tau, psi = floor of (number of jobs) tau/k, begin by T",
            state=(Variable(Z, 0, Z + x), Variable(T, 0, T + psi + tau)),
            invariants=(
                Invariant(T - Z, ">=", kept=(1,), given=(cite(Le(x, phi + tau)), cite(PHASE.formula))),
            ),
        ),
        follows(
            "index",
            Le(i, N + r),
            cite(Eq(i, u + r), -1),
            cite(Le(u, N)),
            domain=domain(_LATER, _R, real(i), real(u)),
            statement="before it come r jobs of its class and u <= N jobs of later classes",
        ),
        follows(
            "start",
            Lt(phi, D + psi + 1),
            cite(Le(phi, i * tau / k)),
            cite(Le(i, N + r), tau / k),
            cite(Ge(D, N * tau / k)),
            cite(Lt(r * tau / k, psi + 1)),
            domain=domain(_K, _TAU, _LATER, _R, real(i), real(phi), real(D), real(psi)),
        ),
        follows(
            "completion",
            Le(Z + phi + o, T + D + psi + tau),
            cite(Le(Z, T)),
            cite(Le(phi, D + psi)),
            cite(Le(o, tau)),
            domain=domain(_TAU, *(real(item) for item in (Z, T, phi, psi, D, o))),
        ),
        Induction(
            name="class",
            statement="n jobs, completing at x <= T + D + psi + tau with psi = floor(n tau/k)",
            state=(Variable(C, 0, C + x), Variable(n, 0, n + 1), Variable(Q, 0, Q + tau + psi)),
            invariants=(
                Invariant(n * (T + D) + Q - C, ">=", kept=(1,), given=(cite(Le(x, T + D + psi + tau)),)),
            ),
        ),
        Induction(
            name="sum",
            statement="classes of total x <= n (T + D) + Q",
            state=(
                Variable(gsa, 0, gsa + x),
                Variable(phases, 0, phases + n * T),
                Variable(spill, 0, spill + n * D),
                Variable(ladders, 0, ladders + Q),
            ),
            invariants=(
                Invariant(
                    phases + spill + ladders - gsa, ">=", kept=(1,), given=(cite(Le(x, n * (T + D) + Q)),)
                ),
            ),
        ),
    ),
)

SPILLOVER = Claim(
    name="L5.2",
    title="spillover against GBAbar",
    statement=r"\sum_p n_p\Delta_p \le \sum_p n_p S_p + \sum_p Q_p",
    source=f"{PAPER}, Lemma 5.2",
    domain=domain(_K, _TAU, _N, _LATER),
    formula=Le(spill, waits + ladders),
    definitions=(ceiling_of(D, N * tau / k), floor_of(psi, n * tau / k)),
    premises=("ladder", "regroup"),
    in_words=("ladder", "regroup"),
    argument=(
        "For one class, D = ceil(N tau/k) < N tau/k + 1 and n tau/k < psi + 1 <= psi + tau with psi = "
        "floor(n tau/k), so n D <= N (psi + tau) + n (class). Adding up, the sum of the n D is at most X + "
        "Y' with X = sum N_{>q} (psi_q + tau_q), which is waits (regroup), and Y' the number of jobs, at "
        "most ladders since Q >= n tau >= n (own-slices, sum, together)."
    ),
    steps=(
        follows(
            "class",
            Le(n * D, N * (psi + tau) + n),
            cite(Le(D, N * tau / k + 1), n),
            cite(Le(n * tau / k, psi + 1), N),
            domain=domain(_K, _TAU, _N, _LATER, real(D), real(psi)),
        ),
        Induction(
            name="own-slices",
            statement="each job adds tau + psi >= 1 to Q",
            state=(Variable(Q, 0, Q + tau + psi), Variable(n, 0, n + 1)),
            invariants=(Invariant(Q - n, ">=", kept=(1,), given=(cite(Ge(psi, 0)),)),),
            domain=domain(_TAU),
        ),
        Induction(
            name="sum",
            statement="class by class: y = n D, z = N (psi + tau)",
            state=(
                Variable(spill, 0, spill + y),
                Variable(X, 0, X + z),
                Variable(ladders, 0, ladders + Q),
            ),
            invariants=(
                Invariant(
                    X + ladders - spill,
                    ">=",
                    kept=(1,),
                    given=(cite(Le(y, z + n)), cite(Ge(Q, n))),
                ),
            ),
        ),
        follows(
            "together",
            Le(spill, waits + ladders),
            cite(Le(spill, X + ladders)),
            cite(Eq(waits, X)),
            domain=domain(*(real(item) for item in (spill, waits, ladders, X))),
        ),
    ),
)
CLAIMS = (SLICING_COST, SPILLOVER)
