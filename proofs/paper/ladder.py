"""Slices, classes and phases: what both geometric algorithms share (inequality (6) and its like)."""

from __future__ import annotations

from sympy import Eq, Ge, Gt, Le, Lt

from proofs.citing import cite, follows
from proofs.claim import Claim
from proofs.exact.domain import above, at_least, between, domain, real, whole
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Inequality
from proofs.origin import floor_of
from proofs.paper.model import PAPER
from proofs.symbols import M, N, T, X, Z, alpha, beta, k, n, o, phi, psi, s, t, tau, x, y

_ALPHA = above(alpha, 1)
_N = at_least(n, 0, integer=True)
_K = at_least(k, 1, integer=True)
_TAU = at_least(tau, 1, integer=True)

LADDER = Claim(
    name="ladder",
    title="slices and classes fit each other",
    statement=(
        r"\text{each job is in exactly one class } p;\quad o_i \le \tau_p < \alpha o_i;\quad "
        r"1 \le \tau_p \le \tau_{p+1},\ s + \tau_p \le M;\quad "
        r"i \text{ unfinished before phase } p \iff \text{its class is} \ge p"
    ),
    source=f"{PAPER}, Section 3.2",
    domain=domain(_ALPHA, between(beta, 1, alpha, upper_open=True)),
    formula=Lt(tau, alpha * o),
    concludes=(Le(o, tau), Le(s + tau, M), Ge(tau, 1), Le(tau, t)),
    auxiliary=(at_least(y, 0), whole(o), whole(tau), whole(t)),
    premises=("model.ladder", "model.budget", "model.flow-time"),
    in_words=("model.flow-time",),
    argument=(
        "The classes p = 0..l are the consecutive intervals (y/alpha, y], y = beta alpha^p, that fill "
        "(beta/alpha, M - s]; every length lies there, since o >= 1 > beta/alpha (above-first) and s + o "
        "<= M (below-last). With tau = floor(y), an integer o <= y is at most tau (completes), and o > "
        "y/alpha gives tau < alpha o (scale). The slices are at least 1 as y >= beta >= 1 (at-least-one), "
        "and do not fall (ordered); as y <= M - s each leaves room for one job, s + tau <= M (fits). Phase p "
        "leaves unfinished exactly the o > tau_p, and that is o > y by completes: the later classes."
    ),
    steps=(
        Inequality(
            name="above-first",
            statement="1 > beta/alpha",
            lhs=1,
            relation=">",
            rhs=beta / alpha,
            domain=domain(_ALPHA, between(beta, 1, alpha, upper_open=True)),
        ),
        follows(
            "below-last",
            Le(o, M - s),
            cite(Le(s + o, M)),
            domain=domain(real(o), real(M), real(s)),
        ),
        follows(
            "completes",
            Lt(o, tau + 1),
            cite(Le(o, y)),
            cite(Lt(y, tau + 1)),
            domain=domain(real(o), real(y), real(tau)),
            statement="o <= y < tau + 1, so o <= tau for integers",
        ),
        follows(
            "scale",
            Lt(tau, alpha * o),
            cite(Le(tau, y)),
            cite(Gt(o, y / alpha), alpha),
            domain=domain(_ALPHA, real(o), real(y), real(tau)),
        ),
        follows(
            "at-least-one",
            Gt(tau, 0),
            cite(Lt(y, tau + 1)),
            cite(Ge(y, beta)),
            domain=domain(_ALPHA, between(beta, 1, alpha, upper_open=True), real(y), real(tau)),
            statement="tau + 1 > y >= 1, so the integer tau is positive",
        ),
        follows(
            "fits",
            Le(s + tau, M),
            cite(Le(tau, y)),
            cite(Le(y, M - s)),
            domain=domain(real(s), real(tau), real(y), real(M)),
            statement="a slice tau <= y <= M - s leaves room for one job",
        ),
        follows(
            "ordered",
            Lt(tau, t + 1),
            cite(Le(tau, y)),
            cite(Lt(alpha * y, t + 1)),
            domain=domain(_ALPHA, at_least(y, 0), real(tau), real(t)),
            statement="tau <= y <= alpha y < t + 1 for the next slice t, so tau <= t",
        ),
    ),
)

