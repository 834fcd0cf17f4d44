"""The two-line linear program (6) and Theorems A and B."""

from __future__ import annotations

from sympy import Expr, Ge, Integer, Le, Max, Rational, Symbol

from proofs.citing import cite, cite_claim, follows
from proofs.claim import Claim
from proofs.exact.domain import above, at_least, between, domain, real
from proofs.method.identities import Identity
from proofs.method.inequalities import Consequence, Hypothesis, Inequality
from proofs.method.minimum import SignChange
from proofs.method.vertices import VertexBound
from proofs.symbols import G, H, Q, X, Y, alpha, c, c1, c2, gba, gsa, k, opt, r, t
from proofs.tighter.lower_bounds import TIGHTER
from proofs.tighter.quadratic_form import linear_constant, square_constant

HALF = Rational(1, 2)
ROOT_3 = Integer(3) ** HALF


def length_factor(scale: Expr) -> Expr:
    """r_L: what slices and lengths cost per unit of total length."""
    return (2 * scale - 1) / (scale - 1)


def combined(square: Expr, scale: Expr) -> tuple[Expr, Expr]:
    """Return the two bounds of (6) for Q = square and r = r_L: the ratio is at most the larger."""
    return square, 2 * square / 3 + length_factor(scale)


def spacing_factors(k_min: Expr | int | None) -> tuple[Expr, Expr]:
    """c1 = 1 + 1/k_min and c2 = 1 + 2/k_min of (2a); None is infinity."""
    if k_min is None:
        return Integer(1), Integer(1)
    return 1 + Integer(1) / k_min, 1 + Integer(2) / k_min


_COMBINE = "`sum` puts the parts together, and `ratio` is tight.6 for r = r_L."


def ratio_formula(cost: Symbol) -> Le:
    """``cost <= max(Q, 2Q/3 + r_L) Opt``: the conclusion of each theorem, Q its area constant."""
    return Le(cost, Max(*combined(Q, alpha), evaluate=False) * opt)


_REGION = ((X + Y / 3, Integer(1)), (Y, Integer(1)), (-X, Integer(0)), (-Y, Integer(0)))

TWO_BOUNDS = Claim(
    name="tight.6",
    title="two lower bounds on the optimum give a ratio",
    statement=(
        r"\mathrm{Alg} \le Q X + r Y,\ Q, r \ge 0 \implies "
        r"\mathrm{Alg} \le \max\bigl(Q, \tfrac23 Q + r\bigr)\,\mathrm{Opt}"
    ),
    source=f"{TIGHTER}, (6)",
    domain=domain(at_least(Q, 0), at_least(r, 0), at_least(X, 0), at_least(Y, 0), at_least(opt, 0)),
    formula=Le(Q * X + r * Y, Max(Q, 2 * Q / 3 + r, evaluate=False) * opt),
    premises=("tight.L1", "tight.L3"),
    argument="X + Y/3 and Y are at most Opt, and X, Y >= 0; `vertices` is normed to Opt = 1.",
    steps=(
        VertexBound(
            name="vertices",
            objective=Q * X + r * Y,
            constraints=_REGION,
            variables=(X, Y),
            bounds=(Q, 2 * Q / 3 + r),
            vertices=(
                (Integer(0), Integer(0)),
                (Integer(1), Integer(0)),
                (Rational(2, 3), Integer(1)),
                (Integer(0), Integer(1)),
            ),
            domain=domain(at_least(Q, 0), at_least(r, 0), at_least(opt, 0)),
            scale=opt,
        ),
    ),
)

RANGES = (at_least(X, 0), at_least(Y, 0), at_least(opt, 0))
"""Of what the ratio steps speak of; a claim that has them declares these."""


def ratio_steps(cost: Symbol) -> tuple[Consequence, Consequence]:
    """Return the steps from the parts of a cost, with constants Q and r_L, to its ratio."""
    area = domain(above(alpha, 1), at_least(Q, 0), *RANGES, real(cost), real(G), real(H))
    parts = Q * X + length_factor(alpha) * Y
    return (
        follows(
            "sum",
            Le(cost, parts),
            cite(Le(cost, G + H)),
            cite(Le(G, Q * X)),
            cite(Le(H, length_factor(alpha) * Y)),
            domain=area,
            statement="G for the pipelines, H for slices and lengths",
        ),
        follows(
            "ratio",
            ratio_formula(cost),
            cite(Le(cost, parts)),
            cite_claim(TWO_BOUNDS, {r: length_factor(alpha)}),
            domain=area,
        ),
    )


