"""How close the bounds are to the truth: explicit instances, and the geometric family in closed form."""

from __future__ import annotations

from fractions import Fraction

from sympy import Expr, Integer, Rational, latex

from proofs.claim import Claim
from proofs.exact.domain import above, at_least, domain
from proofs.exact.stationary import minimise
from proofs.method.identities import Identity
from proofs.method.inequalities import Inequality
from proofs.method.minimum import GlobalMinimum
from proofs.method.numbers import Enclosure, PrintedConstant
from proofs.method.sums import FiniteSum
from proofs.symbols import L, j, m, n, p, q, x
from proofs.tighter.box_theorem import scale_of
from proofs.tighter.boxes import TARGETS, Target
from proofs.tighter.lower_bounds import TIGHTER
from proofs.tighter.quadratic_form import linear_constant, square_constant
from proofs.tighter.witnesses import Witness, slices

HALF = Rational(1, 2)
_X = above(x, 1)


def symbol_limit(root: Expr) -> Expr:
    """r(b) = b + 2 b^(3/2)/(b - 1) in terms of the square root of b."""
    return root**2 + 2 * root**3 / (root**2 - 1)


# classes q = 0..L-1, areas b^q, N_{>=q} = b^(-q/2), b = x^2; the area of tau is b times that of o
_INNER = x**2 * (HALF + 1 / x - 1 / (2 * x**2))
_ABOVE = 2 * (L - 1) * _INNER + x**2
_BELOW = 1 + (L - 1) * (1 - 1 / x**2)
_LEAST = minimise(symbol_limit(x), x, 1)
_NEAR = _LEAST.argmin_root.within(Fraction(1, 10**9))

LIMIT = Claim(
    name="tight.low.family",
    title="the geometric family and its limit r(b)",
    statement=(
        r"\frac{2(L-1)\,b\,(\frac12 + b^{-1/2} - \frac1{2b}) + b}{1+(L-1)(1-\frac1b)} \to "
        r"r(b) = b + \frac{2b^{3/2}}{b-1} \quad (L \to \infty)"
    ),
    source=f"{TIGHTER}, section 9.1",
    domain=domain(_X, at_least(L, 1)),
    auxiliary=(at_least(q, 0), at_least(p, 1), at_least(m, 0, integer=True)),
    argument=(
        "L classes, areas A(o_q) growing by the factor b = x^2 and N_{>=q} = x^-q. `inner` is what GSA pays "
        "for a class q < L - 1, A(tau_q) (N_{>=q}^2 - n_q^2/2) with A(tau_q) = b A(o_q); the last class "
        "costs b/2. `optimum` is what a schedule by exact lengths pays for one, (A(o_q) - A(o_{q-1})) "
        "N_{>=q}^2/2, and 1/2 for the first. Their sums are `above` and `below`, both halved; "
        "`gap` shows that the quotient falls short of r(b) by a constant over 1 + (L-1)(1-1/b), which goes "
        "to 0. The limits n/M, M and o to infinity that lead to these areas are not part of this claim; "
        "`tight.low.2.large` is a finite instance."
    ),
    steps=(
        Identity(
            name="inner",
            lhs=x**2 * x ** (2 * q) * ((x**-q) ** 2 - (x**-q - x ** (-q - 1)) ** 2 / 2),
            rhs=_INNER,
            domain=domain(_X, at_least(q, 0)),
        ),
        Identity(
            name="optimum",
            lhs=(x ** (2 * p) - x ** (2 * (p - 1))) * (x**-p) ** 2 / 2,
            rhs=(1 - 1 / x**2) / 2,
            domain=domain(_X, at_least(p, 1)),
        ),
        FiniteSum(
            name="above",
            summand=_INNER,
            index=q,
            first=Integer(1),
            last=m,
            closed_form=m * _INNER,
            domain=domain(_X),
        ),
        FiniteSum(
            name="below",
            summand=(1 - 1 / x**2) / 2,
            index=q,
            first=Integer(1),
            last=m,
            closed_form=m * (1 - 1 / x**2) / 2,
            domain=domain(_X),
        ),
        Identity(
            name="gap",
            lhs=symbol_limit(x) - _ABOVE / _BELOW,
            rhs=(symbol_limit(x) - x**2) / _BELOW,
            domain=domain(_X, at_least(L, 1)),
        ),
        Identity(
            name="linear-constant",
            statement="r(alpha) is R1(alpha, t) at t = 1/sqrt(alpha), alpha = x^2",
            lhs=linear_constant(x**2, 1 / x),
            rhs=symbol_limit(x),
            domain=domain(_X),
        ),
        Identity(
            name="square-constant",
            statement="r(alpha^2) is R2(alpha, t) at t = 1/alpha: the bound of tight.B.large is attained",
            lhs=square_constant(x, 1 / x),
            rhs=symbol_limit(x),
            domain=domain(_X),
        ),
    ),
)

LEAST = Claim(
    name="tight.low.least",
    title="where r is smallest",
    statement=r"r(b) \ge 7.6319\ldots, \text{ with equality at } b = 2.12790\ldots",
    source=f"{TIGHTER}, section 9.1",
    auxiliary=(above(x, 1),),
    premises=("tight.low.family",),
    in_words=("tight.low.family",),
    argument=(
        "`derivative` to `value` are the minimum over x = sqrt(b) > 1; twice the value bounds every R of "
        "tight.C.small from below."
    ),
    steps=(
        *GlobalMinimum(
            name="minimum",
            expr=symbol_limit(x),
            variable=x,
            lower=1,
            argmin=_LEAST.argmin,
            value=_LEAST.value,
        ).parts(),
        PrintedConstant(name="printed", number=_LEAST.value, printed="7.6320"),
        Enclosure(
            name="place",
            number=_LEAST.argmin,
            lower=_NEAR.lower,
            upper=_NEAR.upper,
            width=Fraction(1, 10**9),
        ),
        Inequality(
            name="square-low",
            lhs=Rational(_NEAR.lower.numerator, _NEAR.lower.denominator) ** 2,
            relation=">",
            rhs=Rational("2.12789"),
        ),
        Inequality(
            name="square-high",
            lhs=Rational(_NEAR.upper.numerator, _NEAR.upper.denominator) ** 2,
            relation="<",
            rhs=Rational("2.12791"),
        ),
    ),
)

