"""The memory a staggered pipeline needs, and the parallelism a budget allows (Lemmas 3.3 and 3.4)."""

from __future__ import annotations

from sympy import Ge, Gt, Integer, Le, Lt, Rational

from proofs.citing import cite, follows
from proofs.claim import Claim
from proofs.exact.domain import at_least, between, domain, real
from proofs.method.identities import Identity
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Inequality
from proofs.paper.lattice import lattice_sum
from proofs.paper.model import ADMITTED, PAPER, peak
from proofs.symbols import (
    K,
    M,
    b,
    c,
    d,
    g,
    h,
    i,
    k,
    kappa,
    n,
    offset,
    offsets,
    rho,
    s,
    t,
    tau,
    usage,
    x,
    z,
)

_K = at_least(k, 1, integer=True)
_TAU = at_least(tau, 1, integer=True)
_S = at_least(s, 0, integer=True)

_PERIOD = domain(_K, _TAU, _S, between(rho, 0, tau - 1))
# memory in round rho of a period with n jobs running, b of them started in the period before
_USAGE = n * (s + rho + 1) - offsets + b * tau

PEAK = Claim(
    name="L3.3",
    title="memory of the staggered pipeline",
    statement=r"\max_t S(t) = \mathrm{Peak}(k, \tau, s), \text{ increasing in } k \text{ and in } \tau",
    source=f"{PAPER}, Lemma 3.3",
    domain=_PERIOD,
    auxiliary=(
        at_least(x, 0),
        at_least(c, 0),
        at_least(offsets, 0),
        at_least(kappa, k + 1, integer=True),
        at_least(g, 1),
        between(h, 1, tau),
        at_least(t, tau + 1, integer=True),
        between(d, 1, k),
    ),
    premises=("model.memory", "model.pipeline", "L3.3.lattice"),
    in_words=("model.memory", "model.pipeline", "L3.3.lattice"),
    argument=(
        "Job i + k starts tau rounds after job i (period), so from then on exactly k jobs run. In round "
        "rho of a period (rho = 0..tau-1) these are the c jobs whose start floor(x tau/k) in the period is "
        "at most rho (a prefix of x = 0..k-1: starts-ordered) and the other k - c from the period before; "
        "their memory is k (s + rho + 1) - offsets + (k - c) tau (usage). Either job c has not started, or "
        "c = k; in both cases k (rho + 1) <= c tau (next-start, all-started), hence the memory is at most "
        "k s + k tau - offsets (bound). In the last round of a period all k have started (last-start) and "
        "it is equal to that (last-round), which is Peak by the lattice sum (value). Rounds with fewer "
        "jobs - the first period, a finite list of jobs, early completions - lack terms that are positive "
        "(each-positive). For the monotony gcds lie between 1 and either argument (more-parallel, "
        "longer-slice)."
    ),
    steps=(
        Identity(
            name="period",
            statement="(i + k) tau/k = i tau/k + tau, so the floors differ by the integer tau",
            lhs=(i + k) * tau / k,
            rhs=i * tau / k + tau,
            domain=domain(_K),
        ),
        Inequality(
            name="starts-ordered",
            statement="x tau/k increases with x, so its floor does not fall",
            lhs=(x + 1) * tau / k,
            relation=">=",
            rhs=x * tau / k,
            domain=domain(_K, _TAU, at_least(x, 0)),
        ),
        Induction(
            name="usage",
            statement="each job adds s + rho - offset + 1, and tau more if begun a period earlier (z = 1)",
            state=(
                Variable(usage, 0, usage + s + rho - offset + 1 + z * tau),
                Variable(n, 0, n + 1),
                Variable(offsets, 0, offsets + offset),
                Variable(b, 0, b + z),
            ),
            invariants=(Invariant(usage - _USAGE, "==", kept=(1,)),),
        ),
        follows(
            "next-start",
            Le(k * (rho + 1), c * tau),
            cite(Ge(offset, rho + 1), k),
            cite(Le(k * offset, c * tau)),
            statement="job c < k has not started: its start, at most c tau/k, is at least rho + 1",
            domain=domain(_K, _TAU, between(rho, 0, tau - 1), at_least(c, 0)),
        ),
        Inequality(
            name="all-started",
            statement="if all c = k have started: k (rho + 1) <= k tau",
            lhs=k * (rho + 1),
            relation="<=",
            rhs=k * tau,
            domain=domain(_K, _TAU, between(rho, 0, tau - 1)),
        ),
        follows(
            "bound",
            Le(_USAGE.subs({n: k, b: k - c}), k * s + k * tau - offsets),
            cite(Le(k * (rho + 1), c * tau)),
            statement="the memory is at most k s + k tau - offsets",
            domain=domain(_K, _TAU, _S, between(rho, 0, tau - 1), at_least(c, 0), at_least(offsets, 0)),
        ),
        follows(
            "last-start",
            Lt(offset, tau),
            cite(Le(k * offset, x * tau), 1 / k),
            cite(Le(x, k - 1), tau / k),
            statement="every start of a period, x <= k - 1, is before its round tau",
            domain=domain(_K, _TAU, real(x), real(offset)),
        ),
        Identity(
            name="last-round",
            statement="in round tau - 1, with all k jobs of the period running, the bound is attained",
            lhs=_USAGE.subs({n: k, b: 0, rho: tau - 1}),
            rhs=k * s + k * tau - offsets,
        ),
        Identity(
            name="value",
            statement="k s + k tau minus the lattice sum is Peak",
            lhs=k * s + k * tau - lattice_sum(k, tau, g),
            rhs=peak(k, tau, s, g),
        ),
        follows(
            "each-positive",
            Gt(s + rho - offset + 1, 0),
            cite(Le(offset, rho)),
            domain=domain(_S, real(rho), real(offset)),
            statement="a job uses memory from the round of its start on",
        ),
        Inequality(
            name="more-parallel",
            statement="for larger kappa, Peak(kappa) - Peak(k) >= s + 1, as gcd(tau, kappa) <= tau",
            lhs=peak(kappa, tau, s, h) - peak(k, tau, s, g),
            relation=">=",
            rhs=s + 1,
            domain=domain(
                _K, _TAU, _S, at_least(kappa, k + 1, integer=True), at_least(g, 1), between(h, 1, tau)
            ),
        ),
        Inequality(
            name="longer-slice",
            statement="for a longer slice t >= tau + 1 Peak grows by at least 1, as d = gcd(t, k) <= k",
            lhs=peak(k, t, s, d) - peak(k, tau, s, g),
            relation=">=",
            rhs=1,
            domain=domain(_K, _TAU, _S, at_least(t, tau + 1, integer=True), at_least(g, 1), between(d, 1, k)),
        ),
    ),
)

