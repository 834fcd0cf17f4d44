"""MC-SF with one prompt when every job is small: lower bounds from a chosen set of jobs (Theorem 2 (d)).

The names are those of `proofs.greedy.large_memory`.
"""

from __future__ import annotations

from proofs.citing import given
from proofs.claim import Claim
from proofs.exact.domain import Domain, at_least, domain, real
from proofs.greedy.large_memory import HALF, MEMORY
from proofs.greedy.structure import GREEDY
from proofs.method.inequalities import Consequence, Inequality
from proofs.symbols import X_L, Y_L, A, C, M, S, Z, eps, n_L, n_Z, o, p_i, p_z, s, x

_RANK = Domain((*MEMORY.ranges, at_least(p_i, 1), at_least(o, 1), at_least(x, 0)))

SUBSET = Claim(
    name="greedy.L4",
    title="lower bounds from a chosen set of jobs",
    statement=(
        r"\mathrm{Opt} \ge X_L + \tfrac{Y_L}3 + Y_Z;\quad L = \{\rho_i > \tfrac12-\epsilon\}:\ "
        r"2X_L \ge \sum_{i \in L} o_i(\rho_i - \tfrac12),\ 2X \ge \sum_{i \in L} o_i \rho_i"
    ),
    source=f"{GREEDY}, Theorem 2 (d)",
    domain=MEMORY,
    auxiliary=(at_least(s, 0), at_least(o, 1), at_least(p_i, 1), at_least(x, 0), at_least(n_L, 0)),
    premises=("tight.L1", "tight.L3", "model.budget", "model.no-kill", "model.flow-time"),
    in_words=("tight.L1", "tight.L3", "model.budget", "model.no-kill", "model.flow-time"),
    argument=(
        "Without the other jobs an optimal schedule is still feasible, so (L3) bounds the completions of "
        "any chosen set L, and C_i >= o_i the others: `subset`. For i in L let z be the first job above i "
        "that is not chosen; (n - z) p_z <= (1/2 - eps) M as z is not chosen, and p_i <= p_z <= eps M. At "
        "most n - z + 1 jobs above i are not chosen: `half-budget` (without any z it is 0 <= M/2). "
        "`chosen` and `all-jobs` treat one job's term of 2 X_L and 2 X, where x = n - i = n_L + n_Z and 2 "
        "A >= p o is `area`; the terms of 2 X outside L are >= 0."
    ),
    steps=(
        Consequence(
            name="subset",
            statement="C and Z the completions of chosen and other jobs, S the length of the others",
            lhs=C + Z,
            relation=">=",
            rhs=X_L + Y_L / 3 + S,
            hypotheses=(given(C, ">=", X_L + Y_L / 3), given(Z, ">=", S)),
            domain=domain(*(real(item) for item in (C, Z, S, X_L, Y_L))),
        ),
        Inequality(
            name="area",
            lhs=2 * (s * o + o * (o + 1) / 2),
            relation=">=",
            rhs=(s + o) * o,
            domain=domain(at_least(s, 0), at_least(o, 1)),
        ),
        Consequence(
            name="half-budget",
            statement="x = n - z",
            lhs=p_i * n_Z,
            relation="<=",
            rhs=M / 2,
            hypotheses=(
                given(n_Z, "<=", x + 1, p_i),
                given(p_i, "<=", p_z, x + 1),
                given(x * p_z, "<=", (HALF - eps) * M),
                given(p_z, "<=", eps * M),
            ),
            domain=Domain((*_RANK.ranges, real(p_z), real(n_Z))),
        ),
        Consequence(
            name="chosen",
            statement="one chosen job's term of 2 X_L",
            lhs=2 / M * (n_L + HALF) * A,
            relation=">=",
            rhs=o * (x * p_i / M - HALF),
            hypotheses=(
                given(2 * A, ">=", p_i * o, (n_L + HALF) / M),
                given(n_L, "==", x - n_Z, p_i * o / M),
                given(p_i * n_Z, "<=", M / 2, o / M),
            ),
            domain=Domain((*_RANK.ranges, at_least(n_L, 0), real(n_Z), real(A))),
        ),
        Consequence(
            name="all-jobs",
            statement="one job's term of 2 X",
            lhs=2 / M * (x + HALF) * A,
            relation=">=",
            rhs=o * (x * p_i / M),
            hypotheses=(given(2 * A, ">=", p_i * o, (x + HALF) / M),),
            domain=Domain((*_RANK.ranges, real(A))),
        ),
    ),
)

CLAIMS = (SUBSET,)
