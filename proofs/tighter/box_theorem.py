"""Theorem C: GSA on every instance, by saved box certificates."""

from __future__ import annotations

from fractions import Fraction

from sympy import Expr, Le, Rational, latex, sqrt

from proofs.citing import cite_claim, follows
from proofs.claim import Claim
from proofs.exact.domain import above, at_least, between, domain, real
from proofs.method.identities import Identity
from proofs.method.inequalities import Consequence, Hypothesis, Inequality
from proofs.method.numbers import EqualNumbers
from proofs.symbols import R, U, X, Y, alpha, delta, gsa, kappa, opt, v
from proofs.tighter.box_lemma import LAST
from proofs.tighter.box_recursion import E0, E1
from proofs.tighter.boxes import TARGETS, Target
from proofs.tighter.certificates.by_hand import FIRST, ByHand
from proofs.tighter.certificates.document import Real
from proofs.tighter.certificates.step import BoxCertificate
from proofs.tighter.lower_bounds import TIGHTER


def scale_of(target: Target) -> Expr:
    """alpha of a target as a sympy number."""
    a, b = (Rational(part.numerator, part.denominator) for part in (target.a, target.b))
    return a + b * sqrt(target.d)


_LEMMAS = (
    "tight.C.weights",
    "tight.C.bottom",
    "tight.C.recursion",
    "tight.C.deep",
    "tight.C.small",
)
_HAND = "tight.C.9/4.hand"


def certified_claim(target: Target) -> Claim:
    """Return the claim of Theorem C at one scaling factor."""
    bound = Rational(target.bound.numerator, target.bound.denominator)
    by_hand = target.start != Fraction(1, 2)
    hand = (_HAND,) if by_hand else ()
    rest = f", for U in [1/2, {target.start}] by {_HAND}" if by_hand else ""
    return Claim(
        name=f"tight.C.{target.label}",
        title=f"GSA on every instance at alpha = {target.label}",
        statement=(
            rf"\Gamma(\mathrm{{GSA}}) \le {float(target.bound):g} \text{{ at }} "
            rf"\alpha = {latex(scale_of(target))}"
        ),
        source=f"{TIGHTER}, Theorem C",
        formula=Le(gsa, bound * opt),
        auxiliary=(at_least(opt, 0), at_least(X, 0), at_least(Y, 0)),
        premises=(*_LEMMAS, LAST.name, *hand),
        in_words=(*_LEMMAS, *hand),
        argument=(
            "`certificate` has the checker find weights as tight.C.weights wants them: for U < 1/2 by "
            "tight.C.small, in each box by tight.C.recursion above the depth and tight.C.deep below it"
            f"{rest}. The checker also compares R with 3 alpha^2, 2 alpha (tight.C.bottom) and 3 r_L "
            "(tight.C.ratio), which then gives the `ratio`."
        ),
        steps=(
            BoxCertificate(
                name="certificate",
                alpha=target.alpha,
                bound=target.bound,
                start=target.start,
                document=target.path,
                rest=_BEFORE if by_hand else None,
            ),
            follows(
                "ratio",
                Le(gsa, bound * opt),
                cite_claim(LAST, {alpha: scale_of(target), R: bound}),
                domain=domain(at_least(opt, 0), real(gsa)),
            ),
        ),
    )


# alpha = 9/4, R = 153/10, U = 1/2 + delta: every share R E(v)/(1 + 2U) is (17/9 + SLOPE v)/(1 + delta)
_BEFORE = ByHand(_HAND, Real(Fraction(9, 4), Fraction(0), 2), Fraction(153, 10), until=Fraction(27, 50))
_SCALE, _BOUND = (Rational(part.numerator, part.denominator) for part in (_BEFORE.alpha.a, _BEFORE.bound))
_KEPT = Rational(2, 3)
_LEVEL = Rational(17, 9)
_SLOPE = _BOUND * E1.subs(alpha, _SCALE) / 2
_NEAR = domain(between(delta, 0, _BEFORE.until - FIRST))
_LOSS = (1 - 1 / _KEPT) / _SCALE  # (1 - 1/xi)/alpha at xi = 2/3
_FIRST = _LEVEL / (1 + delta) + _LOSS / 2 - 1

