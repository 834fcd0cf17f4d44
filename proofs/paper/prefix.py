"""The phases before a job's own (Lemma 5.3)."""

from __future__ import annotations

from sympy import Eq, Le, Lt

from proofs.citing import cite, follows
from proofs.claim import Claim
from proofs.exact.domain import above, at_least, domain, real, whole
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Inequality
from proofs.paper.ceilings import CEILINGS
from proofs.paper.ladder import SLICE_SUM
from proofs.paper.model import PAPER
from proofs.symbols import (
    E,
    G,
    H,
    N,
    Q,
    R,
    S,
    T,
    V,
    X,
    Y,
    Z,
    alpha,
    k,
    kappa,
    ladders,
    n,
    phases,
    phi,
    psi,
    q,
    r,
    tau,
    u,
    w,
    waits,
    x,
    y,
    z,
)

_ALPHA = above(alpha, 1)
_K = at_least(k, 1, integer=True)
_TAU = at_least(tau, 1, integer=True)
_KAPPA = at_least(kappa, 1, integer=True)
_N = at_least(n, 0, integer=True)
_LATER = at_least(N, 0, integer=True)
_R = at_least(r, 0, integer=True)
_WHOLE = (whole(phi), whole(psi), whole(z))
_QUOTIENT = at_least(q, 0, integer=True)
PHASE_PREFIX = Claim(
    name="L5.3",
    title="phase prefixes against GBAbar",
    statement=(r"\sum_p n_pT_p \le \Bigl(1+\frac2{\alpha-1}\Bigr)\sum_p n_pS_p + \frac2{\alpha-1}\sum_p Q_p"),
    source=f"{PAPER}, Lemma 5.3",
    domain=domain(_ALPHA, _K, _TAU, _N, _LATER),
    formula=Le(phases, (1 + 2 / (alpha - 1)) * waits + 2 / (alpha - 1) * ladders),
    auxiliary=(_KAPPA, at_least(u, 0, integer=True), at_least(w, 0), at_least(R, 0), *_WHOLE),
    premises=("ladder", "eq.6", "regroup", "L3.4", "L5.6"),
    in_words=("ladder", "regroup", "L3.4"),
    argument=(
        "By regroup the left side is the sum over q of N_{>q} (tau_q + floor(N_{>=q} tau_q/k_q)). For one "
        "q, with n = n_q, N = N_{>q}, z = ceil(N/k), phi = floor((n + N) tau/k) and psi = floor(n tau/k), "
        "phi < psi + 1 + tau z (split), so phi <= psi + tau z; and N z <= 2 Y with Y the sum of ceil(u/k) "
        "over u <= N (L5.6). So the term is at most N (tau + psi) + 2 tau Y (class), and the sum at most "
        "waits + 2 E, E the sum of tau_q Y_q (classes, regroup). To bound E, add the classes t in order: "
        "Y_q counts the later jobs by class and rank. A job of class t and rank r = 1..n has u = N' + r, "
        "where N' jobs lie in classes between q and t, and ceil(N'/k_q) is at most Z_q, the sum of their "
        "ceil(n_t/k_t), for k_q >= kappa = k_t by L3.4 (narrower, between); so ceil(u/k_q) <= Z_q + "
        "ceil(r/k_t) (one-job) and Y_q grows by at most n Z_q + R, R the sum of ceil(r/k_t) over r <= n "
        "(growth). E grows by at most n H + R T with H the sum of tau_q Z_q and T of tau_q over q < t "
        "(weighted). When t is passed, H grows by T ceil(n/k_t) (passed), where tau ceil(n/k) <= psi + tau "
        "(scaled-ceiling) and T <= tau/(alpha - 1) (eq.6), so that H <= S/(alpha - 1) "
        "(slices-times-ceilings). And tau R <= Q as tau (floor(r/k) + 1) <= tau + floor(r tau/k) for r = "
        "0..n-1 (rank-floor, next-rank-low, next-rank-high, ranks). So E <= (waits + ladders)/(alpha - 1) "
        "(total), and the claim (together)."
    ),
    steps=(
        follows(
            "split",
            Lt(phi, psi + 1 + tau * z),
            cite(Le(phi, (n + N) * tau / k)),
            cite(Lt(n * tau / k, psi + 1)),
            cite(Le(N / k, z), tau),
            domain=domain(_K, _TAU, _N, _LATER, real(phi), real(psi), real(z)),
        ),
        follows(
            "class",
            Le(N * (tau + phi), N * (tau + psi) + 2 * tau * Y),
            cite(Le(phi, psi + tau * z), N),
            cite(CEILINGS.formula, tau),
            domain=domain(_TAU, _LATER, *(real(item) for item in (phi, psi, z, Y))),
        ),
        Induction(
            name="classes",
            statement="class by class: x = N (tau + phi), y = N (tau + psi), u = tau Y",
            state=(
                Variable(phases, 0, phases + x),
                Variable(X, 0, X + y),
                Variable(E, 0, E + u),
            ),
            invariants=(Invariant(X + 2 * E - phases, ">=", kept=(1,), given=(cite(Le(x, y + 2 * u)),)),),
        ),
        Inequality(
            name="narrower",
            statement="n/k <= n/kappa for k >= kappa",
            lhs=n / (kappa + u),
            relation="<=",
            rhs=n / kappa,
            domain=domain(_N, at_least(kappa, 1, integer=True), at_least(u, 0, integer=True)),
        ),
        Induction(
            name="between",
            statement="classes of n jobs and ceiling w >= n/k: N/k <= Z",
            state=(Variable(N, 0, N + n), Variable(Z, 0, Z + w)),
            invariants=(Invariant(Z - N / k, ">=", kept=(1,), given=(cite(Le(n / k, w)),)),),
            domain=domain(_K),
        ),
        follows(
            "one-job",
            Lt(x, Z + w + 1),
            cite(Lt(x, (N + r) / k + 1)),
            cite(Le(N / k, Z)),
            cite(Le(r / k, w)),
            statement="x = ceil((N + r)/k), w = ceil(r/kappa) >= r/k",
            domain=domain(_K, _LATER, real(r), real(x), real(Z), real(w)),
        ),
        Induction(
            name="growth",
            statement="ranks r = 1..n of class t: terms x <= Z + w, R the sum of w",
            state=(Variable(G, 0, G + x), Variable(n, 0, n + 1), Variable(R, 0, R + w)),
            invariants=(Invariant(n * Z + R - G, ">=", kept=(1,), given=(cite(Le(x, Z + w)),)),),
        ),
        Induction(
            name="weighted",
            statement="classes q < t, in which Y_q grows by G <= n Z + R",
            state=(
                Variable(V, 0, V + tau * G),
                Variable(H, 0, H + tau * Z),
                Variable(T, 0, T + tau),
            ),
            invariants=(Invariant(n * H + R * T - V, ">=", kept=(1,), given=(cite(Le(G, n * Z + R), tau),)),),
            domain=domain(_TAU),
        ),
        Induction(
            name="passed",
            statement="classes q < t: the sum V of tau (Z + w) is H + w T, w = ceil(n_t/k_t)",
            state=(
                Variable(V, 0, V + tau * (Z + w)),
                Variable(H, 0, H + tau * Z),
                Variable(T, 0, T + tau),
            ),
            invariants=(Invariant(V - H - w * T, "==", kept=(1,)),),
        ),
        follows(
            "scaled-ceiling",
            Lt(tau * w, psi + 1 + tau),
            cite(Lt(w, n / k + 1), tau),
            cite(Lt(n * tau / k, psi + 1)),
            domain=domain(_K, _TAU, _N, real(w), real(psi)),
        ),
        Induction(
            name="slices-times-ceilings",
            state=(Variable(H, 0, H + w * T), Variable(S, 0, S + psi + tau)),
            invariants=(
                Invariant(
                    S / (alpha - 1) - H,
                    ">=",
                    kept=(1,),
                    given=(
                        cite(SLICE_SUM.formula, w),
                        cite(Le(tau * w, psi + tau), 1 / (alpha - 1)),
                    ),
                ),
            ),
            domain=domain(_ALPHA, at_least(w, 0)),
        ),
        follows(
            "rank-floor",
            Lt(tau * y, psi + 1),
            cite(Le(y, r / k), tau),
            cite(Lt(r * tau / k, psi + 1)),
            statement="y = floor(r/k), psi = floor(r tau/k)",
            domain=domain(_K, _TAU, real(r), real(y), real(psi)),
        ),
        follows(
            "next-rank-low",
            Lt(y, (r + 1) / k),
            cite(Le(y * k, r), 1 / k),
            statement="ceil((r + 1)/k) > y = floor(r/k)",
            domain=domain(_K, real(r), real(y)),
        ),
        follows(
            "next-rank-high",
            Le((r + 1) / k, y + 1),
            cite(Le(r, y * k + k - 1), 1 / k),
            statement="ceil((r + 1)/k) <= y + 1",
            domain=domain(_K, real(r), real(y)),
        ),
        Induction(
            name="ranks",
            state=(Variable(R, 0, R + y + 1), Variable(Q, 0, Q + tau + psi)),
            invariants=(Invariant(Q - tau * R, ">=", kept=(1,), given=(cite(Le(tau * y, psi)),)),),
            domain=domain(_TAU),
        ),
        Induction(
            name="total",
            statement="class by class: E grows by x <= n H + R T",
            state=(
                Variable(E, 0, E + x),
                Variable(waits, 0, waits + n * S),
                Variable(ladders, 0, ladders + Q),
            ),
            invariants=(
                Invariant(
                    (waits + ladders) / (alpha - 1) - E,
                    ">=",
                    kept=(1,),
                    given=(
                        cite(Le(x, n * H + R * T)),
                        cite(Le(H, S / (alpha - 1)), n),
                        cite(SLICE_SUM.formula, R),
                        cite(Le(tau * R, Q), 1 / (alpha - 1)),
                    ),
                ),
            ),
            domain=domain(_ALPHA, _N, at_least(R, 0)),
        ),
        follows(
            "together",
            Le(phases, (1 + 2 / (alpha - 1)) * waits + 2 / (alpha - 1) * ladders),
            cite(Le(phases, X + 2 * E)),
            cite(Eq(waits, X)),
            cite(Le(E, (waits + ladders) / (alpha - 1)), 2),
            domain=domain(_ALPHA, *(real(item) for item in (phases, waits, ladders, X, E))),
        ),
    ),
)

CLAIMS = (PHASE_PREFIX,)
