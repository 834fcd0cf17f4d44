"""Ceilings against their sum (Lemma 5.6)."""

from __future__ import annotations

from sympy import Eq, Integer, Le

from proofs.citing import cite, follows
from proofs.claim import Claim
from proofs.coverage import Case
from proofs.exact.domain import at_least, between, domain, real, whole
from proofs.method.inequalities import Inequality
from proofs.method.sums import FiniteSum
from proofs.paper.model import PAPER
from proofs.symbols import N, Y, b, k, q, r, x, z

_K = at_least(k, 1, integer=True)
_R = at_least(r, 0, integer=True)
_QUOTIENT = at_least(q, 0, integer=True)
_Z = whole(z)
_CEILINGS = k * q * (q + 1) / 2 + r * (q + 1)  # sum of ceil(u/k) over u = 1..qk+r

CEILINGS = Claim(
    name="L5.6",
    title="n ceilings against the sum of all",
    statement=r"n\lceil n/k\rceil \le 2\sum_{u=1}^{n}\lceil u/k\rceil",
    source=f"{PAPER}, Lemma 5.6",
    domain=domain(_K, _R, _QUOTIENT),
    formula=Le(N * z, 2 * Y),
    auxiliary=(at_least(b, 0), between(x, 1, k), _Z),
    cases=(Case("r = 0", between(r, 0, 0)), Case("r >= 1", at_least(r, 1))),
    argument=(
        "Write n = q k + r with 0 <= r < k. Block b = 0, 1, ... holds u = b k + x, x = 1..k, with b < u/k "
        "<= b + 1 (block-low, block-high): ceil(u/k) = b + 1. The q full blocks sum to k q (q + 1)/2 "
        "(full-blocks), the r further terms to r (q + 1): Y. For r = 0 the last ceiling z is q (divisible), "
        "for r >= 1 it is q + 1 (remainder)."
    ),
    steps=(
        Inequality(
            name="block-low",
            lhs=(b * k + x) / k,
            relation=">",
            rhs=b,
            domain=domain(_K, at_least(b, 0), between(x, 1, k)),
        ),
        Inequality(
            name="block-high",
            lhs=(b * k + x) / k,
            relation="<=",
            rhs=b + 1,
            domain=domain(_K, at_least(b, 0), between(x, 1, k)),
        ),
        FiniteSum(
            name="full-blocks",
            summand=k * b,
            index=b,
            first=Integer(1),
            last=q,
            closed_form=k * q * (q + 1) / 2,
            domain=domain(_K),
        ),
        follows(
            "divisible",
            Le(N * z, 2 * Y),
            cite(Eq(N, q * k + r), -z),
            cite(Eq(z, q), -(q * k + r)),
            cite(Eq(Y, _CEILINGS), 2),
            domain=domain(_K, _QUOTIENT, between(r, 0, 0), _Z, real(N), real(Y)),
            case="r = 0",
        ),
        follows(
            "remainder",
            Le(N * z, 2 * Y),
            cite(Eq(N, q * k + r), -z),
            cite(Eq(z, q + 1), -(q * k + r)),
            cite(Eq(Y, _CEILINGS), 2),
            domain=domain(_K, _QUOTIENT, at_least(r, 1), _Z, real(N), real(Y)),
            case="r >= 1",
        ),
    ),
)

CLAIMS = (CEILINGS,)
