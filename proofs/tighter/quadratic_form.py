"""The quadratic form of the class sizes against X: (5) and Lemma Q."""

from __future__ import annotations

from sympy import Expr, Integer, Rational

from proofs.claim import Claim
from proofs.exact.domain import above, at_least, between, domain, real
from proofs.method.identities import Identity
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Consequence, Hypothesis, Inequality, SumOfSquares
from proofs.method.sums import FiniteSum
from proofs.symbols import N, P, R, S, X, Z, a, alpha, b, c1, c2, d, g, m, n, r, s, t, w, x, y, z
from proofs.tighter.lower_bounds import TIGHTER, area_of

HALF = Rational(1, 2)


def linear_constant(scale: Expr, weight: Expr) -> Expr:
    """R1: what the linear part of the spacing costs at weight t."""
    return scale / (scale - 1) * (scale * (1 + weight) + 1 / weight - 1)


def square_constant(scale: Expr, weight: Expr) -> Expr:
    """R2: what the quadratic part of the spacing costs at weight t; R1 at the square of alpha."""
    return linear_constant(scale**2, weight)


def _area(length: Expr) -> Expr:
    return S * length + length**2 / 2


FORM = Claim(
    name="tight.5",
    title="X as a quadratic form of the class sizes",
    statement=(
        r"X \ge \sum_q a_q \tfrac{N_{\ge q}^2 - N_{>q}^2}{2} = \tfrac12 \sum_q (a_q - a_{q-1}) N_{\ge q}^2,"
        r" \quad a_q = A(h_q/\alpha)/M,\ a_{-1} = 0"
    ),
    source=f"{TIGHTER}, (5)",
    domain=domain(at_least(N, 0), at_least(n, 0), at_least(s, 0), above(alpha, 1)),
    auxiliary=(at_least(y, 0), above(x, y), at_least(m, 0, integer=True)),
    premises=("tight.smith", "model.ladder"),
    in_words=("tight.smith", "model.ladder"),
    argument=(
        "Every job of class q is longer than y_q = h_q/alpha: for q >= 1 that is h_{q-1}; for q = 0, "
        "o >= 1 > beta/alpha. So its area exceeds M a_q (`increasing`), and the order by area is an order "
        "by class: from the end, class q has the weights N + 1/2, ..., N + n - 1/2 in X, whose sum is "
        "`weights`. `classes` is summation by parts, from the last class down: P is the first form, Z the "
        "second, a the a_q of the class about to be added and w that of the one below it."
    ),
    steps=(
        Inequality(
            name="increasing",
            statement="A(o) > A(y) for o > y >= 0",
            lhs=area_of(x),
            relation=">",
            rhs=area_of(y),
            domain=domain(at_least(s, 0), at_least(y, 0), above(x, y)),
        ),
        Identity(name="half", lhs=area_of(y).subs(s, S - HALF), rhs=_area(y)),
        FiniteSum(
            name="weights",
            summand=N + r - HALF,
            index=r,
            first=Integer(1),
            last=m,
            closed_form=((N + m) ** 2 - N**2) / 2,
            domain=domain(at_least(N, 0)),
        ),
        Induction(
            name="classes",
            statement="P = Z + a N^2/2 after every class, and a = 0 below class 0",
            state=(
                Variable(N, 0, N + n),
                Variable(P, 0, P + a * ((N + n) ** 2 - N**2) / 2),
                Variable(Z, 0, Z + (a - w) * (N + n) ** 2 / 2),
                Variable(a, b, w),
            ),
            invariants=(Invariant(P - Z - a * N**2 / 2, "==", kept=(1,)),),
            domain=domain(at_least(n, 0), real(N), real(P), real(Z), real(a), real(b), real(w)),
        ),
    ),
)

_SCALE = (above(alpha, 1), between(t, 0, 1, lower_open=True))
_FACTORS = (at_least(c1, 1), at_least(c2, 1))
_PHASE = domain(*_SCALE, *_FACTORS, at_least(S, HALF), above(y, 0), at_least(R, 0))
_SPACING = c1 * S * (alpha * y) + c2 * (alpha * y) ** 2 / 2  # M ghat_q with h_q = alpha y
_SPACING_BELOW = c1 * S * y + c2 * y**2 / 2
_LINEAR = Hypothesis(R * (1 - 1 / alpha), ">=", c1 * (alpha * (1 + t) + 1 / t - 1), S * y)
_SQUARE = Hypothesis(R * (1 - 1 / alpha**2), ">=", c2 * (alpha**2 * (1 + t) + 1 / t - 1), y**2 / 2)

