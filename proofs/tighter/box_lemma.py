"""Why weights per phase prove Theorem C: the quadratic form, the last class, small U, the ratio."""

from __future__ import annotations

from sympy import Ge, Integer, Le, Rational

from proofs.citing import cite, follows
from proofs.claim import Claim
from proofs.exact.domain import above, at_least, between, domain, real
from proofs.method.identities import Identity
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Consequence, Hypothesis, SumOfSquares
from proofs.symbols import (
    D,
    G,
    H,
    M,
    N,
    P,
    R,
    S,
    U,
    X,
    Y,
    Z,
    alpha,
    b,
    d,
    g,
    gsa,
    kappa,
    least,
    m,
    n,
    opt,
    t,
    u,
    v,
    w,
    x,
    xi,
    y,
    z,
)
from proofs.tighter.lower_bounds import TIGHTER
from proofs.tighter.quadratic_form import linear_constant
from proofs.tighter.theorems import length_factor

HALF = Rational(1, 2)
_ALPHA = above(alpha, 1)

WEIGHTS = Claim(
    name="tight.C.weights",
    title="the quadratic form with a weight per phase",
    statement=(
        r"R D_j \ge g_j(1+\xi_j) + g_{j+1}\bigl(\tfrac1{\xi_{j+1}}-1\bigr)\ (j \ge 0),\ \xi_0 = 0,\ "
        r"\xi_j > 0 \implies \sum_q \gamma_q W_q \le R X"
    ),
    source=f"{TIGHTER}, section 6",
    domain=domain(above(R, 0)),
    auxiliary=(
        at_least(m, 0),
        at_least(b, 0),
        at_least(z, 0),
        at_least(u, 0),
        above(v, 0),
        at_least(n, 0),
        at_least(x, 0),
        above(w, 0),
        at_least(N, 0),
        at_least(g, 0),
        above(xi, 0),
    ),
    premises=("tight.units", "tight.3.gsa", "tight.5"),
    in_words=("tight.units", "tight.3.gsa", "tight.5"),
    argument=(
        "In units of 2 S/(1 + 2 U), gamma_q W_q <= g_j F_q and X >= sum D_j N_{>=q}^2/2 by tight.5, "
        "tight.units and W_q >= 0; l - j = q. `phases` starts with the top phase, xi_0 = 0 and no later "
        "class: m is "
        "its number of jobs, b its g, z the slack in its condition; then it adds the phases below one by "
        "one, "
        "P the sum of g F, Z that of D N^2/2, (g, xi) the pair of the phase about to be added and (x, w) "
        "that "
        "of the one below it. `means` is the inequality used. Where g (1/xi - 1) is negative, the bottom "
        "phase has no phase below: its condition without that term is tight.C.bottom. Phases above the last "
        "class hold no jobs and add 0 to both sides."
    ),
    steps=(
        SumOfSquares(
            name="means",
            expr=xi * x**2 - 2 * x * y + y**2 / xi,
            squares=((1 / xi, xi * x - y),),
            domain=domain(above(xi, 0), real(x), real(y)),
        ),
        Induction(
            name="phases",
            statement="P + g (1/xi - 1) N^2/2 <= R Z; every g is >= 0 and every weight xi below the top > 0",
            state=(
                Variable(N, m, N + n),
                Variable(P, b * m**2 / 2, P + g * ((N + n) ** 2 - n**2 / 2)),
                Variable(Z, (b + u * (1 / v - 1) + z) * m**2 / (2 * R), Z + d * (N + n) ** 2 / 2),
                Variable(g, u, x),
                Variable(xi, v, w),
            ),
            invariants=(
                Invariant(
                    R * Z - P - g * (1 / xi - 1) * N**2 / 2,
                    ">=",
                    kept=(1,),
                    given=(Hypothesis(R * d, ">=", g * (1 + xi) + x * (1 / w - 1), (N + n) ** 2 / 2),),
                    squares=((g / (2 * xi), xi * (N + n) - N),),
                ),
                Invariant(N, ">=", kept=(0, 1)),
                Invariant(g, ">="),
                Invariant(xi, ">"),
            ),
            domain=domain(
                above(R, 0),
                at_least(m, 0),
                at_least(b, 0),
                at_least(z, 0),
                at_least(u, 0),
                above(v, 0),
                at_least(n, 0),
                at_least(x, 0),
                above(w, 0),
                at_least(N, 0),
                at_least(g, 0),
                above(xi, 0),
                real(d),
                real(P),
                real(Z),
            ),
        ),
    ),
)

_BOTTOM = domain(_ALPHA, above(u, 0), at_least(kappa, 1), at_least(R, 0), at_least(U, 0))