PARALLELISM_BOUNDS = Claim(
    name="L3.4",
    title="the parallelism a budget allows",
    statement=(
        r"\Bigl\lfloor\frac{2M-\tau+1}{2s+\tau+1}\Bigr\rfloor \le k^*(\tau, s) \le "
        r"\Bigl\lfloor\frac{2M}{2s+\tau+1}\Bigr\rfloor;\quad k^* \ge 1 \iff s+\tau\le M;\quad "
        r"k^* \text{ does not increase with } \tau"
    ),
    source=f"{PAPER}, Lemma 3.4",
    domain=domain(_K, _TAU, _S, at_least(M, 1, integer=True)),
    formula=Le(k * (2 * s + tau + 1), 2 * M),
    auxiliary=(between(g, 1, tau), at_least(t, tau, integer=True), at_least(h, 1)),
    premises=("L3.3", "model.parallelism"),
    in_words=("L3.3", "model.parallelism"),
    argument=(
        "As Peak increases with k (L3.3), k* is the last k with Peak <= M (see equivalence); it exists iff "
        "Peak(1) = s + tau <= M (one). With k (2s + tau + 1) <= 2M - tau + 1, Peak(k) <= M "
        "(floor-admitted), so the floor, if at least 1, is one of those k; if Peak(k) <= M then k (2s + "
        "tau + 1) <= 2M (upper). As Peak increases with tau (L3.3), a k admitted for a longer slice is "
        "admitted for a shorter one (shorter-slice)."
    ),
    steps=(
        Identity(
            name="equivalence",
            statement="2 (M - Peak) = (2M - tau + g) - k (2s + tau + 1)",
            lhs=2 * (M - peak(k, tau, s, g)),
            rhs=2 * M - tau + g - k * (2 * s + tau + 1),
        ),
        follows(
            "floor-admitted",
            ADMITTED,
            cite(Le(k * (2 * s + tau + 1), 2 * M - tau + 1), Rational(1, 2)),
            domain=domain(_K, _TAU, _S, at_least(g, 1), at_least(M, 1, integer=True)),
        ),
        Identity(
            name="one",
            statement="Peak(1) = s + tau, the gcd being 1",
            lhs=peak(Integer(1), tau, s, Integer(1)),
            rhs=s + tau,
        ),
        follows(
            "upper",
            Le(k * (2 * s + tau + 1), 2 * M),
            cite(ADMITTED, 2),
            domain=domain(_K, _TAU, _S, between(g, 1, tau), at_least(M, 1, integer=True)),
            statement="gcd(tau, k) <= tau",
        ),
        follows(
            "shorter-slice",
            ADMITTED,
            cite(ADMITTED, 1, {tau: t, g: h}),
            cite(Ge(peak(k, t, s, h), peak(k, tau, s, g))),
            statement="Peak(k, tau) <= Peak(k, t) <= M for tau <= t",
            domain=domain(_K, _TAU, _S, at_least(t, tau, integer=True), at_least(g, 1), at_least(h, 1)),
        ),
    ),
)

