"""Slices counted from the top, in units of 2 s + 1: v_j = U/alpha^j, U = (M - s)/(2 s + 1)."""

from __future__ import annotations

from sympy import Integer, Rational

from proofs.claim import Claim
from proofs.exact.domain import above, at_least, between, domain
from proofs.method.identities import Identity
from proofs.method.inequalities import Consequence, Hypothesis, Inequality
from proofs.symbols import M, S, U, alpha, h, kappa, s, u, v, w, x, y, z
from proofs.tighter.lower_bounds import TIGHTER

HALF = Rational(1, 2)
_AREA = domain(at_least(S, HALF), above(U, 0), between(v, 0, U, lower_open=True))
_BUDGET = S - HALF + 2 * S * U  # M, with S = s + 1/2
_E0 = (alpha - 1) / alpha**2
_E1 = (alpha**2 - 1) / alpha**4

UNITS = Claim(
    name="tight.units",
    title="a phase counted from the top, without rounding loss",
    statement=(
        r"k_q \ge \kappa_j = \Bigl\lfloor\frac{1+2U-v_j}{1+v_j}\Bigr\rfloor \ge 1,\quad "
        r"\frac{1+2U}{2S}\gamma_q \le g_j = \frac{(1+2U)v_j}{\kappa_j},\quad "
        r"\frac{1+2U}{2S}(a_q - a_{q-1}) \ge D_j = u_j(1+u_j) - u_{j+1}(1+u_{j+1}) = v_j E(v_j)"
    ),
    source=f"{TIGHTER}, section 6",
    domain=domain(*_AREA.ranges, above(alpha, 1), at_least(kappa, 1)),
    auxiliary=(at_least(z, U), between(w, 0, 1), between(x, 0, U), between(y, 0, x)),
    premises=("tight.parallelism", "model.ladder"),
    in_words=("tight.parallelism", "model.ladder"),
    argument=(
        "Phase q = l - j has h_q = 2 S v_j with v_j = U/alpha^j <= U, and u_j = v_j/alpha = v_{j+1}. "
        "`budget` "
        "is M in these units; `quotient` rewrites the bound of tight.parallelism; `at-least-one` and `floor` "
        "are what the floor gives. gamma_q <= h_q/k_q is `spacing`. `area` is A(2 S u), which is "
        "increasing in "
        "u, and `smaller` M < S (1 + 2 U); so every difference of areas over M is at least that of "
        "2 S u (1 + u)/(1 + 2 U). "
        "`drop` is D_j = v E(v), E(v) = (alpha-1)/alpha^2 + v (alpha^2-1)/alpha^4. `monotone` says kappa_j "
        "does not fall when U grows, nor when j does: put w for alpha^-j."
    ),
    steps=(
        Identity(name="budget", lhs=_BUDGET.subs(U, (M - (S - HALF)) / (2 * S)), rhs=M, domain=_AREA),
        Identity(
            name="quotient",
            lhs=((2 * M - h + 1) / (2 * s + h + 1)).subs({s: S - HALF, M: _BUDGET, h: 2 * S * v}),
            rhs=(1 + 2 * U - v) / (1 + v),
            domain=_AREA,
        ),
        Inequality(name="at-least-one", lhs=(1 + 2 * U - v) / (1 + v), relation=">=", rhs=1, domain=_AREA),
        Consequence(
            name="floor",
            statement="kappa + 1 exceeds the quotient",
            lhs=1 + 2 * U,
            relation="<",
            rhs=(kappa + 1) + (kappa + 2) * v,
            hypotheses=(Hypothesis((kappa + 1) * (1 + v), ">", 1 + 2 * U - v, Integer(1)),),
            domain=domain(*_AREA.ranges, at_least(kappa, 1)),
        ),
        Identity(
            name="spacing",
            lhs=2 * S * v / kappa * (1 + 2 * U) / (2 * S),
            rhs=(1 + 2 * U) * v / kappa,
            domain=domain(*_AREA.ranges, at_least(kappa, 1)),
        ),
        Identity(name="area", lhs=S * (2 * S * u) + (2 * S * u) ** 2 / 2, rhs=2 * S**2 * u * (1 + u)),
        Inequality(name="smaller", lhs=_BUDGET, relation="<", rhs=S * (1 + 2 * U), domain=_AREA),
        Identity(
            name="drop",
            lhs=v / alpha * (1 + v / alpha) - v / alpha**2 * (1 + v / alpha**2),
            rhs=v * (_E0 + _E1 * v),
            domain=domain(*_AREA.ranges, above(alpha, 1)),
        ),
        Inequality(
            name="monotone-U",
            lhs=(1 + 2 * z - w * z) * (1 + w * U),
            relation=">=",
            rhs=(1 + 2 * U - w * U) * (1 + w * z),
            domain=domain(at_least(U, 0), at_least(z, U), between(w, 0, 1)),
        ),
        Inequality(
            name="monotone-j",
            lhs=(1 + 2 * U - y) * (1 + x),
            relation=">=",
            rhs=(1 + 2 * U - x) * (1 + y),
            domain=domain(above(U, 0), between(x, 0, U), between(y, 0, x)),
        ),
    ),
)

CLAIMS = (UNITS,)
