"""GBA on every instance: Theorem D."""

from __future__ import annotations

from sympy import Expr, Ge, Integer, Rational, sqrt

from proofs.claim import Claim
from proofs.coverage import Case
from proofs.exact.domain import above, at_least, between, domain
from proofs.method.identities import Identity
from proofs.method.inequalities import Consequence, Hypothesis, Inequality
from proofs.method.numbers import EqualNumbers, MinimalPolynomial, PrintedConstant
from proofs.symbols import Q, U, alpha, gba, kappa, v
from proofs.tighter.lower_bounds import TIGHTER
from proofs.tighter.theorems import RANGES, combined, ratio_formula, ratio_steps

THREE_HALVES = Rational(3, 2)


def single_constant(scale: Expr) -> Expr:
    """V: the worst phase in which one job fits at a time."""
    return scale**2 * (4 * scale - 3) / ((2 * scale - 1) * (scale - 1))


def double_constant(scale: Expr) -> Expr:
    """Bound on every other phase."""
    return 2 * scale**2


_SCALE = at_least(alpha, THREE_HALVES)
_RATIO = alpha * (1 + 2 * U) / (kappa * (1 + v / alpha))
_ONE = domain(_SCALE, above(v, 0), at_least(U, alpha * v), between(kappa, 1, 1))
_SEVERAL = domain(_SCALE, above(v, 0), at_least(kappa, 2), at_least(U, alpha * v))
_BELOW_FLOOR = Hypothesis(1 + 2 * U, "<", (kappa + 1) + (kappa + 2) * v, alpha / (kappa * (1 + v / alpha)))

THEOREM_D = Claim(
    name="tight.D",
    title="GBA on every instance",
    statement=(
        r"\Gamma(\mathrm{GBA}) \le \max\bigl(B, \tfrac23 B + r_L\bigr),\quad B = \max(2\alpha^2, V),\ "
        r"V = \frac{\alpha^2(4\alpha-3)}{(2\alpha-1)(\alpha-1)},\ \alpha \ge \tfrac32"
    ),
    source=f"{TIGHTER}, Theorem D",
    domain=domain(_SCALE, above(v, 0), at_least(kappa, 1, integer=True), at_least(Q, 0)),
    formula=ratio_formula(gba),
    assumes=(Ge(Q, double_constant(alpha)), Ge(Q, single_constant(alpha))),
    auxiliary=(at_least(U, alpha * v), *RANGES),
    premises=("tight.units", "tight.growth", "tight.4", "tight.6"),
    in_words=("tight.units", "tight.growth", "tight.4"),
    argument=(
        "By tight.units gamma_q/a_q <= g_j/(u (1+u)) = alpha (1+2U)/(kappa (1+u)), u = v/alpha (`share`). At "
        "the top, U = v and kappa = 1: `top`. Below it U >= alpha v. With kappa = 1 the floor gives 1+2U-v < "
        "2 (1+v), hence v (2 alpha - 3) < 1 (`one-short`) and a ratio below alpha (2+3v)/(1+u) (`one`), "
        "which "
        "is at most V (`one-bound`). With kappa >= 2: `several` and `several-bound`. So gamma_q <= B a_q in "
        "every phase with Q = B; tight.growth and tight.4 bound the parts, `sum` adds them, and `ratio` is "
        "tight.6 for r = r_L."
    ),
    cases=(Case("kappa = 1", between(kappa, 1, 1)), Case("kappa >= 2", at_least(kappa, 2))),
    steps=(
        Identity(
            name="share",
            lhs=((1 + 2 * U) * v / kappa) / (v / alpha * (1 + v / alpha)),
            rhs=_RATIO,
            domain=domain(_SCALE, above(v, 0), at_least(kappa, 1), at_least(U, 0)),
        ),
        Inequality(
            name="top",
            statement="the top phase, U = v and kappa = 1",
            lhs=_RATIO.subs({U: v, kappa: 1}),
            relation="<=",
            rhs=double_constant(alpha),
            domain=domain(_SCALE, above(v, 0)),
        ),
        Consequence(
            name="one-short",
            lhs=v * (2 * alpha - 3),
            relation="<",
            rhs=1,
            hypotheses=(
                Hypothesis((kappa + 1) * (1 + v), ">", 1 + 2 * U - v, Integer(1)),
                Hypothesis(U, ">=", alpha * v, Integer(2)),
            ),
            domain=_ONE,
            case="kappa = 1",
        ),
        Consequence(
            name="one",
            lhs=_RATIO,
            relation="<",
            rhs=alpha * (2 + 3 * v) / (1 + v / alpha),
            hypotheses=(_BELOW_FLOOR,),
            domain=_ONE,
            case="kappa = 1",
        ),
        Consequence(
            name="one-bound",
            lhs=alpha * (2 + 3 * v) / (1 + v / alpha),
            relation="<=",
            rhs=single_constant(alpha),
            hypotheses=(
                Hypothesis(
                    v * (2 * alpha - 3),
                    "<",
                    Integer(1),
                    alpha * (3 * alpha - 2) / ((2 * alpha - 1) * (alpha - 1) * (1 + v / alpha)),
                ),
            ),
            domain=domain(_SCALE, above(v, 0)),
        ),
        Consequence(
            name="several",
            lhs=_RATIO,
            relation="<",
            rhs=alpha * ((kappa + 1) + (kappa + 2) * v) / (kappa * (1 + v / alpha)),
            hypotheses=(_BELOW_FLOOR,),
            domain=_SEVERAL,
            case="kappa >= 2",
        ),
        Inequality(
            name="several-bound",
            lhs=alpha * ((kappa + 1) + (kappa + 2) * v) / (kappa * (1 + v / alpha)),
            relation="<=",
            rhs=double_constant(alpha),
            domain=domain(_SCALE, above(v, 0), at_least(kappa, 2)),
            case="kappa >= 2",
        ),
        *ratio_steps(gba),
    ),
)