BOTTOM = Claim(
    name="tight.C.bottom",
    title="the last class needs no more than any phase",
    statement=(
        r"R \ge 3\alpha^2,\ R \ge 2\alpha \implies R\,u_j(1+u_j) \ge g_j; \quad "
        r"R D_j \ge g_j(1+\xi_j) + g_{j+1}(\tfrac1{\xi_{j+1}}-1) \implies R\,u_j(1+u_j) \ge g_j(1+\xi_j)"
    ),
    source=f"{TIGHTER}, section 6",
    domain=_BOTTOM,
    auxiliary=(at_least(g, 0), at_least(x, 0), above(xi, 0), above(w, 0)),
    premises=("tight.units",),
    in_words=("tight.units",),
    argument=(
        "If phase j is the last one (j = l), its gain is u_j (1 + u_j) = D_j + u_{j+1} (1 + u_{j+1}) "
        "(`no-drop`) and nothing follows. `enough` at phase j + 1, continued formally below the last, gives "
        "R u_{j+1} (1 + u_{j+1}) >= g_{j+1}, and `condition` adds that to the condition of a phase that is "
        "not last. With xi = 0, `enough` itself is the case of a single phase, l = 0."
    ),
    steps=(
        Identity(name="no-drop", lhs=u * (1 + u), rhs=(u * (1 + u) - y * (1 + y)) + y * (1 + y)),
        Consequence(
            name="enough",
            statement="R u (1 + u) >= (1 + 2U) v/kappa with v = alpha u",
            lhs=R * u * (1 + u),
            relation=">=",
            rhs=(1 + 2 * U) * alpha * u / kappa,
            hypotheses=(
                Hypothesis(1 + 2 * U, "<=", (kappa + 1) + (kappa + 2) * alpha * u, alpha * u / kappa),
                Hypothesis(R, ">=", 2 * alpha, u),
                Hypothesis(R, ">=", 3 * alpha**2, u**2),
            ),
            domain=_BOTTOM,
        ),
        Consequence(
            name="condition",
            lhs=R * (D + z),
            relation=">=",
            rhs=g * (1 + xi),
            hypotheses=(
                Hypothesis(R * D, ">=", g * (1 + xi) + x * (1 / w - 1), Integer(1)),
                Hypothesis(R * z, ">=", x, Integer(1)),
            ),
            domain=domain(
                at_least(g, 0), at_least(x, 0), above(xi, 0), above(w, 0), at_least(R, 0), real(D), real(z)
            ),
        ),
    ),
)

_T = between(t, 0, 1, lower_open=True)
_SMALL = domain(_ALPHA, _T, at_least(S, HALF), above(y, 0), above(M, 0), at_least(R, 0))

SMALL = Claim(
    name="tight.C.small",
    title="instances with U below 1/2",
    statement=r"U < \tfrac12,\ R \ge 2R_1(\alpha, t) \implies \sum_q \gamma_q W_q \le R X",
    source=f"{TIGHTER}, section 6, U < 1/2",
    domain=_SMALL,
    premises=("tight.Q", "tight.units"),
    in_words=("tight.Q", "tight.units"),
    argument=(
        "M < S (1 + 2U) < 2 S (tight.units), so a_q - a_{q-1} >= (y - y/alpha)/2 (`gain`; for q = 0 more so, "
        "with a_{-1} = 0), and gamma_q <= h_q = alpha y as k >= 1. `constant` and `phase` give the condition "
        "(1+t) h_q + (1/t-1) h_{q-1} <= R (a_q - a_{q-1}), under which the induction of tight.Q holds with "
        "ghat_q = h_q."
    ),
    steps=(
        Consequence(
            name="gain",
            lhs=((S * y + y**2 / 2) - (S * y / alpha + y**2 / alpha**2 / 2)) / M,
            relation=">=",
            rhs=(y - y / alpha) / 2,
            hypotheses=(Hypothesis(M, "<", 2 * S, (y - y / alpha) / (2 * M)),),
            domain=_SMALL,
        ),
        Identity(
            name="constant",
            lhs=2 * linear_constant(alpha, t) * (1 - 1 / alpha) / 2,
            rhs=alpha * (1 + t) + 1 / t - 1,
            domain=domain(_ALPHA, _T),
        ),
        Consequence(
            name="phase",
            lhs=R * (y - y / alpha) / 2,
            relation=">=",
            rhs=(1 + t) * alpha * y + (1 / t - 1) * y,
            hypotheses=(Hypothesis(R * (1 - 1 / alpha) / 2, ">=", alpha * (1 + t) + 1 / t - 1, y),),
            domain=_SMALL,
        ),
    ),
)

_PARTS = (at_least(X, 0), at_least(Y, 0), at_least(opt, 0))
_WHOLE = domain(_ALPHA, at_least(R, 0), *_PARTS, real(gsa), real(G), real(H))

LAST = Claim(
    name="tight.C.ratio",
    title="from the quadratic form to the ratio R",
    statement=r"\mathrm{GSA} \le R X + r_L Y,\ R \ge 3 r_L \implies \mathrm{GSA} \le R\,\mathrm{Opt}",
    source=f"{TIGHTER}, Theorem C",
    domain=domain(_ALPHA, at_least(R, 0)),
    auxiliary=_PARTS,
    premises=("tight.L3", "tight.3.gsa", "tight.C.weights"),
    in_words=("tight.3.gsa", "tight.C.weights"),
    formula=Le(gsa, R * opt),
    assumes=(Ge(R, 3 * length_factor(alpha)), Ge(R, least)),
    argument=(
        "tight.3.gsa and tight.C.weights bound the parts, the pipelines by R_min X, so by R X (`form`, "
        "`parts`). As R >= 3 r_L, R times tight.L3 is at least that (`ratio`)."
    ),
    steps=(
        follows(
            "form",
            Le(G, R * X),
            cite(Le(G, least * X)),
            cite(Ge(R, least), X),
            domain=domain(at_least(R, 0), at_least(X, 0), real(G), real(least)),
        ),
        follows(
            "parts",
            Le(gsa, R * X + length_factor(alpha) * Y),
            cite(Le(gsa, G + H)),
            cite(Le(G, R * X)),
            cite(Le(H, length_factor(alpha) * Y)),
            domain=_WHOLE,
        ),
        follows(
            "ratio",
            Le(gsa, R * opt),
            cite(Le(gsa, R * X + length_factor(alpha) * Y)),
            cite(Ge(opt, X + Y / 3), R),
            cite(Ge(R, 3 * length_factor(alpha)), Y / 3),
            domain=_WHOLE,
        ),
    ),
)

CLAIMS = (WEIGHTS, BOTTOM, SMALL, LAST)
