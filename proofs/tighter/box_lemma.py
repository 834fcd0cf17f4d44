"""Why a box certificate proves Theorem C: weights per phase, deep phases, the last class, small U."""

from __future__ import annotations

from sympy import Integer, Le, Rational

from proofs.claim import Claim
from proofs.domain import above, at_least, between, domain, real
from proofs.identities import Identity
from proofs.inequalities import Consequence, Hypothesis, Inequality, SumOfSquares
from proofs.symbols import (
    D,
    M,
    N,
    P,
    R,
    S,
    U,
    Z,
    alpha,
    b,
    d,
    e,
    g,
    gsa,
    k,
    kappa,
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
from proofs.tighter.induction import Induction, Invariant, Variable
from proofs.tighter.lower_bounds import TIGHTER
from proofs.tighter.quadratic_form import linear_constant
from proofs.tighter.theorems import length_factor, ratio_step

HALF = Rational(1, 2)
E0 = (alpha - 1) / alpha**2
E1 = (alpha**2 - 1) / alpha**4
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

_NEXT = domain(_ALPHA, above(U, 0), above(v, 0), at_least(kappa, 1), at_least(k, kappa))

RECURSION = Claim(
    name="tight.C.recursion",
    title="what the phases below leave to a phase, over a whole box",
    statement=(
        r"\xi_j = \kappa_j\Bigl[\frac{R E(v_j)}{1+2U} + \frac{1-1/\xi_{j+1}}{\alpha\kappa_{j+1}}\Bigr] - 1"
    ),
    source=f"{TIGHTER}, section 6, (*)",
    domain=domain(_ALPHA, above(v, 0), at_least(kappa, 1)),
    auxiliary=(at_least(k, kappa),),
    premises=("tight.C.weights", "tight.units"),
    argument=(
        "`solved` is the condition of tight.C.weights solved for xi_j. Over a box the bracket is bounded "
        "from below: "
        "E(v_j)/(1 + 2U) with v_j = U w, w = alpha^-j, is a mean of its values at the ends (`between`, "
        "`share`), on an unbounded box of that at its start and the limit (`beyond`); the second part with "
        "the smallest kappa_{j+1} if xi_{j+1} <= 1 (`below-one`), the largest (or 0) if not (`above-one`); "
        "it does not fall in xi_{j+1} (`more-below`). A positive bracket may be multiplied by the smallest "
        "kappa_j (`outer`). Any smaller xi_j > 0 satisfies the condition too, so values may be rounded down "
        "and are the same for the whole box."
    ),
    steps=(
        Identity(
            name="solved",
            lhs=R * v * (E0 + E1 * v)
            - ((1 + 2 * U) * v / kappa) * (1 + xi)
            - ((1 + 2 * U) * (v / alpha) / k) * (1 / w - 1),
            rhs=((1 + 2 * U) * v / kappa)
            * (kappa * (R * (E0 + E1 * v) / (1 + 2 * U) + (1 - 1 / w) / (alpha * k)) - 1 - xi),
            domain=domain(*_NEXT.ranges, above(w, 0)),
        ),
        Identity(
            name="between",
            statement="the value at U in terms of those at x and x + y",
            lhs=(D + e * U) / (1 + 2 * U),
            rhs=(x + y - U) * (1 + 2 * x) / (y * (1 + 2 * U)) * (D + e * x) / (1 + 2 * x)
            + (U - x) * (1 + 2 * (x + y)) / (y * (1 + 2 * U)) * (D + e * (x + y)) / (1 + 2 * (x + y)),
            domain=domain(above(y, 0), at_least(x, 0), between(U, x, x + y)),
        ),
        Identity(
            name="share",
            statement="the two shares add up to 1, and are nonnegative for x <= U <= x + y",
            lhs=(x + y - U) * (1 + 2 * x) / (y * (1 + 2 * U))
            + (U - x) * (1 + 2 * (x + y)) / (y * (1 + 2 * U)),
            rhs=Integer(1),
            domain=domain(above(y, 0), at_least(x, 0), between(U, x, x + y)),
        ),
        Identity(
            name="beyond",
            statement="shares (1 + 2x)/(1 + 2U) of the value at x and 2(U - x)/(1 + 2U) of the limit e/2",
            lhs=(D + e * U) / (1 + 2 * U),
            rhs=(1 + 2 * x) / (1 + 2 * U) * (D + e * x) / (1 + 2 * x) + 2 * (U - x) / (1 + 2 * U) * (e / 2),
            domain=domain(at_least(x, 0), at_least(U, x)),
        ),
        Inequality(
            name="below-one",
            lhs=(1 - 1 / w) / (alpha * k),
            relation=">=",
            rhs=(1 - 1 / w) / (alpha * kappa),
            domain=domain(_ALPHA, at_least(kappa, 1), at_least(k, kappa), between(w, 0, 1, lower_open=True)),
        ),
        Inequality(
            name="above-one",
            lhs=(1 - 1 / w) / (alpha * kappa),
            relation=">=",
            rhs=(1 - 1 / w) / (alpha * k),
            domain=domain(_ALPHA, at_least(kappa, 1), at_least(k, kappa), at_least(w, 1)),
        ),
        Inequality(
            name="more-below",
            lhs=(1 - 1 / x) / (alpha * kappa),
            relation=">=",
            rhs=(1 - 1 / w) / (alpha * kappa),
            domain=domain(_ALPHA, at_least(kappa, 1), above(w, 0), at_least(x, w)),
        ),
        Inequality(
            name="outer",
            lhs=k * z - 1,
            relation=">=",
            rhs=kappa * z - 1,
            domain=domain(at_least(kappa, 1), at_least(k, kappa), at_least(z, 0)),
        ),
    ),
)

_NEED = 1 + t + (1 / t - 1) / alpha
_T = between(t, 0, 1, lower_open=True)
_DEEP = domain(_ALPHA, _T, above(U, 0), above(v, 0), at_least(kappa, 1), at_least(k, kappa), at_least(R, 0))

DEEP = Claim(
    name="tight.C.deep",
    title="deep phases keep a weight",
    statement=(
        r"\xi_{j+1} \ge t \implies \xi_j \ge t \quad\text{if } \kappa_j R E_0 \ge \mathrm{need}\,(1+2U)"
        r"\text{ or } R\min\Bigl(\frac{\kappa_j E_0}{\kappa_j+1}, \frac{\kappa_j E_1}{\kappa_j+2}\Bigr) \ge "
        r"\mathrm{need},\quad \mathrm{need} = 1+t+\frac{1/t-1}{\alpha}"
    ),
    source=f"{TIGHTER}, section 6",
    domain=_DEEP,
    premises=("tight.C.recursion", "tight.C.bottom"),
    argument=(
        "Either condition makes kappa R E(v)/(1 + 2U) at least need (`first`, `second`), and `kept` then "
        "gives xi_j >= t from xi_{j+1} >= t, as kappa_{j+1} = k >= kappa_j. Both conditions hold for every "
        "larger kappa (`larger-0`, `larger-2`, obvious for the first), hence for every deeper phase. The "
        "last "
        "phase has at least this weight by tight.C.bottom."
    ),
    steps=(
        Consequence(
            name="first",
            lhs=kappa * R * (E0 + E1 * v) / (1 + 2 * U),
            relation=">=",
            rhs=_NEED,
            hypotheses=(Hypothesis(kappa * R * E0, ">=", _NEED * (1 + 2 * U), 1 / (1 + 2 * U)),),
            domain=_DEEP,
        ),
        Consequence(
            name="second",
            lhs=kappa * R * (E0 + E1 * v) / (1 + 2 * U),
            relation=">=",
            rhs=_NEED,
            hypotheses=(
                Hypothesis(R * kappa * E0 / (kappa + 1), ">=", _NEED, (kappa + 1) / (1 + 2 * U)),
                Hypothesis(R * kappa * E1 / (kappa + 2), ">=", _NEED, (kappa + 2) * v / (1 + 2 * U)),
                Hypothesis(1 + 2 * U, "<=", (kappa + 1) + (kappa + 2) * v, _NEED / (1 + 2 * U)),
            ),
            domain=_DEEP,
        ),
        Consequence(
            name="kept",
            statement="z = kappa R E(v)/(1 + 2U) and xi_{j+1} >= t, where (1 - 1/xi) grows with xi",
            lhs=z + kappa * (1 - 1 / t) / (alpha * k) - 1,
            relation=">=",
            rhs=t,
            hypotheses=(Hypothesis(z, ">=", _NEED, Integer(1)),),
            domain=domain(_ALPHA, _T, at_least(kappa, 1), at_least(k, kappa), real(z)),
        ),
        Inequality(
            name="larger-0",
            lhs=k / (k + 1),
            relation=">=",
            rhs=kappa / (kappa + 1),
            domain=domain(at_least(kappa, 1), at_least(k, kappa)),
        ),
        Inequality(
            name="larger-2",
            lhs=k / (k + 2),
            relation=">=",
            rhs=kappa / (kappa + 2),
            domain=domain(at_least(kappa, 1), at_least(k, kappa)),
        ),
    ),
)

_SMALL = domain(_ALPHA, _T, at_least(S, HALF), above(y, 0), above(M, 0), at_least(R, 0))

SMALL = Claim(
    name="tight.C.small",
    title="instances with U below 1/2",
    statement=r"U < \tfrac12,\ R \ge 2R_1(\alpha, t) \implies \sum_q \gamma_q W_q \le R X",
    source=f"{TIGHTER}, section 6, U < 1/2",
    domain=_SMALL,
    premises=("tight.Q", "tight.units"),
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

LAST = Claim(
    name="tight.C.ratio",
    title="from the quadratic form to the ratio R",
    statement=r"\mathrm{GSA} \le R X + r_L Y,\ R \ge 3 r_L \implies \mathrm{GSA} \le R\,\mathrm{Opt}",
    source=f"{TIGHTER}, Theorem C",
    domain=domain(_ALPHA, at_least(R, 0)),
    premises=("tight.6", "tight.3.gsa"),
    formula=Le(gsa, R * opt),
    argument=(
        "tight.3.gsa and tight.C.weights give the hypothesis. `ratio` is tight.6 for Q = R and r = r_L, "
        "and `larger` "
        "says that the first of its two bounds is the larger."
    ),
    steps=(
        ratio_step(),
        Consequence(
            name="larger",
            lhs=2 * R / 3 + length_factor(alpha),
            relation="<=",
            rhs=R,
            hypotheses=(Hypothesis(R, ">=", 3 * length_factor(alpha), Rational(1, 3)),),
            domain=domain(_ALPHA, at_least(R, 0)),
        ),
    ),
)

CLAIMS = (WEIGHTS, BOTTOM, RECURSION, DEEP, SMALL, LAST)
