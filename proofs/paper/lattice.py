"""The sum of the starts within one period of a pipeline (used by Lemma 3.3)."""

from __future__ import annotations

import sympy
from sympy import Ge, Gt, Le, Lt, Rational

from proofs.citing import cite, follows
from proofs.claim import Claim
from proofs.exact.domain import at_least, domain, real
from proofs.method.identities import Identity
from proofs.method.induction import Induction, Invariant, Variable
from proofs.method.inequalities import Inequality
from proofs.paper.model import PAPER
from proofs.symbols import (
    a,
    b,
    e,
    g,
    h,
    k,
    m,
    n,
    phi,
    t,
    tau,
    x,
    y,
    z,
)


def lattice_sum(parallel: sympy.Expr, length: sympy.Expr, divisor: sympy.Expr) -> sympy.Expr:
    """Sum of floor(x length / parallel) over 0 <= x < parallel."""
    return Rational(1, 2) * ((parallel - 1) * (length - 1) + divisor - 1)


_K = at_least(k, 1, integer=True)
_TAU = at_least(tau, 1, integer=True)

LATTICE = Claim(
    name="L3.3.lattice",
    title="sum of the starts of one period",
    statement=(
        r"\sum_{x=0}^{k-1} \lfloor x\tau/k \rfloor = \tfrac12\bigl((k-1)(\tau-1) + \gcd(k,\tau) - 1\bigr)"
    ),
    source=f"{PAPER}, proof of Lemma 3.3",
    domain=domain(_K, _TAU),
    auxiliary=(at_least(g, 1), at_least(h, 1)),
    argument=(
        "Add the sum over x = 1..k-1 to itself in reverse. A pair floor(x tau/k) + floor((k-x) tau/k) is "
        "tau if k divides x tau (divisible-pair) and tau - 1 otherwise (other-pair, its remainder: "
        "other-remainder-low, other-remainder-high). With k = g h, tau = g t, h and t coprime (a h + b t = "
        "1), k divides x tau iff h divides x t iff h divides x (coprime); the multiples of h in 1..k-1 are "
        "h, 2h, ..., (g-1) h (last-multiple, next-multiple), g - 1 in number. Counting both kinds of pairs "
        "gives the total (count, total)."
    ),
    steps=(
        Identity(
            name="divisible-pair",
            statement="if x tau = k phi then (k - x) tau = k (tau - phi)",
            lhs=(k - x) * tau - k * (tau - phi),
            rhs=-(x * tau - k * phi),
        ),
        Identity(
            name="other-pair",
            statement="if x tau = k phi + e then (k - x) tau = k (tau - 1 - phi) + (k - e)",
            lhs=(k - x) * tau - (k * (tau - 1 - phi) + (k - e)),
            rhs=-(x * tau - k * phi - e),
        ),
        follows(
            "other-remainder-low",
            Gt(k - e, 0),
            cite(Le(e, k - 1)),
            domain=domain(_K, real(e)),
            statement="for e <= k - 1 the new remainder k - e is at least 1",
        ),
        follows(
            "other-remainder-high",
            Lt(k - e, k),
            cite(Ge(e, 1)),
            domain=domain(_K, real(e)),
            statement="for e >= 1 the new remainder k - e is less than k",
        ),
        Identity(
            name="coprime",
            statement="if a h + b t = 1 and x t = h y then x = h (a x + b y)",
            lhs=x - h * (a * x + b * y),
            rhs=x * (1 - a * h - b * t) + b * (x * t - h * y),
        ),
        Inequality(
            name="last-multiple",
            statement="(g - 1) h is at most g h - 1",
            lhs=(g - 1) * h,
            relation="<=",
            rhs=g * h - 1,
            domain=domain(at_least(g, 1), at_least(h, 1)),
        ),
        Inequality(
            name="next-multiple",
            statement="g h is more than g h - 1",
            lhs=g * h,
            relation=">",
            rhs=g * h - 1,
            domain=domain(at_least(g, 1), at_least(h, 1)),
        ),
        Induction(
            name="count",
            statement="n pairs, m of them divisible (z = 1, otherwise z = 0), sum to n (tau - 1) + m",
            state=(Variable(y, 0, y + tau - 1 + z), Variable(n, 0, n + 1), Variable(m, 0, m + z)),
            invariants=(Invariant(y - n * (tau - 1) - m, "==", kept=(1,)),),
        ),
        Identity(
            name="total",
            statement="n = k - 1 pairs with m = g - 1 divisible ones are twice the sum",
            lhs=(n * (tau - 1) + m).subs({n: k - 1, m: g - 1}),
            rhs=2 * lattice_sum(k, tau, g),
        ),
    ),
)

CLAIMS = (LATTICE,)