SLICE_SUM = Claim(
    name="eq.6",
    title="earlier slices add up to less than a multiple of the next",
    statement=r"\sum_{q<p} \tau_q \le \frac{\tau_p}{\alpha-1}",
    source=f"{PAPER}, inequality (6)",
    domain=domain(_ALPHA, between(beta, 1, alpha, upper_open=True)),
    formula=Le(T, tau / (alpha - 1)),
    premises=("model.ladder",),
    argument=(
        "With y = beta alpha^p, the sum T of the slices before p is at most (y - beta)/(alpha - 1) (sum); "
        "as tau > y - 1 and beta >= 1 that is at most tau/(alpha - 1) (next-slice)."
    ),
    steps=(
        Induction(
            name="sum",
            statement="adding tau <= y to T, and going on to alpha y",
            state=(Variable(T, 0, T + tau), Variable(y, beta, alpha * y)),
            invariants=(Invariant((y - beta) / (alpha - 1) - T, ">=", kept=(1,), given=(cite(Le(tau, y)),)),),
            domain=domain(_ALPHA, between(beta, 1, alpha, upper_open=True)),
        ),
        follows(
            "next-slice",
            Le(T, tau / (alpha - 1)),
            cite(Le(T, (y - beta) / (alpha - 1))),
            cite(Gt(tau, y - 1), 1 / (alpha - 1)),
            domain=domain(_ALPHA, between(beta, 1, alpha, upper_open=True), real(T), real(y), real(tau)),
        ),
    ),
)

REGROUP = Claim(
    name="regroup",
    title="waiting, counted by the class that waits and by the class waited for",
    statement=r"\sum_p n_p \sum_{q<p} x_q = \sum_q N_{>q}\,x_q",
    source=f"{PAPER}, proofs of Theorem 4.1 and Lemma 5.2",
    domain=domain(),
    formula=Eq(Z, X),
    argument=(
        "Add the classes in order; let the new one have n jobs, Z and X be both sides before, T the sum of "
        "x_q so far. The left side grows by n T. On the right every N_q grows by n, so X becomes the sum "
        "of (N_q + n) x_q, which is X + n T (one-more-class), and the new class has no later one. So both "
        "sides stay equal (both-sides)."
    ),
    steps=(
        Induction(
            name="one-more-class",
            statement="class by class: the sum t of (N + n) x, the sum X of N x, and the sum T of x",
            state=(Variable(t, 0, t + (N + n) * x), Variable(X, 0, X + N * x), Variable(T, 0, T + x)),
            invariants=(Invariant(t - X - n * T, "==", kept=(1,)),),
        ),
        Induction(
            name="both-sides",
            state=(Variable(Z, 0, Z + n * T), Variable(X, 0, X + n * T), Variable(T, 0, T + x)),
            invariants=(Invariant(Z - X, "==", kept=(1,)),),
        ),
    ),
)

PHASE = Claim(
    name="phase",
    title="length of one call of the pipeline",
    statement=(
        r"\text{SPS of } n \text{ jobs lasts } \lfloor (n-1)\tau/k \rfloor + \tau "
        r"\le \lfloor n\tau/k \rfloor + \tau\ (n \ge 1),\ \text{and nothing for } n = 0"
    ),
    source=f"{PAPER}, proof of Lemma 4.4",
    domain=domain(_K, _TAU, _N),
    formula=Le(phi, psi),
    definitions=(floor_of(phi, (n - 1) * tau / k), floor_of(psi, n * tau / k)),
    premises=("model.pipeline",),
    in_words=("model.pipeline",),
    argument=(
        "The last job, of index n - 1, starts at phi = floor((n-1) tau/k) and has tau rounds. With psi = "
        "floor(n tau/k), phi < psi + 1 (fewer-jobs), so phi <= psi for integers; a call without jobs takes "
        "0 <= tau (no-jobs)."
    ),
    steps=(
        follows(
            "fewer-jobs",
            Lt(phi, psi + 1),
            cite(Le(phi, (n - 1) * tau / k)),
            cite(Lt(n * tau / k, psi + 1)),
            domain=domain(_K, _TAU, _N, real(phi), real(psi)),
        ),
        Inequality(
            name="no-jobs",
            lhs=tau,
            relation=">=",
            rhs=0,
            domain=domain(_TAU),
        ),
    ),
)

CLAIMS = (LADDER, SLICE_SUM, REGROUP, PHASE)