SHARP = Claim(
    name="tight.low.L3",
    title="the mean-busy-time bound is attained",
    statement=(
        r"o_i = 1,\ M = s+1 \implies X + \sum_i(\tfrac{o_i}3+\tfrac16) = \mathrm{Opt} = \tfrac{n(n+1)}2"
    ),
    source=f"{TIGHTER}, L3",
    domain=domain(at_least(n, 0)),
    auxiliary=(at_least(m, 0, integer=True),),
    premises=("tight.L3",),
    in_words=("tight.L3",),
    argument=(
        "Every area is s + 1 = M, so X is the sum of n - j + 1/2 (`mean-busy`, with n - j for j). One job "
        "fits at a time, so the completions are 1, ..., n (`flow`). `equal` adds up."
    ),
    steps=(
        FiniteSum(
            name="mean-busy",
            summand=j - HALF,
            index=j,
            first=Integer(1),
            last=m,
            closed_form=m**2 / 2,
        ),
        FiniteSum(name="flow", summand=j, index=j, first=Integer(1), last=m, closed_form=m * (m + 1) / 2),
        Identity(name="equal", lhs=n**2 / 2 + n * (Rational(1, 3) + Rational(1, 6)), rhs=n * (n + 1) / 2),
    ),
)


def _top_classes(target: Target, budget: int, prompt: int, shares: str) -> tuple[tuple[int, int], ...]:
    """Jobs just above a slice in the top classes; ``shares`` lists N_{>=q} for them, lowest first."""
    number = 10**12
    ladder = slices(budget, prompt, target.alpha)
    counts = [int(Fraction(share) * number) for share in shares.split()]
    below = ladder[-len(counts) - 1 : -1]
    sizes = [first - second for first, second in zip(counts, [*counts[1:], 0], strict=True)]
    return tuple((length + 1, size) for length, size in zip(below, sizes, strict=True))


def _witness(
    name: str,
    algorithm: str,
    target: Target,
    budget: int,
    prompt: int,
    jobs: tuple[tuple[int, int], ...],
    ratio: str,
) -> Claim:
    return Claim(
        name=f"tight.low.{name}",
        title=f"an instance for {algorithm.upper()} at alpha = {target.label}",
        statement=(
            rf"\Gamma(\mathrm{{{algorithm.upper()}}}) \ge {ratio} \text{{ at }} \alpha = "
            rf"{latex(scale_of(target))}"
        ),
        source=f"{TIGHTER}, section 9",
        premises=(
            "L3.3",
            "model.pipeline",
            "model.ladder",
            "model.slicing" if algorithm == "gsa" else "model.batching",
        ),
        in_words=(
            "L3.3",
            "model.pipeline",
            "model.ladder",
            "model.slicing" if algorithm == "gsa" else "model.batching",
        ),
        argument=(
            "One finite instance. The algorithm's flow time follows from its fixed starts; the optimum is at "
            "most that of a feasible schedule: one length after the other, shortest first, each by a "
            "pipeline "
            "whose slice is that length."
        ),
        steps=(
            Witness(
                name="instance",
                algorithm=algorithm,
                scale=target.alpha,
                budget=budget,
                prompt=prompt,
                jobs=jobs,
                ratio=Fraction(ratio),
            ),
        ),
    )


_BY_LABEL = {target.label: target for target in TARGETS}
_TWO = _BY_LABEL["2"]


def _doubling(first: int, classes: int, exponent: int) -> tuple[tuple[int, int], ...]:
    """Lengths 2^(q-1) + 1 with N_{>=q} halving, far more jobs than slots."""
    sizes = [2 ** (exponent - place) for place in range(classes)]
    later = [*sizes[1:], 0]
    return tuple(
        (2 ** (first + place) + 1, size - rest)
        for place, (size, rest) in enumerate(zip(sizes, later, strict=True))
    )


def _general(label: str, budget: int, prompt: int, shares: str, ratio: str) -> Claim:
    target = _BY_LABEL[label]
    return _witness(label, "gsa", target, budget, prompt, _top_classes(target, budget, prompt, shares), ratio)


CLAIMS = (
    LIMIT,
    LEAST,
    SHARP,
    _general("2", 130000, 130, "1 .9643 .8751 .7489 .5310 .2988 .0556", "10.0468"),
    _general("9/4", 131072, 0, "1 .9867 .8521 .6564 .4854 .3459 .2416 .1643 .0994 .0617 .0160", "11.2625"),
    _general("17/8", 131071, 5636, "1 .181", "10.4063"),
    _general("phi", 131071, 13723, "1 .1448", "9.4756"),
    _general("(7+sqrt(13))/6", 131071, 19922, "1 .1386", "9.8395"),
    _witness("2.large", "gsa", _TWO, 2**100, 0, _doubling(8, 60, 160), "9.27"),
    _witness("gba.2", "gba", _TWO, 2**60, 0, ((2**19 + 1, 2**90),), "3.9999"),
)