BEST_D = (5 + sqrt(5)) / 4
BEST_D_VALUE = (21 + 11 * sqrt(5)) / 6

_FALLING = domain(between(alpha, THREE_HALVES, BEST_D))
_RISING = domain(at_least(alpha, BEST_D))

BEST_GBA = Claim(
    name="tight.D.best",
    title="GBA on every instance: the best scaling factor of Theorem D",
    statement=(
        r"\Gamma(\mathrm{GBA}) \le \frac{21+11\sqrt5}{6} < 7.5995 \text{ at } \alpha = \frac{5+\sqrt5}{4}"
    ),
    source=f"{TIGHTER}, Theorem D",
    domain=domain(_SCALE),
    premises=("tight.D",),
    in_words=("tight.D",),
    argument=(
        "V - 2 alpha^2 has the sign of -(4 alpha^2 - 10 alpha + 5) (`crossing`), which is 0 at (5+sqrt5)/4 "
        "(`equal`). There 2B/3 + r_L is the larger bound (`larger`) and has the stated `value`. Below and "
        "above, Theorem D gives no less: `left` with V, `right` with 2 alpha^2."
    ),
    cases=(
        Case("left", between(alpha, THREE_HALVES, BEST_D)),
        Case("right", at_least(alpha, BEST_D)),
    ),
    steps=(
        Identity(
            name="crossing",
            lhs=single_constant(alpha) - double_constant(alpha),
            rhs=-(alpha**2) * (4 * alpha**2 - 10 * alpha + 5) / ((2 * alpha - 1) * (alpha - 1)),
            domain=domain(_SCALE),
        ),
        EqualNumbers(name="equal", left=single_constant(BEST_D), right=double_constant(BEST_D)),
        Inequality(
            name="larger",
            lhs=combined(double_constant(BEST_D), BEST_D)[1],
            relation=">",
            rhs=double_constant(BEST_D),
        ),
        EqualNumbers(name="value", left=combined(double_constant(BEST_D), BEST_D)[1], right=BEST_D_VALUE),
        MinimalPolynomial(name="minimal-polynomial", number=BEST_D_VALUE, polynomial="9*v**2 - 63*v - 41"),
        PrintedConstant(name="printed", number=BEST_D_VALUE, printed="7.5995"),
        Inequality(
            name="left",
            lhs=combined(single_constant(alpha), alpha)[1],
            relation=">=",
            rhs=BEST_D_VALUE,
            domain=_FALLING,
            case="left",
        ),
        Inequality(
            name="right",
            lhs=combined(double_constant(alpha), alpha)[1],
            relation=">=",
            rhs=BEST_D_VALUE,
            domain=_RISING,
            case="right",
        ),
    ),
)

CLAIMS = (THEOREM_D, BEST_GBA)
