"""MC-SF with one prompt when every job is small: lower bounds from a chosen set of jobs (Theorem 2 (d)).

The names are those of `proofs.greedy.large_memory`.
"""

from __future__ import annotations

from sympy import Eq, Ge, Le

from proofs.citing import cite, follows
from proofs.claim import Claim
from proofs.exact.domain import Domain, at_least, domain, real
from proofs.greedy.large_memory import HALF, MEMORY, SHARE_OF_K
from proofs.greedy.structure import GREEDY, MC_SF
from proofs.origin import equals
from proofs.symbols import X_L, Y_L, A, M, Y, Z, eps, n_L, n_Z, o, o_j, opt, r, s, x

_AREA = equals(A, s * o + o * (o + 1) / 2)
_RANK = Domain((*MEMORY.ranges, at_least(s, 0), at_least(o, 1), at_least(x, 0)))
_SIZE = s + o

SUBSET = Claim(
    name="greedy.L4",
    title="lower bounds from a chosen set of jobs",
    statement=(
        r"\mathrm{Opt} \ge X_L + \tfrac{Y_L}3 + Y_Z;\quad L = \{\rho_i > \tfrac12-\epsilon\}:\ "
        r"2X_L \ge \sum_{i \in L} o_i(\rho_i - \tfrac12),\ 2X \ge \sum_{i \in L} o_i \rho_i"
    ),
    source=f"{GREEDY}, Theorem 2 (d)",
    domain=MEMORY,
    formula=Ge(opt, X_L + Y_L / 3 + (Y - Y_L)),
    concludes=(
        Ge(2 / M * (n_L + HALF) * A, o * (x * _SIZE / M - HALF)),
        Ge(2 / M * (x + HALF) * A, o * (x * _SIZE / M)),
    ),
    assumes=(SHARE_OF_K,),
    definitions=(_AREA, equals(n_Z, x - n_L)),
    auxiliary=(
        at_least(s, 0, integer=True),
        at_least(o, 1),
        at_least(x, 0),
        at_least(n_L, 0),
        at_least(r, 0),
    ),
    premises=("tight.L1", "tight.L3", "model.budget", "model.no-kill", "model.flow-time"),
    in_words=("tight.L1", "tight.L3", "model.budget", "model.no-kill", "model.flow-time"),
    argument=(
        "Without the other jobs an optimal schedule is still feasible, so (L3) bounds the completions of any "
        "chosen set L, and the completions Z of the others are at least their length Y - Y_L: `subset`. For "
        "i in L let z be the first job above i that is not chosen, o_j its length and r = n - z; r (s + o_j) "
        "<= (1/2 - eps) M as z is not chosen, and s + o <= s + o_j <= eps M. At most r + 1 jobs above i are "
        "not chosen: `half-budget` (without any z it is 0 <= M/2). `chosen` and `all-jobs` treat one job's "
        "term of 2 X_L and 2 X, where x = n - i = n_L + n_Z and 2 A >= (s + o) o is `area`; the terms of 2 X "
        "outside L are >= 0."
    ),
    steps=(
        follows(
            "subset",
            Ge(opt, X_L + Y_L / 3 + (Y - Y_L)),
            cite(Ge(opt - Z, X_L + Y_L / 3)),
            cite(Ge(Z, Y - Y_L)),
            domain=domain(*(real(item) for item in (opt, Z, X_L, Y_L, Y))),
            statement="Z the completions of the jobs that are not chosen",
        ),
        follows(
            "area",
            Ge(2 * A, _SIZE * o),
            cite(_AREA.relations[0], 2),
            domain=domain(at_least(s, 0), at_least(o, 1), real(A)),
        ),
        follows(
            "half-budget",
            Le(_SIZE * n_Z, M / 2),
            cite(Le(n_Z, r + 1), _SIZE),
            cite(Le(o, o_j), r + 1, origin=MC_SF),
            cite(Le(r * (s + o_j), (HALF - eps) * M)),
            cite(SHARE_OF_K),
            domain=Domain((*_RANK.ranges, at_least(r, 0), real(o_j), real(n_Z))),
        ),
        follows(
            "chosen",
            Ge(2 / M * (n_L + HALF) * A, o * (x * _SIZE / M - HALF)),
            cite(Ge(2 * A, _SIZE * o), (n_L + HALF) / M),
            cite(Eq(n_Z, x - n_L), _SIZE * o / M),
            cite(Le(_SIZE * n_Z, M / 2), o / M),
            domain=Domain((*_RANK.ranges, at_least(n_L, 0), real(n_Z), real(A))),
            statement="one chosen job's term of 2 X_L",
        ),
        follows(
            "all-jobs",
            Ge(2 / M * (x + HALF) * A, o * (x * _SIZE / M)),
            cite(Ge(2 * A, _SIZE * o), (x + HALF) / M),
            domain=Domain((*_RANK.ranges, real(A))),
            statement="one job's term of 2 X",
        ),
    ),
)

CLAIMS = (SUBSET,)
