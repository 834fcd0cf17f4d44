"""How densely a pipeline packs: upper bounds on the spacing gamma = tau/k of its starts."""

from __future__ import annotations

from sympy import Expr, Rational

from proofs.claim import Claim
from proofs.exact.domain import at_least, between, domain, real
from proofs.method.inequalities import Consequence, Hypothesis, Inequality
from proofs.symbols import M, b, g, h, k, m, s, tau, u
from proofs.tighter.lower_bounds import TIGHTER, area_of

HALF = Rational(1, 2)
S_VALUE = s + HALF


def peak(width: Expr, divisor: Expr) -> Expr:
    """Peak memory of a pipeline of the given width: ``s w + (tau w + tau + w - gcd)/2``."""
    return s * width + (tau * width + tau + width - divisor) / 2


_PIPE = domain(at_least(s, 0), at_least(tau, 1), at_least(k, 1), at_least(g, 1))
_WITH_M = domain(*_PIPE.ranges, real(M))
_FULL = Hypothesis(M, "<", peak(k + 1, g), tau / k)
_EARLIER = domain(at_least(s, 0), at_least(tau, 1), at_least(m, 1), at_least(k, m), at_least(u, 0))

WIDTHS = Claim(
    name="tight.widths",
    title="longer slices allow no wider pipelines",
    statement=(
        r"\mathrm{Peak}(k,\tau+1,s) \ge \mathrm{Peak}(k,\tau,s)+1, \quad k_p \text{ nonincreasing in } p"
    ),
    source=f"{TIGHTER}, conventions",
    domain=domain(at_least(s, 0), at_least(k, 1), at_least(tau, 1)),
    auxiliary=(at_least(g, 1), between(b, 1, k)),
    premises=("L3.3", "model.parallelism"),
    in_words=("L3.3", "model.parallelism"),
    argument=(
        "g = gcd(k, tau) >= 1 and b = gcd(k, tau + 1) <= k. The peak grows with tau, so a width that fits a "
        "longer slice fits a shorter one. Hence the smallest k over phases 0..P is k_P."
    ),
    steps=(
        Inequality(
            name="increment",
            lhs=peak(k, b).subs(tau, tau + 1) - peak(k, g),
            relation=">=",
            rhs=1,
            domain=domain(at_least(s, 0), at_least(tau, 1), at_least(k, 1), at_least(g, 1), between(b, 1, k)),
        ),
    ),
)

SPACING_SQUARE = Claim(
    name="tight.2a",
    title="spacing, linear and quadratic part apart",
    statement=(
        r"\gamma M < \bigl(1+\tfrac1k\bigr) S\tau + \bigl(1+\tfrac2k\bigr)\tfrac{\tau^2}{2}"
        r" \le \bigl(1+\tfrac1{k_{\min}}\bigr) S h + \bigl(1+\tfrac2{k_{\min}}\bigr)\tfrac{h^2}{2},"
        r" \quad S = s + \tfrac12"
    ),
    source=f"{TIGHTER}, (2a)",
    domain=_EARLIER,
    auxiliary=(at_least(g, 1),),
    premises=("L3.3", "model.parallelism", "model.ladder", "tight.widths"),
    in_words=("L3.3", "model.ladder", "tight.widths"),
    argument=(
        "k is the widest pipeline that fits, so one of k + 1 does not: M < Peak(k + 1) with g its gcd >= 1. "
        "`spacing` multiplies that by tau/k. `uniform` replaces k by a lower bound m = k_min and the slice "
        "tau by h = tau + u, the slice before flooring."
    ),
    steps=(
        Consequence(
            name="spacing",
            lhs=tau * M / k,
            relation="<",
            rhs=(1 + 1 / k) * S_VALUE * tau + (1 + 2 / k) * tau**2 / 2,
            hypotheses=(_FULL,),
            domain=_WITH_M,
        ),
        Inequality(
            name="uniform",
            lhs=(1 + 1 / k) * S_VALUE * tau + (1 + 2 / k) * tau**2 / 2,
            relation="<=",
            rhs=(1 + 1 / m) * S_VALUE * (tau + u) + (1 + 2 / m) * (tau + u) ** 2 / 2,
            domain=_EARLIER,
        ),
    ),
)

SPACING_AREA = Claim(
    name="tight.2b",
    title="spacing against the area of one slice",
    statement=(
        r"\gamma < \bigl(1+\tfrac2k\bigr)\frac{A(\tau)}{M} \le c\,\frac{A(h)}{M}, \quad c = "
        r"1+\tfrac2{k_{\min}}"
    ),
    source=f"{TIGHTER}, (2b)",
    domain=_EARLIER,
    auxiliary=(at_least(g, 1),),
    premises=("L3.3", "model.parallelism", "model.ladder", "tight.widths"),
    in_words=("L3.3", "model.ladder", "tight.widths"),
    argument="As for tight.2a; `spacing` multiplies M < Peak(k + 1) by tau/k.",
    steps=(
        Consequence(
            name="spacing",
            lhs=tau * M / k,
            relation="<",
            rhs=(1 + 2 / k) * area_of(tau),
            hypotheses=(_FULL,),
            domain=_WITH_M,
        ),
        Inequality(
            name="uniform",
            lhs=(1 + 2 / k) * area_of(tau),
            relation="<=",
            rhs=(1 + 2 / m) * area_of(tau + u),
            domain=_EARLIER,
        ),
    ),
)

PARALLELISM = Claim(
    name="tight.parallelism",
    title="a lower bound on the width of a pipeline",
    statement=(
        r"k^*(\tau,s) \ge \Bigl\lfloor \frac{2M-\tau+1}{2s+\tau+1} \Bigr\rfloor \ge "
        r"\Bigl\lfloor \frac{2M-h+1}{2s+h+1} \Bigr\rfloor \quad (\tau \le h)"
    ),
    source=f"{TIGHTER}, section 6",
    domain=domain(at_least(s, 0), at_least(tau, 1), at_least(k, 1), at_least(h, tau), at_least(M, h)),
    auxiliary=(at_least(g, 1),),
    premises=("L3.3", "model.parallelism"),
    in_words=("L3.3", "model.parallelism"),
    argument=(
        "An integer k of at most the quotient satisfies k (2 s + tau + 1) <= 2 M - tau + 1, and `fits` gives "
        "Peak(k) <= M as the gcd is at least 1; k* is the largest such k. `slices` is the monotonicity in "
        "tau."
    ),
    steps=(
        Consequence(
            name="fits",
            lhs=peak(k, g),
            relation="<=",
            rhs=M,
            hypotheses=(Hypothesis(k * (2 * s + tau + 1), "<=", 2 * M - tau + 1, HALF),),
            domain=_WITH_M,
        ),
        Inequality(
            name="slices",
            statement="(2 M - tau + 1)/(2 s + tau + 1) falls as tau grows",
            lhs=(2 * M - tau + 1) * (2 * s + h + 1),
            relation=">=",
            rhs=(2 * M - h + 1) * (2 * s + tau + 1),
            domain=domain(at_least(s, 0), at_least(tau, 1), at_least(h, tau), at_least(M, h)),
        ),
    ),
)

CLAIMS = (WIDTHS, SPACING_SQUARE, SPACING_AREA, PARALLELISM)