LARGE_MEMORY = Claim(
    name="L3.4.large-memory",
    title="parallelism grows without bound with the budget",
    statement=(
        r"2M \ge K(2s+\alpha o_{\max}+1) + \alpha o_{\max} - 1 \Rightarrow k_{\min} \ge K, "
        r"\text{ so } c = 1 + 2/k_{\min} \to 1 \text{ as } M \to \infty"
    ),
    source=f"{PAPER}, Section 2 and Lemma 3.4",
    domain=domain(at_least(K, 1, integer=True), _TAU, _S),
    formula=Le(K * (2 * s + tau + 1), 2 * M - tau + 1),
    assumes=(Ge(2 * M, K * (2 * s + x + 1) + x - 1), Lt(tau, x)),
    auxiliary=(at_least(k, K),),
    premises=("L3.4", "ladder"),
    in_words=("L3.4", "ladder"),
    argument=(
        "The slice of a nonempty class is less than x = alpha o_max (ladder). With the budget stated, K "
        "(2s + tau + 1) <= 2M - tau + 1 (admitted), so k* >= K by L3.4. For k_min >= K, c - 1 <= 2/K "
        "(limit)."
    ),
    steps=(
        follows(
            "admitted",
            Le(K * (2 * s + tau + 1), 2 * M - tau + 1),
            cite(Ge(2 * M, K * (2 * s + x + 1) + x - 1)),
            cite(Lt(tau, x), K + 1),
            domain=domain(at_least(K, 1, integer=True), _TAU, _S, real(x), real(M)),
        ),
        Inequality(
            name="limit",
            lhs=2 / k,
            relation="<=",
            rhs=2 / K,
            domain=domain(at_least(K, 1, integer=True), at_least(k, K)),
        ),
    ),
)

CLAIMS = (PEAK, PARALLELISM_BOUNDS, LARGE_MEMORY)