_ALPHA = domain(above(alpha, 1))
_GSA_A = domain(above(alpha, 1), at_least(c, 1), at_least(Q, 0))

THEOREM_A_GSA = Claim(
    name="tight.A.gsa",
    title="GSA, simplest form",
    statement=(
        r"\Gamma(\mathrm{GSA}) \le \max\bigl(c\,r_Q, \tfrac23 c\,r_Q + r_L\bigr), \quad "
        r"r_Q = 2\max\bigl(\tfrac{\alpha^2}{\alpha-1}, \tfrac{\alpha^4}{\alpha^2-1}\bigr)"
    ),
    source=f"{TIGHTER}, Theorem A",
    domain=_GSA_A,
    formula=ratio_formula(gsa),
    assumes=(
        Ge(Q, c * linear_constant(alpha, Integer(1))),
        Ge(Q, c * square_constant(alpha, Integer(1))),
    ),
    auxiliary=RANGES,
    premises=("tight.2b", "tight.Q", "tight.4", "tight.6"),
    in_words=("tight.2b", "tight.Q", "tight.4"),
    argument=(
        "Lemma Q at t = 1 with c1 = c2 = c: tight.2b is its hypothesis, as M times c A(h)/M is "
        f"c (S h + h^2/2). `linear` and `square` are its constants. {_COMBINE}"
    ),
    steps=(
        Identity(
            name="linear",
            lhs=linear_constant(alpha, Integer(1)),
            rhs=2 * alpha**2 / (alpha - 1),
            domain=_ALPHA,
        ),
        Identity(
            name="square",
            lhs=square_constant(alpha, Integer(1)),
            rhs=2 * alpha**4 / (alpha**2 - 1),
            domain=_ALPHA,
        ),
        Inequality(name="factor-positive", lhs=length_factor(alpha), relation=">", rhs=0, domain=_ALPHA),
        *ratio_steps(gsa),
    ),
)

THEOREM_A_GBA = Claim(
    name="tight.A.gba",
    title="GBA for a given smallest parallelism",
    statement=(
        r"\Gamma(\mathrm{GBA}) \le \max\bigl(c\alpha^2, \tfrac23 c\alpha^2 + r_L\bigr), \quad "
        r"c = 1 + \tfrac{2}{k_{\min}}"
    ),
    source=f"{TIGHTER}, Theorem A",
    domain=_GSA_A,
    formula=ratio_formula(gba),
    assumes=(Ge(Q, c * alpha**2),),
    auxiliary=RANGES,
    premises=("tight.2b", "tight.growth", "tight.4", "tight.6"),
    in_words=("tight.2b", "tight.growth", "tight.4"),
    argument=f"tight.2b and tight.growth bound the quadratic form by c alpha^2 X. {_COMBINE}",
    steps=(
        Inequality(name="factor-positive", lhs=length_factor(alpha), relation=">", rhs=0, domain=_ALPHA),
        *ratio_steps(gba),
    ),
)

_B_AREA = domain(
    above(alpha, 1),
    between(t, 0, 1, lower_open=True),
    at_least(k, 1),
    at_least(c1, 1),
    at_least(c2, 1),
    at_least(Q, 0),
)