LEMMA_Q = Claim(
    name="tight.Q",
    title="the quadratic form of GSA against X",
    statement=(
        r"\gamma_q M \le c_1 S h_q + c_2 \tfrac{h_q^2}{2},\ R \ge c_1 R_1,\ R \ge c_2 R_2 \implies "
        r"\sum_q \gamma_q W_q \le R X; \quad R_1 = \tfrac{\alpha}{\alpha-1}(\alpha(1+t)+\tfrac1t-1),\ "
        r"R_2 = \tfrac{\alpha^2}{\alpha^2-1}(\alpha^2(1+t)+\tfrac1t-1)"
    ),
    source=f"{TIGHTER}, Lemma Q",
    domain=_PHASE,
    auxiliary=(
        at_least(n, 0),
        at_least(x, 0),
        at_least(N, 0),
        at_least(g, 0),
        at_least(z, 0),
        at_least(b, 0),
    ),
    premises=("tight.3.gsa", "tight.5"),
    in_words=("tight.3.gsa", "tight.5"),
    argument=(
        "gamma_q W_q <= ghat_q F_q as 0 <= W_q <= F_q, ghat_q the upper bound on gamma_q. `linear` and "
        "`square` turn the conditions on R into the two hypotheses of `phase` and `phase-0`, which say "
        "(1+t) ghat_q + (1/t-1) ghat_{q-1} <= R (a_q - a_{q-1}), times M, with ghat_{-1} = a_{-1} = 0. "
        "`phases` goes from the last class down: P is the sum of ghat F so far, Z that of "
        "(a_q - a_{q-1}) N_{>=q}^2/2, which tight.5 bounds by X, g the ghat of the next class, x that of "
        "the one below, d its a_q - a_{q-1}. Its remainder is ghat (t N_{>=q} - N_{>q})^2/(2 t), the "
        "inequality of the means `means`. It ends at P <= R Z - (1/t-1) x N^2/2 <= R Z <= R X."
    ),
    steps=(
        Identity(
            name="linear",
            lhs=linear_constant(alpha, t) * (1 - 1 / alpha),
            rhs=alpha * (1 + t) + 1 / t - 1,
            domain=domain(*_SCALE),
        ),
        Identity(
            name="square",
            lhs=square_constant(alpha, t) * (1 - 1 / alpha**2),
            rhs=alpha**2 * (1 + t) + 1 / t - 1,
            domain=domain(*_SCALE),
        ),
        Consequence(
            name="phase",
            lhs=R * (_area(y) - _area(y / alpha)),
            relation=">=",
            rhs=(1 + t) * _SPACING + (1 / t - 1) * _SPACING_BELOW,
            hypotheses=(_LINEAR, _SQUARE),
            domain=_PHASE,
        ),
        Consequence(
            name="phase-0",
            lhs=R * _area(y),
            relation=">=",
            rhs=(1 + t) * _SPACING,
            hypotheses=(_LINEAR, _SQUARE),
            domain=_PHASE,
        ),
        SumOfSquares(
            name="means",
            expr=t * x**2 - 2 * x * y + y**2 / t,
            squares=((1 / t, t * x - y),),
            domain=domain(between(t, 0, 1, lower_open=True), real(x), real(y)),
        ),
        Induction(
            name="phases",
            statement="P + (1/t-1) g N^2/2 <= R Z; the counts N and the spacings g are >= 0",
            state=(
                Variable(N, 0, N + n),
                Variable(P, 0, P + g * ((N + n) ** 2 - n**2 / 2)),
                Variable(Z, 0, Z + d * (N + n) ** 2 / 2),
                Variable(g, b, x),
            ),
            invariants=(
                Invariant(
                    R * Z - P - (1 / t - 1) * g * N**2 / 2,
                    ">=",
                    kept=(1,),
                    given=(Hypothesis(R * d, ">=", (1 + t) * g + (1 / t - 1) * x, (N + n) ** 2 / 2),),
                    squares=((g / (2 * t), t * (N + n) - N),),
                ),
                Invariant(N, ">=", kept=(0, 1)),
                Invariant(g, ">="),
            ),
            domain=domain(
                between(t, 0, 1, lower_open=True),
                at_least(R, 0),
                at_least(n, 0),
                at_least(x, 0),
                at_least(N, 0),
                at_least(g, 0),
                at_least(b, 0),
                real(d),
                real(P),
                real(Z),
            ),
        ),
        Consequence(
            name="end",
            statement="P + z <= R Z with z = (1/t-1) x N^2/2 >= 0, and Z <= X: P <= R X",
            lhs=P,
            relation="<=",
            rhs=R * X,
            hypotheses=(
                Hypothesis(P + z, "<=", R * Z, Integer(1)),
                Hypothesis(Z, "<=", X, R),
            ),
            domain=domain(at_least(R, 0), at_least(z, 0), real(P), real(Z), real(X)),
        ),
    ),
)

AREA_GROWTH = Claim(
    name="tight.growth",
    title="GBA's quadratic form against X",
    statement=(
        r"\gamma_q \le c\,A(h_q)/M \implies \gamma_q \le c\,\alpha^2 a_q; \quad "
        r"\gamma_q \le B a_q \text{ for all } q \implies \sum_q \gamma_q G_q \le B X"
    ),
    source=f"{TIGHTER}, Theorem A",
    domain=domain(above(alpha, 1), at_least(S, HALF), at_least(y, 0), at_least(N, 0), at_least(n, 0)),
    premises=("tight.3.gba", "tight.5"),
    in_words=("tight.3.gba", "tight.5"),
    argument=(
        "`growth` is A(alpha y) <= alpha^2 A(y), to be multiplied by c/M. By tight.3.gba the form is at most "
        "sum gamma_q (n N + n^2/2) <= B sum a_q (N_{>=q}^2 - N_{>q}^2)/2 (`count`), and tight.5 bounds the "
        "sum by X."
    ),
    steps=(
        Inequality(
            name="growth",
            lhs=_area(alpha * y),
            relation="<=",
            rhs=alpha**2 * _area(y),
            domain=domain(above(alpha, 1), at_least(S, HALF), at_least(y, 0)),
        ),
        Identity(name="count", lhs=n * N + n**2 / 2, rhs=((N + n) ** 2 - N**2) / 2),
    ),
)

CLAIMS = (FORM, LEMMA_Q, AREA_GROWTH)
