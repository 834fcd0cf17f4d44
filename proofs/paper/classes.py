"""The optimum's lower bound by classes, and the spacing of a class's pipeline (Lemmas 4.2 and 4.3)."""

from __future__ import annotations

from sympy import Eq, Ge, Le

from proofs.citing import cite, follows
from proofs.claim import Claim
from proofs.exact.domain import above, at_least, domain, real
from proofs.method.identities import Identity
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Inequality
from proofs.paper.area import SPACING_AND_AREA, area
from proofs.paper.model import PAPER
from proofs.symbols import (
    A,
    C,
    D,
    E,
    M,
    N,
    V,
    Z,
    a,
    across,
    alpha,
    c,
    inside,
    k,
    n,
    opt,
    s,
    tau,
    u,
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
_CLASS = A * (n * (n + 1) / 2 + N * n)  # one class's share of the lower bound, times M

CLASS_BOUND = Claim(
    name="L4.2",
    title="lower bound on the optimum by classes",
    statement=(
        r"\mathrm{Opt} \ge \sum_p \frac{A_p}M\Bigl(\frac{n_p(n_p+1)}2 + N_{>p}n_p\Bigr)"
        r" = \mathrm{Within} + \mathrm{Between}"
    ),
    source=f"{PAPER}, Lemma 4.2",
    domain=domain(_M, _N, at_least(N, 0, integer=True), at_least(A, 0)),
    formula=Ge(opt, inside + across),
    auxiliary=(at_least(s, 0, integer=True), at_least(y, 0), at_least(u, 0)),
    premises=("area", "model.ladder"),
    in_words=("area", "model.ladder"),
    argument=(
        "Go through the jobs in order of completion, whatever that order is, and let E be the right side "
        "times M for the jobs seen so far. The next job, of a class with area bound A, n jobs seen, N seen "
        "of later classes and D the sum of A_p over seen jobs of earlier classes, increases E by A (n + 1 "
        "+ N) from its own class (own-share) and by D from earlier classes, whose N_p grow by 1 "
        "(earlier-share). Its completion x/M has x >= area of all jobs seen and its own (area), at least D "
        "+ A n + a + A with a >= A N the sum over later classes (areas, later-classes; A_p increases with "
        "p and is below the area of each job of class p: job-area). So M times the sum of completions "
        "stays >= E (order-free). Splitting E class by class gives Within and Between (split), and "
        "dividing by M the claim (divide)."
    ),
    steps=(
        Identity(
            name="own-share",
            lhs=_CLASS.subs(n, n + 1) - _CLASS,
            rhs=A * (n + 1 + N),
        ),
        Identity(
            name="earlier-share",
            lhs=_CLASS.subs(N, N + 1) - _CLASS,
            rhs=A * n,
        ),
        Inequality(
            name="job-area",
            statement="a job of length y + u, u >= 0, has at least the area of y",
            lhs=area(s, y + u),
            relation=">=",
            rhs=area(s, y),
            domain=domain(_S, at_least(y, 0), at_least(u, 0)),
        ),
        Induction(
            name="areas",
            statement="jobs of area y, at least the A_p = u of their class, have at least the sum Z of these",
            state=(Variable(V, 0, V + y), Variable(Z, 0, Z + u)),
            invariants=(Invariant(V - Z, ">=", kept=(1,), given=(cite(Ge(y, u)),)),),
        ),
        Induction(
            name="later-classes",
            statement="N jobs of classes with area bound u >= A have bounds that sum to at least A N",
            state=(Variable(a, 0, a + u), Variable(N, 0, N + 1)),
            invariants=(Invariant(a - A * N, ">=", kept=(1,), given=(cite(Ge(u, A)),)),),
        ),
        Induction(
            name="order-free",
            statement="C, the sum of M times the completions, stays at least E",
            state=(Variable(C, 0, C + x), Variable(E, 0, E + A * (n + 1 + N) + D)),
            invariants=(
                Invariant(C - E, ">=", kept=(1,), given=(cite(Ge(x, D + A * n + a + A)), cite(Ge(a, A * N)))),
            ),
        ),
        Induction(
            name="split",
            statement="E = M (Within + Between), class by class",
            state=(
                Variable(E, 0, E + _CLASS),
                Variable(inside, 0, inside + A * n * (n + 1) / (2 * M)),
                Variable(across, 0, across + A * N * n / M),
            ),
            invariants=(Invariant(E - M * (inside + across), "==", kept=(1,)),),
            domain=domain(_M),
        ),
        follows(
            "divide",
            Ge(opt, inside + across),
            cite(Ge(M * opt, E), 1 / M),
            cite(Eq(E, M * (inside + across)), 1 / M),
            domain=domain(_M, real(opt), real(E), real(inside), real(across)),
        ),
    ),
)

CLASS_SPACING = Claim(
    name="L4.3",
    title="mean spacing of a class's pipeline against the area of its jobs",
    statement=r"\frac{\tau_p}{k_p} \le \alpha^2\Bigl(1 + \frac2{k_p}\Bigr)\frac{A_p}M",
    source=f"{PAPER}, Lemma 4.3",
    domain=domain(_ALPHA, _K, _TAU, _S, _M),
    formula=Le(tau / k, alpha**2 * (1 + 2 / k) * area(s, y) / M),
    auxiliary=(at_least(y, 0),),
    premises=("L3.9", "model.ladder"),
    in_words=("model.ladder",),
    argument=(
        "With y = beta alpha^(p-1), tau <= alpha y, so A(tau) <= A(alpha y) (longer), and A(alpha y) <= "
        "alpha^2 A(y) (scaled); put this into L3.9 (spacing)."
    ),
    steps=(
        follows(
            "longer",
            Le(area(s, tau), area(s, alpha * y)),
            cite(Le(tau, alpha * y), s + (alpha * y + tau + 1) / 2),
            domain=domain(_ALPHA, _TAU, _S, at_least(y, 0)),
        ),
        Inequality(
            name="scaled",
            lhs=area(s, alpha * y),
            relation="<=",
            rhs=alpha**2 * area(s, y),
            domain=domain(_ALPHA, _S, at_least(y, 0)),
        ),
        follows(
            "spacing",
            Le(tau / k, alpha**2 * (1 + 2 / k) * area(s, y) / M),
            cite(SPACING_AND_AREA.formula),
            cite(Le(area(s, tau), area(s, alpha * y)), (1 + 2 / k) / M),
            cite(Le(area(s, alpha * y), alpha**2 * area(s, y)), (1 + 2 / k) / M),
            domain=domain(_ALPHA, _K, _TAU, _S, _M, at_least(y, 0)),
        ),
    ),
)

CLAIMS = (CLASS_BOUND, CLASS_SPACING)
