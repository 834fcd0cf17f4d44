"""What the phases of a box leave to each other: the recursion of Theorem C, and its deep end."""

from __future__ import annotations

from sympy import Integer

from proofs.claim import Claim
from proofs.coverage import Case
from proofs.exact.domain import above, at_least, between, domain, real
from proofs.method.identities import Identity
from proofs.method.inequalities import Consequence, Hypothesis, Inequality
from proofs.symbols import D, R, U, alpha, e, k, kappa, t, u, v, w, x, xi, y, z
from proofs.tighter.lower_bounds import TIGHTER

E0 = (alpha - 1) / alpha**2
E1 = (alpha**2 - 1) / alpha**4
_ALPHA = above(alpha, 1)
_NEXT = domain(_ALPHA, above(U, 0), above(v, 0), at_least(kappa, 1), at_least(k, kappa))

RECURSION = Claim(
    name="tight.C.recursion",
    title="what the phases below leave to a phase, over a whole box",
    statement=(
        r"\xi_j = \kappa_j\Bigl[\frac{R E(v_j)}{1+2U} + \frac{1-1/\xi_{j+1}}{\alpha\kappa_{j+1}}\Bigr] - 1"
    ),
    source=f"{TIGHTER}, section 6, (*)",
    domain=domain(_ALPHA, above(v, 0), at_least(kappa, 1)),
    auxiliary=(
        at_least(k, kappa),
        above(w, 0),
        at_least(t, w),
        above(U, 0),
        at_least(x, 0),
        above(y, 0),
        at_least(u, x),
        at_least(z, 0),
    ),
    premises=("tight.C.weights", "tight.units"),
    in_words=("tight.C.weights", "tight.units"),
    argument=(
        "`solved` is the condition of tight.C.weights solved for xi_j. Over a box the bracket is bounded "
        "from below: "
        "E(v_j)/(1 + 2U) with v_j = U alpha^-j, U = u, is a mean of its values at the ends (`between`, "
        "`share`), on an unbounded box of that at its start and the limit (`beyond`); the second part with "
        "the smallest kappa_{j+1} if xi_{j+1} <= 1 (`below-one`), the largest (or 0) if not (`above-one`); "
        "it does not fall in xi_{j+1} (`more-below`). A positive bracket may be multiplied by the smallest "
        "kappa_j (`outer`). Any smaller xi_j > 0 satisfies the condition too, so values may be rounded down "
        "and are the same for the whole box."
    ),
    cases=(
        Case("bounded box", between(u, x, x + y)),
        Case("unbounded box", at_least(u, x)),
        Case("xi <= 1", between(w, 0, 1, lower_open=True)),
        Case("xi >= 1", at_least(w, 1)),
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
            statement="the value at u in terms of those at x and x + y",
            lhs=(D + e * u) / (1 + 2 * u),
            rhs=(x + y - u) * (1 + 2 * x) / (y * (1 + 2 * u)) * (D + e * x) / (1 + 2 * x)
            + (u - x) * (1 + 2 * (x + y)) / (y * (1 + 2 * u)) * (D + e * (x + y)) / (1 + 2 * (x + y)),
            domain=domain(above(y, 0), at_least(x, 0), between(u, x, x + y)),
            case="bounded box",
        ),
        Identity(
            name="share",
            statement="the two shares add up to 1, and are nonnegative for x <= u <= x + y",
            lhs=(x + y - u) * (1 + 2 * x) / (y * (1 + 2 * u))
            + (u - x) * (1 + 2 * (x + y)) / (y * (1 + 2 * u)),
            rhs=Integer(1),
            domain=domain(above(y, 0), at_least(x, 0), between(u, x, x + y)),
            case="bounded box",
        ),
        Identity(
            name="beyond",
            statement="shares (1 + 2x)/(1 + 2U) of the value at x and 2(u - x)/(1 + 2U) of the limit e/2",
            lhs=(D + e * u) / (1 + 2 * u),
            rhs=(1 + 2 * x) / (1 + 2 * u) * (D + e * x) / (1 + 2 * x) + 2 * (u - x) / (1 + 2 * u) * (e / 2),
            domain=domain(at_least(x, 0), at_least(u, x)),
            case="unbounded box",
        ),
        Inequality(
            name="below-one",
            lhs=(1 - 1 / w) / (alpha * k),
            relation=">=",
            rhs=(1 - 1 / w) / (alpha * kappa),
            domain=domain(_ALPHA, at_least(kappa, 1), at_least(k, kappa), between(w, 0, 1, lower_open=True)),
            case="xi <= 1",
        ),
        Inequality(
            name="above-one",
            lhs=(1 - 1 / w) / (alpha * kappa),
            relation=">=",
            rhs=(1 - 1 / w) / (alpha * k),
            domain=domain(_ALPHA, at_least(kappa, 1), at_least(k, kappa), at_least(w, 1)),
            case="xi >= 1",
        ),
        Inequality(
            name="more-below",
            lhs=(1 - 1 / t) / (alpha * kappa),
            relation=">=",
            rhs=(1 - 1 / w) / (alpha * kappa),
            domain=domain(_ALPHA, at_least(kappa, 1), above(w, 0), at_least(t, w)),
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
    in_words=("tight.C.recursion", "tight.C.bottom"),
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

CLAIMS = (RECURSION, DEEP)