THEOREM_B = Claim(
    name="tight.B",
    title="GSA for a given smallest parallelism",
    statement=(
        r"\Gamma(\mathrm{GSA}) \le \max\bigl(Q, \tfrac23 Q + r_L\bigr), \quad Q = \max\bigl("
        r"(1+\tfrac1{k_{\min}})R_1(\alpha,t), (1+\tfrac2{k_{\min}})R_2(\alpha,t)\bigr), \ 0 < t \le 1"
    ),
    source=f"{TIGHTER}, Theorem B",
    domain=_B_AREA,
    formula=ratio_formula(gsa),
    assumes=(Ge(Q, c1 * linear_constant(alpha, t)), Ge(Q, c2 * square_constant(alpha, t))),
    auxiliary=RANGES,
    premises=("tight.2a", "tight.Q", "tight.4", "tight.6"),
    in_words=("tight.2a", "tight.Q", "tight.4"),
    argument=(
        "Lemma Q with c1 = 1 + 1/k_min and c2 = 1 + 2/k_min (`factors`), R = Q; tight.2a is its hypothesis. "
        f"In large memory k_min is unbounded and both factors tend to 1. {_COMBINE}"
    ),
    steps=(
        Inequality(name="factor-1", lhs=1 + 1 / k, relation=">=", rhs=1, domain=_B_AREA),
        Inequality(name="factor-2", lhs=1 + 2 / k, relation=">=", rhs=1, domain=_B_AREA),
        Inequality(name="factor-positive", lhs=length_factor(alpha), relation=">", rhs=0, domain=_ALPHA),
        *ratio_steps(gsa),
    ),
)

_FROM_ROOT_3 = domain(at_least(alpha, ROOT_3))
_BEST_SQUARE = square_constant(alpha, 1 / alpha)
_TIGHT_FROM = alpha**4 + 2 * alpha**3 - 7 * alpha**2 - 3 * alpha + 3

THEOREM_B_LARGE = Claim(
    name="tight.B.large",
    title="GSA in large memory from alpha = 1.957982 on",
    statement=(
        r"\Gamma(\mathrm{GSA}) \le R_2(\alpha, 1/\alpha) = \frac{\alpha^2(\alpha^2+2\alpha-1)}{\alpha^2-1}"
        r" \quad (k_{\min} \to \infty,\ \alpha^4+2\alpha^3-7\alpha^2-3\alpha+3 \ge 0,\ \alpha \ge \sqrt3)"
    ),
    source=f"{TIGHTER}, Theorem B(i)",
    domain=_FROM_ROOT_3,
    auxiliary=(between(t, 0, 1, lower_open=True),),
    premises=("tight.B",),
    in_words=("tight.B",),
    argument=(
        "Theorem B at t = 1/alpha. `which` makes R2 the larger constant from sqrt(3) on; `length-part` makes "
        "Q the larger bound where the quartic is >= 0, which is from its only root beyond 1 on. `best` says "
        "no other t gives a smaller R2, so that R2(alpha, 1/alpha) is the best this theorem gives."
    ),
    steps=(
        Identity(
            name="value",
            lhs=_BEST_SQUARE,
            rhs=alpha**2 * (alpha**2 + 2 * alpha - 1) / (alpha**2 - 1),
            domain=_FROM_ROOT_3,
        ),
        Inequality(
            name="which",
            lhs=linear_constant(alpha, 1 / alpha),
            relation="<=",
            rhs=_BEST_SQUARE,
            domain=_FROM_ROOT_3,
        ),
        Consequence(
            name="length-part",
            lhs=_BEST_SQUARE,
            relation=">=",
            rhs=2 * _BEST_SQUARE / 3 + length_factor(alpha),
            hypotheses=(Hypothesis(_TIGHT_FROM, ">=", Integer(0), 1 / (3 * (alpha**2 - 1))),),
            domain=_FROM_ROOT_3,
        ),
        SignChange(
            name="from-where",
            polynomial=_TIGHT_FROM,
            variable=alpha,
            lower=1,
            root=_TIGHT_FROM.as_poly(alpha).real_roots()[-1],
        ),
        Identity(
            name="best",
            statement="R2(alpha, t) exceeds R2(alpha, 1/alpha) by a multiple of a square",
            lhs=square_constant(alpha, t) - _BEST_SQUARE,
            rhs=alpha**2 / (alpha**2 - 1) * (alpha * t - 1) ** 2 / t,
            domain=domain(at_least(alpha, ROOT_3), between(t, 0, 1, lower_open=True)),
        ),
    ),
)

CLAIMS = (TWO_BOUNDS, THEOREM_A_GSA, THEOREM_A_GBA, THEOREM_B, THEOREM_B_LARGE)