HAND = Claim(
    name=_HAND,
    title="GSA at alpha = 9/4 and R = 153/10, U between 0.5 and 0.54",
    statement=(
        r"U = \tfrac12 + \delta,\ 0 \le \delta \le \tfrac1{25} \implies \xi_j \ge \tfrac23 \text{ for all "
        r"} j"
    ),
    source=f"{TIGHTER}, Theorem C, alpha = 9/4",
    domain=_NEAR,
    auxiliary=(above(v, 0), at_least(kappa, 2)),
    premises=("tight.C.weights", "tight.C.bottom", "tight.C.recursion"),
    in_words=("tight.C.weights", "tight.C.bottom", "tight.C.recursion"),
    argument=(
        "tight.C.recursion from the bottom up, the last class by tight.C.bottom. kappa_j >= 2 is the same "
        "as 3 v_j <= 2 delta (`threshold`). Such "
        "phases keep 2/3 (`double`). Above them kappa = 1: the first, v > 2 delta/3, has kappa_{j+1} >= 2 "
        "(`first`); the second, v > 3 delta/2, what the first leaves it (`second`); all later ones, v > 27 "
        "delta/8, at least 2/3 from 2/3 (`level`, `later`). For delta = 0 there are only phases with kappa "
        "= 1, "
        "and `later` is all."
    ),
    steps=(
        EqualNumbers(name="level-value", left=_BOUND * E0.subs(alpha, _SCALE) / 2, right=_LEVEL),
        Identity(
            name="share",
            lhs=_BOUND * (E0 + E1 * v).subs(alpha, _SCALE) / (1 + 2 * U).subs(U, Rational(1, 2) + delta),
            rhs=(_LEVEL + _SLOPE * v) / (1 + delta),
            domain=domain(*_NEAR.ranges, above(v, 0)),
        ),
        Consequence(
            name="threshold",
            statement="3 v <= 2 delta gives (1 + 2U - v)/(1 + v) >= 2",
            lhs=(1 + 2 * (Rational(1, 2) + delta) - v) / (1 + v),
            relation=">=",
            rhs=2,
            hypotheses=(Hypothesis(3 * v, "<=", 2 * delta, 1 / (1 + v)),),
            domain=domain(*_NEAR.ranges, above(v, 0)),
        ),
        Inequality(
            name="double",
            lhs=kappa * _LEVEL / (1 + delta) + _LOSS - 1,
            relation=">=",
            rhs=_KEPT,
            domain=domain(*_NEAR.ranges, at_least(kappa, 2)),
        ),
        Inequality(name="first", lhs=_FIRST, relation=">=", rhs=_KEPT, domain=_NEAR),
        Identity(name="next-slices", lhs=delta * _KEPT * _SCALE, rhs=Rational(3, 2) * delta),
        Identity(name="later-slices", lhs=delta * _KEPT * _SCALE**2, rhs=Rational(27, 8) * delta),
        Inequality(
            name="second",
            lhs=(_LEVEL + _SLOPE * Rational(3, 2) * delta) / (1 + delta) + (1 - 1 / _FIRST) / _SCALE - 1,
            relation=">=",
            rhs=_KEPT,
            domain=_NEAR,
        ),
        Inequality(
            name="level",
            lhs=(_LEVEL + _SLOPE * Rational(27, 8) * delta) / (1 + delta),
            relation=">=",
            rhs=_LEVEL,
            domain=_NEAR,
        ),
        Inequality(name="later", lhs=_LEVEL + _LOSS - 1, relation=">=", rhs=_KEPT),
    ),
)

CERTIFIED = tuple(certified_claim(target) for target in TARGETS)
CLAIMS = (HAND, *CERTIFIED)
